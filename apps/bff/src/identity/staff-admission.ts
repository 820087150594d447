import { CodedError } from '@zhixin/shared/errors'
import { staffChain } from '@zhixin/shared/ids'
import type { Actor } from '@zhixin/shared/log'
import { trusted } from 'mongoose'
import { isDuplicateKey } from '../platform/database'
import type { SecurityConfig } from './config'
import { newId, newReadableCode } from './ids'
import type { Models, StaffDoc } from './model'
import { hashPassword, verifyPassword } from './password'
import type { Sessions } from './sessions'
import type { SmsCodes } from './sms-codes'
import type { StaffRecords } from './staff-record'
import type { Vault } from './vault'

export interface By {
  actor: Actor
  key: string
}

export interface NewStaff {
  number: string
  name: string
  department: string
  officePhone: string
  phone: string
}

/** How an administrator lets somebody in who works here. None of it lets anybody near a case: roles are another administrator's to give. */
export interface StaffAdmission {
  /** Answers the first password, once; a repeat of the same command makes another while the first was not changed. Throws `staff.number_taken`. */
  add(staff: NewStaff, by: By): Promise<{ staffId: string; firstPassword: string }>
  /** A new first password, another phone where one is given, no WeChat. Opens nothing until somebody else confirms it (`staff.access_confirmed`). */
  reset(staffId: string, phone: string | undefined, by: By): Promise<{ staffId: string; firstPassword: string }>
  /** `asOf`: as another system says by then; not where it has said something newer. */
  setOfficePhone(staffId: string, officePhone: string, asOf?: string): Promise<void>
  /** Somebody's own choice of a password; all their sign-ins end. Throws `staff.password_wrong` or `staff.password_weak`. */
  changePassword(staffId: string, current: string, next: string): Promise<void>
}

interface Parts {
  models: Models
  vault: Vault
  sessions: Sessions
  records: StaffRecords
  smsCodes: Pick<SmsCodes, 'sendLater'>
  config: SecurityConfig['password']
  onChanged(): void
}

const phoneContext = (id: string): string => `staff/${id}/phone`
/** Easy to read out, and of 40 and some bits: it serves until its owner has chosen another. */
const newFirstPassword = (): string => `${newReadableCode()}-${newReadableCode().slice(0, 4)}`
export function createStaffAdmission({ models: { staff }, vault, sessions, records, smsCodes, config, onChanged }: Parts): StaffAdmission {
  async function setFirstPassword(id: string, more: Partial<StaffDoc> = {}): Promise<string> {
    const firstPassword = newFirstPassword()
    await staff.updateOne({ _id: id }, { $set: { passwordHash: await hashPassword(firstPassword, config.cost), passwordIsFirst: true, ...more } })
    onChanged()
    await sessions.endAllOf(id, 'new password')
    return firstPassword
  }

  /** Somebody of this number who is nobody yet, or whom this very command has made. */
  async function place({ number, name, department, officePhone, phone }: NewStaff, key: string): Promise<string> {
    const known = await staff.findOne({ number }).lean()
    if (known) {
      const isRepeat = (await records.find(key))?.chain === staffChain(known._id)
      const isNobodyYet = (await records.file(known._id)).status === 'none'
      if (!isNobodyYet && !(isRepeat && known.passwordIsFirst)) throw new CodedError('staff.number_taken', { field: 'body.number' })
      return known._id
    }
    const id = newId('s')
    try {
      const nobody = { roles: [], isActive: false, passwordHash: 'none', passwordIsFirst: true }
      await staff.create({ _id: id, number, name, department, officePhone, phoneSealed: vault.seal(phone, phoneContext(id)), ...nobody })
      return id
    } catch (error) {
      if (isDuplicateKey(error)) throw new CodedError('staff.number_taken', { field: 'body.number' })
      throw error
    }
  }

  return {
    async add(input, by) {
      const staffId = await place(input, by.key)
      const { number, name, department, officePhone, phone } = input
      const firstPassword = await setFirstPassword(staffId, { officePhone, phoneSealed: vault.seal(phone, phoneContext(staffId)) })
      await records.append(staffId, by, { type: 'Register', number, name, department, roles: [] })
      return { staffId, firstPassword }
    },
    async reset(staffId, phone, by) {
      await records.append(staffId, by, { type: 'ResetAccess', what: ['password', 'wechat', ...(phone === undefined ? [] : ['phone' as const])] })
      const before = await staff.findById(staffId).lean()
      const old = before && vault.open(before.phoneSealed, phoneContext(staffId))
      const moved = phone !== undefined && phone !== old
      const firstPassword = await setFirstPassword(staffId, { wechatLogin: null, ...(moved && { phoneSealed: vault.seal(phone, phoneContext(staffId)) }) })
      if (moved && old) smsCodes.sendLater(old, 'staff_phone_changed')
      return { staffId, firstPassword }
    },
    async setOfficePhone(staffId, officePhone, asOf) {
      const isNewest = asOf === undefined ? {} : { $or: [{ officePhoneAsOf: null }, { officePhoneAsOf: trusted({ $lte: asOf }) }] }
      await staff.updateOne({ _id: staffId, ...isNewest }, { $set: { officePhone, ...(asOf !== undefined && { officePhoneAsOf: asOf }) } })
    },
    async changePassword(staffId, current, next) {
      const known = await staff.findOne({ _id: staffId, isActive: true }).lean()
      if (!(await verifyPassword(current, known?.passwordHash, config.cost))) throw new CodedError('staff.password_wrong', { field: 'body.current' })
      if (next.length < config.min_length || next === current) throw new CodedError('staff.password_weak', { field: 'body.next' })
      await staff.updateOne({ _id: staffId }, { $set: { passwordHash: await hashPassword(next, config.cost), passwordIsFirst: false } })
      onChanged()
      await sessions.endAllOf(staffId, 'new password')
    },
  }
}
