import fc from 'fast-check'
import type { ErrorCode } from '../../errors'
import type { EntryAttachment } from '../../log'
import type { CaseRelation } from '../relations'
import type { ServedDocument } from '../service/config'
import { decideThread } from '../thread-decisions'
import type { ThreadContext, ThreadDraft } from '../thread-part'
import { emptyThread, evolveThread } from '../thread'
import type { ThreadState } from '../thread-state'
import { arrivalOf, type ServiceCommand } from './service'

const PERSON = 'p_person00'
const OFFICER = 's_officer0'
const DAY = '2026-03-10T02:00:00.000Z'
const relation = (more: Partial<CaseRelation> = {}): CaseRelation => ({
  relationId: 'l_own00000', personId: PERSON, partyId: PERSON, standing: 'self', side: 'applicant', since: '2026-01-05T00:00:00.000Z', ...more,
})
const asAgent = (authority: 'general' | 'special') => relation({ relationId: `l_${authority}`.padEnd(10, '0'), partyId: 'p_party000', standing: 'agent', authority })
const context = (by: 'person' | 'officer' | 'leader', standing = [relation()]): ThreadContext => ({
  actor: by === 'person' ? { kind: 'person', id: PERSON, role: 'principal' } : { kind: 'staff', id: OFFICER, role: by },
  relation: by === 'person' ? 'principal' : by === 'officer' ? 'officer' : 'team_leader', now: DAY, standing,
  calendar: { years: [2026], holidays: new Set(), makeUpWorkdays: new Set(), officeHours: [] },
  rules: { off_hours_reason_required: { required: false } } as ThreadContext['rules'],
})
const statement = { address: '账号', hash: '0'.repeat(64), statement: ['同意'] }
const agents = ['special'] as const
const consent: ServiceCommand = { type: 'ConsentToService', statement, agents: [...agents] }
const ruling: ServedDocument = {
  label: '执行裁定书', kind: 'ruling', sides: ['applicant'], electronic: true, records: 'ruling_served', follows: '不服的，按裁定书办。', cite: { basis: 'proposal', source: '试' },
}
const pdf = (n = 0, type = 'application/pdf'): EntryAttachment => ({ id: `a_${String(n).padStart(19, '0')}`, sm3: String(n).padStart(64, '0'), size: 9, type })
const serve = (n = 0, more: { document?: Partial<ServedDocument>; partyId?: string; type?: string; number?: string } = {}): ServiceCommand => ({
  type: 'Serve', document: { id: 'enforcement_ruling', ...ruling, ...more.document }, attachment: pdf(n, more.type), address: '账号', effect: '到达的那天就是送达日期。', cite: '法',
  agents: [...agents], said: { partyId: more.partyId ?? PERSON, attachment: { id: pdf(n).id, name: '裁定书.pdf', kind: 'file' }, ...(more.number && { number: more.number }) },
})

const evolve = (state: ThreadState, draft: Pick<ThreadDraft, 'type' | 'actor' | 'body' | 'attachments'> | undefined): ThreadState =>
  draft ? evolveThread(state, { index: state.next, at: DAY, ...draft }, { words: [], cite: { basis: 'proposal', source: '试' } } as never) : state
const does = (state: ThreadState, by: 'person' | 'officer' | 'leader', command: ServiceCommand, standing?: CaseRelation[]): ThreadState =>
  evolve(state, decideThread(command, state, context(by, standing)))
function refusal(act: () => unknown): ErrorCode | 'done' {
  try {
    act()
    return 'done'
  } catch (error) {
    return (error as { code: ErrorCode }).code
  }
}
const agreed = does(emptyThread, 'person', consent)

