import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { aPicture } from './support/picture'
import { type Product, startProduct } from './support/product'
import { inStore } from './support/tamper'

const FEEDBACK_CODE = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/

describe('somebody who is nobody to the court complains, and reports without a name', () => {
  let product: Product
  let browser: Browser
  let walker: Visitor
  let reporter: Visitor
  let party: Visitor
  let receipt = ''
  let followUp = ''
  const step = journey('complain', () => [walker, reporter, party])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
    walker = await openVisitor(browser, () => product.origin, 'phone')
    reporter = await openVisitor(browser, () => product.origin, 'phone')
    party = await openVisitor(browser, () => product.origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [walker, reporter, party]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
  })

  const written = async (visitor: Visitor): Promise<string[]> => (await visitor.page.locator('.zx-door-receipt__code').allInnerTexts()).map((text) => text.trim())
  const petitions = () => inStore(product.dataDir, async (db) =>
    db.collection('log_entries').countDocuments({ type: 'complaint.received', chain: { $regex: '^petition:' } }))
  const everything = () => inStore(product.dataDir, async (db) => {
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
    return (await Promise.all(names.map(async (name) => (await db.collection(name).find({}).toArray()).map((one) => `${name} ${JSON.stringify(one)}`)))).flat()
  })

  step('a petition without signing in: who reads it stands there before a word is written, and what is typed stays', async () => {
    await walker.open()
    await walker.tap('投诉、信访、举报（不用登录）')
    await walker.tap(/^信访：对处理不满意/)
    await walker.sees(/由执行指挥中心登记/).waitFor()
    await walker.atRest()
    await walker.shot('complain-doors', '四个入口：写之前就知道谁来看、接下来怎么办；不用登录')
    await walker.tap('下一步')
    await walker.type('是什么事', '执行款两年没有到账，去了三次都说在办')
    await walker.type('您的姓名', '钱有诉')
    await walker.atRest()
    await walker.shot('complain-write', '写的内容边写边存在手机上；“只给承办人看的内容”单独一栏')
    await walker.page.waitForTimeout(600)
    await walker.page.reload()
    await walker.sees('信访：对处理不满意，要求解决问题').waitFor()
    await walker.tap('下一步：看一遍')
    await walker.sees('执行款两年没有到账，去了三次都说在办').waitFor()
  })

  step('the answer is lost on the way: tapping again makes no second one', async () => {
    const before = await petitions()
    walker.network.swallowAnswers()
    await walker.tap('提交')
    await walker.page.waitForTimeout(1_500)
    walker.network.heal()
    // Either the browser itself asks again over a wire that broke, or the page says what happened and its reader does.
    const [lost, got] = [walker.sees(/再点一次“提交”，不会变成两件/), walker.sees('法院收到了')]
    await lost.or(got).waitFor()
    if (await lost.isVisible()) await walker.tap('提交')
    await got.waitFor()
    ;[receipt, followUp] = (await written(walker)) as [string, string]
    expect(receipt).toMatch(FEEDBACK_CODE)
    await walker.atRest()
    await walker.shot('complain-receipt', '受理编号和查询码只给一次，字大，可复制、打印；记好了才清除')
    expect(await petitions()).toBe(before + 1)
    await walker.tap(/^我已经记好了/)
  })

  step('by number and code they see how it stands, and add a line', async () => {
    await walker.tap('凭受理编号查进度')
    await walker.type('受理编号', receipt.toLowerCase())
    await walker.type('查询码', followUp.replace('-', ' '))
    await walker.tap('查询')
    await walker.sees('办理中').waitFor()
    await walker.type('补充', '昨天又去了一次，没有人接待')
    await walker.tap('提交补充')
    await walker.sees('您补充：昨天又去了一次，没有人接待').waitFor()
    await walker.atRest()
    await walker.shot('complain-follow-up', '凭受理编号和查询码：现在到哪一步、接下来怎么办、最晚哪天，经过一条条列着')
  })

  step('a report without a name: pictures only, and the store holds nothing of who sent it', async () => {
    const before = new Set(await everything())
    await reporter.open()
    await reporter.tap('投诉、信访、举报（不用登录）')
    await reporter.tap('举报执行人员违法违纪')
    await reporter.tap('不留姓名')
    await reporter.tap('下一步')
    await reporter.type('是什么事', '有人收了对方当事人的钱物')
    // What is typed while a picture goes up slowly stays, on the page and on the phone.
    let arrives = (): void => undefined
    const held = new Promise<void>((done) => { arrives = done })
    await reporter.page.route('**/complaints/uploads', async (route) => held.then(() => route.continue()))
    const choosing = reporter.page.waitForEvent('filechooser')
    await reporter.tap('添加照片')
    await (await choosing).setFiles({ name: '钱有诉的手机截图.png', mimeType: 'image/png', buffer: aPicture() })
    await reporter.sees(/正在上传/).waitFor()
    await reporter.type('是什么事', '有人收了对方当事人的钱物，上个月又收了一次')
    await reporter.type('反映谁（可以不填）', '一位工作人员')
    arrives()
    await reporter.sees(/照片1：图片/).waitFor()
    await reporter.page.waitForTimeout(600)
    await reporter.page.reload()
    await reporter.sees(/照片1：图片/).waitFor()
    expect(await reporter.page.getByText('添加录音').count()).toBe(0)
    await reporter.atRest()
    await reporter.shot('complain-anonymous', '不留姓名：只收照片并清除拍摄信息，说明草稿在哪里、怎么清除')
    await reporter.tap('下一步：看一遍')
    for (const words of ['有人收了对方当事人的钱物，上个月又收了一次', '一位工作人员']) await reporter.sees(words).waitFor()
    await reporter.tap('提交')
    await reporter.sees('法院收到了').waitFor()
    const [number, code] = (await written(reporter)) as [string, string]
    expect(number).toMatch(FEEDBACK_CODE)
    const device = await reporter.page.evaluate(() => JSON.stringify(Object.entries(localStorage)))
    const name = /zx\/device[^a-z0-9]+([a-z0-9]{24})/.exec(device)?.[1]
    await reporter.tap(/^我已经记好了/)
    await reporter.sees('凭受理编号查进度').waitFor()
    expect(await reporter.page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain('收了对方')
    const added = (await everything()).filter((one) => !before.has(one))
    expect(added.some((one) => one.startsWith('log_entries') && one.includes('discipline:'))).toBe(true)
    for (const word of ['127.0.0.1', '钱有诉', '收了对方', number, code, ...(name ? [name] : [])]) {
      // A key that another process made meanwhile is nobody's; what tells of the reporter stands nowhere.
      expect(added.filter((one) => one.includes(word))).toEqual([])
    }
    expect(added.filter((one) => /^identity_(accounts|logins|sessions|people)/.test(one))).toEqual([])
  })

  step('a party who is signed in asks under their own name, and adds a picture to it without number and code', async () => {
    await enterAs(party, '张样例')
    await party.tap('我的')
    await party.tap('投诉、信访、举报、咨询')
    await party.tap('咨询、提意见')
    await party.tap('下一步')
    await party.type('是什么事', '执行款什么时候能发还')
    await party.tap('下一步：看一遍')
    await party.tap('提交')
    await party.sees('法院收到了').waitFor()
    await party.tap(/^我已经记好了/)
    await party.tap('我的')
    await party.tap('凭受理编号查进度')
    await party.tap('咨询、提意见')
    await party.sees('办理中').waitFor()
    const choosing = party.page.waitForEvent('filechooser')
    await party.tap('添加照片')
    await (await choosing).setFiles({ name: '裁定书.png', mimeType: 'image/png', buffer: aPicture() })
    await party.sees(/^照片1：/).waitFor()
    await party.type('补充', '裁定书的照片')
    await party.atRest()
    await party.shot('complain-mine', '登录的当事人：自己交过的件不用查询码，也能补充文字、照片、录音、文件')
    await party.tap('提交补充')
    await party.sees('您补充：裁定书的照片（材料 1 份）').waitFor()
    expect(party.complaints).toEqual([])
  })
})
