import * as fc from 'fast-check'
import { evolveThread, emptyThread } from '../thread'
import { beginsWith, isCurrent, isOwn, type LitigantSide } from '../relations'
import { type Catalogue, EventSpecSchema, type NodeSpec, NodeSpecSchema, SUBJECTS } from './catalogue'
import { controlsDone } from './secrecy'
import { evolveTelling, noTelling, type Owed, owedTo, tellingPreview, type TellingState } from './told'
import { toldBody } from './told-words'

const cite = [{ basis: 'proposal', source: '测试' }] as const
type Spec = Partial<Record<keyof NodeSpec, unknown>> & { id: string; subject: string }
const node = (spec: Spec): NodeSpec =>
  NodeSpecSchema.parse({ label: `节点${spec.id}`, kind: 'milestone', of: 'case', responsible: ['judge'], cite, ...spec })
const told = (when = 'recorded', more: object = {}) => ({ when, agents: true, text: '法院于{on}办了一步。', means: '这是测试。', basis: 'proposal', ...more })
const both = (when = 'recorded', more: object = {}) => ({ applicant: told(when, more), respondent: told(when, more) })

const secrecy = (mark: string) => ({ secrecy: { mark, cite: cite[0] } })

/** A careless court: every subject is told to both sides at once, as far as its file says. */
const NODES = [
  ...SUBJECTS.map((subject) => node({ id: `of_${subject}`, subject, tell: both() })),
  node({ id: 'online_control', subject: 'control', ...secrecy('controlled'), tell: { applicant: told(), respondent: told('controls_done') } }),
  node({ id: 'offline_control', subject: 'control', ...secrecy('controlled'), tell: both() }),
  node({ id: 'query_begun', subject: 'query', ...secrecy('query_begun') }),
  node({ id: 'query_done', subject: 'query', ...secrecy('query_done'), ended_by_closing: true }),
  node({ id: 'all_queries_done', subject: 'query', ...secrecy('all_queries_done') }),
  node({ id: 'case_filing', subject: 'filing', tell: { applicant: told() } }),
  node({ id: 'released_only', subject: 'notice', tell: both('released') }),
  node({ id: 'own_only', subject: 'notice', tell: both('recorded', { agents: false }) }),
  node({ id: 'of_one_party', subject: 'measure', tell: both('recorded', { to: 'concerned' }) }),
  node({ id: 'reply_irregularity_report', subject: 'remedy', tell: both('recorded', { to: 'reporter' }) }),
  node({ id: 'switched_off', subject: 'notice', on: false, tell: both() }),
]
const EVENTS = ['property_found_online_controllable', 'property_found_offline']
const CATALOGUE: Catalogue = {
  nodes: new Map(NODES.map((one) => [one.id, one])),
  events: new Map(EVENTS.map((id) => [id, EventSpecSchema.parse({ id, label: '查到财产', of: 'case', ...secrecy('found') })])), roles: new Map(), suspensions: new Map(), late_after: { value: 1, unit: 'calendar_day' },
}

const FIRST = Date.parse('2026-02-03T02:00:00.000Z')
const at = (minute: number): string => new Date(FIRST + minute * 60_000).toISOString()
const person = (n: number): string => `p_person0000${n}`
const recordId = (n: number): string => `n_record000${String(n).padStart(3, '0')}`

/** Applicants 1 and 2, respondents 3 and 4; agents of theirs 5 to 8, who come and go. */
const REGISTERED = {
  caseId: 'c_casealpha', caseNumber: '（2026）虚01执1号', cause: '买卖合同纠纷', filedOn: '2026-02-03', department: '一团队', announced: true,
  officerIds: ['s_0001'], judgeId: 's_0002',
  participants: [1, 2, 3, 4].map((n) => ({ personId: person(n), side: n < 3 ? 'applicant' : 'respondent', role: 'principal' })),
}

