import type { Actor } from '../../log'
import type { Relation } from '../case-file'
import { type FormDefinition, FormDefinitionSchema } from '../forms'
import { applicationClock, type CaseRelation, countsFrom, decideThread, emptyThread, evolveThread, openCorrection, type ThreadCommand, type ThreadState, visibleTo } from '..'
import { node as progressNode } from '../progress/clocks-testing'
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
const application = form({ by: 'window', node: 'docket_application', correction: 'supply' }, { id: 'objection', title: '异议', asks_reply: false })

/** A thread in which commands are given and become entries. */
function thread() {
  let state: ThreadState = emptyThread
  const give = (actor: Actor, relation: Relation, command: ThreadCommand, at = AT) => {
    const own = { relationId: 'l_aaaaaaaa', personId: owner.id, partyId: owner.id, side: 'applicant', standing: 'self', since: AT } as unknown as CaseRelation
    const standing = relation === 'principal' ? [own] : []
    const draft = decideThread(command, state, { actor, relation, now: at, calendar, rules: threadRules, standing })!
    const entry = { index: state.next, at, actor: draft.actor, type: draft.type, body: draft.body, visibility: draft.visibility ?? 'all', attachments: draft.attachments }
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

  describe('what is missing (一次性告知补正)', () => {
    const DUE = { node: 'supply', dueAt: '2026-01-08T16:00:00.000Z', dueDay: '2026-01-08' }
    const LATER = '2026-01-07T02:00:00.000Z'
    const TOO_LATE = '2026-01-08T16:00:00.000Z'
    const asking = (of: number, items: readonly { text: string; about?: number }[]): ThreadCommand => ({ type: 'AskCorrection', of, items, ...DUE })
    const bringing = (of: number, ...items: number[]): ThreadCommand =>
      ({ type: 'SupplyApplication', of, parts: items.map((item) => ({ item, words: `第${item}项` })), notes: [], attachments: [] })
    const asked = () => {
      const t = thread()
      const { index: of } = t.hand(application)
      t.give(window, 'none', asking(of, [{ text: '身份证照片' }, { text: '裁定书' }]))
      return { t, of }
    }

    it('given all that is missing was said, when something more is asked for, then it is refused: it had to be said at once', () => {
      const { t, of } = asked()
      expect(code(() => t.give(window, 'none', asking(of, [{ text: '还有一样' }])))).toBe('applications.asked_once')
      expect(openCorrection(t.all[0]!)).toMatchObject({ items: [{ text: '身份证照片' }, { text: '裁定书' }], dueDay: '2026-01-08' })
    })
    it('given something came in, then a further notice is about that alone, line by line', () => {
      const { t, of } = asked()
      t.give(owner, 'principal', bringing(of, 1, 2), LATER)
      expect(code(() => t.give(window, 'none', asking(of, [{ text: '另一样' }]), LATER))).toBe('applications.asked_once')
      expect(code(() => t.give(window, 'none', asking(of, [{ text: '照片不清楚', about: 3 }]), LATER))).toBe('applications.asked_once')
      t.give(window, 'none', asking(of, [{ text: '照片不清楚', about: 1 }]), LATER)
      expect(t.all[0]?.corrections).toHaveLength(2)
      expect(code(() => t.give(window, 'none', asking(of, [{ text: '再来', about: 1 }]), LATER))).toBe('applications.asked_once')
      // The number of a line is only a line of the notice before.
      expect(code(() => thread().give(window, 'none', asking(0, [{ text: '第一次', about: 1 }])))).toBe('applications.unknown')
      const fresh = thread()
      const { index } = fresh.hand(application)
      expect(code(() => fresh.give(window, 'none', asking(index, [{ text: '第一次', about: 1 }])))).toBe('applications.asked_once')
    })
    it('something stands on each line, once; brought by whoever handed it in, while it is asked for', () => {
      const { t, of } = asked()
      for (const items of [[1], [1, 1], [1, 2, 3], [2, 3]]) expect(code(() => t.give(owner, 'principal', bringing(of, ...items)))).toBe('applications.line_missing')
      for (const [actor, relation] of [[window, 'none'], [officer, 'officer']] as const) expect(code(() => t.give(actor, relation, bringing(of, 1, 2)))).toBe('access.forbidden')
      expect(code(() => t.give(owner, 'principal', { ...bringing(of), parts: [{ item: 1, words: '卡号 4111111111111111' }, { item: 2, words: '有' }] } as ThreadCommand))).toBe('messaging.sensitive_number')
      t.give(owner, 'principal', bringing(of, 2, 1))
      expect(t.all[0]?.corrections[0]?.supplied?.parts.map(({ item }) => item)).toEqual([1, 2])
      expect(code(() => t.give(owner, 'principal', bringing(of, 1, 2)))).toBe('applications.nothing_asked')
    })
    it('given time to bring it, then nobody returns or refuses before that is over; what comes late still comes while nothing was decided', () => {
      const { t, of } = asked()
      const back: ThreadCommand = { type: 'ReturnApplication', of, reason: '逾期没有补正' }
      const refuse: ThreadCommand = { type: 'RefuseApplication', of, reason: '不符合受理条件' }
      for (const command of [back, refuse]) expect(code(() => t.give(window, 'none', command, LATER))).toBe('applications.correction_running')
      const late = asked()
      late.t.give(owner, 'principal', bringing(late.of, 1, 2), TOO_LATE)
      expect(code(() => late.t.give(window, 'none', { ...back, of: late.of }, TOO_LATE))).toBe('applications.nothing_asked')
      t.give(window, 'none', back, TOO_LATE)
      expect(t.all[0]?.end).toMatchObject({ how: 'returned', reason: '逾期没有补正' })
      expect(code(() => t.give(owner, 'principal', bringing(of, 1, 2), TOO_LATE))).toBe('applications.ended')
    })
    it('the court’s period stands still while the applicant is waited for, and counts anew from what came in', () => {
      const { t, of } = asked()
      const nodes = new Map([['docket_application', progressNode('docket_application', { kept_in: 'thread', start: { event: 'case_filed' }, limit: { value: 3, unit: 'calendar_day', roll_forward: true } })]])
      const dueDay = () => applicationClock(t.all[0]!, { nodes }, calendar)
      expect(dueDay()?.waitsFor).toBeDefined()
      t.give(owner, 'principal', bringing(of, 1, 2), LATER)
      expect([countsFrom(t.all[0]!), dueDay()?.waitsFor, dueDay()?.due.dueDay]).toEqual([LATER, undefined, '2026-01-11'])
      t.give(window, 'none', { type: 'DocketApplication', of, caseNumber: '（2026）虚01执异1号', docketedOn: '2026-01-07' }, LATER)
      expect(dueDay()).toBeUndefined()
    })
  })
})
