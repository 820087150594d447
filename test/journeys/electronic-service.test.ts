import { rmSync } from 'node:fs'
import type { CaseServices } from '@zhixin/shared/contract'
import type { Browser } from 'playwright-core'
import { signedIn } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { configWith, type Product, startProduct } from './support/product'

const CASE = '（2026）虚01执101号'
/** The officer may serve at whatever hour this test runs. */
const CONFIG = { 'court/messaging.yaml': (text: string) => text.replace('required: true', 'required: false') }
const PDF = { name: '执行通知书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }

describe('electronic service', () => {
  const configDir = configWith(CONFIG)
  let product: Product
  let browser: Browser
  let respondent: Visitor
  let officer: Visitor
  const step = journey('electronic-service', () => [respondent, officer])
  const person = () => officer.page.locator('.zx-section').filter({ visible: true, hasText: '赵样例（被执行人）' })

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct({ configDir }), openBrowser()])
    respondent = await openVisitor(browser, () => product.origin, 'phone')
    officer = await openVisitor(browser, () => product.origin, 'desk')
  })
  afterAll(async () => {
    for (const visitor of [respondent, officer]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  step('without consent the officer cannot serve, and is told to serve on paper', async () => {
    await enterAs(officer, '王示范')
    // The door may still be to be seen, where people of whom it is said that they see no 案件 stand.
    await officer.tap(/^案件$/)
    // Of the list of cases, not of the work list that is still to be seen: that one does not say what a case is about.
    await officer.tap(/买卖合同纠纷.*101号/s)
    await officer.tap('电子送达')
    await person().getByText(/没有同意电子送达。请用纸质送达/).waitFor()
    expect(await person().getByRole('button', { name: '电子送达文书' }).count()).toBe(0)
    await officer.shot('service-no-consent', '承办人：没有同意的，用纸质送达')
  })

  step('the respondent reads in plain words what it means, and agrees', async () => {
    await enterAs(respondent, '赵样例')
    await respondent.tap(CASE)
    await respondent.tap(/^电子送达/)
    await respondent.sees('现在送纸质文书').waitFor()
    await respondent.shot('service-empty', '被执行人：还没有同意电子送达')
    await respondent.tap('看说明，再决定要不要同意')
    await respondent.sees(/同意以后随时可以撤回/).waitFor()
    await respondent.shot('service-consent', '被执行人：电子送达是什么、同意了会怎样')
    await respondent.tap('我看明白了，同意')
    await respondent.sees('您同意了电子送达').waitFor()
  })

  step('the officer serves in two taps, over what follows from it', async () => {
    await officer.page.reload()
    await person().getByRole('button', { name: '电子送达文书' }).click()
    await officer.tap('执行通知书')
    const chooser = officer.page.waitForEvent('filechooser')
    await officer.tap('选文书的 PDF 文件')
    await (await chooser).setFiles(PDF)
    await officer.sees(/现在是：执行通知书\.pdf/).waitFor()
    await officer.shot('service-form', '承办人：送什么文书')
    await officer.tap('下一步：核对')
    await officer.sees('送出以后不能撤销').waitFor()
    await officer.shot('service-confirm', '承办人：送出以前再核对一遍')
    await officer.tap('核对无误，现在送达')
    await officer.sees('《执行通知书》已送达赵样例。').waitFor()
    await person().getByText('已到达', { exact: true }).waitFor()
    expect(await person().getByText(/没有记到办案进程/).count()).toBe(0)
    await officer.shot('service-served', '承办人：送达到了哪一步')
  })

  step('the respondent sees it above everything else, opens it and says that they have it', async () => {
    await respondent.page.goBack()
    await respondent.sees('法院向您电子送达了文书').waitFor()
    await respondent.shot('service-card', '被执行人：有文书送达，先看到它')
    await respondent.tap('打开看看')
    await respondent.sees(/^送达日期：/).waitFor()
    await respondent.shot('service-document', '被执行人：送达的文书、送达日期')
    const document = respondent.page.waitForEvent('download')
    await respondent.tap('打开文书')
    expect((await document).suggestedFilename()).toBe(PDF.name)
    await respondent.sees('已打开').waitFor()
    await respondent.tap('告诉法院“我收到了”')
    await respondent.sees('已确认').waitFor()
    const receipt = respondent.page.waitForEvent('download')
    await respondent.tap('看送达回证')
    expect((await receipt).suggestedFilename()).toBe('送达回证.pdf')
    await officer.page.reload()
    await person().getByText('已确认', { exact: true }).waitFor()
    expect([...respondent.complaints, ...officer.complaints]).toEqual([])
  })

  step('takes the consent back: what was served stays', async () => {
    await respondent.tap('撤回同意，改回送纸质的')
    await respondent.tap('撤回')
    await respondent.sees('现在送纸质文书').waitFor()
    await respondent.sees('已确认').waitFor()
    await officer.page.reload()
    await person().getByText(/没有同意电子送达。请用纸质送达/).waitFor()
  })

  step('the demonstration’s own past: one document was opened and confirmed, one was served by a signed paper and lies unopened', async () => {
    const officerApi = signedIn(() => product.origin, 'officer')
    const { people } = await officerApi.get<CaseServices>('/cases/c_demo1002/services')
    const [applicant, respondent] = ['钱样例', '周样例'].map((name) => people.find((one) => one.name === name)!)
    expect(applicant).toMatchObject({ hasAccount: true, consent: { via: 'phone', covers: true } })
    expect(applicant!.services).toMatchObject([{ openedAt: expect.any(String), confirmedAt: expect.any(String), recorded: true }])
    expect(respondent).toMatchObject({ hasAccount: true, consent: { via: 'paper', covers: true } })
    expect(respondent!.services).toMatchObject([{ arrived: { on: expect.any(String) }, openedAt: null, confirmedAt: null, recorded: true }])
  })
})
