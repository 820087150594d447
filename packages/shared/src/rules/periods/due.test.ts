import fc from 'fast-check'
import { isWorkday } from '../calendar'
import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../shanghai'
import { holidays2021 as holidays } from '../testing'
import type { Duration, Period } from '../progress/catalogue'
import { addMonths, daysBetween, dueOf, leadOf, type PeriodContext, startOf, warnAt } from '.'

/** `3 calendar_day`, rolling unless it cannot. */
const period = (text: string): Period => {
  const [value, unit] = text.split(' ') as [string, Period['unit']]
  return { value: Number(value), unit, direction: 'after', roll_forward: unit !== 'hour' }
}
const ends = (text: string, from: string, context: Partial<PeriodContext> = {}): string => {
  const [day, time] = from.split('T') as [Day, string | undefined]
  return local(dueOf(period(text), { day, ...(time && { time }) }, { holidays, ...context }).dueAt)
}
/** An instant as Shanghai writes it; midnight as the 24:00 of the day before. */
const local = (at: string): string => {
  const { day, time } = startOf(at)
  return time === '00:00' ? `${addDays(day, -1)}T24:00` : `${day}T${time}`
}

describe('the rules’ own examples', () => {
  it('3 days from Monday 1 March 2021 end on Thursday at 24:00', () => expect(ends('3 calendar_day', '2021-03-01')).toBe('2021-03-04T24:00'))
  it('3 days that would end in the May holiday end on the first day after it', () => {
    const due = dueOf(period('3 calendar_day'), { day: '2021-04-29' }, { holidays })
    expect(due).toMatchObject({ rawDue: '2021-05-02', dueDay: '2021-05-06', rolled: true, calendarKnown: true, running: true })
    expect(local(due.dueAt)).toBe('2021-05-06T24:00')
  })
  it('1 month from 31 January ends on the last of February, and on Monday where that is a Sunday', () => {
    const due = dueOf(period('1 month'), { day: '2021-01-31' }, { holidays })
    expect(due).toMatchObject({ rawDue: '2021-02-28', dueDay: '2021-03-01' })
  })
  it('48 hours from 10:20 begin at 11:00 and do not move off a Sunday', () => {
    const due = dueOf(period('48 hour'), { day: '2021-03-05', time: '10:20' }, { holidays })
    expect(local(due.startsAt!)).toBe('2021-03-05T11:00')
    expect(local(due.dueAt)).toBe('2021-03-07T11:00')
    expect(weekdayOf(due.dueDay)).toBe(7)
  })
  it('10 working days from Friday 5 March end on Friday the 19th', () => expect(ends('10 working_day', '2021-03-05')).toBe('2021-03-19T24:00'))
  it.each([['30', '2021-05-02'], ['15', '2021-05-17']])('%s days before 1 June is %s, though that is a holiday', (days, latest) => {
    const lead: Period = { value: Number(days), unit: 'calendar_day', direction: 'before', roll_forward: false }
    expect(dueOf(lead, { day: '2021-06-01' }, { holidays })).toMatchObject({ dueDay: latest, rawDue: latest, rolled: false })
  })
})

describe('units', () => {
  it('a full hour is its own next hour, and without a time the hours begin at the end of the day', () => {
    expect(ends('48 hour', '2021-03-05T10:00')).toBe('2021-03-07T10:00')
    expect(ends('24 hour', '2021-03-05T23:01')).toBe('2021-03-06T24:00')
    expect(ends('24 hour', '2021-03-05')).toBe('2021-03-06T24:00')
  })
  it('the same day ends at its 24:00, also on a Sunday', () => {
    expect(local(dueOf({ value: 0, unit: 'calendar_day', roll_forward: false }, { day: '2021-03-07' }, { holidays }).dueAt)).toBe('2021-03-07T24:00')
  })
  it('weeks and years end on the corresponding day', () => {
    expect(ends('2 week', '2021-03-01')).toBe('2021-03-15T24:00')
    expect(dueOf({ value: 1, unit: 'year' }, { day: '2020-02-29' }, { holidays }).dueDay).toBe('2021-02-28')
    expect(dueOf({ value: 3, unit: 'year' }, { day: '2021-05-06' }, { holidays }).dueDay).toBe('2024-05-06')
  })
  it('a weekend day that is worked counts as a working day', () => expect(ends('1 working_day', '2021-02-19')).toBe('2021-02-20T24:00'))
  it('days off in the middle count in calendar days', () => expect(ends('10 calendar_day', '2021-04-28')).toBe('2021-05-08T24:00'))
  it('two days back are working days where those are counted', () => {
    expect(dueOf({ value: 2, unit: 'working_day', direction: 'before' }, { day: '2021-05-07' }, { holidays }).dueDay).toBe('2021-04-30')
  })
  it('moves months across years, either way', () => {
    expect(addMonths('2021-11-30', 3)).toBe('2022-02-28')
    expect(addMonths('2021-01-31', -2)).toBe('2020-11-30')
  })
})

