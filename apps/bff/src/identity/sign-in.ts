import type { SessionTokens } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { type Wechat, WechatError } from '../ports/wechat'
import type { Accounts } from './accounts'
import type { Attempts } from './attempts'
import type { SecurityConfig } from './config'
import { newId, newReadableCode, newSmsCode } from './ids'
import type { LoginDoc, SessionDoc } from './model'
import type { OneTimeCodes } from './one-time-codes'
import type { Sessions } from './sessions'
import type { SmsCodes } from './sms-codes'
import type { StaffAccess } from './staff'

/** Where an attempt comes from. */
export interface From {
  address: string
  device: string
}

interface Parts {
  accounts: Accounts
  staff: StaffAccess
  sessions: Sessions
  codes: OneTimeCodes
  smsCodes: SmsCodes
  attempts: Attempts
  wechat: Wechat
  config: SecurityConfig
}

const WECHAT_BUSY_SECONDS = 10

/** All ways in. A failure never says what was wrong; only who has shown that they are themselves hears that they are stopped. */
export function createSignIn({ accounts, staff, sessions, codes, smsCodes, attempts, wechat, config }: Parts) {
  const failed = (): CodedError => new CodedError('auth.failed')

  /** For what was right, once it cannot be used again. */
  async function refusal(staffId: string | null | undefined): Promise<CodedError> {
    return staffId && (await staff.isStopped(staffId)) ? new CodedError('auth.stopped') : failed()
  }

  async function loginOf(wechatCode: string): Promise<LoginDoc> {
    try {
      const { openid } = await wechat.code2Session(wechatCode)
      return await accounts.signIn(accounts.loginOfWechat(openid), { openid })
    } catch (error) {
      if (!(error instanceof WechatError) || error.reason === 'misconfigured') throw error
      if (error.reason === 'rejected') throw new CodedError('auth.wechat_rejected', { cause: error })
      throw new CodedError('auth.wechat_busy', { cause: error, retryAfterSeconds: WECHAT_BUSY_SECONDS })
    }
  }

  async function asStaff(staffId: string, way: SessionDoc['way'], { device }: From): Promise<SessionTokens> {
    return { ...(await sessions.begin({ kind: 'staff', subject: staffId, way, device })), kind: 'staff' }
  }

  async function asAccount(login: LoginDoc, way: SessionDoc['way'], { device }: From): Promise<SessionTokens> {
    const account = await accounts.byId(login.accountId)
    const tokens = await sessions.begin({ kind: 'account', subject: login.accountId, way, device })
    return { ...tokens, kind: account?.personId ? 'person' : 'account' }
  }

  return {
    asAccount,
    asStaff,

    /** Whoever this openid is: a member of staff whose phone was activated, a bound person, or a new account. */
    async withWechat(code: string, from: From): Promise<SessionTokens> {
      const login = await loginOf(code)
      const known = login.staffId === null ? undefined : await staff.activeDoc(login.staffId)
      if (known && known.wechatLogin === login._id) return asStaff(known._id, 'wechat', from)
      return asAccount(login, 'wechat', from)
    },

    async withSms(phone: string, code: string, from: From): Promise<SessionTokens> {
      const attempt = await attempts.begin({ account: `phone:${phone}`, address: from.address })
      const isRight = await smsCodes.attempt(phone, code)
      if (!isRight || !(await smsCodes.use(phone))) throw failed()
      await attempt.succeeded()
      return asAccount(await accounts.signIn(accounts.loginOfPhone(phone), { phone }), 'sms', from)
    },

    /**
     * First factor of staff. A challenge comes back in any case; a text goes only when number and password fit. The attempt is
     * given back when the second factor is right.
     */
    async challengeStaff(number: string, password: string, { address }: From): Promise<string> {
      await attempts.begin({ account: `staff:${number}`, address })
      const known = await staff.byPassword(number, password)
      const [challengeId, code] = [newId('h'), newSmsCode()]
      const { minutes } = config.sms_code
      await codes.put(`challenge/${challengeId}`, code, { subject: known?._id ?? null, claimed: number, minutes })
      if (known) smsCodes.sendLater(staff.phoneOf(known), 'code_sign_in', { code, minutes: String(minutes) })
      return challengeId
    },

    /** Second factor of staff. */
    async verifyStaff(challengeId: string, code: string, from: From): Promise<SessionTokens> {
      const id = `challenge/${challengeId}`
      const number = await codes.claimedBy(id)
      const attempt = await attempts.begin({ address: from.address, ...(number !== undefined && { account: `staff:${number}` }) })
      const right = await codes.attempt(id, code, config.sms_code.tries)
      if (!right?.subject || !(await codes.use(id))) throw failed()
      const known = await staff.activeDoc(right.subject)
      await attempt.succeeded()
      await attempts.giveBack(from.address)
      if (!known) throw await refusal(right.subject)
      return asStaff(known._id, 'password', from)
    },

    /** A one-time code that a member of staff sees on their desk and types on their phone. */
    async issueActivationCode(staffId: string): Promise<{ code: string; expiresAt: string }> {
      const code = newReadableCode()
      const expiresAt = await codes.put(activationId(code), code, { subject: staffId, issuedBy: staffId, minutes: config.activation_code.minutes })
      return { code, expiresAt: expiresAt.toISOString() }
    },

    /** Ties a WeChat user to the member of staff whose code this is; a phone activated before is out at once. */
    async activate(wechatCode: string, activationCode: string, from: From): Promise<SessionTokens> {
      const attempt = await attempts.begin({ address: from.address })
      const login = await loginOf(wechatCode)
      const code = activationCode.toUpperCase().replace(/[\s-]/g, '')
      const right = await codes.attempt(activationId(code), code, 1)
      if (!right?.subject || !(await codes.use(activationId(code)))) throw failed()
      const known = await staff.activeDoc(right.subject)
      await attempt.succeeded()
      if (!known) throw await refusal(right.subject)
      await sessions.endAllOf(known._id, 'another phone was activated', { way: 'wechat' })
      await accounts.tieStaff(login._id, known._id)
      await staff.tieWechat(known._id, login._id)
      return asStaff(known._id, 'wechat', from)
    },
  }

  function activationId(code: string): string {
    return `activation/${codes.hashOf('activation', code)}`
  }
}
export type SignIn = ReturnType<typeof createSignIn>
