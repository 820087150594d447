import { CodedError } from '../../errors'
import type { Relation } from '../case-file'
import { acknowledgements, calendar, threadRules } from '../testing'
import { decideThread } from '../thread-decisions'
import type { ThreadEntry } from '../thread-entries'
import { emptyThread, evolveThread } from '../thread'
import type { ThreadState } from '../thread-state'
import { masked, openUrgent, type UrgentCommand } from './urgent'

const PER_DAY = 2
const people = {
  owner: { kind: 'person' as const, id: 'p_owner000', role: 'principal' },
  officer: { kind: 'staff' as const, id: 's_officer', role: 'officer' },
  duty: { kind: 'staff' as const, id: 's_duty', role: 'duty' },
  leader: { kind: 'staff' as const, id: 's_leader', role: 'team_leader' },
}
type Who = keyof typeof people
const RELATIONS: Record<Who, Relation> = { owner: 'principal', officer: 'officer', duty: 'none', leader: 'team_leader' }
const raise = (what = '他在装车', more: object = {}): UrgentCommand =>
  ({ type: 'RaiseUrgent', what, notes: [], attachments: [], mattersPerDay: PER_DAY, ...more })
const take: UrgentCommand = { type: 'TakeUrgent', name: '值班员', title: '值班人员' }
const settle: UrgentCommand = { type: 'SettleUrgent', summary: '已到现场' }

/** A thread, and what somebody does in it, each a minute after the one before. */
function play(...steps: [Who, UrgentCommand | ThreadEntry][]): ThreadState {
  return steps.reduce((state, [who, step], minute) => {
    const at = new Date(Date.parse('2026-01-06T15:10:00.000Z') + minute * 60_000).toISOString()
    return evolveThread(state, 'index' in step ? { ...step, index: state.next, at } : entryOf(state, who, step, at), acknowledgements)
  }, emptyThread)
}
const decide = (state: ThreadState, who: Who, command: UrgentCommand, now = '2026-01-06T15:40:00.000Z') =>
  decideThread(command, state, { actor: people[who], relation: RELATIONS[who], now, calendar, rules: threadRules })
const entryOf = (state: ThreadState, who: Who, command: UrgentCommand, at: string): ThreadEntry =>
  ({ ...decide(state, who, command, at)!, index: state.next, at })
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
  return 'done'
}

