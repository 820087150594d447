import { z } from 'zod'
import { type Wechat, WechatError } from '../../ports/wechat'
import { jsonOf } from '../ask'
import { askWechat } from './ask'
import { sendSubscribeMessage } from './subscribe-message'
import type { AccessTokens } from './access-tokens'

export { type AccessTokens, createAccessTokens } from './access-tokens'
export { createWechatCallbacks } from './callbacks'

const AnswerSchema = z.object({ errcode: z.number().int().optional(), openid: z.string().min(1).max(128).optional() })

const INVALID_CODE = 40029
const USED_CODE = 40163
const RISKY_USER = 40226
const NO_CODE = 41008
const TOO_OFTEN = 45011
const SYSTEM_BUSY = -1
const REASONS = new Map<number, WechatError['reason']>([
  [INVALID_CODE, 'rejected'], [USED_CODE, 'rejected'], [RISKY_USER, 'rejected'], [NO_CODE, 'rejected'], [TOO_OFTEN, 'busy'], [SYSTEM_BUSY, 'busy'],
])

export interface WechatApp {
  appId: string
  secret: string
  origin: string
}

/** WeChat itself. */
export function createWechat({ appId, secret, origin }: WechatApp, tokens: AccessTokens): Wechat {
  return {
    async code2Session(code) {
      const query = new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' })
      const answer = AnswerSchema.safeParse(jsonOf(await askWechat(`${origin}/sns/jscode2session?${query}`)))
      if (!answer.success) throw new WechatError('busy')
      const { errcode = 0, openid } = answer.data
      if (errcode !== 0) throw new WechatError(REASONS.get(errcode) ?? 'misconfigured', errcode)
      if (openid === undefined) throw new WechatError('busy')
      return { openid }
    },
    sendSubscribeMessage: (message) => sendSubscribeMessage(origin, tokens, message),
  }
}
