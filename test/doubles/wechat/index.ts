import { randomBytes } from 'node:crypto'
import { type Double, startDouble } from '../http'

const CODE_LASTS_MS = 5 * 60_000
const PER_USER_AND_MINUTE = 100

export interface WechatDouble extends Double {
  /** What wx.login would give this user. */
  issueCode(openid: string): string
  /** From now on WeChat holds this user for risky: 40226. */
  flag(openid: string): void
  /** The next answers: −1 (system busy), or the connection breaks. Undefined: as usual. */
  fail(how: 'busy' | 'hang_up' | undefined): void
}

/**
 * api.weixin.qq.com as far as the product uses it: /sns/jscode2session. A code is good for five minutes and once (40029, 40163); a
 * user may sign in 100 times a minute (45011); answers are JSON under text/plain, with a session key that must not get any further.
 */
export async function startWechatDouble({ appId, secret, now = Date.now }: { appId: string; secret: string; now?: () => number }): Promise<WechatDouble> {
  const codes = new Map<string, { openid: string; at: number; isUsed: boolean }>()
  const calls = new Map<string, number[]>()
  const risky = new Set<string>()
  let failing: 'busy' | 'hang_up' | undefined

  const error = (errcode: number, errmsg: string) => ({ json: { errcode, errmsg: `${errmsg}, rid: ${randomBytes(8).toString('hex')}` } })

  const isTooOften = (openid: string): boolean => {
    const recent = (calls.get(openid) ?? []).filter((at) => at > now() - 60_000)
    calls.set(openid, [...recent, now()])
    return recent.length >= PER_USER_AND_MINUTE
  }

  const double = await startDouble('text/plain', ({ url, method }) => {
    if (failing === 'hang_up') return undefined
    if (failing === 'busy') return error(-1, 'system error')
    if (method !== 'GET' || url.pathname !== '/sns/jscode2session') return { status: 404, json: {} }
    if (url.searchParams.get('appid') !== appId) return error(40013, 'invalid appid')
    if (url.searchParams.get('secret') !== secret) return error(40125, 'invalid appsecret')
    if (url.searchParams.get('grant_type') !== 'authorization_code') return error(40002, 'invalid grant_type')
    const code = codes.get(url.searchParams.get('js_code') ?? '')
    if (!url.searchParams.get('js_code')) return error(41008, 'missing code')
    if (!code || code.at < now() - CODE_LASTS_MS) return error(40029, 'invalid code')
    if (code.isUsed) return error(40163, 'code been used')
    if (isTooOften(code.openid)) return error(45011, 'api minute-quota reach limit, must slower, retry next minute')
    code.isUsed = true
    if (risky.has(code.openid)) return error(40226, 'code blocked')
    return { json: { session_key: randomBytes(16).toString('base64'), openid: code.openid } }
  })

  return {
    ...double,
    issueCode(openid) {
      const code = `0${randomBytes(16).toString('hex')}`.slice(0, 32)
      codes.set(code, { openid, at: now(), isUsed: false })
      return code
    },
    flag: (openid) => void risky.add(openid),
    fail: (how) => {
      failing = how
    },
  }
}
