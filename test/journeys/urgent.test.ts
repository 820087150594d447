import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { signedIn } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { aPicture } from './support/picture'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
const WHAT = '他正在把冷柜装上一辆蓝色货车'
const WORD = '法警已经出发，请您站远一点，不要上前'
const SUMMARY = '货车已拦下，冷柜当场查封'

/** It is 23:10, as far as this court is concerned: its office hours are an hour that is not now. */
function notNow(): string {
  const hour = new Date(Date.now() + 8 * 3_600_000).getUTCHours()
  const other = (hour + 12) % 24
  return `    - ['${String(other).padStart(2, '0')}:00', '${String(other).padStart(2, '0')}:30']\n`
}
/** What officers said on earlier days was said at hours that are none here. */
const CONFIG = {
  'court/messaging.yaml': (text: string) => text.replace(/(office_hours:\n {2}periods:\n)(?: {4}- .*\n)+/, `$1${notNow()}`).replace('required: true', 'required: false'),
}

describe('an urgent clue at night, while the officer is on leave', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let duty: Visitor
  let desk: Visitor

  const step = journey('urgent', () => [applicant, duty, desk])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    applicant = await openVisitor(browser, origin, 'phone')
    duty = await openVisitor(browser, origin, 'phone')
    desk = await openVisitor(browser, origin, 'desk')
    const officer = signedIn(origin, 'officer')
    const { staffId } = await officer.get<{ staffId: string }>('/me')
    const [from, until] = [new Date(), new Date(Date.now() + 86_400_000)].map((at) => at.toISOString())
    await officer.post(`/absences/${staffId}`, { commandId: 'm_00000000000000leave', from, until, reason: '年休假', deputyId: null })
  })
  afterAll(async () => {
    for (const visitor of [applicant, duty, desk]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the applicant sees the clue of some days ago settled, and finds the red button again', async () => {
    await enterAs(applicant, '张样例')
    await applicant.tap(CASE_NUMBER)
    await applicant.sees('紧急线索：财产正在被转移').waitFor()
    await applicant.shot('urgent-button', '当事人：紧急线索的入口')
    await applicant.tap('紧急线索：财产正在被转移')
    await applicant.sees(/^已办结/).waitFor()
    await applicant.tap(/再上报/)
  })

  step('writes one line, adds a picture and sends; nothing else is asked', async () => {
    await applicant.type('正在发生什么', WHAT)
    const chosen = applicant.page.waitForEvent('filechooser')
    await applicant.tap('拍照片、选照片')
    await (await chosen).setFiles({ name: '货车.png', mimeType: 'image/png', buffer: aPicture() })
    await applicant.sees('货车.png').waitFor()
    await applicant.shot('urgent-form', '当事人：写一句话、拍一张照就可以发')
    await applicant.tap('马上发出，呼叫法院')
    await applicant.sees('已发出，正在呼叫法院的人').waitFor()
    await applicant.sees(/已呼叫承办人（不在时是代办的人）和员额法官$/).waitFor()
    await applicant.shot('urgent-ringing', '当事人：正在呼叫谁、接下来呼叫谁')
  })

  step('the desk has whom to call: the person on duty and the judge, not the officer on leave; a key writes down that nobody answered', async () => {
    await enterAs(desk, '卫示范')
    await desk.sees(/还没有人接手$/).waitFor()
    await desk.sees(/褚示范（指挥中心值班）$/).waitFor()
    expect(await desk.page.getByText('王示范').filter({ visible: true }).count()).toBe(0)
    await desk.page.keyboard.press('2')
    await desk.sees(/^\d\d:\d\d 没人接$/).waitFor()
    await desk.shot('urgent-calls', '热线：现在要打电话找谁，用键盘记结果')
  })

  step('the person on duty finds it on top of everything, sees what is happening and takes it', async () => {
    await enterAs(duty, '褚示范')
    await duty.sees(/^紧急线索：还没有人接/).waitFor()
    await duty.shot('urgent-card', '值班人员：紧急线索在最上面')
    await duty.tap(/^紧急线索：还没有人接/)
    await duty.sees(WHAT).waitFor()
    await duty.page.locator('taro-image-core, img').filter({ visible: true }).first().waitFor()
    await duty.shot('urgent-take', '值班人员：看清情况，点“我来处理”')
    await duty.tap('我来处理')
    await duty.sees(/^褚示范（值班人员）已接手/).waitFor()
  })

  step('the applicant sees at once who has it; the desk has nobody left to call', async () => {
    await applicant.sees(/^褚示范（值班人员）已接手，\d\d:\d\d$/).waitFor()
    await applicant.shot('urgent-taken', '当事人：谁已接手，几点')
    await desk.sees('现在没有要呼叫的人').waitFor()
  })

  step('a word from the duty person, and the end of it, reach the applicant', async () => {
    await duty.type('告诉当事人', WORD)
    await duty.tap('发给当事人')
    await applicant.sees(new RegExp(WORD)).waitFor()
    await duty.tap(/^办结$/)
    await duty.type('怎么处理的（当事人会看到）', SUMMARY)
    await duty.tap('办结，记入案卷')
    await applicant.sees(new RegExp(SUMMARY)).waitFor()
    expect([applicant, duty, desk].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
