import type { Actor } from '../log'
import { decideHelp, evolveHelp, type HelpCommand, helpDue, type HelpState, noHelp } from './binding-help'
import type { Check } from './binding-help-config'
import { calendar } from './testing'

const cite = { basis: 'proposal', source: 'test' } as const
const rules = {
  required_checks: { in_person: ['document_original', 'face_matches'] as Check[], call_back: ['called_known_number'] as Check[], cite },
  most: { asked_per_day: 3, papers: 2, cite },
}
const asker: Actor = { kind: 'person', id: 'u_asker', role: 'account' }
const desk: Actor = { kind: 'staff', id: 's_desk', role: 'desk' }
const otherDesk: Actor = { kind: 'staff', id: 's_other', role: 'desk' }
const AT = '2026-01-05T01:00:00.000Z'
const paper = { id: 'a_00000001', sm3: '0'.repeat(64), size: 1, type: 'image/png' }
const ask: HelpCommand = { type: 'AskHelp', asked: { reason: 'wrong_phone', way: 'app' } }
const take: HelpCommand = { type: 'TakeHelp' }
const issued = { personId: 'p_00000001', handedOver: 'in_person' as const, checks: ['document_original', 'face_matches'] as Check[], documentKind: 'resident_id', note: '' }
const issue: HelpCommand = { type: 'IssueCode', issued }
const refuse: HelpCommand = { type: 'RefuseHelp', reason: '没有带身份证件，请带原件再来。' }
const bound: HelpCommand = { type: 'NoteBound', bound: { personId: 'p_00000001', accountId: 'u_asker' } }

/** The state after these commands, each by whom it is by. */
function after(...steps: [HelpCommand, Actor][]): HelpState {
  return steps.reduce((state, [command, actor]) => {
    const draft = decideHelp(command, state, { actor, rules })
    return draft ? evolveHelp(state, { ...draft, at: AT }) : state
  }, noHelp)
}
const refusal = (state: HelpState, command: HelpCommand, actor: Actor): string => {
  try {
    decideHelp(command, state, { actor, rules })
    return 'done'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('asked, taken, checked, bound', () => {
  expect(after([ask, asker])).toMatchObject({ status: 'waiting', reason: 'wrong_phone', way: 'app', askedBy: 'u_asker', takenBy: null })
  expect(after([ask, asker], [take, desk])).toMatchObject({ status: 'taken', takenBy: 's_desk' })
  expect(after([ask, asker], [take, desk], [issue, desk])).toMatchObject({ status: 'code_issued', personId: 'p_00000001', closedAt: null })
  expect(after([ask, asker], [take, desk], [issue, desk], [bound, asker])).toMatchObject({ status: 'bound', closedAt: AT })
})

test('only whoever has taken it works it; another one takes it over by an entry', () => {
  const taken = after([ask, asker], [take, desk])
  expect(refusal(after([ask, asker]), issue, desk)).toBe('help.not_taken')
  for (const command of [issue, refuse]) expect(refusal(taken, command, otherDesk)).toBe('help.not_taken')
  expect(after([ask, asker], [take, desk], [take, otherDesk]).takenBy).toBe('s_other')
  expect(decideHelp(take, taken, { actor: desk, rules })).toBeUndefined()
})

test('no code without what must be looked at; a call back names a number that the court knows', () => {
  const taken = after([ask, asker], [take, desk])
  expect(refusal(taken, { type: 'IssueCode', issued: { ...issued, checks: ['document_original'] } }, desk)).toBe('help.check_missing')
  const call = { ...issued, handedOver: 'call_back' as const, checks: ['called_known_number'] as Check[] }
  expect(refusal(taken, { type: 'IssueCode', issued: call }, desk)).toBe('help.number_unknown')
  expect(refusal(taken, { type: 'IssueCode', issued: { ...call, calledNumber: { source: 'self', since: AT } } }, desk)).toBe('done')
  // A number called says nothing where the papers were on the desk.
  expect(refusal(taken, { type: 'IssueCode', issued: { ...issued, calledNumber: { source: 'self', since: AT } } }, desk)).toBe('help.number_unknown')
})

test('nobody gets into the records by telephone', () => {
  const taken = after([ask, asker], [take, desk])
  const added = { personId: 'p_00000001', documentKind: 'passport', checks: issued.checks, note: '' }
  expect(refusal(taken, { type: 'AddPerson', added, handedOver: 'call_back' }, desk)).toBe('help.in_person_only')
  expect(refusal(taken, { type: 'AddPerson', added, handedOver: 'in_person' }, desk)).toBe('done')
})

test('what is over stays over', () => {
  for (const end of [refuse, { type: 'WithdrawHelp' } as const, { type: 'ConfirmPhone', confirmed: { ...issued, endsOthers: true } } as HelpCommand]) {
    const over = after([ask, asker], [take, desk], [end, desk])
    expect(over.closedAt).toBe(AT)
    for (const command of [take, issue, refuse, { type: 'WithdrawHelp' } as const, { type: 'AddPaper', paper } as const]) expect(refusal(over, command, desk)).toBe('help.over')
  }
  // A code that is out may be used after the desk has made another one, and taken back by whoever asked, but not refused.
  const out = after([ask, asker], [take, desk], [issue, desk])
  expect([refusal(out, refuse, desk), refusal(out, issue, desk), refusal(out, { type: 'WithdrawHelp' }, asker)]).toEqual(['help.over', 'done', 'done'])
})

test('a number in a note or a reason would stand there for ever: refused', () => {
  const taken = after([ask, asker], [take, desk])
  for (const number of ['13800000001', '138 0000 0001', '11010519491231002X', '6222021234567890128', '010-12345678']) {
    expect(refusal(taken, { type: 'IssueCode', issued: { ...issued, note: `见${number}` } }, desk)).toBe('help.number_in_note')
    expect(refusal(taken, { type: 'RefuseHelp', reason: `请拨打${number}` }, desk)).toBe('help.number_in_note')
  }
  expect(refusal(taken, { type: 'RefuseHelp', reason: '请带身份证原件，在8:30至12:00到2号窗口。' }, desk)).toBe('done')
})

test('a request holds so many pictures and no more', () => {
  const add: HelpCommand = { type: 'AddPaper', paper }
  const full = after([ask, asker], [add, asker], [add, asker])
  expect([full.papers.length, refusal(full, add, asker)]).toEqual([2, 'help.papers_full'])
})

test('entries of others on a request’s chain change nothing', () => {
  const state = after([ask, asker])
  expect(evolveHelp(state, { type: 'standing.asked', at: AT, actor: desk, body: {}, attachments: [paper] })).toBe(state)
})

test('the clock counts from the asking, over a holiday', () => {
  const clock = {
    target: { value: 1, unit: 'working_day' as const, roll_forward: true, cite }, alarm: { value: 3, unit: 'calendar_day' as const, roll_forward: true, cite },
  }
  // Tuesday the 6th; Wednesday is a holiday.
  expect(helpDue('2026-01-06T02:00:00.000Z', clock, calendar)).toEqual({ targetAt: '2026-01-08T16:00:00.000Z', alarmAt: '2026-01-09T16:00:00.000Z' })
})
