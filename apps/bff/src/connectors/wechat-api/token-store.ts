import { dayOf } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import { isDuplicateKey } from '../../platform/database'
import { deriveKeys, open, seal } from '../../platform/seal'
import type { KeyStore } from '../../ports/key-store'
import type { FreshToken } from './stable-token'

/** WeChat's own limits on forced refreshes: 20 a day, 30 seconds apart (api_getstableaccesstoken). */
const FORCED_A_DAY = 20
const FORCED_APART_MS = 30_000
const NEVER = new Date(0)

interface TokenDoc {
  /** `wechat/<app id>` */
  _id: string
  token?: { sealed: string; masterKeyId: string; until: Date }
  lease: { by: string; until: Date }
  forced?: { day: string; count: number; at: Date }
}

/** Where all instances find the token, sealed, and agree who asks for the next one. */
export function createTokenStore({ connection, keyStore, appId }: { connection: Connection; keyStore: KeyStore; appId: string }) {
  const documents = connection.collection<TokenDoc>('outside_tokens')
  const _id = `wechat/${appId}`
  const keysOf = (secret: Buffer) => deriveKeys(secret, 'outside/wechat-token')

  return {
    /** Undefined where there is none, or none that opens: then a new one is asked for. */
    async read(): Promise<FreshToken | undefined> {
      const token = (await documents.findOne({ _id }))?.token
      if (!token) return undefined
      try {
        const { secret } = await keyStore.byId(token.masterKeyId)
        return { value: open(keysOf(secret), Buffer.from(token.sealed, 'base64'), _id).toString('utf8'), until: token.until.getTime() }
      } catch {
        return undefined
      }
    },
    /** Whether `by` is the one that asks from now on: nobody has the lease, or whoever has it let it run out. */
    async lease(by: string, now: number, lastsMs: number): Promise<boolean> {
      const lease = { by, until: new Date(now + lastsMs) }
      const taken = await documents.updateOne({ _id, 'lease.until': { $lte: new Date(now) } }, { $set: { lease } })
      if (taken.matchedCount === 1) return true
      try {
        await documents.insertOne({ _id, lease })
        return true
      } catch (error) {
        if (isDuplicateKey(error)) return false
        throw error
      }
    },
    /** Nothing happens where `by` lost the lease meanwhile: another's token is newer. */
    async keep(by: string, { value, until }: FreshToken): Promise<void> {
      const { id: masterKeyId, secret } = await keyStore.current()
      const sealed = seal(keysOf(secret), Buffer.from(value), _id).toString('base64')
      await documents.updateOne({ _id, 'lease.by': by }, { $set: { token: { sealed, masterKeyId, until: new Date(until) } } })
    },
    release: async (by: string): Promise<void> => void (await documents.updateOne({ _id, 'lease.by': by }, { $set: { 'lease.until': NEVER } })),
    /** Whether a refresh may be forced now; if so it is counted, before it is asked for. */
    async mayForce(now: number): Promise<boolean> {
      const forced = (await documents.findOne({ _id }))?.forced
      const day = dayOf(new Date(now).toISOString())
      const count = forced?.day === day ? forced.count : 0
      if (count >= FORCED_A_DAY || (forced && now - forced.at.getTime() < FORCED_APART_MS)) return false
      await documents.updateOne({ _id }, { $set: { forced: { day, count: count + 1, at: new Date(now) } } })
      return true
    },
  }
}
