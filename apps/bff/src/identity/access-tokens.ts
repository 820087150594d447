import { CodedError } from '@zhixin/shared/errors'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../platform/clock'
import type { SigningKeys } from './signing-keys'

const ISSUER = 'zhixin'
const AUDIENCE = 'zhixin-api'
const ClaimsSchema = z.object({ sid: z.string().max(64), exp: z.number().int() })
type Claims = z.infer<typeof ClaimsSchema>
const REMEMBERED = 10_000

export interface AccessTokens {
  sign(sessionId: string): { accessToken: string; expiresIn: number }
  /** Throws `auth.expired` for one that was good, `auth.required` for what is none. Does not look whether the session still runs. */
  verify(token: string): Promise<{ sessionId: string; expiresAt: Date }>
}

/** JWTs signed with ES256 and nothing else. They name a session; who that is and what they may is asked of the store each time. */
export function createAccessTokens({ keys, clock, minutes }: { keys: SigningKeys; clock: Clock; minutes: number }): AccessTokens {
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000)
  // A signature that was right stays right: a socket shows the same token with each frame. Only the time is looked at again.
  const proven = new LRUCache<string, Claims>({ max: REMEMBERED })

  async function prove(token: string): Promise<Claims> {
    const kid = keyIdOf(token)
    const key = kid === undefined ? undefined : await keys.publicKey(kid)
    if (!key) throw new CodedError('auth.required')
    try {
      const checks = { algorithms: ['ES256' as const], issuer: ISSUER, audience: AUDIENCE, clockTimestamp: nowSeconds() }
      const claims = ClaimsSchema.parse(jwt.verify(token, key, checks))
      proven.set(token, claims)
      return claims
    } catch (error) {
      throw new CodedError(error instanceof jwt.TokenExpiredError ? 'auth.expired' : 'auth.required', { cause: error })
    }
  }

  return {
    sign(sessionId) {
      const { kid, key } = keys.current()
      const [iat, expiresIn] = [nowSeconds(), minutes * 60]
      const claims = { sid: sessionId, iat, exp: iat + expiresIn, iss: ISSUER, aud: AUDIENCE }
      return { accessToken: jwt.sign(claims, key, { algorithm: 'ES256', keyid: kid }), expiresIn }
    },
    async verify(token) {
      const { sid, exp } = proven.get(token) ?? (await prove(token))
      if (exp <= nowSeconds()) throw new CodedError('auth.expired')
      return { sessionId: sid, expiresAt: new Date(exp * 1000) }
    },
  }
}

/** Which key a token says it is signed with: anybody's claim until the signature is checked. */
function keyIdOf(token: string): string | undefined {
  try {
    const kid: unknown = jwt.decode(token, { complete: true })?.header.kid
    return typeof kid === 'string' ? kid : undefined
  } catch {
    // A payload that is no JSON makes the library throw.
    return undefined
  }
}
