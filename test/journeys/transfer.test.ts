import { rmSync } from 'node:fs'
import { addDays, dayOf } from '@zhixin/shared/rules'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const GIVEN_AWAY = '（2026）虚01执102号'
const JOINED = '（2026）虚01执312号'
const OTHER = '虚构市虚例区人民法院（演示）'

/** The officer may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

describe('a case goes to another court, and another one comes', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let director: Visitor
  let party: Visitor
  let officer: Visitor

  const step = journey('transfer', () => [director, party, officer])
  /** The demonstration's other court looks every two seconds; a page shows what has come since when it is opened again. */
  async function until(visitor: Visitor, words: string | RegExp, again: () => Promise<void>): Promise<void> {
    for (let look = 0; look < 20; look++) {
      await again()
      await visitor.atRest()
      if (await visitor.sees(words).isVisible()) return
      await visitor.page.waitForTimeout(500)
    }
    await visitor.sees(words).waitFor()
  }

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    director = await openVisitor(browser, origin, 'phone')
    party = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
  })
  afterAll(async () => {
    for (const visitor of [director, party, officer]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the director gives a case away, and sees how far it is on its way', async () => {
    await enterAs(party, '钱样例')
    await openOwnThread(party, GIVEN_AWAY)
    await enterAs(director, '韩示范')
    await director.tap(/^案件$/)
    await director.tap(GIVEN_AWAY)
    await director.tap('移送其他法院')
    await director.tap(new RegExp(`^${OTHER}`))
    await director.type('依据的文书（案号或文号）', '（2026）虚执指5号')
    await director.type('批准人', '某庭长')
    await director.type('批准日期', addDays(dayOf(new Date().toISOString()), -1))
    await director.type('移送理由', '上级法院指定执行')
    await director.shot('transfer-filled', '移送其他法院：填好依据和批准')
    await director.tap(/^移送$/)
    await director.tap('确认移送')
    await director.sees(`已移送${OTHER}，电话 000-0000-2001`).waitFor()
    await until(director, /^对方法院已经接收。新案号/, async () => {
      await director.page.goBack()
      await director.tap('看移送情况')
    })
    await director.shot('transfer-taken', '移送：对方法院已经接收，有新案号')
  })

  step('whoever is in it reads on, writes no more, and is told where the case is and whom to ring', async () => {
    await party.sees(/^这件案件已移送.*新案号/).waitFor()
    expect(await party.page.locator('textarea').filter({ visible: true }).count()).toBe(0)
    await party.sees(/没有人联系过我/).waitFor()
    await party.shot('transfer-party-gone', '当事人：案件移送了，以前说的都在，找谁写在下面')
  })

  step('a case that has come is looked at, joined with the court’s own, and goes on as one', async () => {
    await director.open()
    await director.tap('我的')
    await director.tap(/^收到的移送/)
    await director.sees(`${OTHER} · （2026）虚02执77号`).waitFor()
    await director.shot('transfers-in', '收到的移送：材料齐了，待接收')
    await director.type('本院的新案号（先在办案系统立案）', JOINED)
    await director.tap('查这个案号')
    await director.sees('孙样例（申请执行人）').waitFor()
    await director.tap(/^接收$/)
    await director.sees(`打开本院案件 ${JOINED}`).waitFor()
    await enterAs(officer, '王示范')
    await officer.tap(/^案件$/)
    await officer.tap(JOINED)
    await officer.tap(/^孙样例（申请执行人）/)
    await officer.tap(/^看在.*时的沟通$/)
    await officer.sees(/三个月的工资明细/).waitFor()
    await officer.sees('工资明细.txt').waitFor()
    await officer.type('消息内容', '孙样例您好，案件已由我院接着办，期限不重新算。')
    await officer.tap('发送')
    await officer.shot('transfer-officer-former', '承办人：上面是原法院的沟通，下面接着答复')
  })

  step('the party has one case: what was said there above, the answer below', async () => {
    await party.forget()
    await enterAs(party, '孙样例')
    await openOwnThread(party, JOINED)
    await party.sees(/案件已由我院接着办/).waitFor()
    await party.tap(/^看在.*时的沟通$/)
    await party.sees(/移送以后我找谁/).waitFor()
    await party.shot('transfer-party-one-case', '当事人：一件案件，原法院说过的也在')
    expect([director, party, officer].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
