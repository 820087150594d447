import type { Absence, Shift } from '@zhixin/shared/rules'
import { type Connection, Schema } from 'mongoose'

/**
 * Where a phone number comes from: `self` the person themselves, as the court's system has it; `app` confirmed by them in the app; `window`
 * at the window; or somebody else told it, or nobody can say who (`court_system`), and then it binds nobody.
 */
export type PhoneSource = 'self' | 'app' | 'window' | 'opponent' | 'agent' | 'court_system'
export interface PhoneRecord {
  index: string
  sealed: string
  source: PhoneSource
  at: Date
  /** When the person put another number in its place; it binds nobody any more. */
  endedAt?: Date | null
  /** When somebody said that it is not this person's: no notice goes there, and nobody rings it for them. */
  disownedAt?: Date | null
}
/** A text to a confirmed phone that a number was added or replaced; stays until it has gone. */
export interface PhoneAlert {
  id: string
  sealed: string
}

/** A litigant-side person. Numbers are sealed and found by their blind index. */
export interface PersonDoc {
  _id: string
  name: string
  /** Of the document that the court knows them by; an index of one kind never meets one of another. */
  documentKind?: string
  identityIndex: string
  identitySealed: string
  phones: PhoneRecord[]
  alerts?: PhoneAlert[]
  /** Counts changes, so that two imports at once lose nothing. */
  revision: number
}

export interface StaffDoc {
  _id: string
  number: string
  name: string
  passwordHash: string
  roles: string[]
  department: string
  phoneSealed: string
  officePhone: string
  /** Since when another system says so. */
  officePhoneAsOf?: string | null
  isActive: boolean
  /** False while a way in that was set up anew is not confirmed by another administrator. */
  isConfirmed: boolean
  /** The password is the one that was handed over: good for nothing but for choosing another. */
  passwordIsFirst: boolean
  /** As the record in the log has them; of absences those that were not ended early. */
  absences: Absence[]
  shifts: Shift[]
  /** How many entries of `staff:` have been applied. */
  recordedUpTo: number
  /** The login (`wechat/…`) of the phone that was activated. */
  wechatLogin: string | null
}

/** Who signs in on the litigant side; a person once one is bound. */
export interface AccountDoc {
  _id: string
  phoneSealed: string | null
  personId: string | null
  boundAt: Date | null
  boundBy: 'phone' | 'window_code' | 'demo' | null
  /** Of a window code: who had looked at the identity card. */
  checkedBy: string | null
  /** The request for help that the code came of. */
  helpRequestId: string | null
}

/** What only identity keeps of a request for binding help: who says they are who, sealed. What became of it stands in the request's chain. */
export interface HelpDoc {
  _id: string
  /** actor/commandId of whoever asked: a repeat is the same request. */
  key: string
  /** Absent where it was told by telephone or at the window. */
  accountId: string | null
  /** The account, for as long as nothing has come of it: an account asks one thing at a time. */
  openFor?: string
  sealed: string
  /** What the asker says the request's number is; random. */
  receipt: string
  /** Keyed hash of the code with which somebody without an account asks how it stands. */
  followUpHash: string
  at: Date
  closedAt: Date | null
}

/** A way in: `wechat/<blind index of the openid>`, `phone/<blind index>`, `demo/<id>`. */
export interface LoginDoc {
  _id: string
  accountId: string
  staffId: string | null
  /** Of WeChat: the openid itself, sealed, for messages to them. Not known of who signed in last before this was kept. */
  openidSealed?: string | null
}

export interface SessionDoc {
  _id: string
  kind: 'account' | 'staff'
  /** accountId or staffId. */
  subject: string
  way: 'wechat' | 'sms' | 'password' | 'demo'
  device: string
  currentHash: string
  previousHash: string | null
  rotatedAt: Date
  /** The current refresh token, sealed, for whoever lost the answer. */
  successor: string
  createdAt: Date
  expiresAt: Date
  endedAt: Date | null
  endedBecause: string | null
}

/** A one-time code: of a text message, a staff challenge, the reception window, an activation. */
export interface CodeDoc {
  _id: string
  hash: string
  subject: string | null
  tries: number
  issuedBy: string | null
  /** Of a binding code: the request for help it came of. */
  helpRequestId: string | null
  /** Of a staff challenge: the number that was typed, known or not. */
  claimed: string | null
  expiresAt: Date
  usedAt: Date | null
  /** Of codes sent to a phone: when the next may go, and how many went today. */
  nextAt: Date
  day: string
  sentThatDay: number
}

export interface AttemptDoc {
  _id: string
  count: number
  until: Date
}

export interface SecretDoc {
  _id: string
  /** Which master key seals it. */
  masterKeyId: string
  sealed: string
}

