import { randomBytes } from 'node:crypto'

const LASTS_S = 7_200
const EARLY_S = 300
const FORCED_A_DAY = 20
const FORCED_APART_MS = 30_000

interface Token {
  value: string
  until: number
}

/**
 * Stable access tokens: the same one while it lasts, a new one five minutes before its end (then the old one goes on for these five
 * minutes); forced: a new one at once, which ends the old one, at most 20 a day and 30 seconds apart.
 */
export function createTokens(now: () => number) {
  let current: Token | undefined
  let before: Token | undefined
  const forced: number[] = []
  const calls = { normal: 0, forced: 0 }

  const make = (): Token => (current = { value: `${randomBytes(60).toString('base64url')}`, until: now() + LASTS_S * 1000 })
  const answer = ({ value, until }: Token) => ({ access_token: value, expires_in: Math.floor((until - now()) / 1000) })

  return {
    calls,
    /** What /cgi-bin/stable_token answers. */
    issue(isForced: boolean): { access_token: string; expires_in: number } | { errcode: number } {
      calls[isForced ? 'forced' : 'normal']++
      if (isForced) {
        if (forced.filter((at) => at > now() - 24 * 3_600_000).length >= FORCED_A_DAY) return { errcode: 45009 }
        if ((forced.at(-1) ?? -Infinity) > now() - FORCED_APART_MS) return { errcode: 45011 }
        forced.push(now())
        before = undefined
        return answer(make())
      }
      if (current && current.until - EARLY_S * 1000 > now()) return answer(current)
      before = current
      return answer(make())
    },
    isGood: (value: string | null): boolean => [current, before].some((token) => token !== undefined && token.value === value && token.until > now()),
    /** Another system has forced a new one: what was handed out is none any more. */
    drop(): void {
      before = undefined
      make()
    },
  }
}
