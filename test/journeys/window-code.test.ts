import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { DEMO, enterAs, signInByPhone } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
/** Numbers the court has never heard of. */
const NEW_PHONE = '19900000901'
const OTHER_PHONE = '19900000902'
/** One sentence for everything that does not fit: it tells nobody what was right. */
const DOES_NOT_FIT = /^没有绑定成功。请逐项核对/

describe('who has a new phone number binds with the code of the reception window', () => {
  const configDir = configWith({ 'security.yaml': (text) => text.replace(/resend_after_seconds: \d+/, 'resend_after_seconds: 1') })
  let product: Product
  let browser: Browser
  let clerk: Visitor
  let party: Visitor
  let other: Visitor
  let code: string

  const step = journey('window-code', () => [clerk, party, other])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    clerk = await openVisitor(browser, origin, 'desk')
    party = await openVisitor(browser, origin, 'phone')
    other = await openVisitor(browser, origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [clerk, party, other]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  async function bindWith(visitor: Visitor, name: string, windowCode: string): Promise<void> {
    await visitor.type('姓名', name)
    await visitor.type('身份证号', DEMO.applicant.identityNumber)
    await visitor.type('绑定码', windowCode)
    await visitor.tap(/^绑定$/)
  }
  async function comesToBind(visitor: Visitor, phone: string): Promise<void> {
    await visitor.open()
    await signInByPhone(visitor, phone)
    await visitor.tap('用窗口绑定码')
  }

  step('the clerk gets no code before looking at the identity card, nor for somebody the court does not know', async () => {
    await enterAs(clerk, '冯示范')
    await clerk.type('姓名', '无此人')
    await clerk.type('身份证号', DEMO.applicant.identityNumber)
    expect(await clerk.page.getByRole('button', { name: '发绑定码' }).isDisabled()).toBe(true)
    await clerk.tap('我已查验身份证原件')
    await clerk.tap('发绑定码')
    await clerk.sees(/^法院记录里没有这个姓名和身份证号/).waitFor()
    await clerk.shot('window-unknown', '窗口：法院记录里没有的人')
  })

  step('the clerk looks at the card and issues a code', async () => {
    await clerk.type('姓名', DEMO.applicant.name)
    // By keyboard, as at a desk.
    await clerk.page.getByRole('button', { name: '发绑定码' }).press('Enter')
    await clerk.sees('张样例的绑定码').waitFor()
    code = (await clerk.page.locator('.zx-note--done .zx-headline').filter({ visible: true }).innerText()).trim()
    expect(code).toMatch(/^[A-Z0-9]{8}$/)
    await clerk.shot('window-code', '窗口：一次性绑定码')
  })

  step('a person with a number the court does not know signs in and finds the way to the window', async () => {
    await comesToBind(party, NEW_PHONE)
    await party.shot('bind-window', '绑定身份：用窗口绑定码')
  })

  step('a wrong name and a wrong code read the same, and say where the window is', async () => {
    await bindWith(party, '李样例', code)
    const sentence = await party.sees(DOES_NOT_FIT).innerText()
    await party.shot('bind-refused', '绑定不成功：哪一项不对不说，只说到哪里去')
    await bindWith(party, DEMO.applicant.name, code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`)
    expect(await party.sees(DOES_NOT_FIT).innerText()).toBe(sentence)
    await party.sees(/执行接待窗口.*电话/).waitFor()
  })

  step('with name, number and code they see their cases', async () => {
    await bindWith(party, DEMO.applicant.name, code.toLowerCase())
    await party.sees(CASE_NUMBER).waitFor()
    await party.shot('bound', '绑定成功：我的案件')
  })

  step('the code is used up: it does not bind anybody a second time', async () => {
    await comesToBind(other, OTHER_PHONE)
    await bindWith(other, DEMO.applicant.name, code)
    await other.sees(DOES_NOT_FIT).waitFor()
    await clerk.tap('办下一位')
    await clerk.sees('请先查验身份证原件，确认是本人，再填写。').waitFor()
    expect([clerk, party, other].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
