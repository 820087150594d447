import {
  type Me, MeAbilitiesSchema, MeSchema, RequestSmsCodeSchema, SessionTokensSchema, SignInWithSmsSchema, SignInWithWechatSchema, SmsCodeRequestedSchema,
  DemoSignInSchema, StaffActivationSchema, StaffChallengeSchema, StaffPasswordSchema, StaffVerificationSchema, type SessionTokens,
} from '@zhixin/shared/contract'
import { CodedError, type ErrorCode } from '@zhixin/shared/errors'
import { z } from 'zod'
import { dropCachesOfOthers } from './account-storage'
import type { Adapters } from './adapters'
import { checked, parse } from './api'
import { codedOf } from './errors'
import type { Http } from './http'
import { jsonOf } from './json'
import { createState, type Readable } from './state'
import { createTokens, type Tokens } from './tokens'

export type MeAbilities = z.infer<typeof MeAbilitiesSchema>

export interface SessionSnapshot {
  /** `starting`: storage has not been read yet. `signed_in` holds offline too, with what was known last. */
  status: 'starting' | 'signed_out' | 'signed_in'
  me: Me | null
  can: MeAbilities | null
  /** Names the account in storage; null when signed out. */
  scope: string | null
  /** Why the court ended the sign-in, when it did. */
  endedBy: ErrorCode | null
}

const KEY = 'zx/session'
const RecordSchema = z.object({ way: z.enum(['wechat', 'other']), me: MeSchema, can: MeAbilitiesSchema })
type Way = 'wechat' | 'other'
const OUT: SessionSnapshot = { status: 'signed_out', me: null, can: null, scope: null, endedBy: null }

/** Names an account in storage. Who has bound no identity has nothing of their own to keep. */
export const scopeOf = (me: Me): string => (me.kind === 'person' ? me.personId : me.kind === 'staff' ? me.staffId : 'account')

export interface SessionParts extends Pick<Adapters, 'timers' | 'secrets' | 'storage' | 'network' | 'wechat'> {
  http: Http
}

