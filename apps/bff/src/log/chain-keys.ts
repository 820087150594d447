import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { mongo } from 'mongoose'
import { isDuplicateKey } from '../platform/database'
import { deriveKeys, open, seal, type SealKeys } from '../platform/seal'
import type { KeyStore } from '../ports/key-store'

interface ChainKeyRecord {
  _id: string
  masterKeyId: string
  /** The data key under the master key, base64. */
  wrapped: string
}

/** Gives the keys that a chain's bodies (and attachments) are sealed under. */
export interface ChainKeys {
  /** For reading. Throws when the chain has none: nothing is ever made by looking. */
  of(chain: string): Promise<SealKeys>
  /** For writing: made at the first use, and only while the chain has no entry. A lost key is an error, not a new key. */
  forWriting(chain: string): Promise<SealKeys>
}

/** A chain's data key is not in the store: its bodies stay closed until it is put back from a copy. */
export class MissingChainKey extends Error {
  override readonly name = 'MissingChainKey'
  constructor(id: string) {
    super(`the data key of ${id} is missing`)
  }
}

const DATA_KEY_BYTES = 32
const WRAP = 'chain-keys'

/**
 * One random data key a chain, kept wrapped under the master key. Who has a chain's key can read that chain and no other, so a
 * chain can be handed to another court, or put under a key of its own, without touching the rest.
 */
export function createChainKeys(
  court: string, db: mongo.Db, keyStore: KeyStore, isEmpty: (chain: string) => Promise<boolean>, max = 20_000,
): ChainKeys {
  const collection = db.collection<ChainKeyRecord>('log_chain_keys')
  const cache = new LRUCache<string, Promise<SealKeys>>({ max })
  const idOf = (chain: string): string => `${court}/${chain}`

  async function load(chain: string): Promise<SealKeys> {
    const id = idOf(chain)
    const found = await collection.findOne({ _id: id })
    if (!found) throw new MissingChainKey(id)
    const master = await keyStore.byId(found.masterKeyId)
    const dataKey = open(deriveKeys(master.secret, WRAP), Buffer.from(found.wrapped, 'base64'), id)
    return deriveKeys(dataKey, 'chain')
  }

  function of(chain: string): Promise<SealKeys> {
    const known = cache.get(chain)
    if (known) return known
    const loading = load(chain)
    cache.set(chain, loading)
    loading.catch(() => cache.delete(chain))
    return loading
  }

  async function forWriting(chain: string): Promise<SealKeys> {
    try {
      return await of(chain)
    } catch (error) {
      if (!(error instanceof MissingChainKey)) throw error
    }
    if (await isEmpty(chain)) await create(idOf(chain))
    // Where the chain has an entry after all, another process has made both meanwhile, the key first.
    return of(chain)
  }

  async function create(id: string): Promise<void> {
    const master = await keyStore.current()
    const wrapped = seal(deriveKeys(master.secret, WRAP), randomBytes(DATA_KEY_BYTES), id).toString('base64')
    // Two processes may come here at once: the first one's key is the chain's.
    await collection.updateOne({ _id: id }, { $setOnInsert: { masterKeyId: master.id, wrapped } }, { upsert: true }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error
    })
  }

  return { of, forWriting }
}
