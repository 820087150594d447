import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { minuteOf } from '@zhixin/shared/rules'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread, openThreadWith } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'
import { aSound } from '../../apps/bff/src/demo/sound'

const CASE_NUMBER = '（2026）虚01执101号'
const OBJECTION = '查封的车不是他一个人的，是夫妻共同财产。'
const CARD = '请把钱打到 6222 0212 3456 7890 128'
const IDENTITY = '我的身份证号是11010519491231002X'
const ANSWER = '张阿姨，法警今晚已经到现场，请您放心。'
const HEARD = '问法警到了没有'
const REASON = '当事人情况紧急'

/** Always outside office hours: an hour in the other half of the day. */
function neverOpenNow(configDir: string): void {
  const file = path.join(configDir, 'court/messaging.yaml')
  const period = minuteOf(new Date().toISOString()) < 12 * 60 ? "['20:00', '21:00']" : "['04:00', '05:00']"
  writeFileSync(file, readFileSync(file, 'utf8').replace(/periods:\n(?: +- \[.*\]\n)+/, `periods:\n    - ${period}\n`))
}

describe('what is said before a message goes out', () => {
  const configDir = configWith({})
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let officer: Visitor

  const step = journey('before-it-goes-out', () => [applicant, officer])
  const bubble = (visitor: Visitor, text: string) => visitor.page.locator('.zx-bubble').filter({ visible: true, hasText: text })

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    // The officer of the seed has answered in office hours; from now on there are none.
    await product.stop()
    neverOpenNow(configDir)
    await product.start()
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
  })
  afterAll(async () => {
    for (const visitor of [applicant, officer]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  async function chooseSound(seconds: number): Promise<void> {
    const choosing = applicant.page.waitForEvent('filechooser')
    await applicant.tap('语音')
    await (await choosing).setFiles({ name: '录音.mp3', mimeType: 'audio/mpeg', buffer: aSound(seconds) })
  }

  step('both have the conversation open', async () => {
    await enterAs(applicant, '张样例')
    await openOwnThread(applicant, CASE_NUMBER)
    await enterAs(officer, '王示范')
    await openThreadWith(officer, '张样例', CASE_NUMBER)
  })

  step('whoever marks a message as an objection reads first that this files none, and where one is filed', async () => {
    await applicant.type('消息内容', OBJECTION)
    await applicant.tap('类别：')
    await applicant.tap(/^异议/)
    await applicant.sees('异议：请先看清').waitFor()
    await applicant.sees(/不等于提出执行异议.*立案窗口.*不产生立案的效力/).waitFor()
    await applicant.shot('objection-notice', '异议：先看清这不是正式立案')
    await applicant.tap('我知道了，仍作为异议发送')
    await applicant.sees(/不等于提出执行异议/).waitFor()
    await applicant.shot('objection-composer', '异议：发送前仍看得到提示')
    await applicant.tap(/^发送$/)
    await bubble(officer, OBJECTION).getByText('异议', { exact: true }).waitFor()
  })

  step('a bank card and an identity number are stopped, with the way to do it right', async () => {
    await applicant.type('消息内容', CARD)
    await applicant.sees(/像是有银行账号.*在案件页点“收款账户”/).waitFor()
    await applicant.shot('card-stopped', '银行卡号：不在聊天里发，到窗口当面提交')
    await applicant.tap(/^发送$/)
    await applicant.type('消息内容', IDENTITY)
    await applicant.sees(/像是有身份证号.*不需要也请不要发送/).waitFor()
    await applicant.tap(/^发送$/)
    await applicant.type('消息内容', '')
    expect(await applicant.page.getByText(/像是有/).filter({ visible: true }).count()).toBe(0)
    expect(await bubble(applicant, '6222').count() + await bubble(applicant, '110105').count()).toBe(0)
  })

  step('a voice over a minute is not taken', async () => {
    await chooseSound(62)
    await applicant.sees('语音最长 60 秒，请分段发送。').waitFor()
    await applicant.shot('voice-too-long', '语音太长：说清最长多少')
  })

  step('a voice goes out with its length, and the officer listens to it', async () => {
    await chooseSound(2)
    await applicant.sees('录音.mp3').waitFor()
    await applicant.shot('voice-chosen', '语音：选好的录音')
    await applicant.tap(/^发送$/)
    await officer.sees(/^点这里听语音 2 ?秒$/).waitFor()
    await officer.shot('voice-arrived', '承办人：听语音')
    await officer.tap(/^点这里听语音/)
    await officer.sees('正在播放，点这里停止').waitFor()
    await officer.sees(/^点这里听语音/).waitFor()
  })

  step('outside office hours the officer gives a reason, and the applicant reads it with the message', async () => {
    await officer.type('消息内容', ANSWER)
    await officer.tap(/^发送$/)
    await officer.sees('先写下语音说的是什么').waitFor()
    await officer.type('这段语音说的是什么', HEARD)
    await officer.tap('写好了，继续')
    await officer.sees('现在是非工作时间').waitFor()
    expect(await officer.page.getByRole('button', { name: '写明理由并发送' }).getAttribute('aria-disabled')).toBe('true')
    await officer.tap(REASON)
    await officer.shot('off-hours', '承办人：非工作时间发送须写明理由')
    await officer.tap('写明理由并发送')
    await bubble(applicant, ANSWER).getByText(`非工作时间发送理由：${REASON}`).waitFor()
    await applicant.shot('off-hours-read', '当事人：看得到非工作时间发送的理由')
    expect([applicant.complaints, officer.complaints]).toEqual([[], []])
  })
})
