import { z } from 'zod'
import { type SubscribeMessage, WechatError } from '../../ports/wechat'
import type { AccessTokens } from './access-tokens'
import { jsonOf } from '../ask'
import { askWechat } from './ask'

const AnswerSchema = z.object({ errcode: z.number().int(), errmsg: z.string().optional() })

/** The token is none, no longer one, or that of another app. */
const BAD_TOKEN = [40001, 40014, 42001]
const BAD_FIELD = 47003
const NO_QUOTA = 43101
const REASONS = new Map<number, WechatError['reason']>([
  [-1, 'busy'], [45009, 'busy'], [45011, 'busy'], [44990, 'busy'], [43108, 'busy'],
  // The openid; words that WeChat does not let through.
  [40003, 'rejected'], [45168, 'rejected'],
  // The template; the page; the mini-program may not send.
  [40037, 'misconfigured'], [41030, 'misconfigured'], [43107, 'misconfigured'],
  [NO_QUOTA, 'no_quota'], [BAD_FIELD, 'bad_field'],
])

/** Sends once, and once more only where WeChat said that the token was none: then it has not taken the message. */
export async function sendSubscribeMessage(origin: string, tokens: AccessTokens, message: SubscribeMessage): Promise<{ messageId: string | null }> {
  const token = await tokens.get()
  const first = await ask(origin, token, message)
  if (!BAD_TOKEN.includes(first.errcode)) return settled(first)
  return settled(await ask(origin, await tokens.renew(token), message))
}

interface Answer {
  errcode: number
  errmsg?: string | undefined
  text: string
}

async function ask(origin: string, token: string, { openid, templateId, page, fields }: SubscribeMessage): Promise<Answer> {
  const data = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]))
  const text = await askWechat(`${origin}/cgi-bin/message/subscribe/send?${new URLSearchParams({ access_token: token })}`, {
    touser: openid, template_id: templateId, page, data, miniprogram_state: 'formal', lang: 'zh_CN',
  })
  const answer = AnswerSchema.safeParse(jsonOf(text))
  if (!answer.success) throw new WechatError('busy', undefined, { maybeSent: true })
  return { ...answer.data, text }
}

function settled({ errcode, errmsg = '', text }: Answer): { messageId: string | null } {
  // A 64-bit number: JSON.parse would round it, and the event could not be matched.
  if (errcode === 0) return { messageId: /"msgid"\s*:\s*"?(\d{1,20})/.exec(text)?.[1] ?? null }
  if (BAD_TOKEN.includes(errcode)) throw new WechatError('busy', errcode)
  const field = errcode === BAD_FIELD ? /data\.([a-z_]{1,32}\d{1,3})/.exec(errmsg)?.[1] : undefined
  throw new WechatError(REASONS.get(errcode) ?? 'misconfigured', errcode, field === undefined ? {} : { field })
}
