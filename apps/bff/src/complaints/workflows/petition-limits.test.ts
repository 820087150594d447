import { clockWho, FilePlay, refused } from '../../test-support/complaint-play'
import { CAST, FIVE, petition, REGISTERED } from '../../test-support/petition-cast'

const { centre, window, handler, vp, chief, inspector } = CAST
const marked = (play: FilePlay) => Object.fromEntries(Object.entries(play.file.marks).map(([name, { count }]) => [name, count]))

describe('the limits of a petition', () => {
  test('a petition from registration to archive with every limit met: nothing is urged, nothing is late, and it is one file', () => {
    const play = new FilePlay('petition').on('2026-03-10', '09:00').receive({ fields: { arrival_place: 'own_court' } })
    play.until('2026-03-10', '10:00').step(window, 'register', { fields: REGISTERED })
    petition.assigned(play.until('2026-03-10', '16:00'))
    play.until('2026-03-11', '09:30')
    petition.handling(play)
    petition.concluded(play.until('2026-03-25'))
    petition.replied(play.until('2026-03-26'))
    petition.closed(play.until('2026-03-27'))
    play.until('2026-03-30').step(chief, 'archive', { declared: ['bound'], papers: ['archive_list'] })
    play.until('2026-12-31')

    expect(play.file.state).toBe('archived')
    expect(play.clocks.map(({ node, ended }) => [node, ended?.how, ended?.late])).toEqual([
      ['petition_register', 'met', false], ['petition_first_contact', 'met', false], ['petition_report_task_force', 'met', false],
      ['petition_designated_limit', 'met', false], ['petition_three_month_transfer', 'met', false],
    ])
    expect(play.file.marks).toEqual({})
    // Warned of a term that came near, perhaps; late with nothing.
    expect(play.entries.filter(({ type }) => type === 'clock.overdue')).toEqual([])
  })

  test('a petition with every limit missed: overdue entries, urged on days 30, 60 and 80, and after three months passed to the inspectors for supervision', () => {
    const play = petition.assigned(new FilePlay('petition').on('2026-03-10'))
    play.until('2026-06-11')

    expect(play.file.state).toBe('assigned')
    expect(marked(play)).toEqual({ urged: 3, discipline_supervised: 1 })
    const byClock = play.file.steps.filter(({ actor }) => actor.kind === 'system')
    // 24:00 of the 30th, 60th and 80th day, and of the day three months on.
    expect(byClock.map(({ step, wasDueAt }) => [step, wasDueAt])).toEqual([
      ['urge', '2026-04-09T16:00:00.000Z'], ['urge', '2026-05-09T16:00:00.000Z'], ['urge', '2026-05-29T16:00:00.000Z'],
      ['to_discipline_supervision', '2026-06-10T16:00:00.000Z'],
    ])
    const overdue = play.entries.filter(({ type }) => type === 'clock.overdue').map(({ body }) => (body as { node: string }).node)
    expect([...new Set(overdue)].sort()).toEqual(['petition_designated_limit', 'petition_report_task_force'])
    // The inspectors read it from then on, and did not before.
    expect(play.clock('petition_three_month_transfer')?.ended).toMatchObject({ how: 'met' })
  })

  test('a server that stood still writes the same steps of the clock, in the same order', () => {
    const watched = petition.assigned(new FilePlay('petition').on('2026-03-10'))
    const still = petition.assigned(new FilePlay('petition').on('2026-03-10'))
    for (const day of ['2026-03-20', '2026-04-10', '2026-05-01', '2026-05-12', '2026-06-02', '2026-06-30']) watched.until(day)
    still.until('2026-06-30')
    const written = ({ entries }: FilePlay) => entries.map(({ type, body }) => {
      const { step, wasDueAt } = body as { step?: string; wasDueAt?: string }
      return [type, step, wasDueAt]
    })
    expect(written(still)).toEqual(written(watched))
  })

  test('without three months, or without an urging, nobody passes it to the inspectors; by hand the command centre may', () => {
    const young = petition.assigned(new FilePlay('petition').on('2026-03-10')).on('2026-06-01').step(centre, 'urge')
    expect(refused(() => young.step(centre, 'to_discipline_supervision'))).toBe('complaints.not_yet')
    const unurged = petition.assigned(new FilePlay('petition').on('2026-03-10')).on('2026-06-20')
    expect(refused(() => unurged.step(centre, 'to_discipline_supervision'))).toBe('complaints.not_yet')
    unurged.step(centre, 'urge').step(centre, 'to_discipline_supervision')
    expect(marked(unurged)).toEqual({ urged: 1, discipline_supervised: 1 })
  })

  test('three months that end on a holiday end after it', () => {
    // Three months after 2026-07-01 is 2026-10-01; the holiday lasts until the 7th.
    const play = petition.assigned(new FilePlay('petition').on('2026-07-01'))
    expect(play.clock('petition_three_month_transfer')).toMatchObject({ dueDay: '2026-10-08', dueAt: '2026-10-08T16:00:00.000Z' })
    play.until('2026-10-08')
    expect(marked(play)).toEqual({ urged: 3 })
    play.until('2026-10-09', '00:00')
    expect(marked(play)).toEqual({ urged: 3, discipline_supervised: 1 })
  })

  test('the task force has two calendar days, whatever days they are (X-23)', () => {
    // Friday before a weekend; 2026-05-01 is a holiday.
    expect(petition.assigned(new FilePlay('petition').on('2026-03-13')).clock('petition_report_task_force')?.dueDay).toBe('2026-03-15')
    expect(petition.assigned(new FilePlay('petition').on('2026-04-30')).clock('petition_report_task_force')?.dueDay).toBe('2026-05-02')
  })

  test('only first and assigned petitions are asked for a task force (X-50)', () => {
    const others = petition.assigned(petition.registered(new FilePlay('petition'), { arrival: 'strong' }))
    expect(others.clock('petition_report_task_force')).toBeUndefined()
  })

  test('a visit reported after office hours counts that day until 24:00; reported the next day it is late already (X-24)', () => {
    const visit = (reported: string, time: string) => new FilePlay('petition').on(reported, time)
      .receive({ channel: 'transferred', fields: { residence: 'local', arrival: 'assigned', arrival_place: 'province', visited_at: '2026-03-10T08:30:00.000Z' } }, centre)
    const same = visit('2026-03-10', '21:40')
    expect(same.clock('petition_assign_same_day')).toMatchObject({ dueDay: '2026-03-10', dueAt: '2026-03-10T16:00:00.000Z' })
    const assigned = { fields: { ...FIVE, nature: 'passive' }, papers: ['assignment_notice'] }
    same.on('2026-03-10', '23:50').step(centre, 'assign_from_above', assigned)
    expect(same.clock('petition_assign_same_day')?.ended).toMatchObject({ how: 'met', late: false })
    const next = visit('2026-03-11', '08:30').step(centre, 'assign_from_above', assigned)
    expect(next.clock('petition_assign_same_day')?.ended).toMatchObject({ late: true })
    // Both times stand in the file.
    expect([next.file.fields.visited_at, next.file.receivedAt]).toEqual(['2026-03-10T08:30:00.000Z', '2026-03-11T00:30:00.000Z'])
  })

  test('nothing is said to have happened in the future, or to begin later than the server had it', () => {
    const play = new FilePlay('petition').on('2026-03-10')
    const fields = { residence: 'local', arrival: 'first', arrival_place: 'province', visited_at: '2026-03-11T00:00:00.000Z' }
    expect(refused(() => play.receive({ channel: 'visit', fields }, window))).toBe('complaints.in_the_future')
  })

  test('what was wrongly taken for a question is timed from its receipt (X-14)', () => {
    const late = new FilePlay('feedback').on('2026-03-13').receive({ fields: { said_at: '2026-03-10T01:00:00.000Z' } })
    expect(late.clock('reply_irregularity_report')).toMatchObject({ dueDay: '2026-03-13' })
    const fresh = new FilePlay('feedback').on('2026-03-13').receive()
    expect(fresh.clock('reply_irregularity_report')).toMatchObject({ dueDay: '2026-03-16' })
  })

  test('the day that was set at the assignment is the limit, and is over after it', () => {
    const play = petition.assigned(new FilePlay('petition').on('2026-03-10'))
    expect(play.clock('petition_designated_limit')).toMatchObject({ dueDay: '2026-04-30', dueAt: '2026-04-30T16:00:00.000Z' })
    play.until('2026-04-30', '23:59')
    const late = () => play.entries.filter(({ type, body }) => type === 'clock.overdue' && (body as { node: string }).node === 'petition_designated_limit').length
    expect(late()).toBe(0)
    play.until('2026-05-01', '00:00')
    expect(late()).toBeGreaterThan(0)
  })

  test('what fell due while the petition was before the hearing has lapsed', () => {
    const play = petition.handling(petition.assigned(new FilePlay('petition').on('2026-03-10')))
    const declared = ['measures_exhausted', 'still_petitioning', 'not_for_writeoff']
    play.step(handler, 'open_hearing', { fields: { hearing_ground: 'no_merit' }, declared, papers: ['committee_report'] }).until('2026-04-20')
    expect(play.file.marks).toEqual({})
  })

  test('of what the superior court sent back the days are counted anew, and the clock is nobody who could be asked for anything else', () => {
    const play = petition.replied(petition.concluded(petition.handling(petition.assigned(petition.registered(new FilePlay('petition'), { arrival: 'assigned' })))))
    play.step(handler, 'report_for_acceptance', { declared: ['two_copies'], papers: ['closing_report'] }).on('2026-06-20')
    play.step(centre, 'not_accepted', { fields: { return_reason: '证据不足' }, papers: ['superior_reply'] })
    // A Sunday that is worked.
    expect(play.clock('petition_three_month_transfer')).toMatchObject({ dueDay: '2026-09-20' })
    play.until('2026-07-19')
    expect(play.file.marks).toEqual({})
    play.until('2026-07-21')
    expect(marked(play)).toEqual({ urged: 1 })
    for (const step of ['approve', 'conclude', 'close', 'archive']) expect(refused(() => play.step(clockWho, step))).toBe('input.not_found')
    expect([vp, inspector].map((who) => refused(() => play.step(who, 'urge')))).toEqual(['access.forbidden', 'input.not_found'])
  })
})
