import * as fc from 'fast-check'
import type { CodedError } from '../errors'
import { type CaseState, evolveCase, keepsHistoryOf, mayHaveRead, noCase, relationOfPerson, relationsOf } from './case-file'
import { isCurrent, isStanding, type RelationBegan } from './relations'
import { evolveSaid } from './said'
import { decideStanding, type StandingCommand } from './standing-decisions'

const AT = '2026-03-03T02:00:00.000Z'
const later = (minutes: number): string => new Date(Date.parse(AT) + minutes * 60_000).toISOString()
const [ANNA, FIRM, DEBTOR, LAWYER, CLERK, CHILD, SON] = ['p_annaaaaa', 'p_firmmmmm', 'p_debtorrr', 'p_lawyerrr', 'p_clerkkkk', 'p_childddd', 'p_sonnnnnn'] as const
const people = [ANNA, FIRM, DEBTOR, LAWYER, CLERK, CHILD, SON]

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
const shown = { evidence: { kind: 'ruling' as const }, approvedBy: 's_0002' }
const newParty = (partyId: string, form: 'natural' | 'unit' = 'natural', handler?: string) => ({
  partyId, form, ...(form === 'natural' && { relationId: relation({}).relationId }), ...(handler && { handler: { relationId: relation({}).relationId, personId: handler } }),
})
const replace = (partyId: string, by: string, form?: 'natural' | 'unit', handler?: string): StandingCommand =>
  ({ type: 'ReplaceParty', replaced: { partyId, by: newParty(by, form, handler), ...shown } })
const add = (beside: string, by: string, form?: 'natural' | 'unit', handler?: string): StandingCommand =>
  ({ type: 'AddParty', added: { beside, by: newParty(by, form, handler), ...shown } })
const idOf = (command: StandingCommand): string => (command.type === 'BeginRelation' ? command.relation.relationId : '')
const ownOf = (file: CaseState, personId: string): string => file.relations.find((one) => one.personId === personId && one.partyId === personId)!.relationId

/** Nothing was said to anybody, or something to everybody. */
const nothing = (): boolean => false
const something = (): boolean => true

