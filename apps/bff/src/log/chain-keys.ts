import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { mongo } from 'mongoose'
import { deriveKeys, open, seal, type SealKeys } from '../platform/seal'
import type { KeyStore } from '../ports/key-store'

interface ChainKeyRecord {
  _id: string
  masterKeyId: string
  /** The data key under the master key, base64. */
  wrapped: string
}

/** Gives the keys that a chain's bodies (and attachments) are sealed under; makes them at first use. */
export interface ChainKeys {
  of(court: string, chain: string): Promise<SealKeys>
}

const DATA_KEY_BYTES = 32
const WRAP = 'chain-keys'

/**
 * One random data key a chain, kept wrapped under the master key. Who has a chain's key can read that chain and no other, so a
 * chain can be handed to another court, or put under a key of its own, without touching the rest.
 */
export function createChainKeys(db: mongo.Db, keyStore: KeyStore): ChainKeys {
  const collection = db.collection<ChainKeyRecord>('log_chain_keys')
  const cache = new LRUCache<string, Promise<SealKeys>>({ max: 20_000 })

  async function load(id: string): Promise<SealKeys> {
    const found = (await collection.findOne({ _id: id })) ?? (await create(id))
    const master = await keyStore.byId(found.masterKeyId)
    const dataKey = open(deriveKeys(master.secret, WRAP), Buffer.from(found.wrapped, 'base64'), id)
    return deriveKeys(dataKey, 'chain')
  }

  async function create(id: string): Promise<ChainKeyRecord> {
    const master = await keyStore.current()
    const wrapped = seal(deriveKeys(master.secret, WRAP), randomBytes(DATA_KEY_BYTES), id).toString('base64')
    // Two processes may come here at once: the first one's key is the chain's.
    await collection.updateOne({ _id: id }, { $setOnInsert: { masterKeyId: master.id, wrapped } }, { upsert: true }).catch((error: { code?: number }) => {
      if (error.code !== 11000) throw error
    })
    const stored = await collection.findOne({ _id: id })
    if (!stored) throw new Error(`no data key for ${id}`)
    return stored
  }

  return {
    of(court, chain) {
      const id = `${court}/${chain}`
      const known = cache.get(id)
      if (known) return known
      const loading = load(id)
      cache.set(id, loading)
      loading.catch(() => cache.delete(id))
      return loading
    },
  }
}