describe('a date that no table vouches for is marked', () => {
  it('where it moved, or was counted in working days, in a year without a table', () => {
    expect(dueOf(period('3 calendar_day'), { day: '2022-03-01' }, { holidays }).calendarKnown).toBe(false)
    expect(dueOf(period('3 working_day'), { day: '2021-12-30' }, { holidays }).calendarKnown).toBe(false)
    expect(dueOf({ value: 5, unit: 'working_day', direction: 'before' }, { day: '2022-01-04' }, { holidays }).calendarKnown).toBe(false)
  })
  it('and not where the calendar had no say', () => {
    expect(dueOf(period('48 hour'), { day: '2022-03-01', time: '10:00' }, { holidays }).calendarKnown).toBe(true)
    expect(dueOf({ value: 3, unit: 'calendar_day', roll_forward: false }, { day: '2022-03-01' }, { holidays }).calendarKnown).toBe(true)
  })
})

describe('lead time: 「X日前」', () => {
  const lead: Period = { value: 15, unit: 'calendar_day', direction: 'before', roll_forward: false }
  it.each([['2021-05-16', 'enough'], ['2021-05-17', 'exact'], ['2021-05-18', 'late'], ['2021-06-02', 'late']])('a notice of %s for 1 June is %s', (done, verdict) => {
    expect(leadOf(lead, '2021-06-01', done, holidays)).toBe(verdict)
  })
})

describe('warnings', () => {
  it('fall due at the beginning of the day that lies so long before the last', () => {
    const due = dueOf(period('1 month'), { day: '2021-03-08' }, { holidays })
    expect(warnAt(due, { value: 10, unit: 'calendar_day' }, holidays)).toBe(instantOf('2021-03-29', 0))
    expect(warnAt(due, { value: 2, unit: 'working_day' }, holidays)).toBe(instantOf('2021-04-06', 0))
  })
  it('so many hours before the hour, and with the end where no time lies between', () => {
    const due = dueOf(period('48 hour'), { day: '2021-03-05', time: '10:20' }, { holidays })
    expect(local(warnAt(due, { value: 12, unit: 'hour' }, holidays))).toBe('2021-03-06T23:00')
    expect(warnAt(due, { value: 0, unit: 'calendar_day' }, holidays)).toBe(due.dueAt)
  })
})

describe('suspension and extension', () => {
  const six = (context: Partial<PeriodContext>): string => dueOf(period('6 month'), { day: '2021-01-04' }, { holidays, ...context }).rawDue
  it('days that are suspended are not counted, both ends included', () => {
    expect(six({})).toBe('2021-07-04')
    expect(six({ suspensions: [{ from: '2021-02-01', to: '2021-03-02' }] })).toBe('2021-08-03')
  })
  it('days that two causes suspend are left out once, and what lies outside the period not at all', () => {
    expect(six({ suspensions: [{ from: '2021-02-01', to: '2021-02-10' }, { from: '2021-02-06', to: '2021-02-20' }, { from: '2021-02-08', to: '2021-02-09' }] })).toBe('2021-07-24')
    expect(six({ suspensions: [{ from: '2020-12-01', to: '2021-01-04' }, { from: '2021-07-05', to: '2021-09-01' }] })).toBe('2021-07-04')
  })
  it('a suspension that only the first one made reachable counts as well', () => {
    expect(six({ suspensions: [{ from: '2021-07-01', to: '2021-07-05' }, { from: '2021-07-08', to: '2021-07-10' }] })).toBe('2021-07-12')
  })
  it('while a suspension is open the end moves on with the days, and nothing runs', () => {
    const open = { suspensions: [{ from: '2021-06-30' }] }
    const on = (now: string) => dueOf(period('6 month'), { day: '2021-01-04' }, { holidays, ...open, now })
    expect(on('2021-07-20T02:00:00.000Z')).toMatchObject({ rawDue: '2021-07-25', running: false })
    expect(on('2021-07-21T02:00:00.000Z')).toMatchObject({ rawDue: '2021-07-26', running: false })
    expect(on('2021-06-29T02:00:00.000Z')).toMatchObject({ rawDue: '2021-07-04', running: true })
    expect(() => dueOf(period('6 month'), { day: '2021-01-04' }, { holidays, ...open })).toThrow(TypeError)
  })
  it('suspended working days are not counted, and the last day never moves onto a suspended one', () => {
    expect(dueOf(period('3 working_day'), { day: '2021-03-01' }, { holidays, suspensions: [{ from: '2021-03-03', to: '2021-03-03' }] }).dueDay).toBe('2021-03-05')
    const due = dueOf(period('3 calendar_day'), { day: '2021-03-04' }, { holidays, suspensions: [{ from: '2021-03-08', to: '2021-03-09' }] })
    expect(due).toMatchObject({ rawDue: '2021-03-07', dueDay: '2021-03-10' })
  })
  it('hours and lead times are never suspended', () => {
    const suspensions = [{ from: '2021-03-01', to: '2021-12-31' }]
    expect(ends('48 hour', '2021-03-05T10:20', { suspensions })).toBe('2021-03-07T11:00')
    expect(dueOf({ value: 15, unit: 'calendar_day', direction: 'before' }, { day: '2021-06-01' }, { holidays, suspensions }).dueDay).toBe('2021-05-17')
  })
  it('an extension of the same kind lengthens the period, another counts on from its end', () => {
    const from = (extensions: Duration[]) => dueOf(period('1 month'), { day: '2021-01-31' }, { holidays, extensions }).rawDue
    expect(from([{ value: 1, unit: 'month' }])).toBe('2021-03-31')
    expect(from([{ value: 1, unit: 'year' }])).toBe('2022-02-28')
    expect(from([{ value: 15, unit: 'calendar_day' }])).toBe('2021-03-15')
    expect(from([{ value: 15, unit: 'calendar_day' }, { value: 15, unit: 'calendar_day' }])).toBe('2021-03-30')
    expect(ends('48 hour', '2021-03-05T10:00', { extensions: [{ value: 24, unit: 'hour' }] })).toBe('2021-03-08T10:00')
    expect(() => ends('48 hour', '2021-03-05T10:00', { extensions: [{ value: 1, unit: 'calendar_day' }] })).toThrow(TypeError)
  })
})

