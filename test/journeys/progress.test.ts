import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { API_PREFIX, type Clocks, type MyProgress } from '@zhixin/shared/contract'
import { dayOf, minuteOf } from '@zhixin/shared/rules'
import type { Browser } from 'playwright-core'
import { type Person, signedIn } from './support/api'
import { journey, openBrowser, openVisitor, type Visitor } from './support/browser'
import { enterAs } from './support/doors'
import { type Product, ROOT, startProduct } from './support/product'

const NUMBER = '（2026）虚01执901号'
const RESPONDENT = '赵样例'
const LOOKS_AGAIN_MS = 100
const MORNING = 8 * 60
const EVENING = 20 * 60
const DAY_MINUTES = 24 * 60
/** The court's words for what nobody outside may hear of before control is done. */
const SECRET = /查询|查控|控制|冻结|查封/

const run = promisify(execFile)

/**
 * A case comes from a table of the court's own system and goes its way in demo time: what each of its people learns, over which channel, and what
 * the court's clocks say. Over HTTP where a page would only repeat what other journeys show.
 */
describe('a case from the court’s own system, from its filing to the money', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zx-import-'))
  let product: Product
  let browser: Browser
  let applicant: Visitor
  let respondent: Visitor
  let officer: Visitor
  let clerk: Visitor
  let caseId: string
  let rows = 0

  const step = journey('progress', () => [applicant, respondent, officer, clerk])
  const origin = (): string => product.origin
  /** Signed in until the clock is turned: tokens end with the time that goes by. */
  const signedInNow = new Map<string, Person>()
  function as(id: string): Person {
    const person = signedInNow.get(id) ?? signedIn(origin, id)
    signedInNow.set(id, person)
    return person
  }

  async function post<T>(at: string, body: object): Promise<T> {
    const response = await fetch(`${product.origin}${API_PREFIX}${at}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
    expect([at, response.status]).toEqual([at, 200])
    return ((await response.json()) as { data: T }).data
  }
  const clock = async (): Promise<string> => ((await (await fetch(`${product.origin}${API_PREFIX}/demo/clock`)).json()) as { data: { now: string } }).data.now
  /** A minute ago, HH:MM. */
  const justNow = async (): Promise<string> => {
    const minute = minuteOf(await clock()) - 1
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  }
  const today = async (): Promise<string> => dayOf(await clock())
  /** So many days on, by day: nothing waits for the end of the night. */
  async function goOn(days: number): Promise<void> {
    const minute = minuteOf(await clock())
    if (minute < MORNING || minute >= EVENING) await post('/demo/clock', { hours: Math.ceil((MORNING + DAY_MINUTES - minute) % DAY_MINUTES / 60) })
    await post('/demo/clock', { days })
    signedInNow.clear()
  }

  const goTo = async (at: string): Promise<void> => goOn(Math.ceil((Date.parse(at) - Date.parse(await clock())) / (DAY_MINUTES * 60_000)))

  async function importTable(name: string, headings: string, lines: string[], ...flags: string[]): Promise<string> {
    const file = path.join(folder, name)
    writeFileSync(file, `\uFEFF${[headings, ...lines].join('\r\n')}\r\n`)
    const keys = path.join(product.dataDir, 'integration-keys.json')
    // Exit code 1: some rows were refused, and the file beside it says which and why.
    return run(process.execPath, [path.join(ROOT, 'apps/bff/dist/import.js'), file, '--url', product.origin, '--keys', keys, ...flags]).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}\n${readFileSync(file.replace(/csv$/, 'refused.csv'), 'utf8')}`,
    )
  }
  const NODES = '节点编号,案件编号,节点,日期,时间,标的编号,内容,迟录原因,涉及当事人'
  interface Happened { node: string; time?: string; object?: string; fields?: string; on?: string; about?: string }
  async function happens(...all: Happened[]): Promise<void> {
    const day = await today()
    const lines = all.map(({ node, time = '', object = '', fields = '', on = day, about = '' }) => `N${++rows},A901,${node},${on},${time},${object},${fields},,${about}`)
    expect(await importTable(`nodes-${rows}.csv`, NODES, lines)).toContain(`新增 ${all.length}，更改 0，没有变化 0，退回 0`)
  }

  async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    for (let look = 0; look < 100; look++) {
      const found = await ask()
      if (found !== undefined) return found
      await new Promise((done) => setTimeout(done, LOOKS_AGAIN_MS))
    }
    throw new Error(`${what} did not come about`)
  }
  const toldTo = async (id: string): Promise<string[]> => (await as(id).get<MyProgress>(`/cases/${caseId}/my-progress`)).done.map(({ label }) => label)
  const learns = (id: string, label: string) => until(`${id} learns of ${label}`, async () => ((await toldTo(id)).includes(label) ? true : undefined))
  const lastText = async (phone: string): Promise<string> =>
    ((await (await fetch(`${product.origin}${API_PREFIX}/demo/sms?phone=${phone}`)).json()) as { data: { text: string | null } }).data.text ?? ''

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([startProduct(), openBrowser()])
    applicant = await openVisitor(browser, origin, 'phone')
    respondent = await openVisitor(browser, origin, 'phone')
    officer = await openVisitor(browser, origin, 'phone')
    clerk = await openVisitor(browser, origin, 'desk')
    await goOn(1)
  })
  afterAll(async () => {
    for (const visitor of [applicant, respondent, officer, clerk]) await visitor?.leave()
    await browser?.close()
    await product?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  step('is tried out, comes in row by row, and what is wrong comes back to be mended', async () => {
    const day = await today()
    const headings = '案件编号,案号,案由,立案日期,承办部门,承办人工号,员额法官工号,当事人编号,诉讼地位,姓名或名称,证件号码,手机,手机来源'
    const row = (party: string) => `A901,${NUMBER},买卖合同纠纷,${day},执行实施一团队,Z001,Z003,${party}`
    const lines = [
      row('P1,申请执行人,张样例,000000196403150021,19900000001,本人'),
      row('P2,申请执行人,无号样例,000000197001010026,,'),
      row('P3,被执行人,赵样例,000000197909090048,19900000003,本人'),
    ]
    const wrong = `A902,（2026）虚01执902号,买卖合同纠纷,${day},没有这个部门,Z999,Z003,P1,申请执行人,张样例,000000196403150021,,`
    expect(await importTable('cases.csv', headings, lines, '--dry-run')).toContain('试运行，什么也没有写')
    expect(await importTable('cases.csv', headings, [...lines, wrong])).toMatch(/新增 1，更改 0，没有变化 0，退回 1[^]*退回原因[^]*A902/)
    const { cases } = await as('officer').get<{ cases: { caseId: string; caseNumber: string }[] }>('/cases?search=901')
    caseId = cases.find(({ caseNumber }) => caseNumber === NUMBER)!.caseId
  })

  step('the filing reaches whoever has no leave to send left by text, and whoever has no telephone stands on the call list', async () => {
    await learns('applicant', '执行立案')
    expect(await until('a text to the applicant', async () => ((await lastText('19900000001')).includes('执行立案') ? lastText('19900000001') : undefined))).not.toMatch(/https?:|张样例|000000/)
    await enterAs(applicant, '张样例')
    await applicant.tap(NUMBER)
    await applicant.sees('执行立案').first().waitFor()
    await applicant.shot('progress-applicant-filed', '申请人：立案后的案件进展')
    await enterAs(clerk, '卫示范')
    await clerk.tap('我的')
    await clerk.tap(/^回访名单/)
    await clerk.sees(/无号样例/).first().waitFor()
    await clerk.shot('progress-call-list', '热线：没有电话可打的人也在名单上')
  })

  step('the judge receives it, the notice goes out, a query runs: the respondent hears of the notice alone', async () => {
    await goOn(1)
    await happens({ node: '员额法官接收案件' }, { node: '发出执行通知书及报告财产令' }, { node: '集中发起网络查控' }, { node: '查询到可网络控制的财产', time: await justNow(), object: '户1' })
    await learns('applicant', '集中发起网络查控')
    await learns('respondent', '发出执行通知书及报告财产令')
    expect((await toldTo('respondent')).filter((label) => SECRET.test(label))).toEqual([])
    await enterAs(respondent, RESPONDENT)
    await respondent.tap(NUMBER)
    await respondent.sees(/执行通知书/).first().waitFor()
    await respondent.shot('progress-respondent-before', '被执行人：控制之前只看到执行通知')
    await enterAs(officer, '王示范')
    await officer.tap(/期限/)
    await officer.sees(/线上控制措施/).first().waitFor()
    await officer.shot('progress-clocks', '承办人：期限，最急的在上面')
  })

  step('what was found is controlled and the query is over, and now the respondent learns of it', async () => {
    await goOn(1)
    await happens({ node: '线上控制措施', time: await justNow(), object: '户1' }, { node: '限制消费' })
    await learns('respondent', '限制消费')
    expect((await toldTo('respondent')).filter((label) => SECRET.test(label))).toEqual([])
    await happens({ node: '完成线上网络查控并反馈' })
    await learns('respondent', '线上控制措施')
    await learns('applicant', '限制消费')
    expect(await until('a text to the respondent', async () => ((await lastText('19900000003')).includes('案') ? lastText('19900000003') : undefined))).not.toMatch(/户1|冻结|余额/)
    await respondent.open()
    await respondent.tap(NUMBER)
    await respondent.sees(/已采取控制措施/).first().waitFor()
    await respondent.shot('progress-respondent-after', '被执行人：控制之后')
  })

  step('a house is sold, money comes in, and its period is warned of and goes up the ladder', async () => {
    await goOn(1)
    const ahead = new Date(Date.parse(`${await today()}T00:00:00.000Z`) + 40 * 86_400_000).toISOString().slice(0, 10)
    await happens({ node: 'auction_start', object: '房1', on: ahead, fields: 'property_kind=不动产或其他财产权' })
    await happens({
      node: '不动产或其他财产权拍卖公告', object: '房1',
      fields: [
        'auction_object=虚构路示范小区1号楼101室', 'start_price=840000', 'reference_price=1200000', 'deposit=84000', 'bidding_terms=预交保证金', 'known_defects=无', 'rights_and_duties=买受人承担过户费用',
        'legal_liability=悔拍的保证金不予退还', `auction_day=${ahead}`, 'platform=人民法院网络司法拍卖平台', 'auction_court=虚构市示范区人民法院',
      ].join('；'),
    })
    await happens({ node: '案款到账', object: '款1' })
    await learns('applicant', '不动产或其他财产权拍卖公告')
    const due = async () => (await as('officer').get<Clocks>('/clocks?scope=mine')).cases.find((one) => one.caseId === caseId)?.clocks.find(({ node }) => node === 'pay_out_funds')
    const { steps: toCome } = (await due())!
    expect(toCome.map(({ writtenAt }) => writtenAt)).toEqual(toCome.map(() => null))
    await goTo(toCome[0]!.at)
    const warned = await until('the warning ten days before', async () => {
      const steps = (await due())!.steps.filter(({ writtenAt, kind }) => writtenAt !== null && kind === 'warning')
      return steps.length > 0 ? steps : undefined
    })
    expect(warned).toHaveLength(1)
    await goTo(toCome.at(-1)!.at)
    const said = await until('the ladder', async () => {
      const clockNow = (await due())!
      const rungs = clockNow.steps.filter(({ writtenAt, kind }) => writtenAt !== null && kind === 'rung')
      return clockNow.state === 'overdue' && rungs.length >= 2 ? rungs : undefined
    })
    expect([...said].map(({ writtenAt }) => writtenAt)).toEqual([...said].map(({ writtenAt }) => writtenAt).sort())
    await enterAs(officer, '王示范')
    await officer.tap(/期限/)
    await officer.sees(/已超期|超期/).first().waitFor()
    await officer.shot('progress-overdue', '承办人：超期和逐级上报')
    await happens({ node: '案款发放完毕', object: '款1', about: 'P1' })
    await learns('applicant', '案款发放完毕')
  })

  step('everything that was said is in the file, and holds', async () => {
    await product.stop()
    expect(await product.verify()).toMatchObject({ code: 0 })
  })
})
