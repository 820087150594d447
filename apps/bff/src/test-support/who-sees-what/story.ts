import { caseChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { closeCase, registerCase } from '../../cases'
import { CASE, CLOSED_CASE, message, newCommandId, OTHER_CASE, type Persona, TEAM, type TestCourt } from '../court'
import { askToStand } from '../standing'
import { answersFor, audienceOf, type Bond, bondsOf, type Line, type Matter, mayEnter, mayWrite, ownOf, PEOPLE, peopleIn, runs, sideOf, STAFF } from './oracle'

/** One thing that happens: what kind, and three numbers that choose among the ways of it. */
export type Step = [kind: number, a: number, b: number, c: number]

export interface Told {
  what: string
  /** Of the people, those who may notice. */
  touches: string[]
  faults: string[]
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
const MINUTE = 60_000
/** How many kinds of step there are. */
export const KINDS = 15

/** The matters of the test court as they stand at its beginning. */
function beginning(away: Matter['away']): Matter[] {
  const bond = (person: string, party: string, standing: Bond['standing'] = 'self', special = false): Bond =>
    ({ id: `l_${person}`, person, party, standing, special, ended: false })
  // Books of its own for each.
  const here = () => ({ team: 'here' as const, officer: 'officer', judge: 'judge', closed: false, threads: {}, replaced: {}, away })
  return [
    {
      ...here(), id: CASE, sides: { owner: 'applicant', opponent: 'respondent' },
      bonds: [bond('owner', 'owner'), bond('agent', 'owner', 'agent'), bond('opponent', 'opponent')],
    },
    { ...here(), id: OTHER_CASE, team: 'elsewhere', officer: 'stranger', judge: 'otherJudge', sides: { outsider: 'applicant' }, bonds: [bond('outsider', 'outsider')] },
    // Closed before the story begins: its one party has been told.
    { ...here(), id: CLOSED_CASE, closed: true, sides: { owner: 'applicant' }, bonds: [bond('owner', 'owner')], threads: { owner: [{ by: 'notice', text: '', audience: [] }] } },
  ]
}

/** Plays steps on a real court, and keeps the oracle's books beside it. */
export function createStory(court: TestCourt) {
  const away: Matter['away'] = {}
  const matters = beginning(away)
  let count = 0
  const now = (): number => court.clock.now().getTime()
  const names = new Map([...PEOPLE, ...Object.keys(STAFF)].map((name) => [court.id(name), name]))
  const newId = (prefix: string): string => `${prefix}_story${String(++count).padStart(8, '0')}`
  const done = (what: string, touches: string[], faults: string[] = []): Told => ({ what, touches, faults })

  const put = (matter: Matter, of: string, by: Line['by'], text = '', more: Partial<Line> = {}): void => {
    matter.threads[of] = [...(matter.threads[of] ?? []), { by, text, ...more, audience: audienceOf(matter, of, now()) }]
  }
  const append = (matter: Matter, type: string, body: JsonObject) =>
    court.rooms.log.append({ chain: caseChain(matter.id), key: newId('step'), decide: async () => ({ type, actor: { kind: 'system', id: 'story', role: 'import' }, body }) })

  async function send(matter: Matter, who: string, of: string, mark: string, confidential = false): Promise<Told> {
    const text = `话${++count}`
    const wanted = mayWrite(matter, who, of, now(), mark)
    const { status } = await court.call(who as Persona, 'POST', `/threads/${matter.id}/${court.id(of)}/messages`, message(text, { mark, ...(confidential && { confidential }) }))
    const faults = status === wanted ? [] : [`${who} writes to ${of} in ${matter.id}: ${status}, and should be ${wanted}`]
    if (status === 200) put(matter, of, PEOPLE.includes(who) ? 'person' : 'court', text, { confidential })
    return done(`${who} writes to ${of}`, status === 200 ? readersOf(matter, of) : [], faults)
  }
  /** Whose own the thread is; nobody reads an ended one and is surprised. */
  const readersOf = (matter: Matter, of: string): string[] => (bondsOf(matter, of, now()).length > 0 ? [of] : PEOPLE)

  async function begin(matter: Matter, person: string, a: number, minutes: number): Promise<Told> {
    const party = pick(Object.keys(matter.sides), a)
    const isOpposed = matter.bonds.some((bond) => bond.person === person && !bond.mistaken && sideOf(matter, bond.party) !== sideOf(matter, party))
    if (isOpposed) return done('nothing', [])
    const standing = pick(['agent', 'agent', 'guardian', 'administrator'] as const, a)
    const bond: Bond = { id: newId('l'), person, party, standing, special: a % 3 === 0, ended: false, ...(minutes % 2 === 1 && { until: now() + minutes * MINUTE }) }
    const body: JsonObject = { relationId: bond.id, personId: court.id(person), partyId: court.id(party), standing, evidence: { kind: 'court_system' } }
    if (standing === 'agent') body.authority = bond.special ? 'special' : 'general'
    if (bond.until !== undefined) body.until = new Date(bond.until).toISOString()
    await append(matter, 'relation.began', body)
    matter.bonds.push(bond)
    const told = [...new Set([person, ...ownOf(matter, party, now())])]
    for (const one of told) put(matter, one, 'notice')
    return done(`${person} becomes ${standing} of ${party}`, told)
  }

  async function end(matter: Matter, n: number): Promise<Told> {
    const open = matter.bonds.filter((bond) => !bond.ended)
    if (open.length === 0) return done('nothing', [])
    const bond = pick(open, n)
    const relationId = /^l_(story|[0-9a-f]{24}$)/.test(bond.id) ? bond.id : court.id(bond.person).replace('p_', 'l_')
    const because = bond.person === bond.party || n % 2 === 0 ? 'revoked' : 'mistaken'
    await append(matter, 'relation.ended', { relationId, because })
    Object.assign(bond, { ended: true, endedAt: now() })
    if (because === 'mistaken') bond.mistaken = true
    const told = [...new Set([bond.person, ...ownOf(matter, bond.party, now())])]
    for (const one of told) put(matter, one, 'notice')
    return done(`${bond.person} is no more ${bond.standing}`, told)
  }

  /** An heir of a party, or one more of them, as the judge enters them. */
  async function succeed(matter: Matter, heir: string, n: number): Promise<Told> {
    const of = pick([...Object.keys(matter.replaced), ...Object.keys(matter.sides)], n)
    const judge = matter.judge as Persona
    const { caseNumber } = (await court.call(judge, 'GET', `/cases/${matter.id}`)).body.data
    const asked = { caseNumber, partyName: court.papersOf(of as 'owner').name, standing: 'successor', authority: undefined }
    const { requestId } = await askToStand(court, heir as Persona, asked)
    const wanted = mayEnter(matter, heir, of)
    const answer = await court.call(judge, 'POST', `/standing-requests/${requestId}/grant`, { commandId: newCommandId(), partyId: court.id(of) })
    const faults = answer.status === wanted ? [] : [`${heir} as an heir of ${of} in ${matter.id}: ${answer.status} ${answer.text}, and should be ${wanted}`]
    if (answer.status !== 200) {
      await court.call(heir as Persona, 'POST', `/standing-requests/${requestId}/withdrawal`, { commandId: newCommandId() })
      return done(`${heir} is no heir of ${of}`, [], faults)
    }
    const over = matter.bonds.filter((bond) => bond.party === of && !bond.ended)
    const touches = [...peopleIn(matter, now()), heir]
    for (const bond of over) Object.assign(bond, { ended: true, endedAt: now() })
    const side = sideOf(matter, of)
    delete matter.sides[of]
    matter.replaced[of] = side
    matter.sides[heir] = side
    matter.bonds.push({ id: requestId.replace(/^r_/, 'l_'), person: heir, party: heir, standing: 'successor', special: false, ended: false })
    for (const person of new Set([...over.map((bond) => bond.person), heir])) put(matter, person, 'notice')
    return done(`${heir} is an heir of ${of}`, touches, faults)
  }

  async function handOver(matter: Matter, n: number): Promise<Told> {
    if (matter.closed) return done('nothing', [])
    const team = Object.keys(STAFF).filter((name) => STAFF[name]!.is === 'officer' && STAFF[name]!.team === matter.team)
    const to = pick(team, n)
    if (to === matter.officer) return done('nothing', [])
    const by = matter.team === 'here' ? 'leader' : 'otherLeader'
    const body = { commandId: newCommandId(), officerIds: [court.id(to)], judgeId: court.id(matter.judge), reason: '工作调整' }
    const { status } = await court.call(by, 'POST', `/cases/${matter.id}/hand-overs`, body)
    matter.officer = to
    for (const person of peopleIn(matter, now())) put(matter, person, 'notice')
    return done(`${matter.id} goes to ${to}`, peopleIn(matter, now()), status === 200 ? [] : [`a hand-over by ${by}: ${status}`])
  }

  /** Words that are no message: a call written down, an urgent clue, a property report. Those of a litigant are for the handler alone. */
  async function writeOtherwise(matter: Matter, of: string, a: number, b: number): Promise<Told> {
    const text = `话${++count}`
    const place = `${matter.id}/${court.id(of)}`
    const bonds = bondsOf(matter, of, now())
    const isOn = (side: string): boolean => bonds.some(({ party }) => sideOf(matter, party) === side)
    const write = async (what: string, who: string, path: string, body: object, line: Pick<Line, 'by' | 'confidential'>): Promise<Told> => {
      const { status } = await court.call(who as Persona, 'POST', path, { commandId: newCommandId(), ...body })
      if (status === 200) put(matter, of, line.by, text, line)
      return done(what, readersOf(matter, of), status === 200 ? [] : [`${what}: ${status}`])
    }
    if (b % 3 === 0) {
      const who = pick(Object.keys(STAFF).filter((name) => answersFor(matter, name)), a)
      return write(`${who} writes down a call with ${of}`, who, `/threads/${place}/contacts`, { kind: 'phone', summary: text, settles: false }, { by: 'court' })
    }
    if (b % 3 === 1) {
      if (!isOn('applicant')) return done('nothing', [])
      // Nobody's list counts it: it has a card of its own.
      return write(`${of} has an urgent clue`, of, `/urgent/${place}`, { what: text }, { by: 'note', confidential: true })
    }
    const isHandedIn = (matter.threads[of] ?? []).some((line) => line.form && !line.sealed)
    if (!isOn('respondent') || isHandedIn || !bonds.some(({ standing, party }) => standing === 'self' && sideOf(matter, party) === 'respondent')) return done('nothing', [])
    const EMPTY = { real_estate: [], vehicles: [], deposits: [], wages: [], claims: [], shares: [] }
    const values = { as_of: '2026-01-06', reporter: of, ...EMPTY, others: [{ what: text }] }
    const form = { form: 'property_report', version: 1, values }
    return write(`${of} hands in a report`, of, `/threads/${place}/forms`, form, { by: 'person', confidential: true, form: true } as Line)
  }

  /** The officer asks for a message to be sealed, and who leads the team agrees. */
  async function seal(matter: Matter, of: string, n: number): Promise<Told> {
    const lines = matter.threads[of] ?? []
    const sealable = lines.flatMap(({ by, text, sealed }, index) => ((by === 'person' || by === 'court' || text !== '') && !sealed ? [index] : []))
    if (sealable.length === 0) return done('nothing', [])
    const index = pick(sealable, n)
    const path = `/threads/${matter.id}/${court.id(of)}/messages/${index}/seal-request`
    const [asks, agrees] = matter.team === 'here' ? ['judge', 'leader'] : ['otherJudge', 'otherLeader']
    const asked = await court.call(asks as Persona, 'POST', path, { commandId: newCommandId(), reason: 'wrong_case' })
    put(matter, of, 'note')
    const agreed = await court.call(agrees as Persona, 'POST', `${path}/approval`, { commandId: newCommandId() })
    put(matter, of, 'notice')
    matter.threads[of] = matter.threads[of]!.map((line, i) => (i === index ? { ...line, sealed: true } : line))
    const statuses = [asked.status, agreed.status]
    return done(`${index} of ${of} is sealed`, readersOf(matter, of), statuses.join() === '200,200' ? [] : [`sealing: ${statuses.join()}`])
  }

  /** Somebody goes on leave, or comes back. */
  async function leave(a: number, b: number): Promise<Told> {
    const [who, colleague] = pick([['officer', 'colleague'], ['colleague', 'officer'], ['stranger', null]] as const, a)
    const touches = matters.filter(({ officer }) => officer === who).flatMap((matter) => peopleIn(matter, now()))
    const by = who === 'stranger' ? 'otherLeader' : 'leader'
    const path = `/absences/${court.id(who)}`
    if (who in away) {
      const { absences } = (await court.call(by, 'GET', '/absences/team')).body.data as { absences: { staffId: string; of: number }[] }
      const { of } = absences.find(({ staffId }) => staffId === court.id(who))!
      const { status } = await court.call(by, 'POST', `${path}/${of}/end`, { commandId: newCommandId() })
      delete away[who]
      return done(`${who} is back`, touches, status === 200 ? [] : [`coming back: ${status}`])
    }
    if (Object.keys(away).length > 0) return done('nothing', [])
    const deputy = b % 2 === 0 ? colleague : null
    const until = new Date(now() + 10 * 24 * 60 * MINUTE).toISOString()
    const body = { commandId: newCommandId(), from: new Date(now()).toISOString(), until, reason: '外出', deputyId: deputy && court.id(deputy) }
    const { status, text } = await court.call(by, 'POST', path, body)
    away[who] = deputy
    return done(`${who} is away, ${deputy ?? 'the duty person'} answers`, touches, status === 200 ? [] : [`going away: ${status} ${text}`])
  }

  async function close(matter: Matter): Promise<Told> {
    if (matter.closed) return done('nothing', [])
    await closeCase(court.rooms.log, matter.id, { way: '执行完毕', closedOn: '2026-03-01' })
    matter.closed = true
    for (const person of peopleIn(matter, now())) put(matter, person, 'notice')
    return done(`${matter.id} is closed`, peopleIn(matter, now()))
  }

  async function register(a: number, b: number): Promise<Told> {
    const [applicant, respondent] = [pick(PEOPLE, a), pick(PEOPLE, a + 1 + (b % (PEOPLE.length - 1)))]
    const id = newId('c')
    await registerCase(court.rooms.log, {
      caseId: id, caseNumber: `（2026）虚01执${7000 + count}号`, cause: '买卖合同纠纷', filedOn: '2026-01-06', department: TEAM,
      participants: [
        { personId: court.id(applicant), side: 'applicant', role: 'principal' },
        { personId: court.id(respondent), side: 'respondent', role: 'principal' },
      ],
      officerIds: [court.id('officer')], judgeId: court.id('judge'),
    })
    const self = (person: string): Bond => ({ id: `l_${person}`, person, party: person, standing: 'self', special: false, ended: false })
    matters.push({
      id, team: 'here', officer: 'officer', judge: 'judge', closed: false, threads: {}, replaced: {}, away,
      sides: { [applicant]: 'applicant', [respondent]: 'respondent' }, bonds: [self(applicant), self(respondent)],
    })
    return done(`${applicant} against ${respondent}`, [applicant, respondent])
  }

  /** Time goes by: what was given until then is over, and nobody had to do anything. */
  function wait(minutes: number): Told {
    const before = new Map(matters.map((matter) => [matter, matter.bonds.filter((bond) => runs(bond, now()))]))
    court.later({ minutes })
    const over = [...before].flatMap(([matter, bonds]) => bonds.filter((bond) => !runs(bond, now())).map((bond) => ({ matter, bond })))
    return done(`${minutes} minutes go by`, over.flatMap(({ matter, bond }) => [bond.person, ...ownOf(matter, bond.party, now())]))
  }

  return {
    matters,
    now,
    nameOf: (id: string): string => names.get(id) ?? id,
    async play([kind, a, b, c]: Step): Promise<Told> {
      const matter = pick(matters, c)
      const person = pick(PEOPLE, a)
      const ever = [...new Set(matter.bonds.map((bond) => bond.person))]
      switch (kind % KINDS) {
        case 0: case 1: return send(matter, pick(ever, a), pick(ever, a), b % 3 === 0 ? 'settlement' : 'ordinary')
        case 2: return send(matter, person, pick(ever, b), 'ordinary')
        case 3: return send(matter, pick(Object.keys(STAFF).filter((name) => b % 2 === 0 || answersFor(matter, name)), a), pick(ever, b), 'ordinary')
        case 4: case 5: return begin(matter, person, b, c % 6)
        case 6: return end(matter, a)
        case 7: return b % 3 === 0 ? close(matter) : handOver(matter, a)
        case 8: return matters.length < 5 ? register(a, b) : done('nothing', [])
        case 9: return wait(1 + (b % 3))
        case 10: return send(matter, pick(ever, a), pick(ever, a), 'ordinary', true)
        case 11: return seal(matter, pick(ever, a), b)
        case 12: return leave(a, b)
        case 13: return succeed(matter, person, b)
        default: return writeOtherwise(matter, pick(ever, a), a, b)
      }
    },
  }
}
export type Story = ReturnType<typeof createStory>