export interface SigningKeyDoc {
  _id: string
  publicPem: string
  sealed: string
  createdAt: Date
}

const text = { type: String, required: true } as const
const maybeText = { type: String, default: null } as const
const date = { type: Date, required: true } as const
const maybeDate = { type: Date, default: null } as const
const options = { versionKey: false, minimize: false, strict: 'throw' } as const

const phone = new Schema({ index: text, sealed: text, source: text, at: date, endedAt: maybeDate, disownedAt: maybeDate }, { _id: false })
const alert = new Schema({ id: text, sealed: text }, { _id: false })
const people = new Schema<PersonDoc>({
  _id: text, name: text, documentKind: { type: String, default: 'resident_id' }, identityIndex: { ...text, unique: true }, identitySealed: text,
  phones: [phone], alerts: { type: [alert], default: [] }, revision: { type: Number, default: 0 },
}, options)
people.index({ name: 1 })
people.index({ 'phones.index': 1 })
const absence = { of: Number, from: String, until: String, reason: String, deputyId: maybeText }
const staff = new Schema<StaffDoc>({
  _id: text, number: { ...text, unique: true }, name: text, passwordHash: text, roles: [String], department: { ...text, index: true },
  phoneSealed: text, officePhone: { type: String, default: '' }, officePhoneAsOf: maybeText, isActive: { type: Boolean, default: true }, wechatLogin: maybeText,
  isConfirmed: { type: Boolean, default: true }, passwordIsFirst: { type: Boolean, default: false }, absences: [{ _id: false, ...absence }],
  shifts: [{ _id: false, of: Number, from: String, until: String }], recordedUpTo: { type: Number, default: 0 },
}, options)
const accounts = new Schema<AccountDoc>({
  _id: text, phoneSealed: maybeText, personId: { ...maybeText, index: true }, boundAt: maybeDate, boundBy: maybeText, checkedBy: maybeText,
  helpRequestId: { ...maybeText, index: true },
}, options)
const logins = new Schema<LoginDoc>({ _id: text, accountId: { ...text, index: true }, staffId: maybeText, openidSealed: maybeText }, options)
const sessions = new Schema<SessionDoc>({
  _id: text, kind: text, subject: { ...text, index: true }, way: text, device: { type: String, default: '' }, currentHash: text,
  previousHash: maybeText, rotatedAt: date, successor: text, createdAt: date, expiresAt: { ...date, index: true },
  endedAt: maybeDate, endedBecause: maybeText,
}, options)
const codes = new Schema<CodeDoc>({
  _id: text, hash: { type: String, default: '' }, subject: maybeText, tries: { type: Number, default: 0 }, issuedBy: maybeText, helpRequestId: maybeText, claimed: maybeText,
  expiresAt: { ...date, index: true }, usedAt: maybeDate, nextAt: { type: Date, default: new Date(0) }, day: { type: String, default: '' },
  sentThatDay: { type: Number, default: 0 },
}, options)
const attempts = new Schema<AttemptDoc>({ _id: text, count: { type: Number, default: 0 }, until: { ...date, index: true } }, options)
const help = new Schema<HelpDoc>({
  _id: text, key: { ...text, unique: true }, accountId: { ...maybeText, index: true }, openFor: { type: String, unique: true, sparse: true }, sealed: text,
  receipt: { ...text, unique: true }, followUpHash: text, at: date, closedAt: { ...maybeDate, index: true },
}, options)
const secrets = new Schema<SecretDoc>({ _id: text, masterKeyId: text, sealed: text }, options)
const signingKeys = new Schema<SigningKeyDoc>({ _id: text, publicPem: text, sealed: text, createdAt: date }, options)

/** Identity's own collections. Nothing of them is read elsewhere. */
export function createModels(connection: Connection) {
  return {
    people: connection.model('Person', people, 'identity_people'),
    staff: connection.model('Staff', staff, 'identity_staff'),
    accounts: connection.model('Account', accounts, 'identity_accounts'),
    logins: connection.model('Login', logins, 'identity_logins'),
    sessions: connection.model('Session', sessions, 'identity_sessions'),
    codes: connection.model('Code', codes, 'identity_codes'),
    attempts: connection.model('Attempt', attempts, 'identity_attempts'),
    help: connection.model('Help', help, 'identity_help'),
    secrets: connection.model('Secret', secrets, 'identity_secrets'),
    signingKeys: connection.model('SigningKey', signingKeys, 'identity_signing_keys'),
  }
}
export type Models = ReturnType<typeof createModels>

/** Unique indexes stand before the first write. */
export async function ensureIndexes(models: Models): Promise<void> {
  for (const model of Object.values(models)) await model.createIndexes()
}
