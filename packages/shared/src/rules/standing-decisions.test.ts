import * as fc from 'fast-check'
import type { CodedError } from '../errors'
import { type CaseState, evolveCase, keepsHistoryOf, noCase, relationOfPerson, relationsOf } from './case-file'
import { isCurrent, type RelationBegan } from './relations'
import { decideStanding, type StandingCommand } from './standing-decisions'

const AT = '2026-03-03T02:00:00.000Z'
const later = (minutes: number): string => new Date(Date.parse(AT) + minutes * 60_000).toISOString()
const [ANNA, FIRM, DEBTOR, LAWYER, CLERK, CHILD] = ['p_annaaaaa', 'p_firmmmmm', 'p_debtorrr', 'p_lawyerrr', 'p_clerkkkk', 'p_childddd'] as const
const people = [ANNA, FIRM, DEBTOR, LAWYER, CLERK, CHILD]

const registered = evolveCase(noCase, {
  type: 'case.registered', at: AT,
  body: {
    caseId: 'c_casealpha', caseNumber: '（2026）虚01执1号', cause: '买卖合同纠纷', filedOn: '2026-03-01', department: '一团队', officerIds: ['s_0001'], judgeId: 's_0002',
    participants: [
      { personId: ANNA, side: 'applicant', role: 'principal' },
      { personId: FIRM, side: 'applicant', role: 'principal', form: 'unit' },
      { personId: DEBTOR, side: 'respondent', role: 'principal' },
    ],
  },
})

let count = 0
const relation = (more: Partial<RelationBegan>): RelationBegan => ({
  relationId: `l_${String(++count).padStart(8, '0')}`, personId: LAWYER, partyId: ANNA, standing: 'agent', evidence: { kind: 'authority_letter' }, approvedBy: 's_0001',
  ...((more.standing ?? 'agent') === 'agent' && { authority: 'general' as const }), ...more,
})
const begin = (more: Partial<RelationBegan>): StandingCommand => ({ type: 'BeginRelation', relation: relation(more) })
const end = (relationId: string, because: 'revoked' | 'expired' | 'mistaken' = 'revoked'): StandingCommand => ({ type: 'EndRelation', ended: { relationId, because } })
const replace = (partyId: string, by: string, form: 'natural' | 'unit' = 'natural'): StandingCommand => ({
  type: 'ReplaceParty',
  replaced: {
    partyId, by: { partyId: by, form, ...(form === 'natural' && { relationId: relation({}).relationId }) }, evidence: { kind: 'ruling' }, approvedBy: 's_0002',
  },
})

function after(file: CaseState, commands: StandingCommand[], at = later(1)): CaseState {
  return commands.reduce((state, command) => {
    const draft = decideStanding(command, state, at)
    return draft ? evolveCase(state, { ...draft, at }) : state
  }, file)
}
const refusalOf = (file: CaseState, command: StandingCommand, at = later(1)): string | undefined => {
  try {
    decideStanding(command, file, at)
    return undefined
  } catch (error) {
    return (error as CodedError).code
  }
}

