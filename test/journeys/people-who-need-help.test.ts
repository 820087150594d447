import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'
import { aSound } from '../../apps/bff/src/demo/sound'

const CASE_NUMBER = '（2026）虚01执101号'
const EYES = '看字吃力：请打电话或用语音，字句尽量短'
const EARS = '听力不好：说话慢一些，要紧的话写成字发一遍'
const HEARD = '问下个月能不能先发一部分款'
const BETTER = '问法院能不能先发一半，其余下个月发'
const ANSWER = '张阿姨，可以先发一部分，我来办手续。'

/** The officer may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

/** A browser whose own voice notes what it says; it says each piece in no time once it is let go on. */
const OWN_VOICE = `
  const said = (window.said = []); let held = null
  window.goOn = () => { const now = held; held = null; now?.onend?.() }
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [{ lang: 'zh-CN', localService: false, name: 'far away' }, { lang: 'zh-CN', localService: true, name: 'own' }],
    addEventListener() {}, speak(one) { said.push(one.voice.name + ' ' + one.text); held = one }, cancel() { const now = held; held = null; now?.onerror?.({ error: 'canceled' }) },
  } })
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
`

describe('people who need help', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let officer: Visitor
  let other: Visitor | undefined

  const step = journey('people-who-need-help', () => [applicant, officer, other])
  const origin = (): string => product.origin
  const root = (visitor: Visitor) => visitor.page.locator('.zx-root').filter({ visible: true }).last()
  const opens = async (visitor: Visitor): Promise<void> => {
    await visitor.tap(CASE_NUMBER)
    await visitor.tap(/^和承办人沟通/)
    await visitor.page.locator('.zx-messages').filter({ visible: true }).last().waitFor()
  }
  const officerOpens = async (): Promise<void> => {
    await officer.tap(new RegExp(`^张样例.*${CASE_NUMBER}`, 's'))
    await officer.sees('以上内容全部附卷').waitFor()
  }
  const said = (visitor: Visitor) => visitor.page.evaluate('window.said') as Promise<string[]>

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    applicant = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [applicant, officer, other]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the elder layout is theirs: one tap, and a new phone draws the same after sign-in', async () => {
    await enterAs(applicant, '张样例')
    await applicant.tap('我的')
    const told = applicant.page.waitForResponse((answer) => answer.url().endsWith('/me/display') && answer.request().method() === 'PUT')
    await applicant.page.locator('[aria-label="长辈版"], .nut-switch').filter({ visible: true }).first().click()
    await expect(root(applicant).getAttribute('class')).resolves.toContain('zx-root--elder')
    await applicant.shot('care-me', '长辈版：我的')
    await told
    other = await openVisitor(browser, origin, 'phone')
    await other.open()
    await other.sees('演示：点一位虚构人物进入').waitFor()
    expect(await root(other).getAttribute('class')).not.toContain('zx-root--elder')
    await other.tap(/^张样例/)
    await other.page.locator('.zx-root--elder').filter({ visible: true }).first().waitFor()
    await other.sees(CASE_NUMBER).or(other.sees('买卖合同纠纷')).first().waitFor()
    await other.leave()
    other = undefined
  })

  step('one says what one needs, after reading what for; it can be taken back', async () => {
    await applicant.tap(/^沟通时需要的照顾/)
    await applicant.sees('听力不好').waitFor()
    await applicant.sees(/个人敏感信息，可以不填，随时可以删除/).waitFor()
    await applicant.tap('听力不好')
    await applicant.shot('care-needs', '需要的照顾：说明只用来做什么')
    await applicant.tap(/^保存$/)
    await applicant.sees('已经记下。承办人在跟您的沟通里会看到。').waitFor()
    await applicant.tap('不需要了，删除')
    await applicant.sees('删除这些说明？').waitFor()
    await applicant.shot('care-remove', '需要的照顾：删除前问一次')
    await applicant.tap('取消')
    await applicant.page.goBack()
  })

  step('who answers reads it under the title; their lawyer and their opponent find nothing of it', async () => {
    await enterAs(officer, '王示范')
    await officerOpens()
    await officer.sees(EYES).waitFor()
    await officer.sees(EARS).waitFor()
    await officer.shot('care-thread', '承办人：怎样跟这位当事人沟通')
    for (const name of ['李样例', '赵样例']) {
      other = await openVisitor(browser, origin, 'phone')
      await enterAs(other, name)
      await opens(other)
      expect(await other.page.getByText(/看字吃力|听力不好/).count()).toBe(0)
      await other.leave()
      other = undefined
    }
  })

  step('an answer waits until the voice is put into words; its sender reads them below it', async () => {
    await applicant.tap('案件')
    await openOwnThread(applicant, /买卖合同纠纷/)
    const choosing = applicant.page.waitForEvent('filechooser')
    await applicant.tap('语音')
    await (await choosing).setFiles({ name: '录音.mp3', mimeType: 'audio/mpeg', buffer: aSound(3) })
    await applicant.tap(/^发送$/)
    await officer.sees(/^点这里听语音 3 ?秒$/).waitFor()
    await officer.type('消息内容', ANSWER)
    await officer.tap(/^发送$/)
    await officer.sees('先写下语音说的是什么').waitFor()
    expect(await officer.page.getByRole('button', { name: '写好了，继续' }).getAttribute('aria-disabled')).toBe('true')
    await officer.type('这段语音说的是什么', HEARD)
    await officer.shot('care-summary', '承办人：答复前先写下语音说的是什么')
    await officer.tap('写好了，继续')
    await applicant.page.locator('.zx-bubble').filter({ hasText: ANSWER }).waitFor()
    await applicant.sees(`语音大意：${HEARD}`).waitFor()
    await applicant.page.getByText(`语音大意：${HEARD}`).filter({ visible: true }).first().scrollIntoViewIfNeeded()
    await applicant.shot('care-heard', '长辈版：语音下面是承办人写的大意')
    await applicant.page.locator('.zx-bubble').filter({ hasText: HEARD }).getByText('不是这个意思').tap()
    await expect(applicant.page.locator('[aria-label="消息内容"] textarea, textarea[aria-label="消息内容"]').filter({ visible: true }).first().inputValue()).resolves.toContain('我的语音不是这个意思')
  })

  step('its words are found by search, long after', async () => {
    await officer.page.goBack()
    await officer.tap('全部')
    await officer.page.locator('.zx-search input').filter({ visible: true }).first().fill('先发一部分')
    await officer.sees(ANSWER).waitFor()
    await officer.tap(new RegExp(`^张样例.*${CASE_NUMBER}`, 's'))
    await officer.sees(`语音大意：${HEARD}`).waitFor()
  })

  step('without a voice of its own the browser offers no reading, nor to read on', async () => {
    const voices = await applicant.page.evaluate(() => speechSynthesis.getVoices().filter(({ localService, lang }) => localService && /^(zh|cmn)/i.test(lang)).length)
    for (const words of ['朗读', '从这里往下读']) expect((await applicant.page.getByText(words, { exact: true }).filter({ visible: true }).count()) > 0).toBe(voices > 0)
  })

  step('with one it reads a message, and on from there, and is silent once the page is left', async () => {
    other = await openVisitor(browser, origin, 'phone')
    await other.page.addInitScript(OWN_VOICE)
    await enterAs(other, '张样例')
    await other.tap(/买卖合同纠纷/)
    await other.tap(/^和承办人沟通/)
    const bubble = other.page.locator('.zx-bubble').filter({ hasText: '已经向被执行人发出执行通知书' })
    await bubble.getByText('朗读', { exact: true }).tap()
    await other.sees('正在朗读这一条').waitFor()
    await other.shot('care-reading', '长辈版：正在朗读')
    await other.tap('往下读')
    await other.sees('正在往下朗读').waitFor()
    // A voice of the browser's maker would hear every word of a court's: only the device's own says them.
    for (const piece of await said(other)) expect(piece).toMatch(/^own /)
    expect((await said(other))[0]).toMatch(/^own 王示范，执行人员，.*点.*写的：/)
    await other.tap('停止')
    await other.page.getByText(/^正在(往下朗读|朗读这一条)$/).filter({ visible: true }).waitFor({ state: 'hidden' })
    // From any message at once; the last one has nothing after it.
    await bubble.getByText('从这里往下读').scrollIntoViewIfNeeded()
    await other.shot('care-read-on', '长辈版：从任何一条开始往下读')
    await bubble.getByText('从这里往下读').tap()
    await other.sees('正在往下朗读').waitFor()
    await other.tap('停止')
    expect(await other.page.locator('.zx-bubble').filter({ visible: true }).last().getByText('从这里往下读').count()).toBe(0)
    await bubble.getByText('朗读', { exact: true }).tap()
    await other.sees('正在朗读这一条').waitFor()
    const before = (await said(other)).length
    await other.page.goBack()
    await other.sees('谁在办理').waitFor()
    await other.page.evaluate('window.goOn()')
    expect(await said(other)).toHaveLength(before)
    expect([applicant.complaints, officer.complaints, other.complaints]).toEqual([[], [], []])
  })

  step('who answers puts them better: the new words count, what they replaced can be looked at and asked to be sealed', async () => {
    const bubble = (of: Visitor) => of.page.locator('.zx-bubble').filter({ hasText: '语音大意' }).filter({ visible: true }).last()
    await bubble(officer).getByText('改写', { exact: true }).click()
    await officer.sees('改写语音大意').waitFor()
    await officer.type('这段语音说的是什么', BETTER)
    await officer.tap('改好了')
    for (const visitor of [officer, applicant]) await visitor.sees(`语音大意：${BETTER}`).waitFor()
    await expect(applicant.page.getByText(HEARD).filter({ visible: true }).count()).resolves.toBe(0)
    await bubble(officer).getByText('改写过，看改写前的大意').click()
    await officer.sees(`改写前的大意：${HEARD}`).waitFor()
    await officer.shot('care-rewritten', '承办人：语音大意改写过，改写前的能看到，也能申请封存')
    await officer.page.getByRole('button', { name: '申请封存：改写前的大意' }).click()
    await officer.sees('申请封存这条语音大意').waitFor()
    await officer.tap('发错了案件')
    await officer.tap(/^申请封存$/)
    await officer.sees('已申请封存，等负责人决定').waitFor()
  })
})
