import { addWorkdays, type HolidayTable, isWorkday, isYearKnown } from '../calendar'
import type { Duration, Period } from '../progress/catalogue'
import { addDays, type Day, dayOf, instantOf, minuteOf } from '../shanghai'
import { addMonths, type Suspension, SuspendedDays } from './days'

const END_OF_DAY = 24 * 60
const HOUR_MS = 3_600_000

export interface PeriodStart {
  day: Day
  /** HH:MM, Shanghai. Periods in hours start at the next full hour after it; without it at the end of the day, which favours whoever has to act. */
  time?: string
}

export interface PeriodContext {
  holidays: HolidayTable
  /** Days that are not counted. They do nothing to hours, nor to what counts back. */
  suspensions?: readonly Suspension[]
  /**
   * What a court added with approval and reason; whoever calls has checked both. Of the same kind of unit they lengthen the period, else they count
   * on from its end.
   */
  extensions?: readonly Duration[]
  /** RFC 3339. Needed while a suspension is open: it then counts as if it ended today. */
  now?: string
}

export interface Due {
  /** The last instant in time: 24:00 of the last day, or the hour. RFC 3339. */
  dueAt: string
  /** The last day. */
  dueDay: Day
  /** The last day before it was moved off days that are no working days. */
  rawDue: Day
  rolled: boolean
  /** False where a day that decided lies in a year without a holiday table: the date may be wrong by it, and is marked. */
  calendarKnown: boolean
  /** False while a suspension is open: the date moves on by a day each day. */
  running: boolean
  /** Of periods in hours: when they began to count. */
  startsAt?: string
}

/**
 * When a period ends that started on a day (民事诉讼法 第八十五条; rules Beyond-7, X-09, X-10). The day or hour of the start is not counted. Of a
 * period that counts back: the latest day in time, never rolled.
 *
 * Does not check whether the period may be suspended or extended. Throws TypeError for an hour period extended by anything but hours.
 */
export function dueOf(period: Duration & Partial<Period>, start: PeriodStart, context: PeriodContext): Due {
  if (period.direction === 'before') return countBack(period, start.day, context.holidays)
  if (period.unit === 'hour') return hoursOn(period, start, context)
  return daysOn(period, start, context)
}

function daysOn(period: Duration & Partial<Period>, { day: start }: PeriodStart, { holidays, suspensions = [], extensions = [], now }: PeriodContext): Due {
  const today = now === undefined ? undefined : dayOf(now)
  const suspended = SuspendedDays.of(suspensions, today)
  const looked = new Years(holidays)
  const rawDue = legs(period, extensions).reduce<Day>((end, leg) => legEnd(leg, end, suspended, holidays, looked), start)
  const dueDay = period.roll_forward ? roll(rawDue, suspended, holidays, looked) : rawDue
  return {
    dueAt: instantOf(dueDay, END_OF_DAY), dueDay, rawDue, rolled: dueDay !== rawDue, calendarKnown: looked.known,
    running: !suspensions.some(({ from, to }) => to === undefined && from <= today!),
  }
}

function hoursOn({ value }: Duration, { day, time = '24:00' }: PeriodStart, { extensions = [] }: PeriodContext): Due {
  const more = extensions.map((extension) => {
    if (extension.unit !== 'hour') throw new TypeError('a period in hours is extended by hours')
    return extension.value
  })
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  const startsAt = instantOf(day, (hour + (minute > 0 ? 1 : 0)) * 60)
  const dueAt = new Date(Date.parse(startsAt) + more.reduce((sum, one) => sum + one, value) * HOUR_MS).toISOString()
  const dueDay = dayOf(dueAt)
  return { dueAt, dueDay, rawDue: dueDay, rolled: false, calendarKnown: true, running: true, startsAt }
}

function countBack({ value, unit }: Duration, event: Day, holidays: HolidayTable): Due {
  const looked = new Years(holidays)
  let latest = event
  if (unit === 'working_day') {
    for (let left = value; left > 0; left--) {
      do latest = addDays(latest, -1)
      while (!isWorkday(holidays, latest))
    }
    if (value > 0) looked.at(latest, event)
  } else latest = counted({ value: -value, unit }, event)
  return { dueAt: instantOf(latest, END_OF_DAY), dueDay: latest, rawDue: latest, rolled: false, calendarKnown: looked.known, running: true }
}

