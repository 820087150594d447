import * as fc from 'fast-check'
import type { Actor } from '../log'
import { calendar, acknowledgements, replyClocks, threadRules } from './testing'
import { decideThread, emptyThread, evolveThread, markOf, replyDue, threadAbilities, type Mark, type MessageSent, type Relation, type ThreadCommand, type ThreadState } from '.'

const party: Actor = { kind: 'person', id: 'p_aaaaaaaa', role: 'principal' }
const officer: Actor = { kind: 'staff', id: 's_oooo', role: 'officer' }
const judge: Actor = { kind: 'staff', id: 's_jjjj', role: 'judge' }
const MONDAY_10 = '2026-01-05T02:00:00.000Z'
const MONDAY_20 = '2026-01-05T12:00:00.000Z'

const message = (text: string, more: Partial<MessageSent> = {}): MessageSent => ({ text, mark: 'ordinary', attachments: [], ...more })
const send = (text: string, more: Partial<MessageSent> = {}): ThreadCommand => ({ type: 'SendMessage', message: message(text, more), attachments: [] })

/** given what has happened, when someone acts, then … */
function given(...steps: [Actor, ThreadCommand, string?][]) {
  let state = emptyThread
  for (const [actor, command, at = MONDAY_10] of steps) state = step(state, actor, command, at)
  return {
    state,
    when: (actor: Actor, command: ThreadCommand, at = MONDAY_10) => () => decide(state, actor, command, at),
    then: (actor: Actor, command: ThreadCommand, at = MONDAY_10) => step(state, actor, command, at),
  }
}
const decide = (state: ThreadState, actor: Actor, command: ThreadCommand, now: string) =>
  decideThread(command, state, { actor, relation: actor.role as Relation, now, calendar, rules: threadRules })
function step(state: ThreadState, actor: Actor, command: ThreadCommand, at: string): ThreadState {
  const draft = decide(state, actor, command, at)
  return draft ? evolveThread(state, { ...draft, index: state.next, at }, acknowledgements) : state
}

describe('the clock of a thread', () => {
  it('starts with the first thing asked, and a burst is one matter', () => {
    const { state } = given([party, send('到哪一步了？')], [party, send('在吗')], [party, send('？')])
    expect(state.matter).toEqual({ since: 0, sinceAt: MONDAY_10 })
  })
  it.each(['谢谢', '好的，谢谢王法官！', '收到', '知道了。'])('does not start with %s', (text) => {
    expect(given([party, send(text)]).state.matter).toBeUndefined()
  })
  it.each(['谢谢，什么时候发款？', '法官', '好吗', '？', '收到了一张传票'])('starts with %s', (text) => {
    expect(given([party, send(text)]).state.matter).toBeDefined()
  })
  it('starts with a thank-you that carries a picture or a mark', () => {
    const picture = { id: 'a_aaaaaaaa', name: '1.jpg', kind: 'picture' as const }
    expect(given([party, send('谢谢', { attachments: [picture] })]).state.matter).toBeDefined()
    expect(given([party, send('谢谢', { mark: 'property_clue' })]).state.matter).toBeDefined()
  })
  it('ends with an answer, a dismissal or a recorded call that settles it', () => {
    const asked: [Actor, ThreadCommand] = [party, send('到哪一步了？')]
    const call = (settles: boolean): ThreadCommand => ({ type: 'RecordContact', contact: { kind: 'phone', summary: '已电话说明', happenedAt: MONDAY_10, settles } })
    expect(given(asked, [officer, send('在办')]).state.matter).toBeUndefined()
    expect(given(asked, [officer, { type: 'DismissMatter', reason: '重复询问' }]).state.matter).toBeUndefined()
    expect(given(asked, [officer, call(true)]).state.matter).toBeUndefined()
    expect(given(asked, [officer, call(false)]).state.matter).toBeDefined()
  })
  it('does not end with the party’s own thanks', () => {
    expect(given([party, send('到哪一步了？')], [party, send('谢谢')]).state.matter).toBeDefined()
  })
})

