import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../platform/clock'
import { CallbackError } from '../../ports/callback-error'
import type { ProviderCall, SmsCallbacks, SmsReply, SmsReport } from '../../ports/sms'
import type { SmsAccount } from './accounts'
import { signatureOf } from './gateway'

const SIGNED_WITHIN_MS = 5 * 60_000
const NONCE = /^[\x21-\x7e]{8,80}$/
const MOST = 1_000

const Phone = z.string().transform((text) => text.replace(/\D/g, '').slice(-11))
const Code = z.string().max(64)
const Id = z.string().min(1).max(128)
const Reference = z.string().max(64)
/** `2026-03-10 10:00:00`, in Shanghai. */
const ShanghaiTime = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/).transform((text) => new Date(`${text.replace(' ', 'T')}+08:00`).toISOString())
const Text = z.string().max(500)

const GatewayReports = z.array(z.object({
  id: Id.optional(), reference: Reference.optional(), phone: Phone, status: z.enum(['DELIVERED', 'FAILED']), code: Code, at: z.iso.datetime(),
})).max(MOST)
const GatewayReplies = z.array(z.object({ phone: Phone, text: Text, at: z.iso.datetime() })).max(MOST)
/** https://www.tencentcloud.com/document/product/382/43547 (SMS Sending Status Notification) and …/43548 (SMS Reply) */
const TencentReports = z.array(z.object({
  user_receive_time: ShanghaiTime, mobile: Phone, report_status: z.enum(['SUCCESS', 'FAIL']), errmsg: Code, sid: Id,
})).max(MOST)
const TencentReply = z.object({ mobile: Phone, text: Text, time: z.number().int() })
/** SmsReport and SmsUp in Aliyun's developer reference (https://help.aliyun.com/zh/sms/developer-reference) */
const AliyunReports = z.array(z.object({
  phone_number: Phone, report_time: ShanghaiTime, success: z.boolean(), err_code: Code, biz_id: Id, out_id: Reference.nullish(),
})).max(MOST)
const AliyunReplies = z.array(z.object({ phone_number: Phone, content: Text, send_time: ShanghaiTime })).max(MOST)

interface Shape {
  reports(body: unknown): SmsReport[]
  replies(body: unknown): SmsReply[]
  accepted: Readonly<Record<string, unknown>>
}

const SHAPES: Record<SmsAccount['provider'], Shape> = {
  gateway: {
    reports: (body) => GatewayReports.parse(body).map(({ id, reference, phone, status, code, at }) =>
      ({ ...(id && { providerId: id }), ...(reference && { reference }), phone, delivered: status === 'DELIVERED', code, at: new Date(at).toISOString() })),
    replies: (body) => GatewayReplies.parse(body),
    accepted: { code: 'OK' },
  },
  tencent: {
    reports: (body) => TencentReports.parse(body).map((one) =>
      ({ providerId: one.sid, phone: one.mobile, delivered: one.report_status === 'SUCCESS', code: one.errmsg, at: one.user_receive_time })),
    replies: (body) => [TencentReply.parse(body)].map(({ mobile: phone, text, time }) => ({ phone, text, at: new Date(time * 1000).toISOString() })),
    accepted: { result: 0, errmsg: 'OK' },
  },
  aliyun: {
    reports: (body) => AliyunReports.parse(body).map(({ biz_id: providerId, out_id: reference, ...one }) =>
      ({ providerId, ...(reference && { reference }), phone: one.phone_number, delivered: one.success, code: one.err_code, at: one.report_time })),
    replies: (body) => AliyunReplies.parse(body).map(({ phone_number: phone, content: text, send_time: at }) => ({ phone, text, at })),
    accepted: { code: 0, msg: '成功' },
  },
}

/**
 * How the provider that we send through calls us. Tencent Cloud and Aliyun sign nothing: who calls must know the secret piece of the
 * address. A gateway must know it and sign, with our key, what it says.
 */
export function createSmsCallbacks(account: SmsAccount, { token, clock }: { token: string; clock: Clock }): SmsCallbacks {
  const shape = SHAPES[account.provider]
  function checked<T>(call: ProviderCall, parse: (body: unknown) => T): T {
    const isSigned = account.provider !== 'gateway' || isSignedBy(account, call, clock.now().getTime())
    if (!isSame(call.token, token) || !isSigned) throw new CallbackError('forged')
    try {
      return parse(JSON.parse(call.body))
    } catch (error) {
      throw new CallbackError('unreadable', { cause: error instanceof z.ZodError ? new Error(pathsOf(error)) : undefined })
    }
  }
  return {
    parseReports: (call) => checked(call, shape.reports),
    parseReplies: (call) => checked(call, shape.replies),
    ...(account.provider === 'gateway' && { nonceOf }),
    accepted: shape.accepted,
  }
}

const saidBy = ({ headers }: Pick<ProviderCall, 'headers'>): string[] => ['x-key-id', 'x-timestamp', 'x-nonce', 'x-signature'].map((name) => String(headers[name] ?? ''))

function nonceOf(call: ProviderCall): { id: string; until: Date } {
  const [keyId, timestamp, nonce] = saidBy(call)
  return { id: `${keyId}/${nonce}`, until: new Date(Number(timestamp) * 1000 + SIGNED_WITHIN_MS) }
}

/** Where it does not fit, without what stands there. */
const pathsOf = (error: z.ZodError): string => error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')

// Hashed first: what is compared has one length, whatever was given.
const isSame = (given: string, wanted: string): boolean => timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(wanted).digest())

function isSignedBy({ keyId, secret }: { keyId: string; secret: string }, call: ProviderCall, now: number): boolean {
  const [by, timestamp, nonce, given] = saidBy(call) as [string, string, string, string]
  const isFresh = Math.abs(now - Number(timestamp) * 1000) <= SIGNED_WITHIN_MS
  return isFresh && NONCE.test(nonce) && isSame(by, keyId) && isSame(given, signatureOf(secret, timestamp, nonce, call.body))
}
