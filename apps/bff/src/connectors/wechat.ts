import { z } from 'zod'
import { type Wechat, WechatError } from '../ports/wechat'

const ANSWER_WITHIN_MS = 5_000
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

/** WeChat itself. The URL holds the app's secret: it is never logged nor put into an error. */
export function createWechat({ appId, secret, origin }: { appId: string; secret: string; origin: string }): Wechat {
  return {
    async code2Session(code) {
      const query = new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' })
      const answer = AnswerSchema.safeParse(await ask(`${origin}/sns/jscode2session?${query}`))
      if (!answer.success) throw new WechatError('busy')
      const { errcode = 0, openid } = answer.data
      if (errcode !== 0) throw new WechatError(REASONS.get(errcode) ?? 'misconfigured', errcode)
      if (openid === undefined) throw new WechatError('busy')
      return { openid }
    },
    async sendSubscribeMessage() {
      throw new WechatError('misconfigured')
    },
  }
}

// The answer says text/plain and is JSON all the same.
async function ask(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' })
    return await response.json()
  } catch (error) {
    throw new WechatError('busy', undefined, { cause: error })
  }
}
