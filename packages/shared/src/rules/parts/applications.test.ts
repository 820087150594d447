import type { Actor } from '../../log'
import type { Relation } from '../case-file'
import { type FormDefinition, FormDefinitionSchema } from '../forms'
import { type CaseRelation, decideThread, emptyThread, evolveThread, type ThreadCommand, type ThreadState, visibleTo } from '..'
import { acknowledgements, calendar, threadRules } from '../testing'

const AT = '2026-01-05T02:00:00.000Z'
const owner: Actor = { kind: 'person', id: 'p_aaaaaaaa', role: 'principal' }
const officer: Actor = { kind: 'staff', id: 's_oooo', role: 'officer' }
const window: Actor = { kind: 'staff', id: 's_wwww', role: 'window' }
const cite = { basis: 'proposal', source: 'test' } as const
const form = (handled: FormDefinition['handled'], more: object = {}): FormDefinition =>
  FormDefinitionSchema.parse({
    id: 'clue', version: 1, title: '线索', intro: '说明', sides: ['applicant'], submitters: ['principal'], warning: '提交后不能改', attachments: { label: '照片', hint: '拍清楚' }, cite,
    fields: [{ id: 'urgent', label: '急不急', type: 'choice', required: true, choices: [{ value: 'yes', label: '急' }, { value: 'no', label: '不急' }] }],
    handled, asks_reply: true, ...more,
  })
const clue = form({ by: 'handlers', node: 'check_clue', urgent: { field: 'urgent', is: 'yes', node: 'check_clue_urgent' } })
const application = form({ by: 'window', node: 'docket_application' }, { id: 'objection', title: '异议', asks_reply: false })

/** A thread in which commands are given and become entries. */
function thread() {
  let state: ThreadState = emptyThread
  const give = (actor: Actor, relation: Relation, command: ThreadCommand) => {
    const own = { relationId: 'l_aaaaaaaa', personId: owner.id, partyId: owner.id, side: 'applicant', standing: 'self', since: AT } as unknown as CaseRelation
    const standing = relation === 'principal' ? [own] : []
    const draft = decideThread(command, state, { actor, relation, now: AT, calendar, rules: threadRules, standing })!
    const entry = { index: state.next, at: AT, actor: draft.actor, type: draft.type, body: draft.body, visibility: draft.visibility ?? 'all', attachments: draft.attachments }
    state = evolveThread(state, entry, acknowledgements)
    return entry
  }
  const hand = (of: FormDefinition, urgent = 'no') => give(owner, 'principal', { type: 'SubmitForm', form: of, values: { urgent }, notes: [], attachments: [] })
  return { give, hand, get state() { return state }, get all() { return state.parts.applications } }
}
const code = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'ok'
}

describe('what has a clock of its own and ends in an answer', () => {
  it('given a clue, then its period is the one of its field; a form that nobody has to answer has none', () => {
    const t = thread()
    t.hand(clue)
    t.hand(clue, 'yes')
    t.hand(form(undefined, { id: 'plain' }))
    expect(t.all.map(({ node, by, end }) => [node, by, end])).toEqual([['check_clue', 'handlers', undefined], ['check_clue_urgent', 'handlers', undefined]])
  })
  it('given an open clue, when its handler answers, then it has ended, the matter is settled, and nobody answers again', () => {
    const t = thread()
    const { index: of } = t.hand(clue)
    expect(t.state.matter?.since).toBe(of)
    const entry = t.give(officer, 'officer', { type: 'AnswerClue', of, result: 'not_found', words: ' 去看过了，没有 ' })
    expect(t.all[0]?.end).toEqual({ how: 'answered', result: 'not_found', words: '去看过了，没有', index: entry.index, at: AT })
    expect(t.state.matter).toBeUndefined()
    expect(code(() => t.give(officer, 'officer', { type: 'AnswerClue', of, result: 'checked', words: '再说' }))).toBe('applications.ended')
  })
  it('an answer is for sender and handlers alone', () => {
    const t = thread()
    const { index: of } = t.hand(clue)
    const entry = t.give(officer, 'officer', { type: 'AnswerClue', of, result: 'checked', words: '核实了' })
    expect(entry.visibility).toBe('sender_and_handler')
    expect([visibleTo(entry, t.state, 'principal', true), visibleTo(entry, t.state, 'judge', false), visibleTo(entry, t.state, 'team_leader', false)]).toEqual([true, true, false])
  })
  it('each is answered by whoever it is for: a clue not by the window, an application not by the handler, nothing by a party', () => {
    const t = thread()
    const [{ index: ofClue }, { index: ofApplication }] = [t.hand(clue), t.hand(application)]
    const docket = (of: number): ThreadCommand => ({ type: 'DocketApplication', of, caseNumber: '（2026）虚01执异1号', docketedOn: '2026-01-05' })
    expect(code(() => t.give(window, 'none', docket(ofClue)))).toBe('applications.unknown')
    expect(code(() => t.give(officer, 'officer', { type: 'AnswerClue', of: ofApplication, result: 'checked', words: '核实' }))).toBe('applications.unknown')
    expect(code(() => t.give(window, 'none', { type: 'AnswerClue', of: ofClue, result: 'checked', words: '核实' }))).toBe('messaging.not_handler')
    expect(code(() => t.give(owner, 'principal', docket(ofApplication)))).toBe('access.forbidden')
    expect(code(() => t.give(officer, 'officer', { type: 'AnswerClue', of: 99, result: 'checked', words: '核实' }))).toBe('applications.unknown')
    t.give(window, 'none', docket(ofApplication))
    expect(t.all[1]?.end).toMatchObject({ how: 'docketed', caseNumber: '（2026）虚01执异1号' })
  })
  it('a refusal says why, and neither it nor an answer holds a number of an account', () => {
    const t = thread()
    const [{ index: ofClue }, { index: of }] = [t.hand(clue), t.hand(application)]
    expect(code(() => t.give(window, 'none', { type: 'RefuseApplication', of, reason: '账号 4111111111111111' }))).toBe('messaging.sensitive_number')
    expect(code(() => t.give(officer, 'officer', { type: 'AnswerClue', of: ofClue, result: 'controlled', words: '4111111111111111 已冻结' }))).toBe('messaging.sensitive_number')
    t.give(window, 'none', { type: 'RefuseApplication', of, reason: '已超过期限' })
    expect(t.all[1]?.end).toMatchObject({ how: 'refused', reason: '已超过期限' })
  })
  it('what was sealed is answered by nobody', () => {
    const t = thread()
    const { index: of } = t.hand(application)
    t.give(owner, 'principal', { type: 'AskSeal', of, reason: 'wrong_case' })
    t.give({ kind: 'staff', id: 's_llll', role: 'team_leader' }, 'team_leader', { type: 'ApproveSeal', of })
    expect(code(() => t.give(window, 'none', { type: 'RefuseApplication', of, reason: '已超过期限' }))).toBe('applications.unknown')
  })
})
