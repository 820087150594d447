import { type ChainName, parseChain, staffChain } from '@zhixin/shared/ids'
import { COURT_SYSTEM, type Actor, type SequencedEntry } from '@zhixin/shared/log'
import { decideStaff, evolveStaff, noStaff, type RolesConfig, type StaffCommand, type StaffFile, type StaffRole } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Fold, Log } from '../log'
import type { Models, StaffDoc } from './model'
import { type Sessions, STOPPED } from './sessions'

export const staffFold: Fold<StaffFile> = { name: 'staff', initial: noStaff, evolve: evolveStaff }
/** The court's own system, or whoever installs this: they say who works here without an administrator's hand. */

/** Who a member of staff is meant to be, as an import has it. */
export interface Wanted {
  number: string
  name: string
  department: string
  roles: readonly StaffRole[]
  active: boolean
}

export interface StaffRecords {
  /**
   * Appends what a command becomes to somebody's chain, and applies it before it answers. Undefined: there was nothing to write. `guard` rejects
   * where it is not to be written any more.
   */
  append(
    staffId: string, by: { actor: Actor; key: string; guard?: (() => Promise<void>) | undefined }, command: StaffCommand,
  ): Promise<SequencedEntry | undefined>
  /** Brings somebody's record to what an import says, by as many entries as it takes; none where it says so already. */
  bring(staffId: string, wanted: Wanted, guard?: () => Promise<void>): Promise<void>
  file(staffId: string): Promise<StaffFile>
  find(key: string): Promise<SequencedEntry | undefined>
}

interface Parts {
  log: Log
  models: Models
  sessions: Sessions
  roles: RolesConfig
  /** Told that what is known of somebody is no longer so. */
  onChanged(): void
}

/**
 * The court's record of who may do what: chains `staff:`, which the collection of staff follows. Whoever appends applies at once; a tail
 * applies again what a crash kept from being applied, and what another process appended.
 */
export function createStaffRecords({ log, models: { staff }, sessions, roles, onChanged }: Parts): StaffRecords {
  const file = (staffId: string): Promise<StaffFile> => log.state(staffFold, staffChain(staffId))

  /** Takes the record as it stands now into the collection: whatever order and however often, it ends with the newest. */
  async function apply(staffId: string): Promise<void> {
    const { status, name, department, roles: held, isConfirmed, absences, shifts, next } = await file(staffId)
    if (status === 'none') return
    const fields: Partial<StaffDoc> = {
      name, department, roles: held, isActive: status === 'active', isConfirmed, absences: absences.filter(({ endedAt }) => endedAt === undefined), shifts, recordedUpTo: next,
    }
    const before = await staff.findOneAndUpdate({ _id: staffId, recordedUpTo: trusted({ $not: { $gte: next } }) }, { $set: fields }).lean()
    onChanged()
    if (!before) return
    const wasGiven = (doc: Pick<StaffDoc, 'roles' | 'department'>): string => [doc.department, ...doc.roles].join()
    if (status === 'left') await sessions.endAllOf(staffId, STOPPED)
    else if (before.isActive && wasGiven(before) !== wasGiven({ roles: held, department })) await sessions.endAllOf(staffId, 'another office')
  }

  const append: StaffRecords['append'] = async (staffId, { actor, key, guard }, command) => {
    const chain = staffChain(staffId)
    const { type } = command
    const entry = await log.append({
      chain,
      key,
      isSame: (stored) => stored.type === ENTRY_OF[type],
      async decide({ state, now }) {
        await guard?.()
        const deputyId = command.type === 'SetAbsence' ? command.absence.deputyId : null
        const deputy = deputyId === null ? undefined : await state(staffFold, staffChain(deputyId))
        const draft = decideStaff(command, await state(staffFold, chain), { now, staffId, roles, ...(deputy && { deputy }) })
        return draft && { ...draft, actor }
      },
    })
    await apply(staffId)
    return entry
  }

  log.tailWith({
    name: 'staff-record',
    async handle(entries) {
      for (const staffId of new Set(entries.flatMap(({ chain }) => staffIn(chain)))) await apply(staffId)
    },
  })

  return {
    append,
    file,
    find: log.find,
    async bring(staffId, { number, name, department, roles: held, active }, guard) {
      for (;;) {
        const { status, next, ...known } = await file(staffId)
        const command = missing({ number, name, department, roles: held, active }, { status, ...known })
        if (!command) return apply(staffId)
        await append(staffId, { actor: COURT_SYSTEM, key: `import/${staffId}/${next}`, guard }, command)
      }
    },
  }
}

const ENTRY_OF: Record<StaffCommand['type'], string> = {
  Register: 'staff.registered', Change: 'staff.changed', Leave: 'staff.left', Return: 'staff.returned', ResetAccess: 'staff.access_reset',
  ConfirmAccess: 'staff.access_confirmed', SetAbsence: 'absence.set', EndAbsence: 'absence.ended', SetDuty: 'duty.set', RemoveDuty: 'duty.removed',
}

function staffIn(chain: ChainName): string[] {
  const place = parseChain(chain)
  return place?.kind === 'staff' ? [place.staffId] : []
}

/** The next step from what is recorded to what is wanted. */
function missing({ number, name, department, roles, active }: Wanted, known: Omit<StaffFile, 'next'>): StaffCommand | undefined {
  if (known.status === 'none') return { type: 'Register', number, name, department, roles: [...roles] }
  if (!active) return known.status === 'active' ? { type: 'Leave', why: 'suspended', reason: '本院人员名册中已停用' } : undefined
  if (known.status === 'left') return { type: 'Return', reason: '本院人员名册中在岗' }
  const isSo = known.name === name && known.department === department && String(known.roles) === String(roles)
  return isSo ? undefined : { type: 'Change', name, department, roles: [...roles] }
}