/** Who is signed in. Every way in ends the same: tokens, then who that is, then one change of the snapshot. */
export function createSession({ http, timers, secrets, storage, network, wechat }: SessionParts) {
  const state = createState<SessionSnapshot>({ ...OUT, status: 'starting' })
  let way: Way = 'other'

  const post = async <T, I>(path: string, input: z.ZodType<unknown, I>, answer: z.ZodType<T>, value: I): Promise<T> =>
    parse(answer, (await http.call({ method: 'POST', path, body: checked(input, value) })).data)

  async function whoIs(accessToken: string): Promise<{ me: Me; can: MeAbilities }> {
    const { data, can } = await http.call({ method: 'GET', path: '/me', token: accessToken })
    return { me: parse(MeSchema, data), can: parse(MeAbilitiesSchema, can) }
  }

  const tokens: Tokens = createTokens({
    http, timers, secrets, network,
    // A phone that lost the answer to its last renewal is still the same WeChat: nobody has to notice.
    async signInAgain() {
      const { scope } = state.getSnapshot()
      if (way !== 'wechat' || !wechat || scope === null) return undefined
      const again = await post('/auth/wechat', SignInWithWechatSchema, SessionTokensSchema, { code: await wechat.loginCode() })
      return scopeOf((await whoIs(again.accessToken)).me) === scope ? again : undefined
    },
    onEnded({ code }) {
      if (state.getSnapshot().status === 'signed_in') state.set({ ...OUT, endedBy: code })
    },
  })

  async function enter(asked: Promise<SessionTokens>, by: Way): Promise<void> {
    const epoch = tokens.epoch()
    const given = await asked
    const who = await whoIs(given.accessToken)
    // Signed out, or in as somebody else, while this was under way: it must not come true afterwards.
    if (tokens.epoch() !== epoch) throw new CodedError('client.cancelled')
    await tokens.forget()
    await tokens.keep(given, scopeOf(who.me))
    way = by
    await show(who)
    await dropCachesOfOthers(storage, scopeOf(who.me))
  }

  async function show({ me, can }: { me: Me; can: MeAbilities }): Promise<void> {
    const { scope } = state.getSnapshot()
    if (scope !== null && scope !== scopeOf(me)) await tokens.rename(scopeOf(me))
    // Without room for it the person signs in again at the next start.
    await secrets.set(KEY, JSON.stringify({ way, me, can })).catch(() => undefined)
    state.set({ status: 'signed_in', me, can, scope: scopeOf(me), endedBy: null })
  }

  const loginCode = async (): Promise<string> => {
    if (!wechat) throw new CodedError('auth.wechat_rejected')
    return wechat.loginCode().catch((error: unknown) => {
      throw new CodedError('auth.wechat_rejected', { cause: error })
    })
  }

  async function signOut(): Promise<void> {
    const token = tokens.atHand()
    const { scope } = state.getSnapshot()
    await tokens.forget()
    await secrets.remove(KEY)
    state.set(OUT)
    if (scope !== null) await removeAllOf(storage, scope)
    // Best effort: without a network the session ends by its time.
    if (token !== undefined) await http.call({ method: 'POST', path: '/auth/sign-out', token }).catch(() => undefined)
    // What was just being written when the first round went through.
    if (scope !== null && state.getSnapshot().scope !== scope) await removeAllOf(storage, scope)
  }

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    tokens,
    /** Reads who was signed in when the app ended. No network needed. */
    async start(): Promise<void> {
      const { data } = RecordSchema.safeParse(jsonOf(await secrets.get(KEY).catch(() => undefined)))
      if (!data || !(await tokens.resume(scopeOf(data.me)).catch(() => false))) return state.set(OUT)
      const { me, can } = data
      way = data.way
      state.set({ status: 'signed_in', me, can, scope: scopeOf(me), endedBy: null })
    },
    withWechat: async (): Promise<void> => enter(loginCode().then((code) => post('/auth/wechat', SignInWithWechatSchema, SessionTokensSchema, { code })), 'wechat'),
    /** Seconds until another code can be asked for. */
    requestSmsCode: async (phone: string): Promise<number> =>
      (await post('/auth/sms-codes', RequestSmsCodeSchema, SmsCodeRequestedSchema, { phone })).retryAfterSeconds,
    withSms: (phone: string, code: string): Promise<void> => enter(post('/auth/sms', SignInWithSmsSchema, SessionTokensSchema, { phone, code }), 'other'),
    challengeStaff: (number: string, password: string) => post('/auth/staff', StaffPasswordSchema, StaffChallengeSchema, { number, password }),
    verifyStaff: (challengeId: string, code: string): Promise<void> =>
      enter(post('/auth/staff/verification', StaffVerificationSchema, SessionTokensSchema, { challengeId, code }), 'other'),
    /** An officer's WeChat, by the code on their desk. */
    activate: async (activationCode: string): Promise<void> =>
      enter(loginCode().then((wechatCode) => post('/auth/staff/activation', StaffActivationSchema, SessionTokensSchema, { wechatCode, activationCode })), 'wechat'),
    asDemoPerson: (id: string): Promise<void> => enter(post('/demo/sign-in', DemoSignInSchema, SessionTokensSchema, { id }), 'other'),
    /** Asks again who this is: after binding, and when the app comes to the front. */
    async refreshMe(): Promise<void> {
      const epoch = tokens.epoch()
      const who = await whoIs(await tokens.access()).catch(async (error: unknown) => {
        if (codedOf(error).status !== 401) throw error
        return whoIs(await tokens.renew())
      })
      if (tokens.epoch() === epoch) await show(who)
    },
    /** What the server just said of this account, after binding. */
    show,
    /** Removes all of this account from the phone, unsent messages too: ask first when there are any. */
    signOut,
  }
}
export type Session = ReturnType<typeof createSession> & Readable<SessionSnapshot>

async function removeAllOf(storage: Adapters['storage'], scope: string): Promise<void> {
  const prefix = `zx/of/${scope}/`
  await Promise.all((await storage.keys()).filter((key) => key.startsWith(prefix)).map((key) => storage.remove(key)))
}
