import { RefreshSchema, SessionTokensSchema, type SessionTokens } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { Adapters, TimersAdapter } from './adapters'
import { parse } from './api'
import { codedOf, endsSession } from './errors'
import type { Http } from './http'

const KEY = 'zx/refresh-token'
/** The server gives the predecessor's holder the same successor for 30 s (config/security.yaml): repeats must lie well within. */
const REPEAT_WITHIN_MS = 20_000
/** Short, so that there is time for the repeats. */
const TIMEOUT_MS = 8_000
const REPEAT_AFTER_MS = 1_500
/** Renewed this long before its end, or in its last quarter if it lasts less long, so that a request does not run into it. */
const EARLY_MS = 60_000

interface Access {
  token: string
  /** When to renew it, by this phone's clock from when it came: the server's clock may differ. */
  freshUntil: number
}

export type Tokens = ReturnType<typeof createTokens>

export interface TokensParts extends Pick<Adapters, 'timers' | 'secrets' | 'network'> {
  http: Http
  /** Tries to sign the same person in again without asking them. Undefined: not possible. */
  signInAgain(): Promise<SessionTokens | undefined>
  onEnded(error: CodedError): void
}

/** Access token in memory, refresh token in storage. One renewal for all who wait for it. */
export function createTokens({ http, timers, secrets, network, signInAgain, onEnded }: TokensParts) {
  let access: Access | undefined
  let renewing: Promise<string> | undefined
  let epoch = 0

  async function keep(tokens: SessionTokens): Promise<string> {
    // Stored before it is used: a token that only memory knows dies with the app, and its predecessor with it.
    await secrets.set(KEY, tokens.refreshToken)
    const lastsMs = tokens.expiresIn * 1000
    access = { token: tokens.accessToken, freshUntil: timers.now() + lastsMs - Math.min(EARLY_MS, lastsMs / 4) }
    return tokens.accessToken
  }

  async function renewNow(): Promise<string> {
    const mine = epoch
    const startedAt = timers.now()
    for (;;) {
      // Read anew each time: another tab may have renewed meanwhile.
      const refreshToken = await secrets.get(KEY)
      if (refreshToken === undefined) throw new CodedError('auth.required')
      try {
        const tokens = await refresh(http, refreshToken)
        if (mine !== epoch) throw new CodedError('client.cancelled')
        return await keep(tokens)
      } catch (error) {
        const coded = codedOf(error)
        if (mine !== epoch) throw new CodedError('client.cancelled')
        if (coded.code === 'client.cancelled') throw coded
        if (endsSession(coded)) {
          if ((await secrets.get(KEY)) !== refreshToken) continue
          return await startAgain(coded, mine)
        }
        // The answer may have been lost after the token was changed: asked again at once, it is the same answer.
        if (coded.status === 429 || !network.isOnline() || timers.now() - startedAt + REPEAT_AFTER_MS > REPEAT_WITHIN_MS) throw coded
        await pause(timers, REPEAT_AFTER_MS)
        if (mine !== epoch) throw new CodedError('client.cancelled')
      }
    }
  }

  async function startAgain(because: CodedError, mine: number): Promise<string> {
    let tokens: SessionTokens | undefined
    try {
      tokens = await signInAgain()
    } catch (error) {
      if (!endsSession(codedOf(error))) throw error
    }
    if (mine !== epoch) throw new CodedError('client.cancelled')
    if (tokens) return keep(tokens)
    access = undefined
    await secrets.remove(KEY)
    onEnded(because)
    throw because
  }

  const renew = (): Promise<string> => {
    renewing ??= renewNow().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  return {
    keep,
    /** A token that lasts at least a little longer. Rejects with `auth.required` when nobody is signed in. */
    access: async (): Promise<string> => (access && access.freshUntil > timers.now() ? access.token : renew()),
    /** A token other than the one that was refused. */
    renew: async (refused?: string): Promise<string> => (access && refused !== undefined && access.token !== refused ? access.token : renew()),
    /** The token at hand, good or not; asks nobody. */
    atHand: (): string | undefined => access?.token,
    /** Milliseconds until the access token should be renewed. */
    freshFor: (): number => (access ? Math.max(0, access.freshUntil - timers.now()) : 0),
    has: async (): Promise<boolean> => (await secrets.get(KEY)) !== undefined,
    /** Changes at each sign-in and sign-out: what belongs to another epoch is late. */
    epoch: () => epoch,
    async forget(): Promise<void> {
      epoch++
      access = undefined
      renewing = undefined
      await secrets.remove(KEY)
    },
  }
}

async function refresh(http: Http, refreshToken: string): Promise<SessionTokens> {
  const body = RefreshSchema.parse({ refreshToken })
  return parse(SessionTokensSchema, (await http.call({ method: 'POST', path: '/auth/refresh', body, timeoutMs: TIMEOUT_MS })).data)
}

const pause = (timers: TimersAdapter, ms: number): Promise<void> => new Promise((resolve) => void timers.set(resolve, ms))
