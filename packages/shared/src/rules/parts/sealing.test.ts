import type { Actor } from '../../log'
import { acknowledgements, calendar, threadRules } from '../testing'
import {
  type AttachmentNote, decideThread, emptyThread, evolveThread, type FormDefinition, isSealed, isSealable, mayRepeat, type Relation, spokenWords,
  THREAD_ENTRIES, type ThreadCommand, type ThreadState, voicesWaiting,
} from '..'

const AT = '2026-01-05T02:00:00.000Z'
const party: Actor = { kind: 'person', id: 'p_aaaaaaaa', role: 'principal' }
const officer: Actor = { kind: 'staff', id: 's_oooo', role: 'officer' }
const leader: Actor = { kind: 'staff', id: 's_llll', role: 'team_leader' }
const director: Actor = { kind: 'staff', id: 's_dddd', role: 'director' }

const send = (text: string, more: object = {}): ThreadCommand => ({ type: 'SendMessage', message: { text, mark: 'ordinary', attachments: [], ...more }, attachments: [] })
const ask = (of: number, reason = 'wrong_case'): ThreadCommand => ({ type: 'AskSeal', of, reason })
const approve = (of: number): ThreadCommand => ({ type: 'ApproveSeal', of })
const refuse = (of: number, reason = 'belongs'): ThreadCommand => ({ type: 'RefuseSeal', of, reason })

const decide = (state: ThreadState, actor: Actor, command: ThreadCommand) =>
  decideThread(command, state, { actor, relation: actor.role as Relation, now: AT, calendar, rules: threadRules, standing: [] })
function after(...steps: [Actor, ThreadCommand][]): ThreadState {
  return steps.reduce((state, [actor, command]) => {
    const draft = decide(state, actor, command)
    return draft ? evolveThread(state, { ...draft, index: state.next, at: AT }, acknowledgements) : state
  }, emptyThread)
}
const said: [Actor, ThreadCommand][] = [[party, send('发错了')], [officer, send('收到')]]

describe('sealing (封存)', () => {
  it('is asked for by who sent it, or who handles the case, with a reason of the court’s list', () => {
    expect(decide(after(...said), party, ask(0))).toMatchObject({ type: 'seal.asked', body: { of: 0, reason: 'wrong_case', words: '发错了案件' } })
    expect(decide(after(...said), officer, ask(0))).toMatchObject({ type: 'seal.asked' })
    expect(decide(after(...said), officer, ask(1))).toMatchObject({ type: 'seal.asked' })
  })
  it.each([
    ['what the court said, by the party', party, ask(1), 'access.forbidden'],
    ['anything, by a leader', leader, ask(0), 'access.forbidden'],
    ['for a reason of one’s own', party, ask(0, 'because'), 'sealing.reason_unknown'],
    ['what is not there', party, ask(9), 'sealing.not_sealable'],
  ])('is not asked for: %s', (_, actor, command, code) => {
    expect(() => decide(after(...said), actor, command)).toThrow(code)
  })
  it('is not asked for twice while one waits, nor for what is sealed', () => {
    expect(() => decide(after(...said, [party, ask(0)]), officer, ask(0))).toThrow('sealing.already_asked')
    expect(() => decide(after(...said, [party, ask(0)], [leader, approve(0)]), party, ask(0))).toThrow('sealing.not_sealable')
  })
  it('cannot take away what the chain says of itself', () => {
    const state = after(...said, [party, ask(0)], [leader, approve(0)])
    for (const index of [2, 3]) expect(() => decide(state, officer, ask(index))).toThrow('sealing.not_sealable')
  })
  it('is decided by who leads, never by who asked, and once', () => {
    const asked = after(...said, [officer, ask(0)])
    expect(decide(asked, leader, approve(0))).toMatchObject({ type: 'seal.approved', body: { of: 0, reason: 'wrong_case' } })
    expect(decide(asked, director, refuse(0))).toMatchObject({ type: 'seal.refused', body: { of: 0, reason: 'belongs', words: '内容应当留在案卷里' } })
    expect(() => decide(asked, officer, approve(0))).toThrow('access.forbidden')
    expect(() => decide(asked, party, approve(0))).toThrow('access.forbidden')
    // Whoever asked as a stand-in and leads by now.
    expect(() => decide(asked, { ...officer, role: 'director' }, approve(0))).toThrow('sealing.own_request')
    expect(() => decide(after(...said), leader, approve(0))).toThrow('sealing.nothing_asked')
    expect(() => decide(after(...said, [officer, ask(0)], [leader, approve(0)]), director, refuse(0))).toThrow('sealing.nothing_asked')
  })
  it('may be asked for anew after a refusal', () => {
    expect(decide(after(...said, [party, ask(0)], [leader, refuse(0)]), party, ask(0, 'not_here'))).toMatchObject({ type: 'seal.asked' })
  })
  it('neither stops nor starts a clock, and moves no index', () => {
    const asked = after([party, send('钱什么时候到？')])
    const sealed = after([party, send('钱什么时候到？')], [party, ask(0)], [leader, approve(0)])
    expect(sealed.matter).toEqual(asked.matter)
    expect(sealed.next).toBe(3)
    expect(sealed.received).toEqual(asked.received)
  })
})

