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