describe('an urgent clue', () => {
  it('is between its sender and who handles it, and starts no reply clock and stops none', () => {
    expect(decide(emptyThread, 'owner', raise())).toMatchObject({ type: 'urgent.raised', visibility: 'sender_and_handler' })
    const asked: ThreadEntry = { index: 0, at: '', type: 'message.sent', actor: people.owner, body: { text: '到哪一步了？', mark: 'ordinary', attachments: [] } }
    expect(play(['owner', raise()]).matter).toBeUndefined()
    const state = play(['owner', asked], ['owner', raise()], ['officer', take], ['officer', settle])
    expect(state.matter).toEqual({ since: 0, sinceAt: '2026-01-06T15:10:00.000Z' })
  })

  it('files its pictures', () => {
    const id = 'a_picture00'
    const state = play(['owner', raise('', { notes: [{ id, name: '车.jpg', kind: 'picture' }], attachments: [{ id, sm3: '0'.repeat(64), size: 1, type: 'image/png' }] })])
    expect(state.filed).toEqual({ [id]: true })
  })

  it.each([['nothing', raise('  '), 'messaging.empty'], ['a place alone', raise('', { where: '示范路' }), 'messaging.empty']])('needs more than %s', (_, command, code) => {
    expect(codeOf(() => decide(emptyThread, 'owner', command))).toBe(code)
  })

  it('is raised by litigants only', () => {
    expect(codeOf(() => decide(emptyThread, 'officer', raise()))).toBe('access.forbidden')
  })

  it('covers the middle of an account number instead of turning its sender away', () => {
    expect(masked('卡号6222021234567890128，快')).toBe('卡号6222＊＊＊＊0128，快')
    expect(masked('账号37001706508050012345和37001706508050054321')).toBe('账号3700＊＊＊＊2345和3700＊＊＊＊4321')
    expect(decide(emptyThread, 'owner', raise('卡号6222021234567890128'))!.body.what).toBe('卡号6222＊＊＊＊0128')
  })

  it('is one matter while it is open, however much is added', () => {
    const state = play(['owner', raise()], ['owner', raise('又来一辆车')], ['duty', take], ['owner', raise('车牌看清了')])
    expect(openUrgent(state.parts.urgent)).toMatchObject({ since: 0, round: 0, raised: [{ index: 0 }, { index: 1 }, { index: 3 }], taken: { staffId: 's_duty', name: '值班员' } })
  })

  it('belongs to whoever took it first; another one hears who that is', () => {
    const state = play(['owner', raise()], ['duty', take])
    expect(() => decide(state, 'officer', { ...take, name: '王', title: '执行人员' })).toThrow(expect.objectContaining({ code: 'urgent.taken', detail: expect.stringContaining('值班员') }))
    expect(decide(state, 'duty', take)).toBeUndefined()
  })

  it.each<[string, Who, UrgentCommand, string]>([
    ['the officer ends what the duty person took', 'officer', settle, 'done'],
    ['the officer speaks for the duty person', 'officer', { type: 'SayUrgent', text: '好' }, 'urgent.not_yours'],
    ['a leader ends it', 'leader', settle, 'urgent.not_yours'],
    ['the duty person speaks', 'duty', { type: 'SayUrgent', text: '已派人' }, 'done'],
  ])('when %s', (_, who, command, code) => {
    expect(codeOf(() => decide(play(['owner', raise()], ['duty', take]), who, command))).toBe(code)
  })

  it('is ended by nobody before somebody has taken it, and only once', () => {
    expect(codeOf(() => decide(play(['owner', raise()]), 'officer', settle))).toBe('urgent.take_first')
    expect(codeOf(() => decide(play(['owner', raise()], ['officer', take], ['officer', settle]), 'officer', settle))).toBe('urgent.nothing_open')
  })

  it('rings from the beginning when it is handed back', () => {
    const open = openUrgent(play(['owner', raise()], ['duty', take], ['duty', { type: 'ReturnUrgent', reason: '不是本院案件' }]).parts.urgent)
    expect(open).toMatchObject({ since: 0, round: 2, roundAt: '2026-01-06T15:12:00.000Z' })
    expect(open?.taken).toBeUndefined()
  })

  it('opens the last matter again once the day has had its number, and a new one the day after', () => {
    const once: [Who, UrgentCommand][] = [['owner', raise()], ['officer', take], ['officer', settle]]
    const state = play(...once, ...once)
    expect(decide(state, 'owner', raise('第三次'))!.body).toMatchObject({ matter: 3 })
    expect(openUrgent(play(...once, ...once, ['owner', raise('第三次')]).parts.urgent)).toMatchObject({ since: 3, round: 6, raised: [{ index: 3 }, { index: 6 }] })
    expect(decide(state, 'owner', raise('次日'), '2026-01-07T15:00:00.000Z')!.body).not.toHaveProperty('matter')
  })

  it('is given up once a round, and not when somebody has it', () => {
    const giveUp = (state: ThreadState, round: number) => decide(state, 'duty', { type: 'GiveUpRinging', round })
    const ringing = play(['owner', raise()])
    expect(giveUp(ringing, 0)).toMatchObject({ type: 'urgent.unreached', body: { of: 0, round: 0 } })
    expect(giveUp(ringing, 7)).toBeUndefined()
    expect(giveUp(play(['owner', raise()], ['duty', take]), 0)).toBeUndefined()
    expect(giveUp(play(['owner', raise()], ['duty', { type: 'GiveUpRinging', round: 0 }]), 0)).toBeUndefined()
  })
})