describe('a message reported as irregular', () => {
  const reported: [Actor, ThreadCommand] = [party, send('办案拖延', { mark: 'irregularity' })]
  it('is answered by the judge; the officer’s words leave it open, counted from receipt', () => {
    const after = given(reported, [officer, send('正在核实'), '2026-01-06T02:00:00.000Z'])
    expect(after.state.matter).toEqual({ since: 0, sinceAt: MONDAY_10, irregularSince: { index: 0, at: MONDAY_10 } })
    expect(after.then(judge, send('经查……')).matter).toBeUndefined()
  })
  it('is remembered after it was settled, with what began and what settled it; another one is another', () => {
    const again: [Actor, ThreadCommand, string] = [officer, { type: 'RemarkMessage', of: 3, mark: 'irregularity' }, '2026-01-08T02:00:00.000Z']
    const { state } = given(reported, [party, send('还是没有人管', { mark: 'irregularity' })], [judge, send('经查……')], [party, send('又拖了')], again)
    expect(state.irregularities).toEqual([{ of: 0, at: MONDAY_10, begunBy: 0, settledBy: 2 }, { of: 3, at: MONDAY_10, begunBy: 4 }])
  })
  it('cannot be dismissed by the officer', () => {
    expect(given(reported).when(officer, { type: 'DismissMatter', reason: '不实' })).toThrow('messaging.judge_required')
  })
  it('is timed from receipt when the officer marks it so later', () => {
    const { state } = given([party, send('办案拖延')], [officer, send('会处理')], [officer, { type: 'RemarkMessage', of: 0, mark: 'irregularity' }, '2026-01-08T02:00:00.000Z'])
    expect(state.matter?.irregularSince).toEqual({ index: 0, at: MONDAY_10 })
  })
  it('keeps its clock when it is marked as ordinary again', () => {
    const { state } = given(reported, [officer, { type: 'RemarkMessage', of: 0, mark: 'ordinary' }])
    expect(markOf(state, 0)).toBe('ordinary')
    expect(state.matter?.irregularSince).toEqual({ index: 0, at: MONDAY_10 })
  })
})

describe('what may be written', () => {
  it('refuses an empty message, and trims what is not', () => {
    expect(given().when(party, send('  \n'))).toThrow('messaging.empty')
    expect(given().when(party, send(' 您好 '))()?.body.text).toBe('您好')
  })
  it.each(['卡号6222 0212 3456 7890 128', '身份证11010519491231002X'])('stops %s', (text) => {
    expect(given().when(party, send(text))).toThrow('messaging.sensitive_number')
    expect(given().when(officer, send(text))).toThrow('messaging.sensitive_number')
  })
  it.each(['请打13800138000', '（2026）虚01执101号', '2026-01-05 10:00', '共计人民币1234567.89元'])('lets %s through', (text) => {
    expect(given().when(party, send(text))).not.toThrow()
  })
  it('asks the officer for a reason outside office hours, and files it; never asks the party', () => {
    expect(given().when(officer, send('在办'), MONDAY_20)).toThrow('messaging.off_hours_reason_required')
    expect(given().when(officer, send('在办', { offHoursReason: '当事人急问' }), MONDAY_20)()?.body.offHoursReason).toBe('当事人急问')
    expect(given().when(officer, send('在办'), '2026-01-07T02:00:00.000Z')).toThrow('messaging.off_hours_reason_required')
    expect(given().when(party, send('在吗'), MONDAY_20)).not.toThrow()
  })
  it('keeps no reason where none is due, and no mark of the court’s', () => {
    expect(given().when(officer, send('在办', { offHoursReason: '无', mark: 'settlement' }))()?.body).toEqual({ text: '在办', mark: 'ordinary', attachments: [] })
  })
  it('lets a team leader and a stranger write nothing', () => {
    for (const role of ['team_leader', 'none']) {
      expect(given().when({ kind: 'staff', id: 's_llll', role }, send('插话'))).toThrow('messaging.not_handler')
    }
  })
  it('lets only the court side re-mark, and only messages of the party', () => {
    const thread = given([party, send('问')], [officer, send('答')])
    const remark = (of: number, mark: Mark): ThreadCommand => ({ type: 'RemarkMessage', of, mark })
    expect(thread.when(party, remark(0, 'settlement'))).toThrow('messaging.not_handler')
    expect(thread.when(officer, remark(1, 'settlement'))).toThrow('messaging.not_a_message')
    expect(thread.when(officer, remark(7, 'settlement'))).toThrow('messaging.not_a_message')
    expect(thread.when(officer, remark(0, 'ordinary'))()).toBeUndefined()
  })
})

