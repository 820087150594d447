import { checkRoles, type Handling, powersOf, type RolesConfig, type StaffRole } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { batched } from '../platform/batched'
import { isDuplicateKey } from '../platform/database'
import type { SecurityConfig } from './config'
import { newId } from './ids'
import type { Models, StaffDoc } from './model'
import { hashPassword, verifyPassword } from './password'
import type { Sessions } from './sessions'
import type { StaffRecords } from './staff-record'
import type { Vault } from './vault'

export interface StaffRecord {
  id: string
  number: string
  name: string
  roles: StaffRole[]
  /** As what they can be named in a case. */
  handles: readonly Handling[]
  department: string
  /** The only number of theirs that parties see (rules X-19). */
  officePhone: string
  active: boolean
  /** False while a way in that was set up anew is not confirmed. */
  confirmed: boolean
}

export interface SaveStaff {
  number: string
  name: string
  /** Left as it is when not given; needed for somebody new. */
  password?: string
  roles: readonly StaffRole[]
  department: string
  /** The mobile that codes are sent to; seen by nobody. */
  phone: string
  officePhone: string
  /** False: out at once, everywhere. */
  active?: boolean
}

export interface Staff {
  find(ids: readonly string[]): Promise<StaffRecord[]>
  byId(id: string): Promise<StaffRecord | undefined>
  inDepartment(department: string): Promise<StaffRecord[]>
  all(): Promise<StaffRecord[]>
  byNumber(number: string): Promise<StaffRecord | undefined>
  /**
   * Makes or changes the member of staff of a number as an import has them: what they may do goes through their record, by which they
   * are signed in no longer where it takes something from them; so does a new password. Throws CodedError for roles that are none, or
   * are kept apart.
   */
  /** Rejects where `guard` does, before anything of the record is written. */
  save(staff: SaveStaff, guard?: () => Promise<void>): Promise<string>
}

export interface StaffAccess extends Staff {
  activeDoc(id: string): Promise<StaffDoc | undefined>
  /** The member of staff whose number and password these are, stopped or not; the same work for an unknown number. */
  byPassword(number: string, password: string): Promise<StaffDoc | undefined>
  /** Whether somebody has worked here and does so no longer. */
  isStopped(id: string): Promise<boolean>
  phoneOf(staff: StaffDoc): string
  /** For a demonstration, which shows the texts it 'sends'. */
  phoneByNumber(number: string): Promise<string | undefined>
  tieWechat(id: string, login: string): Promise<void>
}

interface Parts {
  models: Models
  vault: Vault
  sessions: Sessions
  records: StaffRecords
  roles: RolesConfig
  config: SecurityConfig['password']
}

export function createStaff({ models: { staff }, vault, sessions, records, roles: court, config }: Parts): StaffAccess {
  const recordOf = ({ _id, number, name, roles, department, officePhone, isActive, isConfirmed }: StaffDoc): StaffRecord => ({
    id: _id, number, name, roles, handles: powersOf(court, roles).handles, department, officePhone, active: isActive, confirmed: isConfirmed !== false,
  })
  const phoneContext = (id: string): string => `staff/${id}/phone`
  /** Who is being let in, and is not in their own record yet, is nobody. */
  const onRecord = { recordedUpTo: trusted({ $gt: 0 }) }

  async function save(input: SaveStaff, guard?: () => Promise<void>): Promise<string> {
    const { number, name, password, roles, department, phone, officePhone, active = true } = input
    if (password !== undefined && password.length < config.min_length) throw new RangeError(`a password has at least ${config.min_length} characters`)
    checkRoles(court, roles)
    const before = await staff.findOne({ number }).lean()
    const id = before?._id ?? newId('s')
    const secret = { officePhone, phoneSealed: vault.seal(phone, phoneContext(id)) }
    const passwordHash = password === undefined ? undefined : await hashPassword(password, config.cost)
    if (before) {
      await staff.updateOne({ _id: id }, { $set: { ...secret, ...(passwordHash && { passwordHash, passwordIsFirst: false }) } })
    } else {
      if (!passwordHash) throw new RangeError('somebody new needs a password')
      try {
        // Nobody yet: it is their record that makes them so.
        await staff.create({ _id: id, number, name, roles: [], department, isActive: false, passwordHash, ...secret })
      } catch (error) {
        if (isDuplicateKey(error)) return save(input, guard)
        throw error
      }
    }
    await records.bring(id, { number, name, department, roles, active }, guard)
    if (before && passwordHash) await sessions.endAllOf(id, 'new password')
    return id
  }

  return {
    save,
    find: async (ids) => (await staff.find({ _id: trusted({ $in: [...new Set(ids)] }) }).lean()).map(recordOf),
    byId: async (id) => {
      const found = await staff.findById(id).lean()
      return found ? recordOf(found) : undefined
    },
    all: async () => (await staff.find({}).sort({ number: 1 }).lean()).map(recordOf),
    async byNumber(number) {
      const found = await staff.findOne({ number }).lean()
      return found ? recordOf(found) : undefined
    },
    inDepartment: async (department) => (await staff.find({ department, isActive: true }).sort({ number: 1 }).lean()).map(recordOf),
    activeDoc: batched<StaffDoc>((ids) => staff.find({ _id: trusted({ $in: ids }), isActive: true }).lean()),
    async byPassword(number, password) {
      const found = await staff.findOne({ number, ...onRecord }).lean()
      const isRight = await verifyPassword(password, found?.passwordHash, config.cost)
      return found && isRight ? found : undefined
    },
    isStopped: async (id) => (await staff.exists({ _id: id, isActive: false, ...onRecord })) !== null,
    phoneOf: (doc) => vault.open(doc.phoneSealed, phoneContext(doc._id)),
    async phoneByNumber(number) {
      const found = await staff.findOne({ number, ...onRecord }).lean()
      return found ? vault.open(found.phoneSealed, phoneContext(found._id)) : undefined
    },
    tieWechat: async (id, login) => void (await staff.updateOne({ _id: id }, { $set: { wechatLogin: login } })),
  }
}