describe('whatever the day and the length', () => {
  const aDay = fc.integer({ min: 0, max: 3 * 365 }).map((count) => addDays('2020-01-01', count))
  const unit = fc.constantFrom('calendar_day', 'working_day', 'week', 'month', 'year' as const)
  const aPeriod = fc.record({ value: fc.integer({ min: 0, max: 60 }), unit, roll_forward: fc.boolean() })
  const due = (p: Duration & Partial<Period>, day: Day, more: Partial<PeriodContext> = {}) => dueOf(p, { day }, { holidays, ...more })

  it('a later start never ends earlier', () => fc.assert(fc.property(aPeriod, aDay, fc.nat(40), (p, day, later) => due(p, day).dueAt <= due(p, addDays(day, later)).dueAt)))
  it('more of the same unit never ends earlier', () => fc.assert(fc.property(aPeriod, aDay, fc.nat(20), (p, day, more) => due(p, day).dueAt <= due({ ...p, value: p.value + more }, day).dueAt)))
  it('no hour of the start makes hours end earlier than an earlier one', () =>
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(1439), fc.nat(1439), (value, a, b) => {
      const at = (minute: number) => dueOf({ value, unit: 'hour' }, startOf(instantOf('2021-03-05', minute)), { holidays }).dueAt
      return at(Math.min(a, b)) <= at(Math.max(a, b))
    })))
  it('what rolled is a working day, and moved over days off alone', () =>
    fc.assert(fc.property(aPeriod, aDay, (p, day) => {
      const { rawDue, dueDay, rolled } = due({ ...p, roll_forward: true }, day)
      expect(isWorkday(holidays, dueDay)).toBe(true)
      for (let between = rawDue; between < dueDay; between = addDays(between, 1)) expect(isWorkday(holidays, between)).toBe(false)
      expect(rolled).toBe(rawDue !== dueDay)
    })))
  it('n suspended days in it move a raw end in calendar units by n days', () =>
    fc.assert(fc.property(aPeriod.filter((p) => p.unit !== 'working_day' && p.value > 0), aDay, fc.integer({ min: 1, max: 60 }), fc.nat(5), (p, day, n, after) => {
      const plain = due(p, day).rawDue
      const from = addDays(day, 1 + Math.min(after, daysBetween(day, plain) - 1))
      expect(due(p, day, { suspensions: [{ from, to: addDays(from, n - 1) }] }).rawDue).toBe(addDays(plain, n))
    })))
  it('as many working days lie in it as it has, the start left out', () =>
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), aDay, (value, day) => {
      const { dueDay } = due({ value, unit: 'working_day' }, day)
      let found = 0
      for (let one = addDays(day, 1); one <= dueDay; one = addDays(one, 1)) if (isWorkday(holidays, one)) found++
      expect(found).toBe(value)
    })))
  it('counting a lead back and on again comes to the same day, and only the day after it is late', () =>
    fc.assert(fc.property(fc.nat(90), aDay, (value, event) => {
      const lead = { value, unit: 'calendar_day', direction: 'before' } as const
      const latest = due(lead, event).dueDay
      expect(due({ value, unit: 'calendar_day' }, latest).rawDue).toBe(event)
      expect([addDays(latest, -1), latest, addDays(latest, 1)].map((done) => leadOf(lead, event, done, holidays))).toEqual(['enough', 'exact', 'late'])
    })))
  it('an end in days is the 24:00 of its day', () =>
    fc.assert(fc.property(aPeriod, aDay, (p, day) => {
      const { dueAt, dueDay } = due(p, day)
      expect(dueAt).toBe(instantOf(dueDay, 1440))
      expect(dayOf(dueAt)).toBe(addDays(dueDay, 1))
    })))
})
