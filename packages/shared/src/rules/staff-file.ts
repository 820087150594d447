import { z } from 'zod'
import { StaffIdSchema } from '../ids'
import { StaffRoleSchema, type StaffRole } from './staff-roles'

/**
 * What stands in `staff:<staff>`: who may do what for the court, from when, and who was away or on duty. Never a telephone number, a
 * password or anything else by which somebody signs in. Parties never read this chain.
 */
const Words = z.string().min(2).max(200)
const Instant = z.iso.datetime({ precision: 3 })
const Place = z.object({ of: z.number().int().nonnegative() })

export const StaffRegisteredSchema = z.object({
  number: z.string().min(1).max(20), name: z.string().min(1).max(40), department: z.string().min(1).max(40), roles: z.array(StaffRoleSchema),
})
export const StaffChangedSchema = StaffRegisteredSchema.omit({ number: true }).partial()
/** 离职, 停用. */
export const StaffLeftSchema = z.object({ why: z.enum(['left', 'suspended']), reason: Words })
export const StaffReturnedSchema = z.object({ reason: Words })
/** Somebody's way in was set up anew: until another administrator has confirmed that it is theirs, it opens nothing. */
export const AccessResetSchema = z.object({ what: z.array(z.enum(['password', 'phone', 'wechat'])).min(1) })
export const AbsenceSetSchema = z.object({ from: Instant, until: Instant, reason: Words, deputyId: StaffIdSchema.nullable() })
export const AbsenceEndedSchema = Place
export const DutySetSchema = z.object({ from: Instant, until: Instant })
export const DutyRemovedSchema = Place

export interface Span {
  from: string
  until: string
}
/** Known by the index of the entry that set it. */
export interface Absence extends Span {
  of: number
  reason: string
  deputyId: string | null
  /** Back before the time, or called off. */
  endedAt?: string
}
export interface Shift extends Span {
  of: number
}

export interface StaffFile {
  status: 'none' | 'active' | 'left'
  number: string
  name: string
  department: string
  roles: StaffRole[]
  /** False from `staff.access_reset` to `staff.access_confirmed`. */
  isConfirmed: boolean
  absences: Absence[]
  shifts: Shift[]
  /** The index that the next entry will have. */
  next: number
}

export const noStaff: StaffFile = { status: 'none', number: '', name: '', department: '', roles: [], isConfirmed: true, absences: [], shifts: [], next: 0 }

interface Happened {
  type: string
  index: number
  at: string
  body: unknown
}

/** Somebody's record after one more entry of their chain. Entries it does not know leave all but `next` as it is. */
export function evolveStaff(before: StaffFile, { type, index, at, body }: Happened): StaffFile {
  const file = { ...before, next: index + 1 }
  switch (type) {
    case 'staff.registered': return { ...file, ...StaffRegisteredSchema.parse(body), status: 'active' }
    case 'staff.changed': return { ...file, ...StaffChangedSchema.parse(body) }
    case 'staff.left': return { ...file, status: 'left' }
    // Whoever comes back has no role until somebody gives them one.
    case 'staff.returned': return { ...file, status: 'active', roles: [] }
    case 'staff.access_reset': return { ...file, isConfirmed: false }
    case 'staff.access_confirmed': return { ...file, isConfirmed: true }
    case 'absence.set': return { ...file, absences: [...file.absences, { of: index, ...AbsenceSetSchema.parse(body) }] }
    case 'absence.ended': {
      const { of } = AbsenceEndedSchema.parse(body)
      return { ...file, absences: file.absences.map((absence) => (absence.of === of ? { ...absence, endedAt: at } : absence)) }
    }
    case 'duty.set': return { ...file, shifts: [...file.shifts, { of: index, ...DutySetSchema.parse(body) }] }
    case 'duty.removed': {
      const { of } = DutyRemovedSchema.parse(body)
      return { ...file, shifts: file.shifts.filter((shift) => shift.of !== of) }
    }
    default: return file
  }
}

/** Whether a span covers an instant: its first, not its last. */
export const covers = ({ from, until }: Span, now: string): boolean => from <= now && now < until
const meet = (a: Span, b: Span): boolean => a.from < b.until && b.from < a.until

/** Absences that run now or are to come. */
export const absencesAhead = ({ absences }: Pick<StaffFile, 'absences'>, now: string): Absence[] =>
  absences.filter(({ endedAt, until }) => endedAt === undefined && now < until)

export const overlapsAbsence = (file: StaffFile, span: Span, now: string): boolean => absencesAhead(file, now).some((absence) => meet(absence, span))
export const overlapsShift = ({ shifts }: StaffFile, span: Span): boolean => shifts.some((shift) => meet(shift, span))