function after(file: CaseState, commands: StandingCommand[], at = later(1)): CaseState {
  return commands.reduce((state, command) => {
    const draft = decideStanding(command, state, at, nothing)
    return draft ? evolveCase(state, { ...draft, at }) : state
  }, file)
}
const refusalOf = (file: CaseState, command: StandingCommand, at = later(1), heard = nothing): string | undefined => {
  try {
    decideStanding(command, file, at, heard)
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
    expect(decideStanding(end(short.relationId, 'expired'), over, later(7), nothing)).toBeUndefined()
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

  it('a second heir comes in beside the first, on the same side, and neither keeps what the other wrote', () => {
    const first = after(registered, [begin({}), replace(ANNA, CHILD)], later(2))
    const command = replace(ANNA, SON)
    expect(decideStanding(command, first, later(3), nothing)).toMatchObject({ type: 'party.added', body: { side: 'applicant', succeeds: ANNA } })
    const both = after(first, [command], later(3))
    for (const heir of [CHILD, SON]) {
      expect(relationOfPerson(both, heir, later(4))).toBe('principal')
      expect(relationsOf(both, heir, later(4))).toMatchObject([{ side: 'applicant', standing: 'successor', partyId: heir }])
      for (const other of [ANNA, LAWYER, CHILD, SON]) expect(keepsHistoryOf(both, heir, other, later(4))).toBe(false)
    }
    const standing = both.parties.filter(isStanding).map(({ partyId, succeeds }) => [partyId, succeeds])
    expect(standing).toEqual([[FIRM, undefined], [DEBTOR, undefined], [CHILD, ANNA], [SON, ANNA]])
    // Once each; nobody else finds the party whose place was taken; the other side stays the other side.
    expect(refusalOf(both, replace(ANNA, SON), later(5))).toBe('standing.already')
    expect(refusalOf(both, begin({ partyId: ANNA, personId: CLERK }), later(5))).toBe('standing.party_unknown')
    expect(refusalOf(both, add(ANNA, CLERK), later(5))).toBe('standing.party_unknown')
    expect(refusalOf(both, replace(ANNA, DEBTOR), later(5))).toBe('standing.already')
    expect(refusalOf(both, begin({ partyId: DEBTOR, personId: SON }), later(5))).toBe('standing.both_sides')
    // An heir who dies has heirs.
    expect(after(both, [replace(SON, CLERK)], later(6)).parties.at(-1)).toMatchObject({ partyId: CLERK, succeeds: SON })
  })

  it('a party is added beside one that stays, which keeps its people', () => {
    const file = after(registered, [begin({}), add(ANNA, SON)], later(2))
    expect(file.parties.at(-1)).toEqual({ partyId: SON, side: 'applicant', form: 'natural', since: later(2) })
    expect([SON, ANNA, LAWYER].map((one) => relationOfPerson(file, one, later(3)))).toEqual(['principal', 'principal', 'agent'])
    expect(relationsOf(file, SON, later(3))).toMatchObject([{ standing: 'self', side: 'applicant' }])
    expect(refusalOf(file, add(DEBTOR, SON), later(3))).toBe('standing.already')
    expect(refusalOf(file, add(DEBTOR, LAWYER), later(3))).toBe('standing.both_sides')
  })

  it('a unit takes a party’s place with whoever acts for it, in one entry', () => {
    const command = replace(ANNA, 'p_buyerrrr', 'unit', CLERK)
    const draft = decideStanding(command, registered, later(1), nothing)!
    const file = evolveCase(registered, { ...draft, at: later(1) })
    expect(file.parties.at(-1)).toMatchObject({ partyId: 'p_buyerrrr', form: 'unit', side: 'applicant', succeeds: ANNA })
    expect(relationsOf(file, CLERK, later(2))).toMatchObject([{ standing: 'unit_handler', partyId: 'p_buyerrrr', side: 'applicant' }])
    expect([CLERK, ANNA].map((one) => relationOfPerson(file, one, later(2)))).toEqual(['representative', 'none'])
    expect(refusalOf(registered, replace(ANNA, 'p_buyerrrr', 'unit', DEBTOR))).toBe('standing.both_sides')
    expect(refusalOf(registered, replace(ANNA, 'p_buyerrrr', 'unit', 'p_buyerrrr'))).toBe('standing.not_for_oneself')
    expect(refusalOf(registered, replace(ANNA, CHILD, 'natural', CLERK))).toBe('standing.does_not_fit')
    expect(refusalOf(registered, replace(ANNA, FIRM, 'unit', CLERK))).toBe('standing.already')
  })

  describe('by the court’s mistake on the wrong side', () => {
    const wrong = begin({ personId: CLERK, standing: 'guardian', authority: undefined })
    const right = (): StandingCommand => begin({ partyId: DEBTOR, personId: CLERK })
    const file = after(registered, [wrong])

    it('lets somebody come to the right side once it has ended as a mistake, if nothing was said to them; never for another reason', () => {
      expect(refusalOf(file, right(), later(3))).toBe('standing.both_sides')
      const undone = after(file, [end(idOf(wrong), 'mistaken')], later(2))
      expect(refusalOf(undone, right(), later(3), nothing)).toBeUndefined()
      expect(refusalOf(undone, right(), later(3), something)).toBe('standing.heard_there')
      expect(refusalOf(undone, replace(DEBTOR, CLERK), later(3), something)).toBe('standing.heard_there')
      expect(refusalOf(undone, replace(DEBTOR, 'p_buyerrrr', 'unit', CLERK), later(3), something)).toBe('standing.heard_there')
      // What was said on a side bars nobody from that side.
      expect(refusalOf(undone, begin({ personId: CLERK }), later(3), something)).toBeUndefined()
      expect(refusalOf(after(file, [end(idOf(wrong), 'revoked')], later(2)), right(), later(3))).toBe('standing.both_sides')
    })

    it('stays barred by what else they were there', () => {
      const more = begin({ personId: CLERK })
      const undone = after(file, [more, end(idOf(wrong), 'mistaken'), end(idOf(more), 'revoked')], later(2))
      expect(refusalOf(undone, right(), later(3))).toBe('standing.both_sides')
    })

    it('may have read their own thread, and those kept for the party they stood for: of whoever had left before', () => {
      const before = begin({ personId: LAWYER })
      const others = begin({ personId: CHILD })
      const start = after(registered, [before, others, end(idOf(before))], later(1))
      const undone = after(start, [wrong, end(idOf(wrong), 'mistaken')], later(2))
      expect(mayHaveRead(after(undone, [end(idOf(others))], later(3)), CLERK).sort()).toEqual([CLERK, LAWYER].sort())
    })

    it('leaves what they write on the right side out of reach of the wrong one', () => {
      const [agent, now] = [begin({ personId: CLERK }), right()]
      const crossed = after(registered, [agent, end(idOf(agent), 'mistaken'), now, end(idOf(now))], later(2))
      expect(keepsHistoryOf(crossed, DEBTOR, CLERK, later(3))).toBe(true)
      expect(keepsHistoryOf(crossed, ANNA, CLERK, later(3))).toBe(false)
      // Who has not crossed wrote for the party, whatever somebody says of it now.
      expect(keepsHistoryOf(after(registered, [agent, end(idOf(agent), 'mistaken')], later(2)), ANNA, CLERK, later(3))).toBe(true)
    })

    it('an heir of the wrong party is none, and may be one of the right one; whoever stands for them is sent away first', () => {
      const heir = after(registered, [replace(ANNA, CHILD), begin({ partyId: CHILD })], later(1))
      const own = ownOf(heir, CHILD)
      expect(refusalOf(heir, end(own, 'mistaken'), later(2))).toBe('standing.others_stand')
      const agent = heir.relations.find(({ personId }) => personId === LAWYER)!.relationId
      const undone = after(heir, [end(agent), end(own, 'mistaken')], later(2))
      expect(undone.parties.filter(isStanding).map(({ partyId }) => partyId)).toEqual([FIRM, DEBTOR])
      expect(refusalOf(undone, begin({ partyId: CHILD }), later(3))).toBe('standing.party_unknown')
      expect(refusalOf(undone, replace(CHILD, SON), later(3))).toBe('standing.party_unknown')
      // The right heir of the first, and the wrong one on the side where they belong.
      const put = after(undone, [replace(ANNA, SON), replace(DEBTOR, CHILD)], later(3))
      expect([SON, CHILD].map((one) => relationsOf(put, one, later(4)).map(({ side }) => side))).toEqual([['applicant'], ['respondent']])
      expect(put.parties.filter(({ partyId }) => partyId === CHILD)).toEqual([{ partyId: CHILD, side: 'respondent', form: 'natural', since: later(3), succeeds: DEBTOR }])
      // What the agent of the wrong heir wrote, on whichever side, does not come along.
      expect(keepsHistoryOf(undone, CHILD, LAWYER, later(4))).toBe(false)
      expect(keepsHistoryOf(put, CHILD, LAWYER, later(4))).toBe(false)
      // Whoever was registered stays what the court’s own system says.
      const registeredOnly = after(registered, [end(ownOf(registered, ANNA), 'mistaken')], later(2))
      expect(registeredOnly.parties.every(isStanding)).toBe(true)
      expect(refusalOf(registeredOnly, begin({ partyId: DEBTOR, personId: ANNA }), later(3))).toBe('standing.both_sides')
    })
  })

  it('a party whose place was taken by mistake alone comes back to it, by an entry of its own', () => {
    const heirs = after(registered, [begin({}), replace(ANNA, CHILD), replace(ANNA, SON)], later(1))
    const one = after(heirs, [end(ownOf(heirs, CHILD), 'mistaken')], later(2))
    expect(refusalOf(one, replace(ANNA, ANNA), later(3))).toBe('standing.already')
    const none = after(one, [end(ownOf(one, SON), 'mistaken')], later(3))
    // Not by itself: who acted for it before may no longer.
    expect([ANNA, LAWYER].map((who) => relationOfPerson(none, who, later(4)))).toEqual(['none', 'none'])
    const back = after(none, [replace(ANNA, ANNA)], later(4))
    expect([ANNA, LAWYER].map((who) => relationOfPerson(back, who, later(5)))).toEqual(['principal', 'none'])
    expect(back.parties.filter(isStanding).map(({ partyId }) => partyId)).toEqual([FIRM, DEBTOR, ANNA])
    expect(keepsHistoryOf(back, ANNA, LAWYER, later(5))).toBe(true)
    expect(refusalOf(back, replace(ANNA, ANNA), later(6))).toBe('standing.already')
    expect(refusalOf(registered, replace(ANNA, ANNA))).toBe('standing.already')
  })

  it('a thread in which only notices and marks stand says nothing; anything else, known or not, was said', () => {
    const said = (...types: string[]): boolean => types.reduce((so, type) => evolveSaid(so, { type }), false)
    expect(said('standing.changed', 'handler.changed', 'message.delivered', 'message.read', 'case.closed_notice', 'payment.changed')).toBe(false)
    for (const type of ['message.sent', 'form.submitted', 'contact.recorded', 'receiving_account.changed', 'task.asked', 'something.new']) {
      expect(said('standing.changed', type, 'message.read')).toBe(true)
    }
  })

  it('whatever is tried, in any order: nobody stands on two sides, what ended stays ended, nobody is more than they were granted', () => {
    const id = fc.constantFrom(...people)
    const party = fc.constantFrom(ANNA, ANNA, DEBTOR, DEBTOR, FIRM, CHILD, SON)
    const minute = fc.nat(40)
    const as = fc.constantFrom(
      ...(['self', 'unit_handler', 'guardian', 'successor', 'administrator'] as const).map((standing) => ({ standing })),
      ...(['general', 'special'] as const).map((authority) => ({ standing: 'agent' as const, authority })),
      { standing: 'agent' as const }, { standing: 'guardian' as const, authority: 'special' as const },
    )
    const tried = fc.oneof(
      { weight: 3, arbitrary: fc.record({ type: fc.constant('begin' as const), personId: id, partyId: party, at: minute, lasts: fc.option(fc.nat(20), { nil: undefined }), as }) },
      {
        weight: 3,
        arbitrary: fc.record({
          type: fc.constant('end' as const), nth: fc.nat(8), because: fc.constantFrom('revoked' as const, 'expired' as const, 'mistaken' as const, 'mistaken' as const), at: minute,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constantFrom('replace' as const, 'replace' as const, 'add' as const), partyId: party, by: id,
          form: fc.constantFrom('natural' as const, 'unit' as const), handler: id, at: minute,
        }),
      },
    )
    const seen = { begun: 0, ended: 0, replaced: 0, succeeded: 0, crossed: 0 }
    fc.assert(
      fc.property(fc.array(tried, { minLength: 10, maxLength: 40 }), (steps) => {
        let file = registered
        const endings = new Map<string, string>()
        for (const step of [...steps].sort((a, b) => a.at - b.at)) {
          const now = later(step.at)
          const command: StandingCommand =
            step.type === 'begin'
              ? {
                type: 'BeginRelation',
                relation: {
                  relationId: `l_${String(++count).padStart(8, '0')}`, personId: step.personId, partyId: step.partyId, ...step.as,
                  evidence: { kind: 'authority_letter' },
                  ...(step.lasts !== undefined && { until: later(step.at + step.lasts) }),
                },
              }
              : step.type === 'end'
                ? end(file.relations[step.nth % file.relations.length]!.relationId, step.because)
                : (step.type === 'replace' ? replace : add)(step.partyId, step.by, step.form, step.form === 'unit' ? step.handler : undefined)
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
            const isOfStanding = current.every((one) => file.parties.filter(({ partyId }) => partyId === one.partyId).every(isStanding))
            expect(isOfStanding).toBe(true)
            // On two sides one after the other is only whoever was on the first by mistake alone.
            const all = file.relations.filter((one) => one.personId === person)
            const [one, two] = (['applicant', 'respondent'] as const).map((side) => all.filter((relation) => relation.side === side))
            if (one!.length > 0 && two!.length > 0) expect([one!, two!].some((side) => side.every(({ mistaken }) => mistaken))).toBe(true)
            if (one!.length > 0 && two!.length > 0) seen.crossed++
            for (const other of people) {
              // Nobody keeps what an heir wrote, or was written for the other side.
              if (!keepsHistoryOf(file, person, other, now)) continue
              const stood = file.relations.filter((relation) => relation.personId === other && relation.standing !== 'self')
              if (!stood.some(({ side, partyId }) => current.some((mine) => mine.partyId === partyId && mine.side === side))) expect([person, 'keeps', other]).toBe(file)
            }
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
        const succeeded = file.parties.flatMap(({ succeeds }) => succeeds ?? [])
        if (new Set(succeeded).size < succeeded.length) seen.succeeded++
      }),
      { numRuns: 200 },
    )
    // The story is worth nothing where all is refused.
    expect(Object.entries(seen).filter(([, times]) => times <= 5)).toEqual([])
  })
})
