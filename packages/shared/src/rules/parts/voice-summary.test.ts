import type { Actor } from '../../log'
import { acknowledgements, calendar, threadRules } from '../testing'
import {
  type AttachmentNote, decideThread, emptyThread, evolveThread, type Mark, type Relation, spokenWords, type ThreadCommand, type ThreadState, voicesWaiting,
} from '..'

const party: Actor = { kind: 'person', id: 'p_aaaaaaaa', role: 'principal' }
const officer: Actor = { kind: 'staff', id: 's_oooo', role: 'officer' }
const judge: Actor = { kind: 'staff', id: 's_jjjj', role: 'judge' }
const leader: Actor = { kind: 'staff', id: 's_llll', role: 'team_leader' }
const AT = '2026-01-05T02:00:00.000Z'

const voice = (id: string): AttachmentNote => ({ id: `a_${id.padEnd(19, '0')}`, name: '语音.mp3', kind: 'voice', durationMs: 9_000 })
const send = (text: string, attachments: AttachmentNote[] = [], mark: Mark = 'ordinary'): ThreadCommand => ({
  type: 'SendMessage', message: { text, mark, attachments }, attachments: [],
})
const summarise = (of: number, id: string, summary = '问什么时候能拿到钱'): ThreadCommand => ({ type: 'SummariseVoice', of, attachmentId: voice(id).id, summary })
const call = (settles: boolean): ThreadCommand => ({ type: 'RecordContact', contact: { kind: 'phone', summary: '已电话说明', happenedAt: AT, settles } })
const dismiss: ThreadCommand = { type: 'DismissMatter', reason: '重复询问' }

const decide = (state: ThreadState, actor: Actor, command: ThreadCommand) =>
  decideThread(command, state, { actor, relation: actor.role as Relation, now: AT, calendar, rules: threadRules })
function after(...steps: [Actor, ThreadCommand][]): ThreadState {
  return steps.reduce((state, [actor, command]) => {
    const draft = decide(state, actor, command)
    return draft ? evolveThread(state, { ...draft, index: state.next, at: AT }, acknowledgements) : state
  }, emptyThread)
}
const refusal = (state: ThreadState, actor: Actor, command: ThreadCommand): unknown => {
  try {
    return decide(state, actor, command)?.type
  } catch (error) {
    const { code, field } = error as { code: string; field?: string }
    return field === undefined ? code : `${code} ${field}`
  }
}
const REQUIRED = 'messaging.voice_summary_required'