/** A case as its chain makes it, and what everybody in it was told as it went along. */
function play() {
  let telling: TellingState = noTelling
  let index = -1
  let records = 0
  let isUp = true
  const threads = new Map<string, { state: typeof emptyThread; said: { owed: Owed; at: string; telling: TellingState }[] }>()
  const threadOf = (personId: string) => {
    const known = threads.get(personId) ?? { state: emptyThread, said: [] }
    threads.set(personId, known)
    return known
  }

  /** What the tail does: each is told what they are owed, one entry after the other. */
  function tell(): void {
    for (const personId of [1, 2, 3, 4, 5, 6, 7, 8].map(person)) {
      for (;;) {
        const thread = threadOf(personId)
        const [owed] = owedTo(telling, CATALOGUE, personId, thread.state.parts.progress, at(index))
        if (!owed) break
        thread.said.push({ owed, at: at(index), telling })
        const { record, side } = owed
        const body =
          owed.kind === 'told' ? toldBody({ record, side, catalogue: CATALOGUE, running: [] })
          : owed.kind === 'detail' ? { ref: record.recordId, label: record.what, detail: owed.detail }
          : { ref: record.recordId, of: 0, label: record.what, reason: owed.reason }
        const type = { told: 'node.told', detail: 'node.detail_told', back: 'node.taken_back' }[owed.kind]
        const entry = { index: thread.state.next, at: at(index), type, actor: { kind: 'system', id: 'case-file', role: 'notice' } as const, body }
        thread.state = evolveThread(thread.state, entry, { words: [], address: [] })
      }
    }
  }
  function append(type: string, body: object): void {
    index++
    telling = evolveTelling(CATALOGUE, telling, { index, at: at(index), type, body })
    if (isUp) tell()
  }
  append('case.registered', REGISTERED)
  return {
    append,
    record(what: string, more: object = {}): string {
      const id = recordId(records++)
      append('node.recorded', { recordId: id, what, on: '2026-02-03', ...more })
      return id
    },
    /** The server that tells stands still, or comes back and tells what is owed by now. */
    server(up: boolean): void {
      isUp = up
      if (isUp) tell()
    },
    state: () => telling,
    now: () => at(index),
    /** What stands in somebody's thread: kinds and nodes, in order. */
    read: (n: number) => threadOf(person(n)).said.map(({ owed: { kind, record } }) => `${kind} ${record.what}`),
    said: (n: number) => threadOf(person(n)).said,
    records: () => records,
  }
}
type Played = ReturnType<typeof play>

const join = (played: Played, n: number, party: number, more: object = {}): void =>
  played.append('relation.began', { relationId: `l_relation${n}${party}`, personId: person(n), partyId: person(party), standing: 'agent', authority: 'general', evidence: { kind: 'authority_letter' }, ...more })

