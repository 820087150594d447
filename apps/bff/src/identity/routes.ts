import {
  AboutSchema, ActivationCodeSchema, BindSchema, BindWithWindowCodeSchema, ChangePhoneSchema, IssueWindowCodeSchema, MeAbilitiesSchema, MeSchema, RefreshSchema,
  RequestPhoneCodeSchema, RequestSmsCodeSchema, SessionTokensSchema, SignInWithSmsSchema, SignInWithWechatSchema, SmsCodeRequestedSchema, StaffActivationSchema,
  StaffChallengeSchema, StaffPasswordSchema, StaffVerificationSchema, WindowCodeSchema,
} from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { CourtProfile } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { Actor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { Binding } from './binding'
import type { SecurityConfig } from './config'
import * as policy from './policy'
import type { Phones } from './phones'
import type { MePresenter } from './present'
import type { Sessions } from './sessions'
import type { SignIn } from './sign-in'
import type { SmsCodes } from './sms-codes'

interface Parts {
  signIn: SignIn
  binding: Binding
  phones: Phones
  sessions: Sessions
  smsCodes: SmsCodes
  presenter: MePresenter
  /** The actor of an access token's session, as the store says now. */
  actorOf(sessionId: string): Promise<Actor>
  court: CourtProfile
  demo: boolean
  config: SecurityConfig
}

const sign = { method: 'post', tag: '登录 sign-in', policy: policy.signIn, limit: 'sign_in' } as const
const NothingSchema = z.object({})
const me = { answer: MeSchema, can: MeAbilitiesSchema } as const

export function createIdentityRoutes(parts: Parts): Route[] {
  return [...signInRoutes(parts), ...sessionRoutes(parts), ...bindingRoutes(parts), ...phoneRoutes(parts)]
}

function signInRoutes({ signIn, smsCodes, config }: Parts): Route[] {
  const retryAfterSeconds = config.sms_code.resend_after_seconds
  return [
    defineRoute({
      ...sign, path: '/auth/wechat', summary: 'Sign in with the code of wx.login', body: SignInWithWechatSchema, answer: SessionTokensSchema,
      handle: async ({ body, address, device }) => ({ data: await signIn.withWechat(body.code, { address, device }) }),
    }),
    defineRoute({
      ...sign, path: '/auth/sms-codes', limit: 'sms', summary: 'Ask for a code by text message', body: RequestSmsCodeSchema, answer: SmsCodeRequestedSchema,
      handle: async ({ body }) => {
        await smsCodes.request(body.phone)
        return { data: { retryAfterSeconds } }
      },
    }),
    defineRoute({
      ...sign, path: '/auth/sms', summary: 'Sign in with a phone and the code sent to it', body: SignInWithSmsSchema, answer: SessionTokensSchema,
      handle: async ({ body, address, device }) => ({ data: await signIn.withSms(body.phone, body.code, { address, device }) }),
    }),
    defineRoute({
      ...sign, path: '/auth/staff', summary: 'Staff: number and password; a text with a code follows if they fit', body: StaffPasswordSchema, answer: StaffChallengeSchema,
      handle: async ({ body, address, device }) => ({
        data: { challengeId: await signIn.challengeStaff(body.number, body.password, { address, device }), retryAfterSeconds },
      }),
    }),
    defineRoute({
      ...sign, path: '/auth/staff/verification', summary: 'Staff: the code sent to the phone on record', body: StaffVerificationSchema, answer: SessionTokensSchema,
      handle: async ({ body, address, device }) => ({ data: await signIn.verifyStaff(body.challengeId, body.code, { address, device }) }),
    }),
    defineRoute({
      ...sign, path: '/auth/staff/activation', summary: 'Staff: tie this WeChat to me by the code on my desk', body: StaffActivationSchema, answer: SessionTokensSchema,
      handle: async ({ body, address, device }) => ({ data: await signIn.activate(body.wechatCode, body.activationCode, { address, device }) }),
    }),
  ]
}

function sessionRoutes({ sessions, presenter, actorOf, signIn, court, demo }: Parts): Route[] {
  return [
    defineRoute({
      ...sign, path: '/auth/refresh', summary: 'A successor for a refresh token', body: RefreshSchema, answer: SessionTokensSchema,
      handle: async ({ body, device }) => {
        const { tokens, session } = await sessions.refresh(body.refreshToken, device)
        const { kind } = await actorOf(session._id)
        if (kind === 'anyone' || kind === 'system') throw new CodedError('auth.expired')
        return { data: { ...tokens, kind } }
      },
    }),
    defineRoute({
      method: 'post', path: '/auth/sign-out', summary: 'End this session', tag: '登录 sign-in', policy: policy.signOut, limit: 'write', answer: NothingSchema,
      handle: async ({ actor }) => {
        if (actor.kind !== 'anyone' && actor.kind !== 'system') await sessions.end(actor.sessionId, 'signed out')
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: '/staff/activation-codes', summary: 'Staff on a desk: a one-time code to type on the phone', tag: '登录 sign-in', policy: policy.activatePhone,
      limit: 'write', answer: ActivationCodeSchema,
      handle: async ({ actor }) => {
        if (actor.kind !== 'staff' || !(await presenter.isAtDesk(actor))) throw new CodedError('access.forbidden')
        return { data: await signIn.issueActivationCode(actor.staffId) }
      },
    }),
    defineRoute({
      method: 'get', path: '/me', summary: 'Who I am and what I may do', tag: '身份 identity', policy: policy.seeMyself, limit: 'read', ...me,
      handle: ({ actor }) => presenter.me(actor),
    }),
    defineRoute({
      method: 'get', path: '/about', summary: 'The court, before sign-in', tag: '身份 identity', policy: policy.lookAround, limit: 'read', answer: AboutSchema,
      handle: async () => ({ data: { court, demo } }),
    }),
  ]
}

function bindingRoutes({ binding, presenter, actorOf }: Parts): Route[] {
  const unbound = (actor: Actor) => {
    if (actor.kind !== 'account') throw new CodedError('binding.already_bound')
    return actor
  }
  const bound = async ({ sessionId }: { sessionId: string }) => presenter.me(await actorOf(sessionId))
  const route = { method: 'post', tag: '身份 identity', policy: policy.bindMyself, limit: 'sign_in', ...me } as const
  return [
    defineRoute({
      ...route, path: '/bindings', summary: 'Bind by name, identity number and a phone confirmed to the court', body: BindSchema,
      handle: async ({ actor, body, address }) => {
        const account = unbound(actor)
        await binding.byPhone(body, { accountId: account.accountId, address })
        return bound(account)
      },
    }),
    defineRoute({
      ...route, path: '/bindings/window-code', summary: 'Bind by name, identity number and the code of the reception window', body: BindWithWindowCodeSchema,
      handle: async ({ actor, body, address }) => {
        const account = unbound(actor)
        await binding.byWindowCode(body, { accountId: account.accountId, address })
        return bound(account)
      },
    }),
    defineRoute({
      method: 'post', path: '/window/binding-codes', summary: 'Reception window: a one-time binding code, after a look at the identity card', tag: '身份 identity',
      policy: policy.issueWindowCode, limit: 'write', body: IssueWindowCodeSchema, answer: WindowCodeSchema,
      handle: async ({ actor, body }) => {
        if (actor.kind !== 'staff') throw new CodedError('access.forbidden')
        return { data: await binding.issueWindowCode(body, actor.staffId) }
      },
    }),
  ]
}

/** One's own phones. Where another one is confirmed, its code is asked for as well. */
function phoneRoutes({ phones, presenter, actorOf, config }: Parts): Route[] {
  const route = { tag: '身份 identity', policy: policy.changePhone } as const
  const person = (actor: Actor) => {
    if (actor.kind !== 'person') throw new CodedError('binding.required')
    return actor
  }
  return [
    defineRoute({
      ...route, method: 'post', path: '/me/phones/codes', limit: 'sms', summary: 'Ask for a code to a new phone, or to one confirmed before', body: RequestPhoneCodeSchema, answer: SmsCodeRequestedSchema,
      handle: async ({ actor, body }) => {
        const { personId } = person(actor)
        if ('phone' in body) await phones.requestNewCode(body.phone)
        else await phones.requestOldCode(personId, body.phoneId)
        return { data: { retryAfterSeconds: config.sms_code.resend_after_seconds } }
      },
    }),
    defineRoute({
      ...route, method: 'post', path: '/me/phones', limit: 'sign_in', summary: 'Confirm another phone, beside or in place of one; all confirmed before are told', body: ChangePhoneSchema, ...me,
      handle: async ({ actor, body, address }) => {
        const { personId, sessionId } = person(actor)
        await phones.change(personId, body, address)
        return presenter.me(await actorOf(sessionId))
      },
    }),
  ]
}