/** Whether something was done so long before an event: `late` is refused, `exact` is the least reading of 「X日前」 and warned of (rules X-10). */
export function leadOf(period: Duration & Partial<Period>, event: Day, done: Day, holidays: HolidayTable): 'enough' | 'exact' | 'late' {
  const latest = countBack(period, event, holidays).dueDay
  if (done > latest) return 'late'
  return done === latest ? 'exact' : 'enough'
}

/**
 * When somebody is to be warned of an end: at the beginning of the day that lies so long before the last day, or so many hours before the end. A
 * warning of no length is due with the end itself.
 */
export function warnAt({ dueAt, dueDay }: Pick<Due, 'dueAt' | 'dueDay'>, before: Duration, holidays: HolidayTable): string {
  if (before.value === 0) return dueAt
  if (before.unit === 'hour') return new Date(Date.parse(dueAt) - before.value * HOUR_MS).toISOString()
  return instantOf(countBack(before, dueDay, holidays).dueDay, 0)
}

/** The years that had to be looked up, and whether each has its table. */
class Years {
  known = true
  constructor(private readonly holidays: HolidayTable) {}
  /** All years from one day to another. */
  at(from: Day, to: Day): void {
    for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) this.known &&= isYearKnown(this.holidays, `${String(year).padStart(4, '0')}-01-01`)
  }
}

const FAMILY = { hour: 'hour', calendar_day: 'day', week: 'day', working_day: 'working_day', month: 'month', year: 'month' } as const
const IN_DAYS = { calendar_day: 1, week: 7 } as const
const IN_MONTHS = { month: 1, year: 12 } as const

/** Period and extensions as lengths one after the other; of one kind of unit one length, so that 31 January and two months is 31 March. */
function legs(period: Duration, extensions: readonly Duration[]): Duration[] {
  const all: Duration[] = [{ value: period.value, unit: period.unit }]
  for (const { value, unit } of extensions) {
    const same = all.findIndex((leg) => FAMILY[leg.unit] === FAMILY[unit])
    if (same === -1) all.push({ value, unit })
    else all[same] = sum(all[same]!, { value, unit })
  }
  return all
}

function sum(a: Duration, b: Duration): Duration {
  if (a.unit === b.unit) return { value: a.value + b.value, unit: a.unit }
  if (FAMILY[a.unit] === 'month') return { value: inMonths(a) + inMonths(b), unit: 'month' }
  return { value: inDays(a) + inDays(b), unit: 'calendar_day' }
}
const inDays = ({ value, unit }: Duration): number => value * IN_DAYS[unit as keyof typeof IN_DAYS]
const inMonths = ({ value, unit }: Duration): number => value * IN_MONTHS[unit as keyof typeof IN_MONTHS]

/** Calendar units only. */
function counted(leg: Duration, from: Day): Day {
  switch (FAMILY[leg.unit]) {
    case 'day':
      return addDays(from, inDays(leg))
    case 'month':
      return addMonths(from, inMonths(leg))
    default:
      throw new TypeError(`${leg.unit} is not counted in calendar days`)
  }
}

function legEnd(leg: Duration, from: Day, suspended: SuspendedDays, holidays: HolidayTable, looked: Years): Day {
  if (leg.unit !== 'working_day') return suspended.push(from, counted(leg, from))
  let day = from
  for (let left = leg.value; left > 0; left--) {
    do day = addWorkdays(holidays, day, 1)
    while (suspended.has(day))
  }
  if (leg.value > 0) looked.at(from, day)
  return day
}

/** The first working day on or after a day that is not suspended. */
function roll(day: Day, suspended: SuspendedDays, holidays: HolidayTable, looked: Years): Day {
  let rolled = day
  while (!isWorkday(holidays, rolled) || suspended.has(rolled)) rolled = addDays(rolled, 1)
  looked.at(day, rolled)
  return rolled
}

/** Where an instant stands on its day, as `PeriodStart`. */
export function startOf(at: string): Required<PeriodStart> {
  const minute = minuteOf(at)
  return { day: dayOf(at), time: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}` }
}
