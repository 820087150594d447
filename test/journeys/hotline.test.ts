import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { DEMO } from './support/doors'
import { type Product, startProduct } from './support/product'

const CASE_NUMBER = '(2026)虚01执101号'
const CAUSE = '买卖合同纠纷'
const MATTER = '判决下来半年了，一直没有执行，请督促。'

/** A clerk with a headset: nothing here touches a mouse, and a test says so of the browser. */
describe('the hotline’s desk, by the keyboard alone', () => {
  let product: Product
  let browser: Browser
  let clerk: Visitor
  let presses = 0
  let ticket: { receipt: string; followUp: string }
  const step = journey('hotline', () => [clerk])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
    clerk = await openVisitor(browser, () => product.origin, 'desk')
    await clerk.page.setViewportSize({ width: 1440, height: 900 })
    await clerk.page.addInitScript(() => {
      addEventListener('pointerdown', () => sessionStorage.setItem('touched', 'yes'), true)
    })
  })
  afterAll(async () => {
    await clerk?.leave()
    await browser?.close()
    await product?.remove()
  })

  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      presses++
      await clerk.page.keyboard.press(key)
    }
  }
  async function write(text: string): Promise<void> {
    presses += Array.from(text).length
    await clerk.page.keyboard.type(text)
  }
  /** The cursor has come into the field, or onto the first choice, of this name. */
  const cursorIn = (id: string) => clerk.page.locator(`#${id} :focus`).waitFor()
  const onScreen = (): Promise<string> => clerk.page.evaluate(() => document.body.innerText)
  /** As Tab and Enter would: no pointer goes there. */
  const enter = (words: RegExp) => clerk.page.locator('[role=button]').filter({ visible: true, hasText: words }).last().press('Enter')

  step('a call is registered from picking up to the number that is read out', async () => {
    await clerk.open()
    await clerk.sees('演示：点一位虚构人物进入').waitFor()
    await enter(/^卫示范/)
    await clerk.sees('紧急呼叫').or(clerk.sees('热线')).first().waitFor()
    await enter(/^热线/)
    await clerk.sees('没有通话。今天接了 0 通，登记 0 件。').waitFor()
    await clerk.shot('hotline-idle', '热线坐席：待回拨的、我首问的、谁在值班，都在右边')
    presses = 0
    await press('F2')
    await cursorIn('hd-name')
    await press('F8')
    await cursorIn('hd-kinds')
    await press('1')
    await cursorIn('hf-name')
    // Signs that are keys elsewhere are text in a field.
    await write('虚构来电人1?')
    await press('Backspace', 'Enter')
    await cursorIn('hf-phone')
    await write('19911112222')
    await press('Enter')
    for (const field of ['residence', 'arrival', 'confidentiality_asked']) {
      await cursorIn(`hf-${field}`)
      await press('1')
    }
    await cursorIn('hf-case_number')
    await press('Enter')
    await cursorIn('hf-matter')
    await write(MATTER)
    await clerk.shot('hotline-register', '一张表：数字键选类别，回车到下一栏，Ctrl+回车登记')
    await press('Control+Enter')
    await clerk.sees('已登记，请念给对方').waitFor()
    expect(await clerk.page.locator('#hd-receipt').innerText()).toMatch(/^([2-9A-Z] ){4}- ([2-9A-Z] ){3}[2-9A-Z]$/)
    const [receipt, followUp] = await clerk.page.locator('.zx-hotline-read').allInnerTexts()
    ticket = { receipt: receipt!.replace(/ /g, ''), followUp: followUp!.replace(/ /g, '') }
    await clerk.shot('hotline-receipt', '登记完念受理编号和查询码，只显示这一次')
    // What is typed is 17 for who rings and 19 for the matter; the rest are a dozen keys.
    const typed = Array.from(`虚构来电人1?19911112222${MATTER}`).length
    expect(presses - typed).toBeLessThanOrEqual(13)
    // Nothing else is shut by it: what the same caller brings next is registered in the same call.
    await press('F8')
    await cursorIn('hd-kinds')
    expect(await clerk.page.locator('#hf-matter textarea').inputValue()).toBe('')
    await press('5')
    await cursorIn('hf-name')
    await write('虚构来电人2')
    await press('Enter')
    await cursorIn('hf-phone')
    await write('0371-60000001')
    await press('Enter')
    await cursorIn('hf-matter')
    await write('热线多设一位坐席')
    await clerk.sees('座机收不到短信，请对方记下受理编号和查询码。').waitFor()
    await press('Control+Enter')
    await clerk.sees('已登记，请念给对方').waitFor()
  })

  step('the next call begins with one key, and what was registered is the clerk’s own until it is handed over', async () => {
    await press('F2')
    await cursorIn('hd-name')
    await clerk.sees('我首问的 3').waitFor()
    await clerk.sees(/我们收到了您反映的事/).waitFor()
  })

  step('what was typed stays while something else is looked at', async () => {
    await press('F8')
    await cursorIn('hd-kinds')
    await press('2')
    await cursorIn('hf-name')
    await write('打到一半')
    await press('F4')
    await cursorIn('hd-name')
    await press('F8')
    await cursorIn('hd-kinds')
    expect(await clerk.page.locator('#hf-name input').inputValue()).toBe('打到一半')
    await clerk.page.locator('#hf-about input').waitFor()
    await press('F4')
    await cursorIn('hd-name')
  })

  step('an unverified caller gets nothing, whatever they ask for, and one who knows what they must gets what is theirs', async () => {
    await press('F3')
    await cursorIn('hd-search')
    await write(CASE_NUMBER)
    await press('Enter')
    await cursorIn('hd-name')
    expect(await onScreen()).not.toContain(CAUSE)
    await write(DEMO.applicant.name)
    await press('Enter')
    await cursorIn('hd-case')
    await press('Enter')
    await cursorIn('hd-four')
    await write('9999')
    await press('Enter')
    await clerk.sees(/没有核对上。只对来电人说/).waitFor()
    expect(await onScreen()).not.toContain(CAUSE)
    await clerk.shot('hotline-not-verified', '没有核对上：只说核对不上，案情什么都不显示')
    await cursorIn('hd-name')
    await press('Enter')
    await cursorIn('hd-case')
    await press('Enter')
    await cursorIn('hd-four')
    await press('Control+A')
    await write(DEMO.applicant.identityNumber.slice(-4))
    await press('Enter')
    await clerk.sees(/已核实：张样例（口头核对）/).waitFor()
    await cursorIn('hd-cases')
    await press('1')
    await clerk.sees(/^可以告诉他：/).waitFor()
    expect(await onScreen()).toContain(CAUSE)
  })

  step('what was typed is there when the browser was closed, and nobody loses a call by a slip', async () => {
    await press('F8')
    await cursorIn('hd-kinds')
    await press('4')
    await cursorIn('hf-phone')
    await press('Tab')
    await cursorIn('hf-matter')
    await write('问怎样领案款')
    await clerk.sees('写的内容已保存').waitFor()
    await press('F2')
    await clerk.sees('正在通话。要接下一通，请先按 F9 挂机。').waitFor()
    await clerk.page.reload()
    await clerk.sees(/已核实：张样例/).waitFor()
    await clerk.page.locator('#hf-matter textarea').waitFor()
    expect(await clerk.page.locator('#hf-matter textarea').inputValue()).toBe('问怎样领案款')
    await press('Escape', '?')
    await clerk.sees('键盘怎么用').waitFor()
    await clerk.shot('hotline-keys', '按问号看每个键做什么')
    await press('Escape', 'F9')
    await clerk.sees(/^没有通话。今天接了 2 通，登记 2 件。/).waitFor()
  })

  step('somebody who waits to be rung back is not rung during a call; with no number to ring, F9 takes them from the list', async () => {
    await press('F2')
    await cursorIn('hd-name')
    await press('F7')
    await cursorIn('hd-back-name')
    await write('虚构无号人')
    await press('Enter')
    await cursorIn('hd-back-kind')
    await press('2')
    await cursorIn('hd-back-number')
    await write('E00000000')
    await press('Enter')
    await clerk.sees(/^已经记下。请这样说：/).waitFor()
    await press('F9')
    await clerk.sees('待回拨（F10） 1').waitFor()
    await press('F2')
    await cursorIn('hd-name')
    await press('F10', 'Enter')
    await clerk.sees('正在通话。要接下一通，请先按 F9 挂机。').waitFor()
    await press('F9')
    await clerk.sees(/^没有通话。/).waitFor()
    await press('F10', 'Enter')
    await clerk.sees('回拨：虚构无号人').waitFor()
    await clerk.shot('hotline-no-number', '没有本人确认过的号码：不打，按 F9 从名单上去掉')
    const listed = clerk.page.waitForResponse(/\/end$/).then(() => clerk.page.waitForResponse(/\/hotline\/desk$/))
    await press('F9')
    expect((await (await listed).json()).data.callBacks).toEqual([])
    await clerk.sees(/^没有通话。/).waitFor()
    await press('F2')
    await cursorIn('hd-name')
  })

  step('whoever has a receipt asks by telephone and hears how it stands; what they add is added', async () => {
    await press('F3')
    await cursorIn('hd-search')
    await write(ticket.receipt.toLowerCase())
    await press('Enter')
    await cursorIn('hd-code')
    await write('22222-22222')
    await press('Enter')
    await clerk.sees(/^没有查到，或者不能在这里查。/).waitFor()
    await press('Control+A')
    await write(ticket.followUp)
    await press('Enter')
    await cursorIn('hd-add')
    await clerk.sees(/^我们收到了您反映的事/).first().waitFor()
    await write('对方又打来催了一次')
    await press('Control+Enter')
    await clerk.sees(/对方补充：对方又打来催了一次/).waitFor()
    await clerk.shot('hotline-complaint', '凭受理编号和查询码，在电话里问办得怎样、再补充')
    expect(await clerk.page.evaluate(() => sessionStorage.getItem('touched'))).toBeNull()
  })
})
