import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { DEMO, enterAs, openOwnThread, openThreadWith, signInAsStaff } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
const ANSWER = '我是吴示范，王示范外出期间由我答复您。'
const STANDS_IN = /^王示范外出到\d+月\d+日，由吴示范代为答复/

/** The court's side may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

describe('an officer is away, a deputy answers, the officer comes back; the deputy leaves the court', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let officer: Visitor
  let deputy: Visitor
  let leader: Visitor
  let administrator: Visitor

  const step = journey('staff', () => [applicant, officer, deputy, leader, administrator])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'phone')
    deputy = await openVisitor(browser, origin, 'desk')
    leader = await openVisitor(browser, origin, 'phone')
    administrator = await openVisitor(browser, origin, 'desk')
  })
  afterAll(async () => {
    for (const visitor of [applicant, officer, deputy, leader, administrator]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the officer says until when, and who answers meanwhile', async () => {
    await enterAs(officer, '王示范')
    await officer.tap(/^我的$/)
    await officer.tap(/^我的外出/)
    await officer.sees('没有登记外出。').waitFor()
    await officer.type('事由', '年休假')
    await officer.tap(/^吴示范/)
    await officer.tap(/^登记外出$/)
    await officer.sees(/^年休假。现在由吴示范代为答复/).waitFor()
    await officer.shot('absence-set', '外出已登记：谁代为答复，提前回来也在这里')
  })

  step('the party reads in the conversation who stands in', async () => {
    await enterAs(applicant, '张样例')
    await openOwnThread(applicant, CASE_NUMBER)
    await applicant.sees(STANDS_IN).waitFor()
    await applicant.sees(/^吴示范（代王示范，到\d+月\d+日）、/).waitFor()
    await applicant.sees(/^发给 吴示范（代执行人员王示范，到\d+月\d+日）、.*（员额法官）/).waitFor()
    await applicant.sees(/（本院服务目标）$/).waitFor()
    expect(await applicant.page.getByText('年休假').count()).toBe(0)
    await applicant.shot('stands-in', '当事人：承办人外出到哪天、由谁代为答复')
  })

  step('the deputy finds it among their own work and answers; the party reads as what', async () => {
    await enterAs(deputy, '吴示范')
    await deputy.sees('代王示范').waitFor()
    await openThreadWith(deputy, '张样例', CASE_NUMBER)
    await deputy.type('消息内容', ANSWER)
    await deputy.tap(/^发送$/)
    await applicant.sees(ANSWER).waitFor()
    await applicant.sees(/吴示范.*承办人（代）/).waitFor()
    // It settles what was open, as the officer's own answer would.
    await applicant.sees(/（本院服务目标）$/).waitFor({ state: 'hidden' })
    await applicant.shot('deputy-answered', '当事人：代理人的答复写明“代”')
  })

  step('the officer comes back before the time, and nobody stands in any more', async () => {
    await officer.tap(/提前回来/)
    await officer.sees('已经回来了？').waitFor()
    await officer.tap(/^确定$/)
    await officer.sees('没有登记外出。').waitFor()
    await applicant.open()
    await openOwnThread(applicant, CASE_NUMBER)
    await applicant.sees(ANSWER).waitFor()
    await applicant.sees(STANDS_IN).waitFor({ state: 'hidden' })
    await applicant.sees(/^发给 王示范（执行人员）/).waitFor()
    await deputy.open()
    await deputy.sees('代王示范').waitFor({ state: 'hidden' })
  })

  step('the head of the team says it for a member who cannot', async () => {
    await enterAs(leader, '郑示范')
    await leader.tap(/^我的$/)
    await leader.tap(/^我的外出/)
    await leader.tap('登记团队成员外出')
    await leader.tap(/^王示范/)
    await leader.sees('登记王示范外出').waitFor()
    // The page below has a form of its own, with the same fields.
    const sheet = leader.page.locator('.zx-sheet').filter({ visible: true })
    await sheet.locator('input[aria-label="事由"], [aria-label="事由"] input').first().fill('突发疾病')
    expect(await sheet.getByText(/^(王|郑|蒋)示范$/).count()).toBe(0)
    await leader.tap(/^吴示范/)
    await leader.tap(/^登记外出$/)
    await leader.sees(/^突发疾病。现在由吴示范代为答复/).waitFor()
    await leader.sees('王示范：今天').waitFor()
    await leader.shot('absence-of-team', '团队负责人：给成员登记的外出')
    await applicant.open()
    await openOwnThread(applicant, CASE_NUMBER)
    await applicant.sees(STANDS_IN).waitFor()
  })

  step('the system administrator lets the deputy out, whose open app is out at once and stays out', async () => {
    await enterAs(administrator, '吕示范')
    await administrator.tap(/^吴示范 · Z002/)
    await administrator.sees('离职、停用').waitFor()
    expect(await administrator.page.getByText('保存岗位').count()).toBe(0)
    await administrator.shot('staff-member', '系统管理员：一位工作人员')
    await administrator.tap(/^离职调离/)
    await administrator.type('原因', '调离本院')
    await administrator.tap('停用账号')
    await administrator.sees(/^王示范外出时由此人代为答复/).waitFor()
    await administrator.shot('staff-departs', '系统管理员：停用前先看清后果，马上退出所有登录')
    await administrator.tap('马上退出所有登录')
    await administrator.sees('吴示范已停用，马上生效。').waitFor()
    await deputy.sees('账号已停用，请找本院系统管理员。').waitFor()
    await deputy.shot('staff-out', '被停用的人：打开着的页面马上退出，并说明原因')
    await deputy.open()
    await deputy.sees('演示：点一位虚构人物进入').waitFor()
  })

  step('who was stopped is told so at the door, after number, password and code; the administrator takes them back', async () => {
    await signInAsStaff(deputy, { ...DEMO.officer, number: 'Z002', phone: '19900000012' }, product)
    await deputy.sees('账号已停用，请找本院系统管理员。').waitFor()
    await deputy.shot('staff-stopped-at-the-door', '被停用的人：密码和验证码都对，才说账号已停用')
    await administrator.type('原因', '调回本院')
    await administrator.tap(/^恢复在岗$/)
    await administrator.tap('恢复，马上生效')
    await administrator.sees('吴示范已恢复在岗，还没有岗位。').waitFor()
    await administrator.type('姓名', '吴示范甲')
    await administrator.tap('保存资料')
    await administrator.shot('staff-renamed', '系统管理员：改姓名，马上生效')
    await administrator.tap('修改，马上生效')
    await administrator.sees('吴示范甲 · Z002').waitFor()
    expect([applicant, officer, deputy, leader, administrator].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
