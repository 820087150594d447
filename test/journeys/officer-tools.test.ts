import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread, openThreadWith } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
const CLUE = '听邻居说他最近换了一辆白色小轿车'
const THANKS = '好的，我知道了，等您的消息。'
const REASON = '当事人只是表示感谢或知悉'
const REPLY = { title: '查封裁定', text: '查封裁定已经作出，正在送达。', changed: '查封裁定已经送达，请查收。' }

/** The officer may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

describe('what an officer can do besides writing', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let officer: Visitor

  const step = journey('officer-tools', () => [applicant, officer])
  const system = (visitor: Visitor, title: string) => visitor.page.locator('.zx-system-entry').filter({ visible: true, hasText: title }).last()
  const opensThread = (): Promise<void> => openThreadWith(officer, '张样例', CASE_NUMBER)

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [applicant, officer]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('both have the conversation open', async () => {
    await enterAs(applicant, '张样例')
    await openOwnThread(applicant, CASE_NUMBER)
    await enterAs(officer, '王示范')
    await opensThread()
  })

  step('gives a message another mark; the applicant reads who did it, and that the clock runs on', async () => {
    await officer.shot('tools-thread', '承办人手机：沟通')
    await officer.page.locator('.zx-messages__item').filter({ hasText: CLUE }).getByText('改类别').tap()
    await officer.sees('改这条消息的类别').waitFor()
    await officer.shot('tools-remark', '承办人：改类别')
    await officer.tap(/^终本意见/)
    await system(applicant, '更改消息类别').getByText(/王示范将“听邻居说他最近换了一辆白…”的类别改为“终本意见”。答复时限不因此延长。/).waitFor()
    await applicant.page.locator('.zx-bubble').filter({ hasText: CLUE }).getByText('终本意见').waitFor()
    await applicant.shot('tools-remarked', '当事人：类别由谁改了')
  })

  step('writes down a phone call in two taps; the applicant sees it, and nothing is open any more', async () => {
    await officer.tap('更多')
    await officer.shot('tools-more', '承办人：更多工具')
    await officer.tap('记录电话或来访')
    await officer.sees('电话无人接听').waitFor()
    await officer.shot('tools-contact', '承办人：记录电话')
    await officer.tap('记入案卷')
    await system(applicant, '电话记录').getByText(/王示范记录：已电话说明办理进展。待答复的事项已在其中答复。/).waitFor()
    await officer.page.getByText(/^承办人.*(目标|答复)/).filter({ visible: true }).waitFor({ state: 'hidden' })
  })

  step('finds that a message needs no reply; the applicant reads the reason', async () => {
    await applicant.type('消息内容', THANKS)
    await applicant.tap(/^发送$/)
    await officer.page.locator('.zx-bubble').filter({ hasText: THANKS }).waitFor()
    await officer.tap('更多')
    await officer.tap('无需回复')
    await officer.sees('待答复的事项到此结束。理由会附卷，当事人能看到。').waitFor()
    await officer.tap(REASON)
    await officer.shot('tools-dismiss', '承办人：无需回复，写明理由')
    await officer.tap('记入案卷')
    await system(applicant, '无需回复').getByText(new RegExp(`理由：${REASON}`)).waitFor()
    await applicant.shot('tools-told', '当事人：电话记录和无需回复的理由都看得到')
  })

  step('saves an answer of their own, changes it and uses it', async () => {
    await officer.page.goBack()
    await officer.tap(/^我的$/)
    await officer.tap('我的快捷回复')
    await officer.tap('新建一条')
    await officer.type('标题', REPLY.title)
    await officer.type('内容', REPLY.text)
    await officer.shot('reply-new', '我的快捷回复：新建')
    await officer.tap('保存')
    await officer.tap(REPLY.title)
    await officer.type('内容', REPLY.changed)
    await officer.shot('reply-edit', '我的快捷回复：修改或删除')
    await officer.tap('保存')
    await officer.sees(REPLY.changed).waitFor()
    await officer.shot('replies', '我的快捷回复')
    await officer.page.goBack()
    await officer.tap(/^待办/)
    await officer.tap('全部')
    await opensThread()
    await officer.tap('快捷回复')
    await officer.tap(REPLY.title)
    await officer.tap(/^发送$/)
    await applicant.page.locator('.zx-bubble').filter({ hasText: REPLY.changed }).waitFor()
  })

  step('removes it again', async () => {
    await officer.page.goBack()
    await officer.tap(/^我的$/)
    await officer.tap('我的快捷回复')
    await officer.tap(REPLY.title)
    await officer.tap('删除这一条')
    await officer.sees(/^还没有。/).waitFor()
    expect([applicant.complaints, officer.complaints]).toEqual([[], []])
  })
})