describe('what can be sealed', () => {
  const respondent = [{ relationId: 'l_00000000', personId: party.id, partyId: party.id, side: 'respondent', standing: 'self', since: AT }] as never
  const decideAs = (state: ThreadState, actor: Actor, command: ThreadCommand) =>
    decideThread(command, state, { actor, relation: actor.role as Relation, now: AT, calendar, rules: threadRules, standing: respondent })
  const go = (...steps: [Actor, ThreadCommand][]): ThreadState =>
    steps.reduce((state, [actor, command]) => {
      const draft = decideAs(state, actor, command)
      return draft ? evolveThread(state, { ...draft, index: state.next, at: AT }, acknowledgements) : state
    }, emptyThread)
  const seal = (of: number): [Actor, ThreadCommand][] => [[officer, ask(of)], [leader, approve(of)]]
  const field = { id: 'cash', label: '现金', type: 'text', required: false } as never
  const form = (id: string, supplements?: string): FormDefinition => ({
    id, version: 1, title: '财产报告', intro: '', sides: ['respondent'], submitters: ['principal'], once: supplements === undefined, fields: [field], groups: [],
    ...(supplements !== undefined && { supplements }),
  }) as never
  const report = (more: object = {}): ThreadCommand => ({
    type: 'SubmitForm', form: form('property_report'), values: { cash: '三百元' }, notes: [], attachments: [], ...more,
  })
  const supplement = (of: number): ThreadCommand => report({ form: form('property_supplement', 'property_report'), supplements: of })
  const task: ThreadCommand = { type: 'AskTask', task: { taskId: `t_${'0'.repeat(20)}`, kind: 'report', label: '报告财产', what: '请报告财产', form: 'property_report' } }
  const doneOf = (state: ThreadState): unknown => state.parts.tasks[0]?.done?.index

  it('is whatever holds somebody’s own words; every other type says why it holds none', () => {
    for (const [type, what] of Object.entries(THREAD_ENTRIES)) {
      expect([type, isSealable(type)]).toEqual([type, what === 'words'])
      if (what !== 'words') expect(what.none.length).toBeGreaterThan(5)
    }
    // A type that nobody knows yet is not sealable, and is taken to repeat what it is about.
    expect([isSealable('some.summary'), mayRepeat('some.summary'), mayRepeat('message.read')]).toEqual([false, true, false])
  })

  it('is a form, with what adds to it: then the right one can be handed in, and what it was asked for is to be done still', () => {
    const before = go([officer, task], [party, report()], [party, supplement(1)])
    expect(doneOf(before)).toBe(1)
    expect(() => decideAs(before, party, report())).toThrow('forms.already_submitted')
    const asked = go([officer, task], [party, report()], [party, supplement(1)], [officer, ask(1)])
    expect(decideAs(asked, leader, approve(1))?.body).toMatchObject({ of: 1, also: [2] })
    const sealed = go([officer, task], [party, report()], [party, supplement(1)], ...seal(1))
    expect([0, 1, 2].map((index) => isSealed(sealed.parts.sealing, index))).toEqual([false, true, true])
    expect(doneOf(sealed)).toBeUndefined()
    expect(() => decideAs(sealed, party, supplement(1))).toThrow('forms.nothing_to_supplement')
    const anew = go([officer, task], [party, report()], [party, supplement(1)], ...seal(1), [party, report()])
    expect(doneOf(anew)).toBe(5)
    expect(decideAs(anew, party, supplement(5))).toMatchObject({ type: 'form.submitted' })
  })
  it('and a request that waits about what goes with it needs no decision any more', () => {
    const state = go([officer, task], [party, report()], [party, supplement(1)], [party, ask(2)], ...seal(1))
    expect(state.parts.sealing.asked).toEqual({})
    expect(() => decideAs(state, leader, approve(2))).toThrow('sealing.nothing_asked')
  })
  it('is a supplement alone: what it adds to stays', () => {
    const state = go([officer, task], [party, report()], [party, supplement(1)], ...seal(2))
    expect([1, 2].map((index) => isSealed(state.parts.sealing, index))).toEqual([false, true])
    expect(doneOf(state)).toBe(1)
  })

  const voice: AttachmentNote = { id: 'a_0000000000000000000', name: '语音.mp3', kind: 'voice', durationMs: 9_000 }
  const say: ThreadCommand = { type: 'SendMessage', message: { text: '', mark: 'ordinary', attachments: [voice] }, attachments: [] }
  const summarise = (summary: string): ThreadCommand => ({ type: 'SummariseVoice', of: 0, attachmentId: voice.id, summary })
  it('is what was written down of a voice: the voice stays, and waits to be put into words again', () => {
    const state = go([party, say], [officer, summarise('他的卡号是多少')], ...seal(1))
    expect([0, 1].map((index) => isSealed(state.parts.sealing, index))).toEqual([false, true])
    expect(spokenWords(state)).toEqual([])
    expect(voicesWaiting(state)).toEqual([{ of: 0, attachmentId: voice.id }])
    expect(decideAs(state, officer, summarise('他的卡号是多少'))).toMatchObject({ type: 'voice.summarised' })
  })
  it('is one that was replaced: the newer counts on; and one that replaced another: the newest that is not sealed counts', () => {
    const replaced = go([party, say], [officer, summarise('错的')], [officer, summarise('对的')], ...seal(1))
    expect(spokenWords(replaced)).toEqual(['对的'])
    expect(spokenWords(go([party, say], [officer, summarise('对的')], [officer, summarise('错的')], ...seal(2)))).toEqual(['对的'])
  })
  it('is a message with what was written down of it', () => {
    const state = go([party, say], [officer, summarise('问进展')], ...seal(0))
    expect([0, 1].map((index) => isSealed(state.parts.sealing, index))).toEqual([true, true])
  })

  it('is what the court asks to be done, with what was said of its being done', () => {
    const done: ThreadCommand = { type: 'CompleteTask', taskId: `t_${'0'.repeat(20)}`, how: '已交到法院' }
    const state = go([officer, task], [officer, done], ...seal(0))
    expect([0, 1].map((index) => isSealed(state.parts.sealing, index))).toEqual([true, true])
    expect(() => decideAs(go([officer, task], ...seal(0)), officer, done)).toThrow('tasks.unknown')
  })

  it('is a receiving account: it counts no longer, and the one before does', () => {
    const account = (n: number): ThreadCommand => ({
      type: 'SetReceivingAccount', account: { accountId: `b_${String(n).repeat(24)}`, partyId: party.id, bank: '测试银行', last4: `000${n}`, holderMatches: true },
    })
    const state = go([party, account(1)], [party, account(2)], ...seal(1))
    expect(state.parts.receiving.map(({ last4 }) => last4)).toEqual(['0001'])
  })

  const raise = (what: string, attachments: object[] = []): ThreadCommand => ({ type: 'RaiseUrgent', what, notes: [], attachments: attachments as never, mattersPerDay: 3 })
  it('is an urgent clue, with what was told about it until then; it stays open, and what is added or told afterwards is shown', () => {
    const take: ThreadCommand = { type: 'TakeUrgent', name: '王丙', title: '执行人员' }
    const tell: ThreadCommand = { type: 'SayUrgent', text: '已经出发' }
    const state = go([party, raise('在装车')], [officer, take], [officer, tell], ...seal(0), [party, raise('往东开了')], [officer, tell])
    expect([0, 1, 2, 5, 6].map((index) => isSealed(state.parts.sealing, index))).toEqual([true, false, true, false, false])
    expect(state.parts.urgent.last).toMatchObject({ since: 0, taken: { name: '王丙' } })
  })
  it('does not bring an attachment back by naming it in a clue or a form', () => {
    const picture = { id: 'a_1111111111111111111', sm3: '0'.repeat(64), size: 5, type: 'image/png' }
    const state = go([party, raise('在装车', [picture])], ...seal(0))
    expect(() => decideAs(state, party, raise('再发一次', [picture]))).toThrow('messaging.attachment_unknown')
    expect(() => decideAs(state, party, report({ attachments: [picture] }))).toThrow('messaging.attachment_unknown')
  })
})

