import type { Actor } from '../../log'
import { acknowledgements, calendar, threadRules } from '../testing'
import { decideThread, emptyThread, evolveThread, type Relation, type ThreadCommand, type ThreadState } from '..'

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
