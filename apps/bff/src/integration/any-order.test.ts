import { caseChain } from '@zhixin/shared/ids'
import { type CaseState, inTime, type ProgressState } from '@zhixin/shared/rules'
import fc from 'fast-check'
import { caseFold } from '../cases'
import { loadCourtConfig } from '../court-config'
import { createLogger } from '../platform/logger'
import { createProgressCommands } from '../progress'
import { CONFIG_DIR, openTestCourt, type TestCourt } from '../test-support/court'
import { createTaker, type Taker } from './batch'
import { createNumbers } from './numbers'

const RUNS = Number(process.env.ORDER_RUNS ?? 6)

type Kind = 'cases' | 'parties' | 'officers' | 'nodes'
interface Sent {
  kind: Kind
  item: { externalId: string; [field: string]: unknown }
}
const day = (n: number): string => `2026-03-0${n}T08:00:00.000Z`

/** All that a court's system may come to say of one case in its life: versions of things, beginnings and ends, mistakes taken back. */
function story(of: string, n: number): Sent[] {
  const person = (i: number): object => ({ name: `甲乙丙丁戊己庚辛`.charAt(i), identityNumber: `0000001970${String(n).padStart(4, '0')}${String(i).padStart(3, '0')}X` })
  const party = (externalId: string, i: number, more: object): Sent => ({ kind: 'parties', item: { externalId, case: of, person: person(i), ...more } })
  const aCase = (asOf: string, more: object = {}): Sent => ({
    kind: 'cases',
    item: {
      externalId: of, asOf, caseNumber: `（2026）虚01执${90_000 + n}号`, cause: '买卖合同纠纷', filedOn: '2026-03-01', department: '执行实施一团队', officers: ['Z0'], judge: 'Z1',
      parties: [{ externalId: '1', side: 'applicant', person: person(0) }, { externalId: '2', side: 'respondent', person: person(1) }], ...more,
    },
  })
  const node = (externalId: string, more: object): Sent => ({ kind: 'nodes', item: { externalId, case: of, ...more } })
  const assignment = (externalId: string, officer: string, asOf: string): Sent => ({ kind: 'officers', item: { type: 'assignment', externalId, case: of, officers: [officer], judge: 'Z1', asOf } })
  const payment = (account: string): object => ({ externalId: 'Z', payee: '示范法院', bank: '示范银行', account, source: '执行通知书' })
  return [
    aCase(day(2)), aCase(day(3), { cause: '借款合同纠纷', payment: payment('62000000000000') }), aCase(day(4), { cause: '承揽合同纠纷', payment: payment('62000000000001') }),
    party('3', 2, { side: 'respondent' }),
    party('4', 3, { standing: 'agent', authority: 'general', for: '1', asOf: day(2) }), party('4', 3, { standing: 'agent', authority: 'special', for: '1', asOf: day(3) }),
    party('5', 4, { standing: 'agent', authority: 'general', for: '2', asOf: day(2) }), party('5', 4, { standing: 'agent', authority: 'general', for: '2', status: 'ended', asOf: day(4) }),
    assignment('F1', 'Z2', day(3)), assignment('F2', 'Z0', day(2)),
    node('N1', { node: 'judge_receive_case', on: '2026-03-03', asOf: day(3) }), node('N1', { node: 'judge_receive_case', on: '2026-03-02', asOf: day(4) }),
    node('N2', { node: 'initiate_network_query', on: '2026-03-04', asOf: day(4) }), node('N3', { node: 'application_received', on: '2026-02-27' }),
    node('N4', { node: 'issue_execution_notice_and_property_order', on: '2026-03-05', asOf: day(5) }),
    node('N4', { node: 'issue_execution_notice_and_property_order', on: '2026-03-05', withdrawn: '录入有误', asOf: day(6) }),
  ]
}

/** What is true of a case in the end: who stands for whom, who has it, what was done when. Not by which way it came to that. */
function truth(file: CaseState, progress: ProgressState): object {
  const standing = file.relations.filter(({ endedAt }) => endedAt === undefined)
  return {
    cause: file.cause, filedOn: file.filedOn, officers: file.officerIds, judge: file.judgeId, account: file.payment?.account,
    standing: standing.map(({ side: of, standing: as, authority = null }) => [of, as, authority].join(' ')).sort(),
    records: inTime(progress).map(({ what, on }) => `${on} ${what}`),
  }
}