describe('who is told of a node', () => {
  it('the respondent learns of a freeze only when nothing that was found is open any more, then in order', () => {
    const played = play()
    played.record('of_query')
    played.record('property_found_online_controllable', { object: '账户甲' })
    played.record('property_found_offline', { object: '房屋乙' })
    played.record('online_control', { object: '账户甲' })
    expect(played.read(3)).toEqual([])
    expect(played.read(1)).toEqual(['told case_filing', 'told of_query', 'told online_control'])
    played.record('offline_control', { object: '房屋乙' })
    expect(played.read(3)).toEqual(['told online_control', 'told offline_control'])
  })

  it('what was found, and a hold that was set, while nobody could be told counts when they are', () => {
    const played = play()
    played.server(false)
    played.record('online_control', { object: '账户甲' })
    played.record('of_notice')
    played.record('property_found_offline', { object: '房屋乙' })
    played.server(true)
    expect(played.read(3)).toEqual(['told of_notice'])
    played.server(false)
    played.record('of_money')
    played.append('hold.set', { held: true, reason: '重大影响' })
    played.server(true)
    expect(played.read(1).slice(-1)).toEqual(['told of_notice'])
  })

  it('what was found by mistake holds nothing up', () => {
    const played = play()
    const mistaken = played.record('property_found_offline', { object: '房屋乙' })
    played.record('online_control', { object: '账户甲' })
    expect(played.read(3)).toEqual([])
    played.append('node.withdrawn', { recordId: mistaken, reason: '同名的人' })
    expect(played.read(3)).toEqual(['told online_control'])
  })

  it('a freeze is not told while the query that was begun still runs, and is when it has ended', () => {
    const played = play()
    played.record('query_begun')
    played.record('property_found_online_controllable', { object: '账户甲' })
    const freeze = played.record('online_control', { object: '账户甲' })
    expect(played.read(3)).toEqual([])
    expect(tellingPreview(played.state(), CATALOGUE, freeze, played.now()).map(({ side, waits }) => `${side} ${waits}`)).toEqual(['applicant undefined', 'respondent query'])
    played.record('query_done')
    expect(played.read(3)).toEqual(['told online_control'])
  })

  it('another round of queries holds back what is controlled meanwhile, and not what was told', () => {
    const played = play()
    for (const what of ['query_begun', 'query_done', 'online_control', 'query_begun', 'of_preservation']) played.record(what)
    expect(played.read(3)).toEqual(['told online_control'])
    // Another bank was asked as well: one answer is not both.
    played.record('query_begun')
    played.record('query_done')
    expect(played.read(3)).toEqual(['told online_control'])
    played.record('all_queries_done')
    expect(played.read(3)).toEqual(['told online_control', 'told of_preservation'])
  })

  it('a query ends by what was done after it, by its own number where it has one, and with its case', () => {
    const held = (...records: [string, object?][]): string[] => {
      const played = play()
      for (const [what, more] of [...records, ['online_control'] as [string]]) played.record(what, more)
      return played.read(3)
    }
    const [early, late] = [{ on: '2026-02-02' }, { on: '2026-02-04' }]
    expect(held(['query_done', early], ['query_begun'])).toEqual([])
    expect(held(['query_done', late], ['query_begun'])).toEqual(['told online_control'])
    expect(held(['query_done', { time: '11:00' }], ['query_begun', { time: '09:00' }])).toEqual(['told online_control'])
    expect(held(['query_begun', { time: '11:00' }], ['query_done', { time: '09:00' }])).toEqual([])
    expect(held(['query_begun', { object: '批次1' }], ['query_done', { object: '批次2' }])).toEqual([])
    expect(held(['query_begun', { object: '批次1' }], ['query_done', { object: '批次1' }])).toEqual(['told online_control'])
    const closed = play()
    for (const what of ['query_begun', 'online_control']) closed.record(what)
    closed.append('case.closed', { way: '执行完毕', closedOn: '2026-02-05' })
    expect(closed.read(3)).toEqual(['told online_control'])
  })

  it('a judge lets a freeze go with a reason while a query runs; without one, or while anything found is open, nothing goes', () => {
    const played = play()
    played.record('query_begun')
    const freeze = played.record('online_control', { object: '账户甲' })
    played.append('node.released', { recordId: freeze, side: 'respondent' })
    expect(played.read(3)).toEqual([])
    const found = played.record('property_found_offline', { object: '房屋乙' })
    played.append('node.released', { recordId: freeze, side: 'respondent', reason: '裁定须在法定期限内送达' })
    expect(played.read(3)).toEqual([])
    played.append('node.withdrawn', { recordId: found, reason: '同名的人' })
    expect(played.read(3)).toEqual(['told online_control'])
  })

  it('of preservation the respondent learns nothing before anything is controlled', () => {
    const played = play()
    played.record('of_preservation')
    expect(played.read(3)).toEqual([])
    played.record('online_control')
    expect(played.read(3)).toEqual(['told of_preservation', 'told online_control'])
  })

  it('agents are told where the node says so, and whoever joins later is not told what was before', () => {
    const played = play()
    join(played, 5, 1)
    played.record('own_only')
    played.record('of_notice')
    join(played, 6, 1)
    played.record('of_money')
    expect(played.read(5)).toEqual(['told of_notice', 'told of_money'])
    expect(played.read(6)).toEqual(['told of_money'])
  })

  it('whoever’s relation has run out is told nothing, without anybody having said so', () => {
    const played = play()
    join(played, 5, 1, { until: at(3) })
    played.record('of_notice')
    played.record('of_money')
    expect(played.read(5)).toEqual(['told of_notice'])
  })

  it('what is about one party goes to that party and its agents', () => {
    const played = play()
    join(played, 5, 3)
    join(played, 6, 4)
    played.record('of_one_party', { about: [person(3)] })
    expect([3, 4, 5, 6].map((n) => played.read(n).length)).toEqual([1, 0, 1, 0])
    const nobody = played.record('of_one_party')
    expect(tellingPreview(played.state(), CATALOGUE, nobody, played.now()).map(({ waits }) => waits)).toEqual(['nobody', 'nobody'])
  })

  it('a reply to a report of irregularity goes to whoever reported and their agent; an agent’s report is answered to the agent alone', () => {
    const played = play()
    join(played, 5, 1)
    join(played, 6, 2)
    played.record('reply_irregularity_report', { about: [person(1)] })
    played.record('reply_irregularity_report', { about: [person(6)] })
    const reply = 'told reply_irregularity_report'
    expect([1, 2, 5, 6, 3].map((n) => played.read(n).filter((one) => one === reply).length)).toEqual([1, 0, 1, 1, 0])
  })

  it('of a case on hold nobody is told anything until it is released, or one record is', () => {
    const played = play()
    played.append('hold.set', { held: true, reason: '重大影响' })
    const one = played.record('of_notice')
    const other = played.record('of_money')
    expect(played.read(1)).toEqual(['told case_filing'])
    played.append('node.released', { recordId: other, side: 'applicant' })
    expect(played.read(1)).toEqual(['told case_filing', 'told of_money'])
    expect(tellingPreview(played.state(), CATALOGUE, one, played.now())[0]).toMatchObject({ side: 'applicant', waits: 'hold' })
    played.append('hold.set', { held: false, reason: '统一发布后' })
    expect(played.read(1)).toEqual(['told case_filing', 'told of_money', 'told of_notice'])
    expect(played.read(3)).toEqual(['told of_notice', 'told of_money'])
  })

  it('a release does not lift what the subject forbids, and its words come after the node', () => {
    const played = play()
    played.record('property_found_offline', { object: '房屋乙' })
    const id = played.record('online_control', { object: '账户甲' })
    for (const side of ['applicant', 'respondent']) played.append('node.released', { recordId: id, side, detail: '冻结存款' })
    expect(played.read(1)).toEqual(['told case_filing', 'told online_control', 'detail online_control'])
    expect(played.read(3)).toEqual([])
    played.record('offline_control', { object: '房屋乙' })
    expect(played.read(3)).toEqual(['told online_control', 'detail online_control', 'told offline_control'])
  })

  it('what was taken back is said to whoever was told, and to nobody else', () => {
    const played = play()
    const id = played.record('of_notice')
    join(played, 5, 1)
    played.append('node.withdrawn', { recordId: id, reason: '录错了案件' })
    expect(played.read(1)).toEqual(['told case_filing', 'told of_notice', 'back of_notice'])
    expect(played.read(5)).toEqual([])
    const held = played.record('released_only')
    played.append('node.withdrawn', { recordId: held, reason: '录错了' })
    expect(played.read(3)).toEqual(['told of_notice', 'back of_notice'])
  })

  it('history that was taken over, what is switched off, and what is the court’s alone is told to nobody', () => {
    const played = play()
    played.record('of_notice', { quiet: true })
    played.record('switched_off')
    played.record('of_internal')
    expect([...played.read(1), ...played.read(3)]).toEqual(['told case_filing'])
  })

  it('a filing is told only where the registration says that it is news', () => {
    const state = evolveTelling(CATALOGUE, noTelling, { index: 0, at: at(0), type: 'case.registered', body: { ...REGISTERED, announced: undefined } })
    expect(owedTo(state, CATALOGUE, person(1), [], at(0))).toEqual([])
  })
})

