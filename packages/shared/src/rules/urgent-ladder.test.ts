import { calendar } from './testing'
import { dueOfSilence, dueSteps, isLadderThrough, isOffHours, ladderFrom, nextStep, type UrgentConfig, UrgentConfigSchema } from './urgent-ladder'
import { evolveRings, noRings, wasRung } from './urgent-rings'

const cite = { basis: 'proposal', source: 'test' } as const
const step = (name: string, rings: 'handlers' | 'duty' | 'team_leader', after_minutes: number, at_once_when: ('off_hours' | 'handlers_away')[] = []) =>
  ({ name, title: name, rings, after_minutes, at_once_when, channels: ['sms' as const] })
const ladder: UrgentConfig['ladder'] = {
  steps: [step('handlers', 'handlers', 0), step('duty', 'duty', 5, ['off_hours', 'handlers_away']), step('leader', 'team_leader', 10)],
  repeat_every_minutes: 4, ends_after_minutes: 20, cite,
}
const BEGAN = '2026-01-06T02:00:00.000Z'
const after = (minutes: number, seconds = 0): string => new Date(Date.parse(BEGAN) + (minutes * 60 + seconds) * 1000).toISOString()
const there = { offHours: false, handlersAway: false }
const due = (minutes: number, conditions = there): string => dueSteps(ladder, BEGAN, after(minutes), conditions).map((one) => `${one.step.name} ${one.time}`).join(', ')

describe('the ladder of an urgent clue', () => {
  it.each([
    [0, 'handlers 0'], [3, 'handlers 0'], [4, 'handlers 1'], [5, 'handlers 1, duty 0'], [9, 'handlers 2, duty 1'], [10, 'handlers 2, duty 1, leader 0'], [19, 'handlers 4, duty 3, leader 2'],
  ])('after %i minutes rings %s', (minutes, rings) => expect(due(minutes)).toBe(rings))

  it('rings who is on duty in the first minute at night, or when no officer is there', () => {
    expect(due(0, { ...there, offHours: true })).toBe('handlers 0, duty 0')
    expect(due(0, { ...there, handlersAway: true })).toBe('handlers 0, duty 0')
  })

  it('rings each step once more after a downtime longer than itself, and goes no further', () => {
    expect(due(500)).toBe('handlers 4, duty 3, leader 2')
    expect([isLadderThrough(ladder, BEGAN, after(19, 59)), isLadderThrough(ladder, BEGAN, after(20))]).toEqual([false, true])
  })

  it('tells whom it rings next, and when', () => {
    expect(nextStep(ladder, BEGAN, after(1), there)).toMatchObject({ step: { name: 'duty' }, at: after(5) })
    expect(nextStep(ladder, BEGAN, after(1), { ...there, offHours: true })).toMatchObject({ step: { name: 'leader' }, at: after(10) })
    expect(nextStep(ladder, BEGAN, after(10), there)).toBeUndefined()
  })

  it.each([
    ['at ten in the morning', BEGAN, after(1), false], ['at 23:10', '2026-01-06T15:10:00.000Z', '2026-01-06T15:11:00.000Z', true],
    ['when the office closes while it rings', '2026-01-06T09:29:00.000Z', '2026-01-06T09:31:00.000Z', true],
    ['when the office opens while it rings', '2026-01-06T00:29:00.000Z', '2026-01-06T00:31:00.000Z', true],
  ])('%s', (_, roundAt, now, isOff) => expect(isOffHours(calendar, roundAt, now)).toBe(isOff))
})

describe('the silence of whoever has it', () => {
  const rule: UrgentConfig['taken_and_silent'] = {
    at_first: { remind_after_minutes: 3, ring_again_after_minutes: 6 }, after_a_word: { remind_after_minutes: 10, ring_again_after_minutes: 20 }, cite,
  }
  const due = (minutes: number, spoke: boolean) => {
    const taken = { index: 1, at: BEGAN, staffId: 's_duty', name: '', title: '', silent: { index: spoke ? 4 : 1, at: BEGAN } }
    const { remind, ringAgain } = dueOfSilence(rule, taken, after(minutes))
    return [remind, ringAgain]
  }

  it.each([
    [2, false, false, false], [3, false, true, false], [6, false, true, true], [6, true, false, false], [10, true, true, false], [20, true, true, true],
  ])(
    'of %i minutes, after a word %s', (minutes, spoke, remind, ringAgain) => expect(due(minutes, spoke)).toEqual([remind, ringAgain]),
  )

  it('rings from the next step on, that one at once', () => {
    const on = ladderFrom(ladder, 'duty')
    expect(on.steps.map(({ name, after_minutes: minutes }) => [name, minutes])).toEqual([['duty', 0], ['leader', 5]])
    expect(dueSteps(on, BEGAN, after(5), there).map(({ step: { name }, time }) => [name, time])).toEqual([['duty', 1], ['leader', 0]])
    expect(ladderFrom(ladder, 'of another court').steps).toEqual(ladder.steps)
  })

  it('is refused at start where it rings again before it reminds', () => {
    const config = {
      raised_by: { sides: ['applicant'], cite }, ladder, matters_per_day: { value: 1, cite }, tell_taker_every_minutes: { value: 1, cite }, numbers: [],
      taken_and_silent: { ...rule, at_first: { remind_after_minutes: 6, ring_again_after_minutes: 6 } },
    }
    expect(UrgentConfigSchema.safeParse(config).error?.issues.map(({ path }) => path.join('.'))).toEqual(['taken_and_silent.at_first'])
    expect(UrgentConfigSchema.safeParse({ ...config, taken_and_silent: rule }).success).toBe(true)
  })
})

describe('the rings of an urgent clue', () => {
  const actor = { id: 'desk' }
  const ringing = (round: number, staffId: string) => ({ type: 'urgent.ringing', at: BEGAN, actor, body: { round, step: 'duty', time: 0, staffId, channel: 'sms', by: 'x' } })

  it('keep what came of them', () => {
    const state = [ringing(3, 's_duty1'), { type: 'urgent.rung', at: BEGAN, actor, body: { round: 3, step: 'duty', time: 0, staffId: 's_duty1', result: 'busy' } }].reduce(evolveRings, noRings)
    expect(state.rings).toEqual([{ round: 3, step: 'duty', time: 0, staffId: 's_duty1', channel: 'sms', at: BEGAN, result: 'busy' }])
  })

  it('begin anew with a new round: who was rung in the one before has no part in it', () => {
    const state = [ringing(3, 's_duty1'), ringing(9, 's_duty2'), ringing(3, 's_duty1')].reduce(evolveRings, noRings)
    expect([wasRung(state, 's_duty1'), wasRung(state, 's_duty2')]).toEqual([false, true])
  })
})