describe('electronic service', () => {
  it('without consent nothing is served; with it, once, and the paper original is named', () => {
    expect(refusal(() => does(emptyThread, 'officer', serve()))).toBe('service.no_consent')
    const served = does(agreed, 'officer', serve())
    expect(served.parts.service.services).toMatchObject([{ label: '执行裁定书', sm3: pdf().sm3, consent: 0, by: OFFICER, partyId: PERSON }])
    expect(served.filed[pdf().id]).toBe(true)
    expect(refusal(() => does(served, 'officer', serve()))).toBe('service.served_already')
  })

  it('consent can be taken back for what comes: what was served stays', () => {
    const served = does(agreed, 'officer', serve())
    const arrived = arrivalOf(served.parts.service, 1, { index: 1, at: DAY }, 'in_account')
    expect(arrived).toEqual({ of: 1, when: 'in_account', arrivedAt: DAY, on: '2026-03-10' })
    const withdrawn = does(served, 'person', { type: 'WithdrawServiceConsent' })
    expect(withdrawn.parts.service.services).toHaveLength(1)
    expect(refusal(() => does(withdrawn, 'officer', serve(1)))).toBe('service.no_consent')
    expect(refusal(() => does(withdrawn, 'person', { type: 'WithdrawServiceConsent' }))).toBe('service.no_consent_to_withdraw')
    // Arrived where the court counts the phone's fetching, which came after the withdrawal: on paper then.
    expect(arrivalOf(withdrawn.parts.service, 1, { index: 3, at: DAY }, 'on_phone')).toBeUndefined()
    expect(arrivalOf(withdrawn.parts.service, 1, { index: 1, at: DAY }, 'in_account')).toBeDefined()
  })

  it('an agent takes documents with special authority alone, and only as what they agreed as', () => {
    expect(refusal(() => does(emptyThread, 'person', consent, [asAgent('general')]))).toBe('service.not_recipient')
    const state = does(emptyThread, 'person', consent, [asAgent('special')])
    expect(refusal(() => does(state, 'officer', serve(0, { partyId: 'p_party000' }), [asAgent('special')]))).toBe('done')
    // Of general authority only by now; or for themselves, which they never agreed to.
    expect(refusal(() => does(state, 'officer', serve(0, { partyId: 'p_party000' }), [asAgent('general')]))).toBe('service.not_recipient')
    expect(refusal(() => does(state, 'officer', serve(), [relation(), asAgent('special')]))).toBe('service.no_consent')
  })

  it('says why a document cannot be served: kept on paper, the other side’s, no PDF', () => {
    expect(refusal(() => does(agreed, 'officer', serve(0, { document: { electronic: false, because: '须当面送达' } })))).toBe('service.not_electronic')
    expect(refusal(() => does(agreed, 'officer', serve(0, { document: { sides: ['respondent'] } })))).toBe('service.wrong_side')
    expect(refusal(() => does(agreed, 'officer', serve(0, { type: 'image/png' })))).toBe('service.pdf_only')
    expect(refusal(() => does(agreed, 'officer', serve(0, { number: '4111111111111111' })))).toBe('messaging.sensitive_number')
    expect(refusal(() => does(agreed, 'leader', serve()))).toBe('messaging.not_handler')
    expect(refusal(() => does(agreed, 'person', serve()))).toBe('messaging.not_handler')
  })

  it('paper consent names its paper; the day it was signed is not to come', () => {
    const paper = (signedOn: string, given = true): ServiceCommand => ({ type: 'RecordPaperConsent', given, paper: { number: '确认书1号', signedOn }, statement, agents: [...agents] })
    const state = does(emptyThread, 'officer', paper('2026-03-09'))
    expect(state.parts.service.consents).toMatchObject([{ via: 'paper', paper: { number: '确认书1号' } }])
    expect(refusal(() => does(emptyThread, 'officer', paper('2026-03-11')))).toBe('input.invalid')
    expect(refusal(() => does(emptyThread, 'person', paper('2026-03-09')))).toBe('messaging.not_handler')
    expect(does(state, 'officer', paper('2026-03-10', false)).parts.service.consents).toMatchObject([{ ended: { via: 'paper' } }])
  })

  it('opening and confirming are the person’s own, once each; a note stands beside, and nothing goes away', () => {
    const served = does(agreed, 'officer', serve())
    expect(refusal(() => does(served, 'officer', { type: 'OpenService', of: 1 }))).toBe('access.forbidden')
    const opened = does(served, 'person', { type: 'OpenService', of: 1 })
    expect(decideThread({ type: 'OpenService', of: 1 }, opened, context('person'))).toBeUndefined()
    const noted = does(does(opened, 'person', { type: 'ConfirmService', of: 1 }), 'officer', { type: 'NoteService', of: 1, note: '发错了文书，以纸质为准' })
    expect(noted.parts.service.services).toMatchObject([{ opened: { index: 2 }, confirmed: { index: 3 }, notes: [{ note: '发错了文书，以纸质为准' }] }])
    expect(refusal(() => does(noted, 'officer', { type: 'NoteService', of: 0, note: '没有这次送达' }))).toBe('service.unknown')
  })
})