describe('delivered and read', () => {
  it('go forward only, and not past the end', () => {
    const thread = given([party, send('问')], [officer, { type: 'MarkRead', upTo: 0 }])
    expect(thread.state.court).toEqual({ delivered: 0, read: 0 })
    expect(thread.when(officer, { type: 'MarkDelivered', upTo: 0 })()).toBeUndefined()
    expect(thread.when(officer, { type: 'MarkRead', upTo: 2 })).toThrow('messaging.too_far')
  })
})

describe('what the phone may offer', () => {
  it('agrees with what the server decides', () => {
    const relations: Relation[] = ['principal', 'agent', 'officer', 'judge', 'team_leader', 'none']
    fc.assert(
      fc.property(fc.constantFrom(...relations), fc.boolean(), fc.boolean(), fc.constantFrom(MONDAY_10, MONDAY_20), (relation, isOpen, isIrregular, now) => {
        const isParty = relation === 'principal' || relation === 'agent'
        const actor: Actor = { kind: isParty ? 'person' : 'staff', id: 'x', role: relation }
        const { state } = given(...(isOpen ? [[party, send('问', { mark: isIrregular ? 'irregularity' : 'ordinary' })] as [Actor, ThreadCommand]] : []))
        const can = threadAbilities(state, { relation, side: isParty ? 'party' : 'court', now, calendar, rules: threadRules })
        const works = (command: ThreadCommand): boolean => {
          try {
            return decide(state, actor, command, now) !== undefined
          } catch {
            return false
          }
        }
        const reason = can.offHoursReason ? { offHoursReason: '急' } : {}
        expect(works(send('您好', reason))).toBe(can.send)
        expect(works({ type: 'DismissMatter', reason: '重复' })).toBe(can.dismiss)
        expect(works({ type: 'RecordContact', contact: { kind: 'visit', summary: '来访', happenedAt: now, settles: true } })).toBe(can.recordContact)
      }),
    )
  })
})

describe('when an answer is due', () => {
  const due = (sinceAt: string, irregular = false) =>
    replyDue({ since: 0, sinceAt, ...(irregular && { irregularSince: { index: 0, at: sinceAt } }) }, replyClocks, calendar)
  it.each([
    ['Monday morning', '2026-01-05T02:00:00.000Z', '2026-01-06T16:00:00.000Z'],
    ['Tuesday: Wednesday is a holiday', '2026-01-06T02:00:00.000Z', '2026-01-08T16:00:00.000Z'],
    ['Friday: Sunday is worked instead', '2026-01-09T02:00:00.000Z', '2026-01-11T16:00:00.000Z'],
    ['late at night, Shanghai’s day counts', '2026-01-05T15:59:59.000Z', '2026-01-06T16:00:00.000Z'],
    ['just after midnight', '2026-01-05T16:00:00.000Z', '2026-01-08T16:00:00.000Z'],
  ])('asked on %s', (_, sinceAt, targetAt) => {
    expect(due(sinceAt).targetAt).toBe(targetAt)
  })
  it('rolls three calendar days that end on a weekend to the next working day', () => {
    expect(due('2026-01-14T02:00:00.000Z').alarmAt).toBe('2026-01-19T16:00:00.000Z')
    expect(due('2026-01-14T02:00:00.000Z', true).answeredBy).toBe('judge')
  })
  it('never comes later for being irregular', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 360 * 24 }), (hours) => {
      const sinceAt = new Date(Date.parse('2026-01-01T00:00:00.000Z') + hours * 3_600_000).toISOString()
      expect(due(sinceAt, true).targetAt <= due(sinceAt).targetAt).toBe(true)
      expect(due(sinceAt).targetAt > sinceAt).toBe(true)
    }))
  })
})