describe('who stands for whom', () => {
  it('an agent with general authority is an agent, one with special authority a special agent', () => {
    expect(relationOfPerson(after(registered, [begin({})]), LAWYER, later(2))).toBe('agent')
    expect(relationOfPerson(after(registered, [begin({}), begin({ authority: 'special' })]), LAWYER, later(2))).toBe('special_agent')
  })

  it.each<[string, Partial<RelationBegan>, string]>([
    ['a party that is not of the case', { partyId: 'p_nobodyyy' }, 'standing.party_unknown'],
    ['an agent of both sides', { personId: DEBTOR }, 'standing.both_sides'],
    ['one’s own agent', { personId: ANNA }, 'standing.not_for_oneself'],
    ['a 经办人 of a natural person', { standing: 'unit_handler' }, 'standing.does_not_fit'],
    ['a guardian of a unit', { standing: 'guardian', partyId: FIRM }, 'standing.does_not_fit'],
    ['a unit that is itself', { standing: 'self', partyId: FIRM, personId: FIRM }, 'standing.not_for_oneself'],
    ['somebody else as the party itself', { standing: 'self' }, 'standing.does_not_fit'],
    ['an agent without authority', { authority: undefined }, 'standing.authority_needed'],
    ['a guardian with authority', { standing: 'guardian', authority: 'special' }, 'standing.authority_needed'],
    ['what is over already', { until: later(0) }, 'standing.until_passed'],
  ])('refuses %s', (_, more, code) => expect(refusalOf(registered, begin(more))).toBe(code))

  it('refuses who stands there already, and lets them come back after the end', () => {
    const first = begin({})
    const file = after(registered, [first])
    expect(refusalOf(file, begin({}))).toBe('standing.already')
    const ended = after(file, [end(first.type === 'BeginRelation' ? first.relation.relationId : '')], later(2))
    expect(refusalOf(ended, begin({}), later(3))).toBeUndefined()
  })

  it('refuses the other side to whoever has stood on this one, for ever', () => {
    const first = relation({})
    const ended = after(registered, [{ type: 'BeginRelation', relation: first }, end(first.relationId)])
    expect(refusalOf(ended, begin({ partyId: DEBTOR }), later(9))).toBe('standing.both_sides')
    expect(refusalOf(ended, replace(DEBTOR, LAWYER), later(9))).toBe('standing.both_sides')
  })

  it('ends once; a party itself only where the record was wrong; because expired only when it is', () => {
    const lasting = relation({})
    const short = relation({ personId: CLERK, until: later(5) })
    const file = after(registered, [{ type: 'BeginRelation', relation: lasting }, { type: 'BeginRelation', relation: short }])
    expect(refusalOf(file, end('l_nosuchone'))).toBe('standing.relation_unknown')
    expect(refusalOf(file, end(lasting.relationId, 'expired'))).toBe('standing.not_expired')
    expect(refusalOf(file, end(short.relationId, 'expired'), later(4))).toBe('standing.not_expired')
    expect(relationOfPerson(file, CLERK, later(6))).toBe('none')
    const own = file.relations.find(({ personId }) => personId === ANNA)!
    expect(refusalOf(file, end(own.relationId))).toBe('standing.party_stays')
    expect(refusalOf(file, end(own.relationId, 'mistaken'))).toBeUndefined()
    const over = after(file, [end(short.relationId, 'expired')], later(6))
    expect(decideStanding(end(short.relationId, 'expired'), over, later(7))).toBeUndefined()
  })

  it('an heir takes the party’s place: all who stood for it stand for nobody, and what they wrote as agents the heir keeps', () => {
    const file = after(registered, [begin({})])
    const heir = after(file, [replace(ANNA, CHILD)], later(2))
    expect(relationOfPerson(heir, CHILD, later(3))).toBe('principal')
    expect(relationOfPerson(heir, ANNA, later(3))).toBe('none')
    expect(relationOfPerson(heir, LAWYER, later(3))).toBe('none')
    expect(refusalOf(heir, begin({}), later(3))).toBe('standing.party_unknown')
    expect(refusalOf(heir, begin({ partyId: CHILD }), later(3))).toBeUndefined()
    expect(keepsHistoryOf(heir, CHILD, ANNA, later(3))).toBe(false)
    expect(refusalOf(heir, replace(FIRM, CHILD), later(3))).toBe('standing.already')
  })

  it('whatever is tried, in any order: nobody stands on two sides, what ended stays ended, nobody is more than they were granted', () => {
    const id = fc.constantFrom(...people)
    const minute = fc.nat(40)
    const tried = fc.oneof(
      fc.record({
        type: fc.constant('begin' as const), personId: id, partyId: id, at: minute, lasts: fc.option(fc.nat(20), { nil: undefined }),
        standing: fc.constantFrom('self' as const, 'unit_handler' as const, 'guardian' as const, 'successor' as const, 'administrator' as const, 'agent' as const),
        authority: fc.constantFrom('general' as const, 'special' as const, undefined),
      }),
      fc.record({ type: fc.constant('end' as const), nth: fc.nat(12), because: fc.constantFrom('revoked' as const, 'expired' as const, 'mistaken' as const), at: minute }),
      fc.record({ type: fc.constant('replace' as const), partyId: id, by: id, form: fc.constantFrom('natural' as const, 'unit' as const), at: minute }),
    )
    const seen = { begun: 0, ended: 0, replaced: 0 }
    fc.assert(
      fc.property(fc.array(tried, { maxLength: 30 }), (steps) => {
        let file = registered
        const endings = new Map<string, string>()
        for (const step of [...steps].sort((a, b) => a.at - b.at)) {
          const now = later(step.at)
          const command: StandingCommand =
            step.type === 'begin'
              ? {
                type: 'BeginRelation',
                relation: {
                  relationId: `l_${String(++count).padStart(8, '0')}`, personId: step.personId, partyId: step.partyId, standing: step.standing,
                  evidence: { kind: 'authority_letter' }, ...(step.authority && { authority: step.authority }),
                  ...(step.lasts !== undefined && { until: later(step.at + step.lasts) }),
                },
              }
              : step.type === 'end'
                ? end(file.relations[step.nth % file.relations.length]!.relationId, step.because)
                : replace(step.partyId, step.by, step.form)
          const before = file.relations.length
          if (refusalOf(file, command, now) === undefined) file = after(file, [command], now)
          if (file.relations.length > before) seen.begun++
          for (const person of people) {
            const current = relationsOf(file, person, now)
            expect(new Set(current.map(({ side }) => side)).size).toBeLessThan(2)
            const best = relationOfPerson(file, person, now)
            const granted = new Set(current.map(({ standing, authority }) => (standing === 'agent' ? authority : standing)))
            if (best === 'none') expect(current).toEqual([])
            if (best === 'agent') expect([...granted]).toEqual(['general'])
            if (best === 'special_agent') expect(granted.has('special')).toBe(true)
            if (best === 'representative') expect((['unit_handler', 'guardian', 'administrator'] as const).some((one) => granted.has(one))).toBe(true)
            if (best === 'principal') expect(granted.has('self') || granted.has('successor')).toBe(true)
            // A party that another one has taken the place of has nobody.
            for (const one of current) expect(file.parties.find(({ partyId }) => partyId === one.partyId)!.replacedBy).toBeUndefined()
          }
          for (const one of file.relations) {
            const endedAt = endings.get(one.relationId)
            if (endedAt !== undefined) expect(one.endedAt).toBe(endedAt)
            if (one.endedAt !== undefined && endedAt === undefined) seen.ended++
            if (one.endedAt !== undefined) endings.set(one.relationId, one.endedAt)
            if (one.until !== undefined && one.until <= now) expect(isCurrent(one, now)).toBe(false)
          }
        }
        if (file.parties.some(({ replacedBy }) => replacedBy)) seen.replaced++
      }),
      { numRuns: 400 },
    )
    // The story is worth nothing where all is refused.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
  })
})
