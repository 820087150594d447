import { randomBytes } from 'node:crypto'

const CODE_LASTS_MS = 5 * 60_000
const PER_USER_AND_MINUTE = 100

/** /sns/jscode2session: a code is good for five minutes and once (40029, 40163); a user may sign in 100 times a minute (45011). */
export function createSignIn(now: () => number) {
  const codes = new Map<string, { openid: string; at: number; isUsed: boolean }>()
  const calls = new Map<string, number[]>()
  const risky = new Set<string>()

  const isTooOften = (openid: string): boolean => {
    const recent = (calls.get(openid) ?? []).filter((at) => at > now() - 60_000)
    calls.set(openid, [...recent, now()])
    return recent.length >= PER_USER_AND_MINUTE
  }

  return {
    exchange(given: string | null): { openid: string } | { errcode: number; errmsg: string } {
      const code = codes.get(given ?? '')
      if (!given) return { errcode: 41008, errmsg: 'missing code' }
      if (!code || code.at < now() - CODE_LASTS_MS) return { errcode: 40029, errmsg: 'invalid code' }
      if (code.isUsed) return { errcode: 40163, errmsg: 'code been used' }
      if (isTooOften(code.openid)) return { errcode: 45011, errmsg: 'api minute-quota reach limit, must slower, retry next minute' }
      code.isUsed = true
      return risky.has(code.openid) ? { errcode: 40226, errmsg: 'code blocked' } : { openid: code.openid }
    },
    controls: {
      /** What wx.login would give this user. */
      issueCode(openid: string): string {
        const code = `0${randomBytes(16).toString('hex')}`.slice(0, 32)
        codes.set(code, { openid, at: now(), isUsed: false })
        return code
      },
      /** From now on WeChat holds this user for risky: 40226. */
      flag: (openid: string): void => void risky.add(openid),
    },
  }
}