describe('a voice of the litigant side', () => {
  const asked = after([party, send('', [voice('x')])], [party, send('还有', [voice('y'), voice('z')])])

  it('holds up whatever would settle its matter until it is put into words; the refusal names the messages', () => {
    expect(refusal(asked, officer, send('在办'))).toBe(`${REQUIRED} voices.0.1`)
    expect(refusal(asked, officer, dismiss)).toBe(`${REQUIRED} voices.0.1`)
    expect(refusal(asked, officer, call(true))).toBe(`${REQUIRED} voices.0.1`)
    expect(refusal(asked, judge, send('在办'))).toBe(`${REQUIRED} voices.0.1`)
  })
  it('holds up neither the record of a call that settles nothing nor what its sender says next', () => {
    expect(refusal(asked, officer, call(false))).toBe('contact.recorded')
    expect(refusal(asked, party, send('在吗'))).toBe('message.sent')
  })
  it('is put into words one by one, and then the answer goes', () => {
    const one = decide(asked, officer, summarise(0, 'x', ' 问进展 '))
    expect(one).toEqual({ type: 'voice.summarised', actor: officer, body: { of: 0, attachmentId: voice('x').id, summary: '问进展' }, attachments: [] })
    const some = after([party, send('', [voice('x')])], [party, send('还有', [voice('y'), voice('z')])], [officer, summarise(0, 'x')], [officer, summarise(1, 'z')])
    expect(refusal(some, officer, send('在办'))).toBe(`${REQUIRED} voices.1`)
    expect(voicesWaiting(some)).toEqual([{ attachmentId: voice('y').id, of: 1 }])
    const all = after([party, send('', [voice('x')])], [officer, summarise(0, 'x')], [officer, send('在办')])
    expect(all.matter).toBeUndefined()
  })
  it('can be put into words later and better; the same words again write nothing', () => {
    const done = after([party, send('', [voice('x')])], [officer, summarise(0, 'x')], [officer, send('在办')])
    expect(refusal(done, judge, summarise(0, 'x', '问还要等多久'))).toBe('voice.summarised')
    expect(decide(done, judge, summarise(0, 'x'))).toBeUndefined()
    const better = after([party, send('', [voice('x')])], [officer, summarise(0, 'x', '听不清')], [party, send('', [voice('y')])], [officer, summarise(2, 'y', '第二段')], [officer, summarise(0, 'x', '问进展')])
    expect(spokenWords(better)).toEqual(['第二段', '问进展'])
  })
  it('of an old matter, answered before there were summaries, holds up nothing', () => {
    const old = evolveThread(after([party, send('', [voice('x')])]), { index: 1, at: AT, type: 'message.sent', actor: officer, body: { text: '在办', mark: 'ordinary', attachments: [] } }, acknowledgements)
    const again = evolveThread(old, { index: 2, at: AT, type: 'message.sent', actor: party, body: { text: '好了吗', mark: 'ordinary', attachments: [] } }, acknowledgements)
    expect(refusal(again, officer, send('在办'))).toBe('message.sent')
  })
  it('that the judge has to answer holds up the judge, and not the officer whose answer leaves it open', () => {
    const reported = after([party, send('在吗')], [party, send('', [voice('x')], 'irregularity')])
    expect(refusal(reported, officer, send('我转给法官'))).toBe('message.sent')
    expect(refusal(reported, judge, send('已核实'))).toBe(`${REQUIRED} voices.1`)
  })
  it('is put into words by who handles the case alone, and nothing else is: no picture, no voice of the court’s, no other message', () => {
    const picture: AttachmentNote = { id: voice('p').id, name: '1.jpg', kind: 'picture' }
    const state = after([party, send('', [voice('x'), picture])], [party, send('在吗')])
    expect(refusal(state, party, summarise(0, 'x'))).toBe('messaging.not_handler')
    expect(refusal(state, leader, summarise(0, 'x'))).toBe('messaging.not_handler')
    expect(refusal(state, officer, summarise(0, 'p'))).toBe('messaging.not_a_voice body.attachmentId')
    expect(refusal(state, officer, summarise(1, 'x'))).toBe('messaging.not_a_voice body.attachmentId')
    const courts = evolveThread(emptyThread, { index: 0, at: AT, type: 'message.sent', actor: officer, body: { text: '', mark: 'ordinary', attachments: [voice('x')] } }, acknowledgements)
    expect(refusal(courts, officer, summarise(0, 'x'))).toBe('messaging.not_a_voice body.attachmentId')
  })
  it('is not written down with the account numbers that were said in it', () => {
    expect(refusal(asked, officer, summarise(0, 'x', '卡号6222021234567890128'))).toMatch(/^messaging\.sensitive_number/)
  })
  it('that was sealed is heard by nobody: it holds up nothing, is put into no words, and those it had are gone', () => {
    const said = after([party, send('', [voice('x')])], [officer, summarise(0, 'x', '身份信息')])
    const seal = (state: ThreadState): ThreadState =>
      evolveThread(state, { index: state.next, at: AT, type: 'seal.approved', actor: leader, body: { of: 0, reason: 'wrong_case', words: '发错了案件' } }, acknowledgements)
    expect(spokenWords(seal(said))).toEqual([])
    const unsaid = seal(after([party, send('', [voice('x')])]))
    expect(refusal(unsaid, officer, send('在办'))).toBe('message.sent')
    expect(refusal(unsaid, officer, summarise(0, 'x'))).toBe('messaging.sealed')
  })
})
