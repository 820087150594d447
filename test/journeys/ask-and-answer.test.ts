import { rmSync } from 'node:fs'
import type { EntryView, Me } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Browser } from 'playwright-core'
import { type Person, signedIn, wholeThread } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { DEMO, signInByPhone, signInAsStaff, smsCodeOnPage } from './support/doors'
import { aPicture } from './support/picture'
import { configWith, type Product, startProduct } from './support/product'
import { changeAttachment, changeEntry } from './support/tamper'

const CASE = { cause: '买卖合同纠纷', number: '（2026）虚01执101号' }
const QUESTION = '法官您好，这辆白车今天又停在老地方了，照片在下面，请问能扣吗？'
const MUTED = '我现在就在车库门口，请问要不要等？'
const OFFLINE = '信号不好，这一条写在地下车库里。'

/** One person may ask for a code again at once, and the officer may write at whatever hour this test runs. */
const CONFIG = {
  'security.yaml': (text: string) => text.replace(/resend_after_seconds: \d+/, 'resend_after_seconds: 1'),
  'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false'),
}

describe('an applicant asks with a picture, the officer answers, and the file holds it all', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let officer: Visitor
  /** The applicant once more, over the API: what the file holds in the end. */
  let reader: Person
  let thread: ThreadKey
  let answer: string

  const step = journey('ask-and-answer', () => [applicant, officer])
  const bubble = (visitor: Visitor, text: string) => visitor.page.locator('.zx-bubble').filter({ visible: true, hasText: text })
  const status = (visitor: Visitor, text: string, words: RegExp) => bubble(visitor, text).getByText(words).waitFor()
  const file = async (): Promise<EntryView[]> => wholeThread(reader, thread)
  const messagesIn = (entries: EntryView[]) => entries.filter(({ type }) => type === 'message.sent')

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
  })
  afterAll(async () => {
    await applicant?.leave()
    await officer?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the applicant signs in with a phone number and the code sent to it', async () => {
    await applicant.open()
    await applicant.sees('演示环境：人物、案件、号码均为虚构').waitFor()
    await applicant.shot('sign-in', '登录：当事人用手机号，演示环境可直接选人')
    await signInByPhone(applicant, DEMO.applicant.phone)
    await applicant.sees('绑定身份').waitFor()
  })

  step('ties the account to a person: name, identity number, phone, code', async () => {
    const { name, identityNumber, phone } = DEMO.applicant
    await applicant.type('姓名', name)
    await applicant.type('身份证号', identityNumber)
    await applicant.type('手机号', phone)
    await applicant.tap('获取验证码')
    await applicant.type('短信验证码', await smsCodeOnPage(applicant))
    await applicant.shot('bind', '绑定身份：核对姓名、身份证号和手机号')
    await applicant.tap(/^绑定$/)
    await applicant.sees(CASE.number).waitFor()
    await applicant.shot('cases', '我的案件')
    reader = signedIn(() => product.origin, 'applicant')
    const me = await reader.get<Me>('/me')
    if (me.kind !== 'person') throw new Error('the applicant is bound')
    thread = { caseId: 'c_demo0001', personId: me.personId }
  })

  step('opens the case and the conversation with the officer', async () => {
    await applicant.tap(CASE.cause)
    await applicant.sees('谁在办理').waitFor()
    await applicant.shot('case', '案件：谁在办理、办到哪一步')
    await applicant.tap(/^和承办人沟通/)
    await applicant.sees('以上内容全部附卷').waitFor()
  })

  step('the officer signs in on a desk with number, password and code, and has the conversation open', async () => {
    await officer.open()
    await signInAsStaff(officer, DEMO.officer, product)
    await officer.sees(/今天/).waitFor()
    await officer.shot('work-list', '待办：最急的在最上面')
    await officer.tap(new RegExp(`^${DEMO.applicant.name}.*${CASE.number}`, 's'))
    await officer.sees('以上内容全部附卷').waitFor()
  })

  step('the applicant asks and attaches a picture; the officer sees both at once, without reloading', async () => {
    await applicant.type('消息内容', QUESTION)
    const choosing = applicant.page.waitForEvent('filechooser')
    await applicant.tap('照片')
    await (await choosing).setFiles({ name: '白车.png', mimeType: 'image/png', buffer: aPicture() })
    await applicant.sees('白车.png').waitFor()
    await applicant.shot('write', '写消息：照片随消息附卷')
    await applicant.tap(/^发送$/)
    await bubble(officer, QUESTION).waitFor()
    await bubble(officer, QUESTION).locator('[aria-label="看大图：白车.png"]').waitFor()
    await officer.shot('officer-thread', '承办人：当事人的话立即出现')
  })

  step('the applicant sees that the officer has read it', async () => {
    await status(applicant, QUESTION, /^已读$/)
  })

  step('the officer answers with a quick reply, and the applicant reads it at once', async () => {
    await officer.tap('快捷回复')
    const reply = officer.page.locator('.zx-quick-reply').filter({ visible: true }).first()
    await officer.shot('quick-replies', '快捷回复：法院的和自己的')
    await reply.click()
    answer = await officer.page.locator('[aria-label="消息内容"] textarea, textarea[aria-label="消息内容"]').filter({ visible: true }).inputValue()
    expect(answer.length).toBeGreaterThan(3)
    await officer.tap(/^发送$/)
    await bubble(applicant, answer).waitFor()
    await status(officer, answer, /^已读$/)
    await applicant.shot('thread', '一对一沟通：发出的每一条都附卷，看得到对方读没读')
  })

  step('a signal that fails before the answer comes back: the message is stored, and not stored again', async () => {
    applicant.network.swallowAnswers()
    await applicant.type('消息内容', MUTED)
    await applicant.tap(/^发送$/)
    await bubble(officer, MUTED).waitFor()
    applicant.network.cut()
    await applicant.context.setOffline(true)
    await applicant.sees(/^网络不通/).waitFor()
  })

  step('what is written without a network waits on the phone and goes out when it is back', async () => {
    await applicant.type('消息内容', OFFLINE)
    await applicant.tap(/^发送$/)
    await status(applicant, OFFLINE, /等网络恢复后发出|发送中/)
    await applicant.shot('offline', '没有网络：写好的内容留在手机上，恢复后自动发出')
    await applicant.context.setOffline(false)
    applicant.network.heal()
    await bubble(officer, OFFLINE).waitFor()
    await status(applicant, MUTED, /^已存入案卷$|^已到对方$|^已读$/)
    await status(applicant, OFFLINE, /^已存入案卷$|^已到对方$|^已读$/)
  })

  step('the file holds everything once and in order, and both windows show it so', async () => {
    const texts = messagesIn(await file()).map(({ body }) => body?.text)
    const said = [QUESTION, answer, MUTED, OFFLINE]
    expect(texts.slice(-said.length)).toEqual(said)
    expect(texts.filter((text) => said.includes(text as string))).toEqual(said)
    for (const visitor of [applicant, officer]) {
      for (const text of said) expect(await bubble(visitor, text).count()).toBe(1)
    }
  })

  step('neither browser complained of anything', async () => {
    expect([applicant.complaints, officer.complaints]).toEqual([[], []])
  })

  step('the verifier finds all chains whole; after one bit is turned in an entry or in the picture it names the place', async () => {
    const entry = messagesIn(await file()).find(({ body }) => body?.text === QUESTION)!
    const place = `${entry.chain} +index ${entry.index} `
    expect(await product.verify()).toMatchObject({ code: 0 })
    for (const change of [() => changeEntry(product.dataDir, entry.chain, entry.index), () => changeAttachment(product.dataDir, entry.attachments[0]!.id)]) {
      const undo = await change()
      const { code, said } = await product.verify()
      expect(code).toBe(1)
      expect(said).toMatch(new RegExp(`DOES NOT FIT +${place}`))
      await undo()
    }
    expect(await product.verify()).toMatchObject({ code: 0 })
  })
})
