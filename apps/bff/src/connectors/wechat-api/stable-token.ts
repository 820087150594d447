import { z } from 'zod'
import { WechatError } from '../../ports/wechat'
import { jsonOf } from '../ask'
import { askWechat } from './ask'
import type { WechatApp } from '.'

const AnswerSchema = z.union([
  z.object({ access_token: z.string().min(1).max(2048), expires_in: z.number().int().positive() }),
  z.object({ errcode: z.number().int() }),
])
const BUSY = [-1, 45009, 45011]

export interface FreshToken {
  value: string
  /** Milliseconds since 1970. */
  until: number
}

/** POST /cgi-bin/stable_token. Not forced, WeChat answers with the one it gave before while that is good. Rejects with WechatError. */
export async function askForToken({ appId, secret, origin }: WechatApp, { force, now }: { force: boolean; now: number }): Promise<FreshToken> {
  const asked = { grant_type: 'client_credential', appid: appId, secret, force_refresh: force }
  // Whether a request for a token arrived is of no matter to a message.
  const text = await askWechat(`${origin}/cgi-bin/stable_token`, asked).catch((error: unknown) => {
    throw new WechatError('busy', undefined, { cause: error })
  })
  const answer = AnswerSchema.safeParse(jsonOf(text))
  if (!answer.success) throw new WechatError('busy')
  if ('errcode' in answer.data) throw new WechatError(BUSY.includes(answer.data.errcode) ? 'busy' : 'misconfigured', answer.data.errcode)
  return { value: answer.data.access_token, until: now + answer.data.expires_in * 1000 }
}
