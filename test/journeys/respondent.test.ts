import { rmSync } from 'node:fs'
import type { Me } from '@zhixin/shared/contract'
import type { Browser } from 'playwright-core'
import { signedIn, wholeThread } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, smsCodeOnPage } from './support/doors'
import { aPicture } from './support/picture'
import { configWith, type Product, startProduct } from './support/product'

const LOOKS_AGAIN_MS = 50
const CASE = '（2026）虚01执101号'
const CASE_ID = 'c_demo0001'
/** The officer may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

describe('a respondent’s own page', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let respondent: Visitor
  let officer: Visitor
  let applicant: Visitor

  const step = journey('respondent', () => [respondent, officer, applicant])
  const group = (visitor: Visitor, title: string) => visitor.page.locator('.zx-section').filter({ visible: true, hasText: title })
  const system = (visitor: Visitor, title: string) => visitor.page.locator('.zx-system-entry').filter({ visible: true, hasText: title }).last()

  /** All that the respondent's browser keeps for the app. */
  const kept = (): Promise<string> => respondent.page.evaluate(() => JSON.stringify({ ...localStorage }))
  /** How many forms of the respondent's the court has. */
  async function filed(): Promise<number> {
    const reader = signedIn(() => product.origin, 'respondent')
    const me = await reader.get<Me>('/me')
    if (me.kind !== 'person') throw new Error('the respondent is bound')
    return (await wholeThread(reader, { caseId: CASE_ID, personId: me.personId })).filter(({ type }) => type === 'form.submitted').length
  }

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    respondent = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
    applicant = await openVisitor(browser, origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [respondent, officer, applicant]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('begins with what they must do, late things in red, and where to pay', async () => {
    await enterAs(respondent, '赵样例')
    await respondent.tap(CASE)
    await respondent.sees('您现在要做的事').waitFor()
    await respondent.sees('已过期 2 天').waitFor()
    await respondent.sees('还剩 5 天').waitFor()
    await respondent.sees('0000 0000 0000 0010 1').waitFor()
    await respondent.sees(/法院不会让您把钱付到个人账户/).waitFor()
    await respondent.shot('respondent-case', '被执行人：先看到要做的事')
  })

  step('says at the field what is missing, and keeps what was typed over a new start of the app', async () => {
    await respondent.tap('现在填写')
    await respondent.sees(/按报告财产令，如实报告/).waitFor()
    await respondent.type('填报人', '赵样例')
    await respondent.page.getByLabel('报告的是哪一天的情况').fill('2026-01-06')
    await respondent.shot('respondent-form', '被执行人：填写财产报告')
    await respondent.tap('提交')
    await respondent.sees(/还有 7 处没填好：房屋、土地、/).waitFor()
    await group(respondent, '车辆、船、机器设备').getByText('请填写；没有的，请点“没有”').waitFor()
    while (!(await kept()).includes('2026-01-06')) await respondent.page.waitForTimeout(LOOKS_AGAIN_MS)
    await respondent.page.reload()
    await respondent.sees(/接着上次没填完的写/).waitFor()
    expect(await respondent.page.locator('[aria-label="填报人"] input, input[aria-label="填报人"]').first().inputValue()).toBe('赵样例')
  })

  step('hands in the report with a picture, once though the answer is lost, and reads what was filed', async () => {
    for (const title of ['房屋、土地', '车辆、船、机器设备', '工资、养老金、租金等收入', '别人欠您的钱', '股票、基金、公司股权、保险', '其他财产']) {
      await group(respondent, title).getByText('没有', { exact: true }).tap()
    }
    await group(respondent, '存款、微信和支付宝余额').getByText('有，我来填').tap()
    await respondent.type('银行或平台', '示范银行')
    await respondent.type('账号（可不填）', '6200 0000 0000 0000 000')
    await respondent.type('余额（元）', '很多')
    const choosing = respondent.page.waitForEvent('filechooser')
    await respondent.tap('拍照或选照片')
    await (await choosing).setFiles({ name: '存折.png', mimeType: 'image/png', buffer: aPicture() })
    await respondent.sees('存折.png（已传好）').waitFor()
    await respondent.tap('提交')
    await respondent.sees('请只填数字，如 1200 或 1200.50').waitFor()
    await respondent.type('余额（元）', '1832.50')
    await respondent.tap('提交')
    await respondent.sees('确认提交？').waitFor()
    await respondent.shot('respondent-confirm', '被执行人：提交后不能修改')
    const before = await filed()
    respondent.network.swallowAnswers()
    await respondent.tap('确认提交')
    while ((await filed()) === before) await respondent.page.waitForTimeout(LOOKS_AGAIN_MS)
    respondent.network.cut()
    await respondent.sees(/不会重复提交/).waitFor()
    respondent.network.heal()
    await respondent.tap('确认提交')
    await respondent.sees('已提交，存入案卷').waitFor()
    await respondent.sees('1,832.50 元').waitFor()
    await respondent.sees('6200 0000 0000 0000 000').waitFor()
    await respondent.shot('respondent-filed', '被执行人：已提交的财产报告')
  })

  step('the task is done by it, and the report can only be supplemented', async () => {
    await respondent.page.goto('/')
    await respondent.tap(CASE)
    await respondent.sees(/已收到您提交的表/).waitFor()
    await respondent.tap(/^补充报告财产/)
    await respondent.type('有什么变动，或哪里写错、漏写了', '漏报了一辆电动车')
    await respondent.tap('提交')
    await respondent.tap('确认提交')
    await respondent.sees('已提交，存入案卷').waitFor()
    await respondent.sees('漏报了一辆电动车').waitFor()
  })

  step('the officer reads it as a page, and asks for something more by a day', async () => {
    await enterAs(officer, '王示范')
    await officer.tap(/^赵样例.*101号/s)
    await system(officer, '财产报告').waitFor()
    await officer.page.locator('.zx-messages__item').locator('[role=button]').filter({ hasText: '看内容' }).first().click()
    await officer.sees('6200 0000 0000 0000 000').waitFor()
    await officer.shot('officer-report', '承办人：读财产报告')
    await officer.tap('返回')
    await officer.tap('更多')
    await officer.tap(/^要求办理/)
    await officer.tap('到法院')
    await officer.shot('officer-ask', '承办人：要求办理')
    await officer.tap('发给对方，记入案卷')
    await system(officer, '要办的事：到法院').waitFor()
  })

  step('an applicant’s case begins with how it stands; the account for the money is set with a text message to their own phone', async () => {
    await enterAs(applicant, '张样例')
    await applicant.tap(CASE)
    await applicant.sees('案子办到哪一步了').waitFor()
    expect(await applicant.page.getByText('您现在要做的事').count()).toBe(0)
    await applicant.shot('applicant-progress-first', '申请执行人：先看到办到哪一步')
    await applicant.tap(/^收款账户/)
    await applicant.sees('还没有登记').waitFor()
    await applicant.type('户名', '李样例')
    await applicant.type('开户银行', '示范银行虚构支行')
    await applicant.type('银行卡号', '4111 1111 1111 1111')
    await applicant.tap('获取验证码')
    await applicant.type('短信验证码', await smsCodeOnPage(applicant))
    await applicant.tap('登记这个账户')
    await applicant.tap('确认登记')
    await applicant.sees(/户名与当事人姓名（名称）不一致/).waitFor()
    await applicant.type('户名', '张样例')
    await applicant.shot('receiving-form', '申请执行人：登记收款账户')
    await applicant.tap('登记这个账户')
    await applicant.tap('确认登记')
    await applicant.sees('示范银行虚构支行，尾号 1111').waitFor()
    await applicant.shot('receiving-set', '申请执行人：已登记')
  })

  step('the officer sees the last four digits, and opens the number with a trace', async () => {
    await officer.page.goto('/')
    await officer.tap(/^张样例.*101号/s)
    await officer.tap('看案件详情')
    await officer.tap('收款账户')
    await officer.sees('示范银行虚构支行，尾号 1111').waitFor()
    await officer.tap(/示范银行虚构支行/)
    await officer.tap('看完整账号')
    await officer.sees('4111 1111 1111 1111').waitFor()
    await officer.shot('officer-account', '承办人：看完整账号')
  })

  it('nobody’s page broke on the way', () => {
    expect([respondent, officer, applicant].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