type Step =
  | { do: 'record'; what: string; object: number | undefined; about: number | undefined; late: boolean; day?: number }
  | { do: 'withdraw' | 'release'; which: number; side: LitigantSide; detail: boolean; reason: boolean }
  | { do: 'join'; who: number; party: number; minutes: number | undefined }
  | { do: 'end'; which: number }
  | { do: 'hold'; held: boolean }
  | { do: 'server'; up: boolean }
  | { do: 'replace'; party: number; by: number }

const WHATS = [...NODES.map(({ id }) => id).filter((id) => id !== 'case_filing'), ...EVENTS]
const FOUND_OR_DONE = [...EVENTS, 'online_control', 'offline_control', 'of_preservation', 'of_control', 'query_begun', 'query_begun', 'query_done', 'query_done', 'all_queries_done']
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('record' as const), what: fc.constantFrom(...WHATS), object: fc.option(fc.nat(2), { nil: undefined }), about: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }), late: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('record' as const), what: fc.constantFrom(...FOUND_OR_DONE), object: fc.option(fc.nat(2), { nil: undefined }), about: fc.constant(undefined), late: fc.constant(false), day: fc.integer({ min: 3, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('withdraw' as const, 'release' as const), which: fc.nat(20), side: fc.constantFrom<LitigantSide>('applicant', 'respondent'), detail: fc.boolean(), reason: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('join' as const), who: fc.integer({ min: 5, max: 8 }), party: fc.integer({ min: 1, max: 4 }), minutes: fc.option(fc.nat(12), { nil: undefined }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hold' as const), held: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('server' as const), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), party: fc.integer({ min: 1, max: 4 }), by: fc.constantFrom(7, 8) }) },
)

function run(steps: readonly Step[]): Played {
  const played = play()
  const sideOf = (party: number): LitigantSide => (party < 3 ? 'applicant' : 'respondent')
  steps.forEach((one, n) => {
    const { file } = played.state()
    const others = (who: number, side: LitigantSide): boolean => file.relations.some(({ personId, side: of }) => personId === person(who) && of !== side)
    const some = (which: number): string | undefined => (played.records() > 0 ? recordId(which % played.records()) : undefined)
    const id = 'which' in one ? some(one.which) : undefined
    switch (one.do) {
      case 'record':
        return void played.record(one.what, {
          ...(one.object !== undefined && { object: `物${one.object}` }), ...(one.about !== undefined && { about: [person(one.about)] }), ...(one.late && { lateReason: '系统故障' }),
          ...(one.day !== undefined && { on: `2026-02-0${one.day}` }),
        })
      case 'withdraw': {
        const isOver = played.state().progress.records.some((record) => record.recordId === id && record.withdrawn)
        return id === undefined || isOver ? undefined : played.append('node.withdrawn', { recordId: id, reason: '录错了' })
      }
      case 'release':
        return id === undefined ? undefined : played.append('node.released', { recordId: id, side: one.side, ...(one.detail && { detail: '判决确定的款项' }), ...(one.reason && { reason: '期限将满' }) })
      case 'join':
        // Nobody stands on two sides of one case.
        if (others(one.who, sideOf(one.party))) return undefined
        if (!file.parties.some(({ partyId, replacedBy }) => partyId === person(one.party) && !replacedBy)) return undefined
        return join(played, one.who, one.party, { relationId: `l_relation0${n}`, ...(one.minutes !== undefined && { until: at(n + one.minutes) }) })
      case 'end': {
        const current = file.relations.filter((relation) => isCurrent(relation, played.now()))
        const relation = current[one.which % Math.max(1, current.length)]
        return relation && played.append('relation.ended', { relationId: relation.relationId, because: 'revoked' })
      }
      case 'hold':
        return played.append('hold.set', { held: one.held, reason: '统一发布' })
      case 'server':
        return played.server(one.up)
      case 'replace': {
        const party = file.parties.find(({ partyId }) => partyId === person(one.party))
        if (!party || party.replacedBy || others(one.by, party.side) || file.parties.some(({ partyId }) => partyId === person(one.by))) return undefined
        const by = { partyId: person(one.by), form: 'natural', relationId: `l_relation0${n}` }
        expect(beginsWith({ type: 'party.replaced', body: { by } })).toBe(by.relationId)
        return played.append('party.replaced', { partyId: person(one.party), by, evidence: { kind: 'ruling' }, approvedBy: 's_0002' })
      }
    }
  })
  played.server(true)
  return played
}

const RUNS = Number(process.env.TOLD_RUNS ?? 300)
const everyone = [1, 2, 3, 4, 5, 6, 7, 8]

describe('whatever happens in a case', () => {
  const holds = (claim: (played: Played) => void): void => {
    fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => claim(run(steps))), { numRuns: RUNS })
  }

  it('the respondent’s side reads nothing of query, police, relief or search, and of control and preservation nothing while anything found is open or a query runs that no judge set aside', () => {
    let seen = 0
    holds((played) => {
      for (const { owed: { side, record, kind }, telling } of everyone.flatMap(played.said)) {
        if (side === 'applicant') continue
        const { subject } = CATALOGUE.nodes.get(record.what)!
        expect(['query', 'police', 'relief', 'search', 'internal']).not.toContain(subject)
        if (!['control', 'preservation'].includes(subject) || kind === 'back') continue
        seen++
        if (kind === 'told') expect(openIn(telling)).toEqual([])
        const isSetAside = record.released.some((release) => release.side === 'respondent' && release.reason !== undefined)
        if (kind === 'told' && !isSetAside) expect(queriesIn(telling)).toEqual([])
        expect(telling.progress.records.some(({ what, withdrawn }) => CONTROLS.includes(what) && !withdrawn)).toBe(true)
      }
    })
    expect(seen).toBeGreaterThan(RUNS / 10)
  })

  it('everybody who is told has a relation of that side now, had it when it could first be known, and is told as agents only what agents are told', () => {
    holds((played) => {
      for (const n of everyone) {
        for (const { owed: { side, record, kind }, at: when, telling: { file } } of played.said(n)) {
          const own = file.relations.filter((one) => one.personId === person(n) && one.side === side && isCurrent(one, when))
          expect(own.length).toBeGreaterThan(0)
          if (kind !== 'told') continue
          expect(own.some((one) => one.since <= telling0(played, record.recordId, side))).toBe(true)
          if (record.what === 'own_only') expect(own.some(isOwn)).toBe(true)
          if (record.what === 'of_one_party') expect(own.some(({ partyId }) => record.about!.includes(partyId))).toBe(true)
        }
      }
    })
  })

  it('each is told of each record once, in the order in which it could be known, and reads of nothing that was taken back without having read it', () => {
    holds((played) => {
      for (const n of everyone) {
        const said = played.said(n)
        const keys = said.map(({ owed }) => owed.key)
        expect(new Set(keys).size).toBe(keys.length)
        const toldOf = said.filter(({ owed }) => owed.kind === 'told').map(({ owed }) => owed.record.recordId)
        for (const [i, { owed }] of said.entries()) {
          if (owed.kind !== 'told') expect(said.slice(0, i).some((one) => one.owed.kind === 'told' && one.owed.record.recordId === owed.record.recordId)).toBe(true)
          else expect(toldOf.filter((id) => id === owed.record.recordId)).toHaveLength(1)
        }
        // Records that nothing held back are told in the order in which they came.
        const isNew = ({ owed, telling }: (typeof said)[number]): boolean => owed.kind === 'told' && telling.progress.records.at(-1) === owed.record
        const atOnce = said.filter(isNew).map(({ owed }) => owed.record.index)
        expect(atOnce).toEqual([...atOnce].sort((a, b) => a - b))
      }
    })
  })

  it('nothing is said while a case is held but what was released', () => {
    holds((played) => {
      for (const { owed: { kind, record, side }, telling } of everyone.flatMap(played.said)) {
        if (!telling.progress.held) continue
        expect(kind).not.toBe('back')
        expect(record.released.some((release) => release.side === side)).toBe(true)
      }
    })
  })

  it('one side is told the same, whatever is only about the other', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
        const isOthers = (one: Step): boolean => one.do === 'release' && one.side === 'applicant' && one.detail
        const read = (played: Played): string[][] => [3, 4].map((n) => played.read(n).filter((line) => line.startsWith('told')))
        // What a judge lets the applicant know more of changes nothing for the respondents.
        const without = run(steps.map((one) => (isOthers(one) ? { ...one, detail: false } : one) as Step))
        expect(read(run(steps))).toEqual(read(without))
      }),
      { numRuns: RUNS },
    )
  })
})

