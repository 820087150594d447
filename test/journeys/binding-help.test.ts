import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { DEMO, enterAs, signInByPhone } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
/** A number the court has never heard of. */
const NEW_PHONE = '19900000911'
const EARS = '听力不好：说话慢一些，要紧的话写成字发一遍'
const AGREE = '我同意法院为此使用这些信息'

describe('who cannot bind asks for help, and a clerk looks at who they are', () => {
  const configDir = configWith({ 'security.yaml': (text) => text.replace(/resend_after_seconds: \d+/, 'resend_after_seconds: 1') })
  let product: Product
  let browser: Browser
  let party: Visitor
  let clerk: Visitor
  let caller: Visitor
  let hotline: Visitor
  let code = ''
  let receipt = ''
  let followUp = ''
  const step = journey('binding-help', () => [party, clerk, caller, hotline])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    party = await openVisitor(browser, origin, 'phone')
    clerk = await openVisitor(browser, origin, 'desk')
    caller = await openVisitor(browser, origin, 'phone')
    hotline = await openVisitor(browser, origin, 'desk')
  })
  afterAll(async () => {
    for (const visitor of [party, clerk, caller, hotline]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('a party with another phone asks, one question at a time', async () => {
    await party.open()
    await signInByPhone(party, NEW_PHONE)
    await party.tap('绑不上？请法院帮忙')
    await party.sees('第 1 步，共 3 步：哪里绑不上？').waitFor()
    await party.tap('法院留的手机号不对，或已经不用')
    await party.atRest()
    await party.shot('help-ask', '绑定帮助：一次只问一件事，先说清要带什么')
    await party.tap('下一步')
    await party.type('姓名', DEMO.applicant.name)
    await party.type('身份证号', DEMO.applicant.identityNumber)
    await party.tap('下一步')
    await party.type('您现在的手机号', NEW_PHONE)
    await party.tap('听力不好')
    await party.sees(/个人敏感信息，可以不填/).waitFor()
    await party.shot('help-needs', '绑定帮助：听不清、看不清，先说一声')
    await party.tap(AGREE)
    await party.tap('请法院帮忙')
    await party.sees('等待办理').waitFor()
    await party.atRest()
    await party.shot('help-state', '绑定帮助：办到哪一步、到哪一天、要带什么')
  })

  step('the window sees it with its clock, the name masked until somebody takes it', async () => {
    await enterAs(clerk, '冯示范')
    await clerk.tap(/^求助/)
    await clerk.sees(/张＊例/).waitFor()
    await clerk.atRest()
    await clerk.shot('help-desk', '窗口：绑定帮助，最早的在最上面')
    await clerk.tap(/张＊例/)
    await clerk.tap('我来办')
    await clerk.sees('怎么核对的？').waitFor()
    await clerk.sees(EARS).waitFor()
    await clerk.atRest()
    await clerk.shot('help-check', '窗口：接下后核对，写明看了什么')
  })

  step('no code without the checks; with them it is shown big, once', async () => {
    await clerk.tap('看了证件原件')
    await clerk.tap('核对无误，出绑定码')
    await clerk.sees('必须核对的还没有核对完。').waitFor()
    await clerk.tap('人和证件照片是同一人')
    await clerk.tap('核对无误，出绑定码')
    await clerk.sees('请抄给本人，当面交到手里').waitFor()
    code = (await clerk.page.locator('.zx-note--done .zx-headline').filter({ visible: true }).innerText()).trim()
    expect(code).toMatch(/^[A-Z0-9]{4} [A-Z0-9]{4}$/)
    await clerk.atRest()
    await clerk.shot('help-code', '窗口：绑定码只显示一次')
  })

  step('the party types it in as it was copied and sees their cases', async () => {
    await party.page.reload()
    await party.sees('绑定码已交给您').waitFor()
    await party.tap('去填绑定码')
    await party.tap('用窗口绑定码')
    await party.type('姓名', DEMO.applicant.name)
    await party.type('身份证号', DEMO.applicant.identityNumber)
    await party.type('绑定码', code)
    await party.tap(/^绑定$/)
    await party.sees(CASE_NUMBER).waitFor()
  })

  step('what they said of how to talk with them becomes theirs once they say so', async () => {
    await party.tap('我的')
    await party.tap(/^沟通时需要的照顾.*请确认/s)
    await party.sees(/^您请法院帮忙绑定时说的/).waitFor()
    await party.atRest()
    await party.shot('help-needs-confirm', '绑定后：求助时说过的，自己点头才给承办人看')
    await party.tap(AGREE)
    await party.tap(/^保存$/)
    await party.sees('已经记下。承办人在跟您的沟通里会看到。').waitFor()
    await party.page.goBack()
    await party.sees('看字吃力、听力不好、说方言……告诉承办人怎样跟您沟通').waitFor()
  })

  step('the hotline registers a call, reads out two numbers, and writes why not', async () => {
    await enterAs(hotline, '卫示范')
    await hotline.tap(/^求助/)
    await hotline.tap('有人来电话、来窗口：登记一件')
    await hotline.tap('用护照、通行证等证件，没有身份证号')
    await hotline.type('姓名', '演示安娜')
    await hotline.tap('没有身份证，用护照等其他证件')
    await hotline.tap(/^护照/)
    await hotline.type('证件号码', 'E12345678')
    await hotline.atRest()
    await hotline.shot('help-register', '热线：边听边登记，不说法院有没有这个人')
    await hotline.tap(/^登记$/)
    await hotline.sees('请把这两个编号念给对方记下来').waitFor()
    const numbers = await hotline.page.locator('.zx-note--done .zx-headline').filter({ visible: true }).allInnerTexts()
    ;[receipt, followUp] = numbers.map((text) => text.trim()) as [string, string]
    await hotline.tap('现在就办这一件')
    await hotline.tap('我来办')
    await hotline.tap('办不成，写明原因')
    await hotline.type('原因（对方会看到）', '请本人带护照原件到接待窗口当面核对。')
    await hotline.tap('告诉对方')
    await hotline.sees(/^没有办成：/).waitFor()
  })

  step('the caller reads it by the two numbers, without signing in', async () => {
    await caller.open()
    await caller.tap('查询绑定帮助进度')
    await caller.type('受理编号', receipt)
    await caller.type('查询码', 'WRNG2222')
    await caller.tap(/^查询$/)
    await caller.sees(/^没有查到。/).waitFor()
    await caller.type('查询码', followUp)
    await caller.tap(/^查询$/)
    await caller.sees(/^没有办成的原因：请本人带护照原件/).waitFor()
    await caller.atRest()
    await caller.shot('help-follow', '来电人凭两个编号看结果')
    expect([party, clerk, caller, hotline].flatMap(({ complaints }) => complaints)).toEqual([])
  })

  step('the window prints a slip by the whole case number, and sees names masked', async () => {
    await clerk.tap('已经交给本人')
    await clerk.open()
    await clerk.tap('打印绑定单（通知书用）')
    await clerk.type('完整案号', '(2026)虚01执101号')
    await clerk.tap('查找')
    await clerk.sees('张＊例').waitFor()
    await clerk.atRest()
    await clerk.shot('slips', '窗口：按完整案号打印绑定单')
    const download = clerk.page.waitForEvent('download')
    await clerk.tap(/^张＊例/)
    expect((await download).suggestedFilename()).toBe('绑定单.pdf')
  })

  step('whoever changes their phone is asked for the old one as well', async () => {
    await party.tap('我的')
    await party.tap(/^换手机号、加手机号/)
    await party.sees(/^为防别人冒用/).waitFor()
    await party.atRest()
    await party.shot('phones', '换手机号：旧手机、新手机各收一个验证码')
  })
})