describe('what is for the handler alone', () => {
  const clue = { ...send('车在地下车库', { mark: 'property_clue' }) }
  it('is so by default for clues, unless the sender says otherwise, and for whatever the sender says so of', () => {
    expect(decide(emptyThread, party, clue)).toMatchObject({ visibility: 'sender_and_handler' })
    expect(decide(emptyThread, party, { ...clue, confidential: false } as ThreadCommand)).not.toHaveProperty('visibility')
    expect(decide(emptyThread, party, { ...send('悄悄说'), confidential: true } as ThreadCommand)).toMatchObject({ visibility: 'sender_and_handler' })
    expect(decide(emptyThread, party, send('大家都看'))).not.toHaveProperty('visibility')
  })
  it('cannot be kept by the court from whose thread it is', () => {
    expect(() => decide(emptyThread, officer, { ...send('悄悄说'), confidential: true } as ThreadCommand)).toThrow('input.invalid')
  })
  it('is released by the handler with a reason, and not confined again', () => {
    const state = after([party, clue])
    expect(() => decide(state, party, { type: 'ReleaseMessage', of: 0, reason: '核实完毕' })).toThrow('messaging.not_handler')
    expect(() => decide(state, leader, { type: 'ReleaseMessage', of: 0, reason: '核实完毕' })).toThrow('messaging.not_handler')
    expect(decide(state, officer, { type: 'ReleaseMessage', of: 0, reason: '核实完毕' })).toMatchObject({ type: 'message.released', body: { of: 0, reason: '核实完毕' } })
    const released = after([party, clue], [officer, { type: 'ReleaseMessage', of: 0, reason: '核实完毕' }])
    expect(decide(released, officer, { type: 'ReleaseMessage', of: 0, reason: '核实完毕' })).toBeUndefined()
    expect(() => decide(released, party, { type: 'ConfineMessage', of: 0 })).toThrow('messaging.released')
  })
})