describe('what the court’s own system says of a case', () => {
  let court: TestCourt
  let count = 0
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  async function send({ kind, item }: Sent): Promise<boolean> {
    const { body } = await court.send(`/integration/${kind}`, { items: [item] })
    return body.data.results[0].result !== 'refused'
  }
  /** Sends in this order; what was refused because something it stands on had not come yet is sent again, as that system does. */
  async function told(sent: readonly Sent[]): Promise<void> {
    for (let left = [...sent], before = -1; left.length > 0 && left.length !== before; ) {
      before = left.length
      const refused: Sent[] = []
      for (const one of left) if (!(await send(one))) refused.push(one)
      left = refused
    }
  }
  async function outcome(order: (all: Sent[]) => readonly Sent[]): Promise<object> {
    const externalId = `ORD-${++count}`
    await told(order(story(externalId, count)))
    const { id } = (await court.connection.db!.collection<{ _id: string; id: string }>('integration_numbers').findOne({ _id: `court-system/case//${externalId}` }))!
    return truth(await court.rooms.log.state(caseFold, caseChain(id)), await court.rooms.progress.state(id))
  }

  it('ends in the same, in whatever order and however often it comes', async () => {
    const plain = await outcome((all) => all)
    expect(plain).toMatchObject({
      cause: '承揽合同纠纷', account: '62000000000001', standing: ['applicant agent special', 'applicant self ', 'respondent self ', 'respondent self '],
      records: ['2026-02-27 application_received', '2026-03-01 case_filing', '2026-03-02 judge_receive_case', '2026-03-04 initiate_network_query'],
      officers: [court.id('colleague')],
    })
    const places = story('', 0).map((_, i) => i)
    const orders = fc.tuple(fc.shuffledSubarray(places, { minLength: places.length }), fc.array(fc.nat({ max: places.length - 1 }), { maxLength: 8 }))
    await fc.assert(
      fc.asyncProperty(orders, async ([first, again]) => {
        expect(await outcome((all) => [...first, ...again].map((i) => all[i]!))).toEqual(plain)
      }),
      { numRuns: RUNS },
    )
  }, 120_000)

  /** Another process on the same store, which `pause` stops before each thing that it would write. */
  function process(pause: () => Promise<void>) {
    const { log, identity, cases } = court.rooms
    const config = loadCourtConfig(CONFIG_DIR)
    const after = <A extends unknown[], R>(act: (...args: A) => Promise<R>) => async (...args: A): Promise<R> => {
      await pause()
      return act(...args)
    }
    const records = { ...identity.records, bring: after(identity.records.bring) }
    const admission = { ...identity.admission, setOfficePhone: after(identity.admission.setOfficePhone) }
    const { catalogue, calendar, court: { level } } = config
    const stopped = { ...log, append: after(log.append) }
    return createTaker({
      house: {
        log: stopped, cases, clock: court.clock, config,
        identity: { ...identity, records, admission },
        progressOn: (on) => createProgressCommands({ log: on, catalogue, calendar, level, clock: court.clock }),
      },
      numbers: createNumbers(court.connection.db!, court.clock), logger: createLogger('silent'),
    })
  }
  const other = ({ kind, item }: Sent, more: object): Sent => ({ kind, item: { ...item, ...more } })
  const staffItem = (asOf: string, name: string, officePhone: string): Sent =>
    ({
      kind: 'officers',
      item: { type: 'staff', externalId: 'S', number: `N${count}`, name, department: '执行实施一团队', roles: ['officer'], phone: '13900000000', officePhone, asOf },
    })

  it.each([
    ['a case that is new', (all: Sent[]) => ({ before: [], older: all[0]!, newer: all[1]! })],
    ['a case and its payment', (all: Sent[]) => ({ before: [all[0]!], older: all[1]!, newer: all[2]! })],
    ['an agent’s authority', (all: Sent[]) => ({ before: [all[0]!], older: all[4]!, newer: all[5]! })],
    ['an agent’s end', (all: Sent[]) => ({ before: [all[0]!, all[6]!], older: other(all[6]!, { authority: 'special', asOf: day(3) }), newer: all[7]! })],
    ['who has the case', (all: Sent[]) => ({ before: [all[0]!], older: other(all[9]!, { officers: ['Z0', 'Z2'] }), newer: all[8]! })],
    ['the day of a node', (all: Sent[]) => ({ before: [all[0]!], older: all[10]!, newer: all[11]! })],
    ['a day that was corrected before', (all: Sent[]) => ({ before: [all[0]!, other(all[10]!, { on: '2026-03-01', asOf: day(2) })], older: all[10]!, newer: all[11]! })],
    ['a node that is taken back', (all: Sent[]) => ({ before: [all[0]!, all[14]!], older: other(all[14]!, { on: '2026-03-06', asOf: day(5).replace('08', '09') }), newer: all[15]! })],
    ['somebody’s name and telephone', () => ({ before: [staffItem(day(1), '甲', '1')], older: staffItem(day(2), '乙', '2'), newer: staffItem(day(3), '丙', '3') })],
  ])('of two processes that take in %s at once the newer item counts, wherever the older one stands still', async (_, pick) => {
    const take = async (taker: Pick<Taker, 'take'>, { kind, item }: Sent) => (await taker.take('court-system', kind, { dryRun: false, items: [item] })).results[0]!
    const truthOf = async (externalId: string): Promise<object> => {
      const { id } = (await court.connection.db!.collection<{ _id: string; id: string }>('integration_numbers').findOne({ _id: `court-system/case//${externalId}` })) ?? { id: 'c_none' }
      const { id: _id, ...person } = { id: '', ...(await court.rooms.identity.staff.byNumber(`N${count}`)) }
      return { ...truth(await court.rooms.log.state(caseFold, caseChain(id)), await court.rooms.progress.state(id)), person: { ...person, number: '' } }
    }
    const come = async (stopAt: number): Promise<object> => {
      const externalId = `TWO-${++count}`
      const { before, older, newer } = pick(story(externalId, count))
      const plain = process(async () => undefined)
      for (const one of before) expect((await take(plain, one)).result).not.toBe('refused')
      let stops = 0
      const slow = process(async () => {
        if (stops++ === stopAt) await take(plain, newer)
      })
      expect((await take(slow, older)).code ?? 'integration.older').toBe('integration.older')
      // Where the older one wrote nothing, or less, the newer comes after it.
      if (stops <= stopAt) await take(plain, newer)
      return truthOf(externalId)
    }
    const inOrder = await come(99)
    for (const stopAt of [0, 1]) expect(await come(stopAt)).toEqual(inOrder)
  }, 60_000)
})