type Step = { what: 'consent' | 'withdraw' | 'paper' | 'unpaper' | 'open' | 'confirm' | 'read'; n: number } | { what: 'serve' | 'arrive'; n: number }
const steps = fc.array(fc.record({ what: fc.constantFrom('consent', 'withdraw', 'paper', 'unpaper', 'serve', 'arrive', 'open', 'confirm', 'read'), n: fc.nat(6) }), { maxLength: 30 })

test('whatever comes in whatever order: nothing arrives that was not sent with consent that stood then, and nothing but an arrival has a day', () => {
  fc.assert(fc.property(steps, fc.constantFrom('in_account' as const, 'on_phone' as const), (all, when) => {
    let state = emptyThread
    /** Kept beside: whether anybody agrees now, and whether they did when an entry was written. */
    let agrees = false
    const stood: boolean[] = []
    const note = (next: ThreadState): void => {
      for (let i = state.next; i < next.next; i++) stood[i] = agrees
      state = next
    }
    const attempt = (by: 'person' | 'officer', command: ServiceCommand, after?: boolean): void => {
      const done = refusal(() => decideThread(command, state, context(by)))
      if (done !== 'done') return
      const draft = decideThread(command, state, context(by))
      if (draft && after !== undefined) agrees = after
      note(evolve(state, draft))
    }
    for (const { what, n } of all as Step[]) {
      const paper = { number: `第${n}号`, signedOn: '2026-03-01' }
      if (what === 'consent') attempt('person', { ...consent, statement: { ...statement, hash: String(n % 2).padStart(64, '0') } }, true)
      if (what === 'withdraw') attempt('person', { type: 'WithdrawServiceConsent' }, false)
      if (what === 'paper' || what === 'unpaper') attempt('officer', { type: 'RecordPaperConsent', given: what === 'paper', paper, statement, agents: [...agents] }, what === 'paper')
      if (what === 'serve') attempt('officer', serve(n))
      if (what === 'open') attempt('person', { type: 'OpenService', of: n })
      if (what === 'confirm') attempt('person', { type: 'ConfirmService', of: n })
      if (what === 'read' && state.next > 0) note(evolve(state, { type: 'message.read', actor: context('person').actor, body: { upTo: state.next - 1 }, attachments: [] }))
      if (what === 'arrive') {
        // By any entry there is: as a tail that comes late, or again, would.
        const cause = state.next - 1 - (n % 3)
        const of = state.parts.service.services[n % 3]?.index ?? n
        const arrival = cause >= 0 ? arrivalOf(state.parts.service, of, { index: cause, at: DAY }, when) : undefined
        if (!arrival) continue
        expect(stood[cause]).toBe(true)
        note(evolve(state, { type: 'service.arrived', actor: { kind: 'system', id: 'x', role: 'notice' }, body: { ...arrival, runs: [] }, attachments: [] }))
      }
    }
    for (const { index, arrived, consent: rests } of state.parts.service.services) {
      expect(stood[index]).toBe(true)
      expect(state.parts.service.consents.some((one) => one.index === rests && rests < index)).toBe(true)
      if (arrived) expect(arrived.index).toBeGreaterThan(index)
    }
  }), { numRuns: 300 })
})
