import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from 'mongoose'
import type { Clock } from '../../platform/clock'
import { randomPiece } from '../../platform/random'
import type { KeyStore } from '../../ports/key-store'
import { WechatError } from '../../ports/wechat'
import { askForToken, type FreshToken } from './stable-token'
import { createTokenStore } from './token-store'
import type { WechatApp } from '.'

/** WeChat makes a new one five minutes before the end; the old one is good for these five minutes too. */
const EARLY_MS = 5 * 60_000
/** Whoever asks WeChat has it to themselves so long: more than an answer may take, so that one who died holds nobody up for long. */
const LEASE_MS = 12_000
const LOOK_AGAIN_MS = 50
const ID_BYTES = 12

export interface AccessTokens {
  /** A token that is good by all that is known here. Rejects with WechatError. */
  get(): Promise<string>
  /** Another one, since WeChat would not take this one. Rejects with WechatError `busy` when none is to be had now. */
  renew(bad: string): Promise<string>
}

export interface AccessTokensParts {
  app: WechatApp
  connection: Connection
  keyStore: KeyStore
  clock: Clock
}

/**
 * The stable access token, one for all instances: sealed in the store, asked for by one of them at a time under a lease, five minutes
 * before its end. While somebody asks, the old one is used as long as it is good.
 */
export function createAccessTokens({ app, connection, keyStore, clock }: AccessTokensParts): AccessTokens {
  const store = createTokenStore({ connection, keyStore, appId: app.appId })
  let held: FreshToken | undefined
  let getting: Promise<string> | undefined
  let renewing: Promise<string> | undefined

  const now = (): number => clock.now().getTime()
  const isFresh = ({ until }: FreshToken): boolean => now() < until - EARLY_MS
  const hold = (token: FreshToken): string => (held = token).value

  /** The one in the store if it will do, else a new one as soon as nobody else asks for it. */
  async function obtain(bad?: string): Promise<string> {
    const by = randomPiece(ID_BYTES).toString('hex')
    const giveUpAt = performance.now() + LEASE_MS
    for (;;) {
      const stored = await store.read()
      const other = stored?.value === bad ? undefined : stored
      if (other && isFresh(other)) return hold(other)
      const stillGood = other && now() < other.until ? other : undefined
      if (await store.lease(by, now(), LEASE_MS)) return await underLease(by, bad, stillGood)
      if (stillGood) return stillGood.value
      if (performance.now() > giveUpAt) throw new WechatError('busy')
      await sleep(LOOK_AGAIN_MS)
    }
  }

  async function underLease(by: string, bad: string | undefined, old: FreshToken | undefined): Promise<string> {
    try {
      // Whoever had the lease before may have just put it there.
      const stored = await store.read()
      if (stored && stored.value !== bad && isFresh(stored)) return hold(stored)
      const fresh = await ask(bad)
      await store.keep(by, fresh)
      return hold(fresh)
    } catch (error) {
      if (old === undefined || !(error instanceof WechatError)) throw error
      return old.value
    } finally {
      await store.release(by)
    }
  }

  /** Forced only where WeChat still gives the bad one, and within WeChat's limits. */
  async function ask(bad: string | undefined): Promise<FreshToken> {
    const usual = await askForToken(app, { force: false, now: now() })
    if (usual.value !== bad) return usual
    if (!(await store.mayForce(now()))) throw new WechatError('busy')
    return askForToken(app, { force: true, now: now() })
  }

  // Whatever keeps us from a token, nothing was sent.
  const orBusy = (going: Promise<string>): Promise<string> =>
    going.catch((error: unknown) => {
      throw error instanceof WechatError ? error : new WechatError('busy', undefined, { cause: error })
    })

  return {
    async get() {
      if (held && isFresh(held)) return held.value
      // What is in the store is being found out to be none.
      if (renewing) return renewing
      getting ??= orBusy(obtain()).finally(() => (getting = undefined))
      return getting
    },
    async renew(bad) {
      if (held?.value === bad) held = undefined
      if (held && isFresh(held)) return held.value
      renewing ??= orBusy(obtain(bad)).finally(() => (renewing = undefined))
      return renewing
    },
  }
}