describe('the silence of whoever has an urgent clue', () => {
  const say: UrgentCommand = { type: 'SayUrgent', text: '法警已出发' }
  const back: UrgentCommand = { type: 'ReturnUrgent', reason: '点错了' }
  const system = { ...people, system: { kind: 'system' as const, id: 'urgent-ringing', role: 'notice' } }
  const bySystem = (state: ThreadState, command: UrgentCommand) =>
    decideThread(command, state, { actor: system.system, relation: 'none', now: '2026-01-06T15:40:00.000Z', calendar, rules: threadRules })
  const again = (of: number, since: number): ThreadEntry => ({ index: 0, at: '', type: 'urgent.rung_again', actor: system.system, body: { of, since, from: 'duty' } })
  const written = (actor: ThreadEntry['actor']): ThreadEntry => ({ index: 0, at: '', type: 'message.sent', actor, body: { text: '正在现场', mark: 'ordinary', attachments: [] } })
  const taken = (state: ThreadState) => openUrgent(state.parts.urgent)!.taken!

  it('begins with the taking and anew with each word of theirs, not with somebody else’s', () => {
    expect(taken(play(['owner', raise()], ['duty', take])).silent.index).toBe(1)
    expect(taken(play(['owner', raise()], ['duty', take], ['duty', say])).silent.index).toBe(2)
    expect(taken(play(['owner', raise()], ['duty', take], ['duty', written(people.duty)])).silent.index).toBe(2)
    for (const actor of [people.officer, people.owner]) expect(taken(play(['owner', raise()], ['duty', take], ['duty', written(actor)])).silent.index).toBe(1)
    expect(taken(play(['owner', raise()], ['duty', take], ['owner', raise('又来一辆')])).silent.index).toBe(1)
  })

  it('goes on when it is handed back and taken again without a word, by as long as they had it', () => {
    const silentAt = (...steps: Parameters<typeof play>) => taken(play(['owner', raise()], ['duty', take], ...steps)).silent.at.slice(11, 16)
    expect(silentAt()).toBe('15:11')
    // Two minutes had; taken again at 15:14.
    expect(silentAt(['owner', raise('补充')], ['duty', back], ['duty', take])).toBe('15:12')
    expect(silentAt(['duty', back], ['duty', take], ['duty', back], ['duty', take])).toBe('15:13')
    expect(silentAt(['duty', say], ['duty', back], ['duty', take])).toBe('15:13')
    expect(silentAt(['duty', back], ['officer', take])).toBe('15:13')
  })

  it('is noted once, for the silence that it was about', () => {
    const state = play(['owner', raise()], ['duty', take])
    expect(bySystem(state, { type: 'NoteReminder', since: 1 })).toMatchObject({ type: 'urgent.reminded', body: { of: 0, since: 1 } })
    expect(bySystem(state, { type: 'RingAgain', since: 1, from: 'duty' })).toMatchObject({ type: 'urgent.rung_again', body: { of: 0, since: 1, from: 'duty' } })
    const spoken = play(['owner', raise()], ['duty', take], ['duty', say])
    const rung = play(['owner', raise()], ['duty', take], ['duty', again(0, 1)])
    const settled = play(['owner', raise()], ['duty', take], ['duty', settle])
    for (const over of [spoken, rung, settled]) expect(bySystem(over, { type: 'RingAgain', since: 1, from: 'duty' })).toBeUndefined()
    expect(bySystem(emptyThread, { type: 'NoteReminder', since: 1 })).toBeUndefined()
  })

  it('opens it to others once it rings again, not to who has it, and closes with a word', () => {
    const rung = play(['owner', raise()], ['duty', take], ['duty', again(0, 1)])
    expect(openUrgent(rung.parts.urgent)).toMatchObject({ round: 2, taken: { staffId: 's_duty', again: { index: 2, from: 'duty' } } })
    expect(decide(rung, 'duty', take)).toBeUndefined()
    expect(decide(rung, 'officer', take)).toMatchObject({ type: 'urgent.taken' })
    expect(decide(rung, 'duty', say)).toMatchObject({ type: 'urgent.said' })
    const after = play(['owner', raise()], ['duty', take], ['duty', again(0, 1)], ['duty', say])
    expect([codeOf(() => decide(after, 'officer', take)), taken(after).again]).toEqual(['urgent.taken', undefined])
  })

  it('leaves a matter of before that was never settled as it was', () => {
    expect(taken(play(['owner', raise()], ['duty', take]))).toEqual({ index: 1, at: expect.any(String), staffId: 's_duty', name: '值班员', title: '值班人员', silent: expect.anything() })
  })
})
