import {
  type Absence, absenceNow, type OfficeHolder, onDutyNow, powersOf, type RolesConfig, type StaffMember, type StandIn, standInOf, standsInFor, uncovered,
} from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { coalesced } from '../platform/batched'
import type { Clock } from '../platform/clock'
import type { Models, StaffDoc } from './model'

/** Who is away, who answers for them and who is on duty, at one instant. Throws nothing; knows whom it was made of. */
export interface Moment {
  absence(staffId: string): Absence | undefined
  standIn(staffId: string): StandIn | undefined
  standsInFor(staffId: string): string[]
  onDuty(): string[]
  /** Why nobody answers for somebody; right only where everybody is known. */
  uncovered(staffId: string): 'left' | 'away' | undefined
}

export interface Offices {
  /** As the store says now, of those who are away and whoever may stand in for them: what rights are decided on. */
  now(): Promise<Moment>
  /** The same of everybody. */
  all(): Promise<Moment>
  /** As this process knows it, of everybody: for who is to hear of something. What this process writes is in it at once. */
  seen(): Promise<Moment & { members(ids: readonly string[]): StaffMember[] }>
  /** What was seen is no longer so. */
  forget(): void
}

type Doc = Pick<StaffDoc, '_id' | 'roles' | 'department' | 'isActive' | 'isConfirmed' | 'passwordIsFirst' | 'absences' | 'shifts'>

interface Remembered {
  /** Who is there, but for whom they answer just now. */
  present: Map<string, StaffMember>
  holders: OfficeHolder[]
}

/** Whether somebody's way in is their own beyond doubt: what an administrator set up anew opens nothing until it is confirmed and changed. */
export const isTheirs = ({ isConfirmed, passwordIsFirst }: Pick<StaffDoc, 'isConfirmed' | 'passwordIsFirst'>): boolean => isConfirmed !== false && !passwordIsFirst

export function createOffices({ models: { staff }, roles, clock }: { models: Models; roles: RolesConfig; clock: Clock }): Offices {
  const dutyRoles = Object.entries(roles.roles).filter(([, role]) => role.on_duty).map(([name]) => name)
  const fields = { roles: 1, department: 1, isActive: 1, isConfirmed: 1, passwordIsFirst: 1, absences: 1, shifts: 1 } as const
  const instant = (): string => clock.now().toISOString()
  const holderOf = (doc: Doc): OfficeHolder => ({
    id: doc._id, isActive: doc.isActive && isTheirs(doc), onDuty: powersOf(roles, doc.roles).onDuty, absences: doc.absences ?? [], shifts: doc.shifts ?? [],
  })

  const concerned = coalesced(async (): Promise<OfficeHolder[]> => {
    const now = instant()
    const ahead = (await staff.find({ 'absences.until': trusted({ $gt: now }) }).select(fields).lean<Doc[]>()).map(holderOf)
    const running = ahead.flatMap((holder) => absenceNow(holder, now) ?? [])
    if (running.length === 0) return ahead
    const known = new Set(ahead.map(({ id }) => id))
    const deputies = running.flatMap(({ deputyId }) => deputyId ?? [])
    const others = await staff.find({ $or: [{ roles: trusted({ $in: dutyRoles }) }, { _id: trusted({ $in: deputies }) }] }).select(fields).lean<Doc[]>()
    return [...ahead, ...others.map(holderOf).filter(({ id }) => !known.has(id))]
  })
  const everybody = (): Promise<Doc[]> => staff.find({}).select(fields).lean<Doc[]>()

  let known: Promise<Remembered> | undefined
  const forget = (): void => {
    known = undefined
  }
  function remembered(): Promise<Remembered> {
    if (known) return known
    const asked = everybody().then((docs) => ({
      present: new Map(docs.filter((doc) => doc.isActive && isTheirs(doc)).map((doc) => [doc._id, memberOf(doc, roles, [])])),
      holders: docs.map(holderOf),
    }))
    known = asked
    asked.catch(() => known === asked && forget())
    return asked
  }

  return {
    now: async () => momentOf(await concerned(), instant()),
    all: async () => momentOf((await everybody()).map(holderOf), instant()),
    async seen() {
      const { present, holders } = await remembered()
      const moment = momentOf(holders, instant())
      const members = (ids: readonly string[]): StaffMember[] =>
        [...new Set(ids)].flatMap((id) => {
          const member = present.get(id)
          return member ? [{ ...member, standsInFor: moment.standsInFor(id) }] : []
        })
      return { ...moment, members }
    },
    forget,
  }
}

/** A member of staff as rules about cases know one. */
export function memberOf({ _id: id, department, roles: held }: Pick<StaffDoc, '_id' | 'department' | 'roles'>, roles: RolesConfig, answersFor: string[]): StaffMember {
  const { handles, reaches } = powersOf(roles, held)
  return { id, department, handles, reaches, standsInFor: answersFor }
}

function momentOf(holders: OfficeHolder[], now: string): Moment {
  return {
    absence(id) {
      const holder = holders.find((one) => one.id === id)
      return holder && absenceNow(holder, now)
    },
    standIn: (id) => standInOf(id, holders, now),
    standsInFor: (id) => standsInFor(id, holders, now),
    onDuty: () => onDutyNow(holders, now).map((holder) => holder.id),
    uncovered: (id) => uncovered(id, holders, now),
  }
}
