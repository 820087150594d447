import type { Browser } from 'playwright-core'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { aPicture } from './support/picture'
import { type Product, startProduct } from './support/product'

const CASE_NUMBER = '（2026）虚01执101号'
const HALF_WRITTEN = '还想问一下，车辆什么时候评估'
const TYPED_NUMBER = '(2026) 虚01执101号'

/** 孙样例 has nothing to do with the case of 张样例 until the court says so, and after she takes it back. */
describe('somebody asks to act for another, is let in, and is sent away', () => {
  let product: Product
  let browser: Browser
  let helper: Visitor
  let officer: Visitor
  let applicant: Visitor
  let buyer: Visitor
  let judge: Visitor

  const step = journey('standing', () => [helper, officer, applicant, buyer, judge])

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
    const origin = (): string => product.origin
    helper = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'desk')
    applicant = await openVisitor(browser, origin, 'phone')
    buyer = await openVisitor(browser, origin, 'phone')
    judge = await openVisitor(browser, origin, 'desk')
  })
  afterAll(async () => {
    for (const visitor of [helper, officer, applicant, buyer, judge]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
  })

  /** The button of the sheet that asks once more, which says the same as the one below it. */
  const confirm = (visitor: Visitor): Promise<void> =>
    visitor.page.locator('.zx-sheet__foot').filter({ visible: true }).locator('[role=button], button').filter({ hasText: /^同意$/ }).click()

  step('the helper says as what they act, for whom, and photographs the paper', async () => {
    await enterAs(helper, '孙样例')
    await helper.tap(/^我的$/)
    await helper.tap(/^我要代理、经办或代表当事人/)
    await helper.tap(/^委托代理人/)
    await helper.type('案号', TYPED_NUMBER)
    await helper.type('当事人姓名或单位名称', '张样例')
    await helper.tap(/^特别授权/)
    const choosing = helper.page.waitForEvent('filechooser')
    await helper.tap('拍照或选图片')
    await (await choosing).setFiles({ name: '授权委托书.png', mimeType: 'image/png', buffer: aPicture() })
    await helper.sees('去掉').waitFor()
    await helper.shot('standing-ask', '申请代理：是什么人、哪个案件、拍下委托书')
    await helper.tap('提交申请')
    await helper.sees('申请已提交').waitFor()
    await helper.tap('查看我的身份申请')
    await helper.sees('等待答复').waitFor()
  })

  step('the officer looks at the paper and at who is in the case, and agrees', async () => {
    await enterAs(officer, '王示范')
    await officer.tap(/^我的$/)
    await officer.tap(/^身份申请/)
    await officer.tap(/^孙样例：给张样例当委托代理人/)
    await officer.sees('目前与本案没有关系').waitFor()
    await officer.page.getByLabel('看大图：第 1 张').filter({ visible: true }).waitFor()
    await officer.shot('standing-decide', '承办人核对申请、材料和案件里的当事人')
    await officer.tap(/^同意$/)
    await officer.sees('孙样例将立即能够代表张样例查看本案、与法院沟通。').waitFor()
    await confirm(officer)
    await officer.sees('已同意').waitFor()
  })

  step('the case is on the helper’s phone', async () => {
    await helper.open()
    await helper.tap(CASE_NUMBER)
    await helper.sees(/^我是申请执行人的委托代理人（特别授权）/).waitFor()
    await helper.tap(/^和承办人沟通/)
    await helper.sees('以上内容全部附卷').waitFor()
    await helper.type('消息内容', '我是孙样例，代张样例来问进展。')
    await helper.tap('发送')
    await helper.sees('已存入案卷').waitFor()
  })

  step('the applicant sees who acts for her, and asks for the end of it', async () => {
    await enterAs(applicant, '张样例')
    await applicant.tap(CASE_NUMBER)
    await applicant.tap(/孙样例（委托代理人（特别授权））/)
    await applicant.sees('孙样例').waitFor()
    await applicant.shot('standing-people', '谁代表我：授权、期限，可以申请撤销')
    await applicant.page.locator('[role=button], button, taro-button-core').filter({ visible: true, hasText: '申请撤销' }).last().tap()
    await applicant.sees('申请撤销？').waitFor()
    await applicant.tap(/^提交$/)
    await applicant.sees(/^申请已提交/).waitFor()
  })

  step('the officer agrees, and the helper, who has the conversation open, is out at once; what they were writing they can copy', async () => {
    await helper.type('消息内容', HALF_WRITTEN)
    await officer.open()
    await officer.tap(/^我的$/)
    await officer.tap(/^身份申请/)
    await officer.tap(/^张样例：撤销孙样例的委托代理人/)
    await officer.sees(/^撤销孙样例/).waitFor()
    await officer.tap(/^同意$/)
    await officer.sees(/^撤销孙样例的委托代理人（特别授权）身份。同意后其立即看不到本案/).waitFor()
    await confirm(officer)
    await officer.sees('已同意').waitFor()
    await helper.sees('您已不在这件案件的沟通中，不能再在这里发送。有疑问请联系执行接待窗口。').waitFor()
    await helper.sees(HALF_WRITTEN).waitFor()
    expect(await helper.page.getByText('紧急线索：财产正在被转移').filter({ visible: true }).count()).toBe(0)
    await helper.open()
    await helper.sees(/^共 \d+ 件$/).waitFor()
    await helper.sees(CASE_NUMBER).waitFor({ state: 'hidden' })
  })

  step('what the helper wrote stays with the applicant, to read', async () => {
    await applicant.open()
    await applicant.tap(CASE_NUMBER)
    await applicant.tap(/^以前的代理人的沟通记录/)
    await applicant.sees('我是孙样例，代张样例来问进展。').waitFor()
    await applicant.sees('这是孙样例以前和法院的沟通。您可以看，不能在这里写。').waitFor()
    await applicant.shot('standing-kept', '以前的代理人的沟通记录，只能看')
  })

  step('an heir, and a company that bought a part of the claim, ask to take the applicant’s place', async () => {
    await enterAs(buyer, '何样例')
    for (const visitor of [helper, buyer]) {
      await visitor.open()
      await visitor.tap(/^我的$/)
      await visitor.tap(/^我要代理、经办或代表当事人/)
      await visitor.tap(/^变更后的当事人/)
      await visitor.type('案号', TYPED_NUMBER)
      await visitor.type('原来的当事人姓名或单位名称', '张样例')
    }
    await helper.tap(/^我本人/)
    await buyer.tap(/^一个单位/)
    await buyer.type('接替的单位名称', '虚构受让有限公司')
    await buyer.type('统一社会信用代码', '91350100M000100Y43')
    await buyer.shot('standing-unit', '申请由单位接替：我是它的经办人')
    for (const visitor of [helper, buyer]) {
      await visitor.tap('提交申请')
      await visitor.sees('申请已提交').waitFor()
    }
  })

  step('the judge enters the heir in her place, and the company beside the heir', async () => {
    await enterAs(judge, '陈示范')
    await judge.tap(/^我的$/)
    await judge.tap(/^身份申请/)
    await judge.tap(/^孙样例：接替张样例/)
    await judge.type('裁定书文号', '（2026）虚01执异1号')
    await judge.tap(/^同意$/)
    await judge.sees('孙样例将接替张样例成为当事人。张样例和其代理人立即看不到本案，不能撤销。').waitFor()
    await confirm(judge)
    await judge.sees('已同意').waitFor()
    await judge.open()
    await judge.tap(/^我的$/)
    await judge.tap(/^身份申请/)
    await judge.tap(/^何样例：虚构受让有限公司接替张样例/)
    await judge.sees(/^已变更，由孙样例接替/).waitFor()
    await judge.shot('standing-second', '又一位接替的人：原来的当事人已经变更')
    await judge.tap(/^同意$/)
    await judge.sees(/^虚构受让有限公司（经办人何样例）将和孙样例一样，接替张样例成为当事人。/).waitFor()
    await confirm(judge)
    await judge.sees('已同意').waitFor()
    await buyer.open()
    await buyer.tap(CASE_NUMBER)
    await buyer.sees(/^我是申请执行人的经办人/).waitFor()
  })

  step('the judge sees who succeeded whom, and what undoing one as a mistake means', async () => {
    await judge.open()
    await judge.tap(/^案件$/)
    await judge.tap(CASE_NUMBER)
    await judge.tap(/^谁代表谁/)
    await judge.sees('申请执行人 虚构受让有限公司（接替张样例）').waitFor()
    await judge.shot('standing-successors', '谁代表谁：两位接替的人')
    await judge.tap(/^登记有误，作废$/)
    await judge.sees(/^孙样例将立即看不到本案，此后按没有登记过处理，不能恢复。/).waitFor()
    await judge.shot('standing-mistaken', '登记有误，作废：不能恢复')
  })
})