const CONTROLS = ['online_control', 'offline_control']
/** A second, plainer telling of the rule: what was found and is not controlled. */
function openIn({ progress: { records } }: TellingState): string[] {
  const standing = records.filter(({ withdrawn }) => !withdrawn)
  const controlled = standing.filter(({ what }) => CONTROLS.includes(what)).map(({ object = '' }) => object)
  return standing
    .filter(({ what }) => EVENTS.includes(what))
    .map(({ object = '' }) => object)
    .filter((object) => {
      const place = controlled.indexOf(object)
      if (place >= 0 && object === '') controlled.splice(place, 1)
      return place < 0
    })
}
/** The queries that run, walked through in the order of time. */
function queriesIn({ progress: { records } }: TellingState): string[] {
  const ordered = records.filter(({ withdrawn }) => !withdrawn).sort((a, b) => a.on.localeCompare(b.on) || a.index - b.index)
  return ordered.reduce((open: string[], { what, object = '' }) => {
    if (what === 'query_begun') return [...open, object]
    if (what === 'all_queries_done') return []
    const place = what === 'query_done' ? open.indexOf(object) : -1
    // A number names one query, so one end of it is the end of all its records.
    return place < 0 ? open : object === '' ? open.filter((_, at) => at !== place) : open.filter((one) => one !== object)
  }, [])
}
const telling0 = (played: Played, record: string, side: LitigantSide): string => played.state().opened[`${record}/${side}`]!.at

it('an open property is one whose number no control has', () => {
  const nothing = { on: '2026-02-03', fields: {}, papers: [], warnings: [], recordedAt: at(0), released: [] }
  const recordOf = ([what, object]: [string, string?], index: number) => ({ ...nothing, recordId: recordId(index), what, index, ...(object && { object }) })
  const records = (list: [string, string?][]) => ({ records: list.map(recordOf) })
  const [online, offline] = EVENTS as [string, string]
  expect(controlsDone(CATALOGUE, records([]))).toBe(true)
  expect(controlsDone(CATALOGUE, records([]), { least: 1 })).toBe(false)
  expect(controlsDone(CATALOGUE, records([[online, '甲'], ['online_control']]))).toBe(false)
  expect(controlsDone(CATALOGUE, records([[online], [offline], ['online_control']]))).toBe(false)
  expect(controlsDone(CATALOGUE, records([[online, '甲'], [offline, '甲'], ['offline_control', '甲']]))).toBe(true)
})
