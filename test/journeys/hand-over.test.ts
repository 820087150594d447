import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread, openThreadWith } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
const HALF_WRITTEN = '张阿姨，车辆查封的裁定已经做好，'
const REASON = '王示范借调三个月'

/** The officer may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

describe('a case is handed over while two people have its conversation open', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let former: Visitor
  let leader: Visitor
  let next: Visitor

  const step = journey('hand-over', () => [applicant, former, leader, next])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    former = await openVisitor(browser, origin, 'desk')
    leader = await openVisitor(browser, origin, 'phone')
    next = await openVisitor(browser, origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [applicant, former, leader, next]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the applicant and the officer have the conversation open; the officer has begun to write', async () => {
    await enterAs(applicant, '张样例')
    await openOwnThread(applicant, CASE_NUMBER)
    await enterAs(former, '王示范')
    await openThreadWith(former, '张样例', CASE_NUMBER)
    await former.type('消息内容', HALF_WRITTEN)
  })

  step('the head of the team hands the case over, and says why', async () => {
    await enterAs(leader, '郑示范')
    await leader.tap(/^案件$/)
    await leader.tap(CASE_NUMBER)
    await leader.tap('移交案件')
    await leader.sees('新承办人（可多选）').waitFor()
    await leader.tap(/^吴示范/)
    await leader.tap(/^陈示范/)
    await leader.type('移交理由', REASON)
    await leader.shot('hand-over-filled', '移交案件：选好新承办人和员额法官')
    await leader.tap(/^移交$/)
    await leader.sees(/^移交给吴示范，员额法官陈示范/).waitFor()
    await leader.shot('hand-over-confirm', '移交案件：再确认一次')
    await leader.tap('确认移交')
  })

  step('the applicant is told in the conversation at once, and sees whom they write to now', async () => {
    await applicant.sees(/^本案承办人由王示范变更为吴示范/).waitFor()
    await applicant.sees(/发给 吴示范（执行人员）/).waitFor()
    await applicant.shot('handed-over-told', '当事人：承办人变更，当场告知')
  })

  step('the former officer can no longer send: the open page says why and keeps what was begun', async () => {
    await former.sees(/^这件案件已移交，不再由您承办/).waitFor()
    await former.sees(HALF_WRITTEN).waitFor()
    await former.shot('handed-over-former', '原承办人：案件已移交，没写完的还留着')
    expect(await former.page.locator('textarea').filter({ visible: true }).count()).toBe(0)
    expect(await former.page.getByText('改类别').filter({ visible: true }).count()).toBe(0)
  })

  step('the new officer finds the case in the work list, with what is open and who gave it', async () => {
    await enterAs(next, '吴示范')
    await next.sees('近期移交').waitFor()
    await next.sees('王示范移交给我').waitFor()
    await next.shot('handed-over-in', '新承办人：近期移交')
    expect([applicant, former, leader, next].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
