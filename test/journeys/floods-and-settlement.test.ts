import { rmSync } from 'node:fs'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Browser } from 'playwright-core'
import { type Person, signedIn, threadPath } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
const CASE_ID = 'c_demo0001'
const REASON = '一天发了两百多条同样的话，影响其他当事人'
const OFFER = '我想分期还，每月还两千，可以吗？'
const TOLD = '对方愿意分期履行，请您考虑能不能谈，谈的话请定个时间到庭里来。'
const TOO_MUCH = '您怎么还不回我'
const IRREGULAR = '一个半月没有人联系过我'
/** The officer may write at whatever hour this test runs; two hundred messages need not take two minutes. */
const CONFIG = {
  'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false'),
  'limits.yaml': (text: string) => text.replace(/^(?<a>write:.*per_actor: \{ times: )120/m, '$<a>1200'),
}

let sent = 0
const newId = (): string => `m_journey${String(++sent).padStart(16, '0')}`

describe('what goes wrong in a channel', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let respondent: Visitor
  let officer: Visitor
  let leader: Visitor
  let asApplicant: Person

  const step = journey('floods-and-settlement', () => [applicant, respondent, officer, leader])
  const bubble = (visitor: Visitor, text: string) => visitor.page.locator('.zx-bubble').filter({ visible: true, hasText: text })
  const system = (visitor: Visitor, title: string) => visitor.page.locator('.zx-system-entry').filter({ visible: true, hasText: title }).last()
  const inBubble = (visitor: Visitor, text: string, button: string) => {
    const found = bubble(visitor, text).last().getByText(button, { exact: true })
    return visitor === officer ? found.click() : found.tap()
  }

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    respondent = await openVisitor(browser, origin, 'phone')
    leader = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
    asApplicant = signedIn(origin, 'applicant')
  })
  afterAll(async () => {
    for (const visitor of [applicant, respondent, officer, leader]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('two hundred messages are one item, with the first and the latest of them', async () => {
    const { cases } = await asApplicant.get<{ cases: { caseId: string }[] }>('/cases')
    expect(cases.map(({ caseId }) => caseId)).toContain(CASE_ID)
    const { personId } = await asApplicant.get<{ personId: string }>('/me')
    const thread: ThreadKey = { caseId: CASE_ID, personId }
    for (let n = 1; n <= 200; n++) {
      await asApplicant.post(`${threadPath(thread)}/messages`, { clientMessageId: newId(), text: `${TOO_MUCH}（${n}）` })
    }
    await enterAs(officer, '王示范')
    await officer.sees(/^张样例 连发 \d+ 条，最早 .* 未答复$/).waitFor()
    await officer.sees(`最近：${TOO_MUCH}（200）`).waitFor()
    expect(await officer.page.getByText(/^张样例 连发/).filter({ visible: true }).count()).toBe(1)
    await officer.shot('burst-list', '承办人：连发二百多条只是一项待办，最早和最近的都看得到')
  })

  step('in the conversation the officer sees them folded, and opens them with a tap', async () => {
    await officer.tap(new RegExp(`^张样例.*${CASE_NUMBER}`, 's'))
    await officer.sees(/^展开其余 \d+ 条$/).waitFor()
    await bubble(officer, `${TOO_MUCH}（200）`).waitFor()
    expect(await bubble(officer, `${TOO_MUCH}（100）`).count()).toBe(0)
    await officer.shot('burst-folded', '承办人：长串消息折起来，点一下展开')
    await officer.tap(/^展开其余/)
    await bubble(officer, `${TOO_MUCH}（100）`).waitFor({ state: 'attached' })
  })

  step('the officer flags one; what to do is said at once, and its sender sees nothing of it', async () => {
    await enterAs(applicant, '张样例')
    await openOwnThread(applicant, CASE_NUMBER)
    await inBubble(officer, `${TOO_MUCH}（200）`, '标记')
    await officer.tap('可能伤害自己')
    await officer.sees(/请先打电话，不要只回消息/).waitFor()
    await officer.shot('flag', '承办人：标记可能伤害自己，先告诉该怎么做')
    await officer.tap('辱骂')
    await officer.type('补充情况（可不填）', '言语激烈，没有具体威胁')
    await officer.tap('记入副卷，报团队负责人')
    await bubble(officer, `${TOO_MUCH}（200）`).getByText('内部标记：辱骂').waitFor()
    expect(await applicant.page.getByText(/标记|辱骂/).count()).toBe(0)
  })

  step('the leader reads it in a list, and slows the conversation down for a reason that the applicant reads', async () => {
    await enterAs(leader, '郑示范')
    await leader.tap(/^我的$/)
    await leader.tap('被标记的沟通')
    await leader.sees('言语激烈，没有具体威胁').waitFor()
    await leader.shot('flags', '团队负责人：被标记的沟通')
    await leader.tap('打开张样例的沟通')
    await leader.tap('设为慢速沟通')
    await leader.sees(/都不受限制。到期自动恢复。$/).waitFor()
    await leader.type('理由（对方会看到）', REASON)
    await leader.shot('slow-down', '团队负责人：设为慢速沟通')
    await leader.tap('设为慢速，并告诉对方')
    await leader.sees('恢复正常沟通').waitFor()
    await system(applicant, '慢速沟通').getByText(new RegExp(`每天最多发3条。理由：${REASON}`)).waitFor()
    await applicant.sees(/今天还可以发 3 条普通消息/).waitFor()
    await applicant.shot('slowed', '当事人：为什么慢、到什么时候、今天还可以发几条')
  })

  step('when today’s are used up nothing is lost: it is kept until it may go, and what is formal goes at once', async () => {
    for (const text of ['第一件', '第二件', '第三件']) {
      await applicant.type('消息内容', text)
      await applicant.tap(/^发送$/)
      await bubble(officer, text).waitFor()
    }
    await applicant.sees(/今天的 3 条已经发完/).waitFor()
    await applicant.type('消息内容', TOO_MUCH)
    await applicant.tap(/^发送$/)
    await applicant.sees('今天的普通消息发完了').waitFor()
    await applicant.shot('no-more-today', '当事人：今天的发完了，先存着或更改类别')
    await applicant.tap('先存着，到时候自动发')
    await applicant.sees(/^慢速沟通：已存在手机里，.*打开执信会自动发出。$/).waitFor()
    await applicant.shot('kept-for-later', '当事人：存在手机里，到时候自动发')
    expect(await applicant.page.locator('textarea').filter({ visible: true }).inputValue()).toBe('')
  })

  step('whoever reports the officer to the officer reads first who will see it, and where else they can go', async () => {
    await applicant.type('消息内容', IRREGULAR)
    await applicant.tap('类别：')
    await applicant.tap(/^反映执行不规范/)
    await applicant.sees('请先看清谁会看到').waitFor()
    for (const name of ['王示范（执行人员）', '陈示范（员额法官）', '郑示范（团队负责人）']) await applicant.sees(name).waitFor()
    await applicant.sees('12368').waitFor()
    await applicant.sees(/由纪检监察部门接听，不经过执行局/).waitFor()
    await applicant.shot('other-door', '当事人：反映之前先看清谁会看到，还可以走哪些门')
    await applicant.tap('返回')
    await applicant.tap(/^普通/)
    await applicant.tap('类别：')
    await applicant.tap(/^反映执行不规范/)
    await applicant.tap('仍然发给他们')
    await applicant.tap(/^发送$/)
    await bubble(officer, IRREGULAR).getByText('反映执行不规范', { exact: true }).waitFor()
  })

  step('an offer goes to the other side only with consent, and in the officer’s own words', async () => {
    await enterAs(respondent, '赵样例')
    await respondent.tap(CASE_NUMBER)
    await respondent.tap(/^和承办人沟通/)
    await bubble(respondent, OFFER).waitFor()
    await officer.page.goBack()
    await officer.tap(new RegExp(`^赵样例.*${CASE_NUMBER}`, 's'))
    await inBubble(officer, OFFER, '征求同意转告')
    await system(respondent, '征求同意').getByText(/不会转发原文和附件/).waitFor()
    await bubble(respondent, OFFER).getByText('同意转告对方', { exact: true }).waitFor()
    await respondent.sees(/能不能把您的和解意向转告对方/).waitFor()
    await respondent.shot('consent-asked', '提出和解的人：承办人征求同意')
    await respondent.tap('看清楚再决定')
    await respondent.sees('转告以前，您可以随时撤回。转告以后不能撤回。不同意，承办人就不能转告。').waitFor()
    await respondent.shot('consent', '提出和解的人：同意转告以前看清会转告什么')
    await respondent.tap(/^同意转告$/)
    await inBubble(officer, OFFER, '转告对方')
    await officer.page.locator('.zx-choice').filter({ visible: true, hasText: '张样例' }).click()
    await officer.type('转告的话', TOLD)
    await officer.shot('pass-on', '承办人：用自己的话转告对方')
    await officer.tap('作为我的消息发给对方')
    await bubble(applicant, TOLD).waitFor()
    await applicant.shot('passed-on', '对方：收到的是承办人自己的话')
    await system(respondent, '已转告对方').waitFor()
    await respondent.shot('told', '提出和解的人：看得到已经转告')
    expect(await applicant.page.getByText('每月还两千').count()).toBe(0)
    await bubble(respondent, OFFER).getByText('撤回同意', { exact: true }).waitFor({ state: 'detached' })
  })

  step('the leader lets the conversation go on as before; nobody’s page complained', async () => {
    await leader.tap('恢复正常沟通')
    await leader.type('理由（对方会看到）', '已经约定面谈')
    await leader.tap('恢复，并告诉对方')
    await system(applicant, '恢复正常沟通').getByText(/已经约定面谈/).waitFor()
    expect([applicant, respondent, officer, leader].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
