import { z } from 'zod'
import { PersonIdSchema } from '../ids'
import { PhoneSchema, SmsCodeSchema } from './common'

/** POST /auth/wechat — the code of wx.login. Signs in whoever this openid is: a member of staff, a bound person, or a new account. */
export const SignInWithWechatSchema = z.strictObject({ code: z.string().min(1).max(128) })

/** POST /auth/sms-codes — asks for a code. The answer and its timing are the same whether or not an SMS went. */
export const RequestSmsCodeSchema = z.strictObject({ phone: PhoneSchema })
export const SmsCodeRequestedSchema = z.object({ retryAfterSeconds: z.number().int() })

/** POST /auth/sms — H5: a phone and the code sent to it. */
export const SignInWithSmsSchema = z.strictObject({ phone: PhoneSchema, code: SmsCodeSchema })

/** POST /auth/staff — first factor. A challenge comes back whether or not number and password fit. */
export const StaffPasswordSchema = z.strictObject({ number: z.string().min(1).max(20), password: z.string().min(1).max(200) })
export const StaffChallengeSchema = z.object({ challengeId: z.string(), retryAfterSeconds: z.number().int() })

/** POST /auth/staff/verification — second factor: the SMS code sent to the phone on record. */
export const StaffVerificationSchema = z.strictObject({ challengeId: z.string().min(1).max(64), code: SmsCodeSchema })

/** POST /auth/staff/activation — weapp: ties an officer's WeChat to them by the one-time code their desk showed. */
export const StaffActivationSchema = z.strictObject({ wechatCode: z.string().min(1).max(128), activationCode: z.string().min(6).max(20) })

/** POST /auth/refresh — a successor for a refresh token. */
export const RefreshSchema = z.strictObject({ refreshToken: z.string().min(20).max(300) })

export const SessionTokensSchema = z.object({
  accessToken: z.string(),
  /** Seconds the access token lasts. */
  expiresIn: z.number().int(),
  refreshToken: z.string(),
  /** What this account is now: `account` has signed in but bound no identity. */
  kind: z.enum(['account', 'person', 'staff']),
})
export type SessionTokens = z.infer<typeof SessionTokensSchema>

/** POST /staff/activation-codes — staff on H5: a one-time code to type on their phone. */
export const ActivationCodeSchema = z.object({ code: z.string(), expiresAt: z.string() })

/** GET /demo/people — only in demo mode: who one can be. GET /demo/sms?phone=, or ?staffNumber=, or ?personId=&ref= — what the SMS double 'sent' there last. */
export const DemoPersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  what: z.string(),
  audience: z.enum(['litigant', 'staff']),
})
export const DemoPeopleSchema = z.object({ people: z.array(DemoPersonSchema) })
export const DemoSignInSchema = z.strictObject({ id: z.string().max(64) })
export const DemoSmsQuerySchema = z.strictObject({
  phone: PhoneSchema.optional(), staffNumber: z.string().min(1).max(20).optional(), personId: PersonIdSchema.optional(), ref: z.string().max(40).optional(),
})
  .refine(({ phone, staffNumber, personId }) => [phone, staffNumber, personId].filter((one) => one !== undefined).length === 1, { path: ['phone'] })
export const DemoSmsSchema = z.object({ text: z.string().nullable() })

/** GET /demo/clock — only in demo mode: which day it is there. `daysAhead`: of the server's own clock. */
export const DemoClockSchema = z.object({
  now: z.iso.datetime({ precision: 3 }), day: z.iso.date(), weekday: z.number().int().min(1).max(7), isWorkday: z.boolean(), daysAhead: z.number().int(),
})
export type DemoClockView = z.infer<typeof DemoClockSchema>
/** POST /demo/clock — forward, never back. */
export const ForwardDemoClockSchema = z
  .strictObject({ days: z.number().int().min(0).max(400).default(0), hours: z.number().int().min(0).max(23).default(0) })
  .refine(({ days, hours }) => days + hours > 0, { path: ['days'] })
