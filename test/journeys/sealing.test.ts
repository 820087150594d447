import { rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs, openOwnThread } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执102号'
const WRONG = '周样例那边愿意先付八万，紫藤萝路的房子可以谈。'
const FIT = '授权委托书已经补交。'
const CLUE = '被执行人名下有一辆绿宝石色的面包车。'

/** The officer may write at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }

describe('a message in the wrong case is sealed while two apps are open and one is away', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let agent: Visitor
  let away: Visitor
  let officer: Visitor
  let leader: Visitor

  const step = journey('sealing', () => [agent, away, officer, leader])
  /** All that this browser keeps for the app. */
  const kept = (visitor: Visitor): Promise<string> => visitor.page.evaluate(() => JSON.stringify({ ...localStorage }))
  /** Neither on the screen, the work list beside it and the pages below it, nor in what the browser keeps. */
  const forgets = async (visitor: Visitor): Promise<void> => {
    while ((await visitor.page.getByText('紫藤萝').count()) > 0 || (await kept(visitor)).includes('紫藤萝')) await visitor.page.waitForTimeout(200)
  }

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    const origin = (): string => product.origin
    agent = await openVisitor(browser, origin, 'phone')
    away = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
    leader = await openVisitor(browser, origin, 'phone')
  })
  afterAll(async () => {
    for (const visitor of [agent, away, officer, leader]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('the agent writes into the wrong case; the officer and a second phone have the conversation open', async () => {
    await enterAs(agent, '李样例')
    await openOwnThread(agent, CASE_NUMBER)
    await agent.type('消息内容', WRONG)
    await agent.tap(/^发送$/)
    await agent.sees(WRONG).waitFor()
    await enterAs(officer, '王示范')
    await officer.tap(new RegExp(`^李样例.*${CASE_NUMBER}`, 's'))
    await officer.sees(WRONG).waitFor()
    await enterAs(away, '李样例')
    await openOwnThread(away, CASE_NUMBER)
    await away.sees(WRONG).waitFor()
    while (!(await kept(away)).includes(WRONG)) await away.page.waitForTimeout(200)
    away.network.cut()
  })

  step('the agent asks for it to be sealed, having read what that does', async () => {
    await agent.page.getByText('更多', { exact: true }).filter({ visible: true }).nth(-2).tap()
    await agent.sees('发错了，申请封存').waitFor()
    await agent.shot('seal-more', '当事人：发错了，可以申请封存')
    await agent.tap('发错了，申请封存')
    await agent.sees(/^批准以后不能恢复/).waitFor()
    await agent.tap('发错了案件')
    await agent.shot('seal-ask', '申请封存：先说清楚会怎样')
    await agent.tap(/^申请封存$/)
    await agent.sees('已申请封存，等负责人决定').waitFor()
    await officer.sees('已申请封存，等负责人决定').waitFor()
  })

  step('the head of the team finds it on the first page, looks at it and approves', async () => {
    await enterAs(leader, '郑示范')
    await leader.tap('待批封存')
    await leader.sees('查看内容并决定').waitFor()
    await leader.shot('seal-requests', '团队负责人：待批封存')
    await leader.page.getByText('查看内容并决定').filter({ visible: true }).last().tap()
    await leader.sees(WRONG).waitFor()
    await leader.shot('seal-review', '团队负责人：看内容，再决定')
    await leader.tap('批准封存')
    await leader.sees('批准封存？').waitFor()
    await leader.tap(/^批准封存$/)
    await leader.sees('查看内容并决定').waitFor()
  })

  step('both open apps drop it at once, say why, and keep nothing of it', async () => {
    for (const visitor of [agent, officer]) {
      await visitor.sees('这条消息已封存').waitFor()
      await visitor.sees(/^原因：发错了案件。.*由郑示范（团队负责人）批准/).waitFor()
      await forgets(visitor)
    }
    await agent.shot('sealed', '当事人：已封存的消息')
    await officer.shot('sealed', '承办人：已封存的消息')
  })

  step('the phone that was away still has it, and drops it as soon as it is back', async () => {
    expect(await kept(away)).toContain(WRONG)
    away.network.heal()
    await away.sees('这条消息已封存').waitFor()
    await forgets(away)
  })

  step('the conversation goes on; a clue is for the handler alone, and says so', async () => {
    await agent.type('消息内容', FIT)
    await agent.tap(/^发送$/)
    await officer.sees(FIT).waitFor()
    await agent.tap(/^类别：/)
    await agent.tap(/^财产线索/)
    await agent.sees(/^这条消息只给承办人看/).waitFor()
    await agent.type('消息内容', CLUE)
    await agent.shot('confidential-writing', '当事人：财产线索只给承办人看')
    await agent.tap(/^发送$/)
    await officer.sees(CLUE).waitFor()
    await officer.sees('只给承办人看').waitFor()
    // The address of the product again: still signed in, on the first page.
    await leader.open()
    await leader.tap(/^案件$/)
    await leader.tap(CASE_NUMBER)
    await leader.tap(/^李样例（.*只给承办人看的消息/s)
    await leader.sees('这条消息只给承办人看').waitFor()
    expect(await leader.page.getByText('绿宝石').count()).toBe(0)
    await leader.shot('confidential-leader', '团队负责人：只给承办人看的消息')
    expect([agent, officer, leader].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
