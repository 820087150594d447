import { RefreshSchema, SessionTokensSchema, type SessionTokens } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { z } from 'zod'
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

/** The refresh token with the account it belongs to: another tab may have signed in as somebody else. */
const KeptSchema = z.object({ owner: z.string(), refreshToken: z.string() })
type Kept = z.infer<typeof KeptSchema>

/** Access token in memory, refresh token in storage. One renewal for all who wait for it. */
export function createTokens({ http, timers, secrets, network, signInAgain, onEnded }: TokensParts) {
  let access: Access | undefined
  let owner: string | undefined
  /** What storage had no room for. */
  let unsaved: Kept | undefined
  let renewing: Promise<string> | undefined
  let epoch = 0

  async function write(kept: Kept): Promise<void> {
    unsaved = kept
    await secrets.set(KEY, JSON.stringify(kept)).then(() => (unsaved = undefined), () => undefined)
  }

  const read = async (): Promise<Kept | undefined> => unsaved ?? KeptSchema.safeParse(jsonOf(await secrets.get(KEY))).data

  async function keep(tokens: SessionTokens, of: string): Promise<string> {
    owner = of
    // Stored before it is used: a token that only memory knows dies with the app, and its predecessor with it.
    await write({ owner: of, refreshToken: tokens.refreshToken })
    const lastsMs = tokens.expiresIn * 1000
    access = { token: tokens.accessToken, freshUntil: timers.now() + lastsMs - Math.min(EARLY_MS, lastsMs / 4) }
    return tokens.accessToken
  }

  async function renewNow(): Promise<string> {
    const mine = epoch
    const startedAt = timers.now()
    for (;;) {
      // Read anew each time: another tab may have renewed meanwhile.
      const kept = await read()
      if (mine !== epoch) throw new CodedError('client.cancelled')
      if (!kept || kept.owner !== owner) return over(new CodedError('auth.required'))
      try {
        const tokens = await refresh(http, kept.refreshToken)
        if (mine !== epoch) throw new CodedError('client.cancelled')
        return await keep(tokens, kept.owner)
      } catch (error) {
        const coded = codedOf(error)
        if (mine !== epoch) throw new CodedError('client.cancelled')
        if (coded.code === 'client.cancelled') throw coded
        if (endsSession(coded)) {
          if ((await read())?.refreshToken !== kept.refreshToken) continue
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
    if (tokens && owner !== undefined) return keep(tokens, owner)
    unsaved = undefined
    await secrets.remove(KEY)
    return over(because)
  }

  /** Nobody is signed in here any more. */
  function over(because: CodedError): never {
    access = undefined
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
    /** Goes on with what storage holds for an account. False when it holds nothing. */
    async resume(of: string): Promise<boolean> {
      owner = of
      return (await read())?.owner === of
    },
    /** The account is somebody else's from now on: its identity was bound. */
    async rename(to: string): Promise<void> {
      const kept = await read()
      if (kept && kept.owner === owner) await write({ ...kept, owner: to })
      owner = to
    },
    /** Changes at each sign-in and sign-out: what belongs to another epoch is late. */
    epoch: () => epoch,
    async forget(): Promise<void> {
      epoch++
      access = undefined
      renewing = undefined
      unsaved = undefined
      owner = undefined
      await secrets.remove(KEY)
    },
  }
}

async function refresh(http: Http, refreshToken: string): Promise<SessionTokens> {
  const body = RefreshSchema.parse({ refreshToken })
  return parse(SessionTokensSchema, (await http.call({ method: 'POST', path: '/auth/refresh', body, timeoutMs: TIMEOUT_MS })).data)
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

const pause = (timers: TimersAdapter, ms: number): Promise<void> => new Promise((resolve) => void timers.set(resolve, ms))
