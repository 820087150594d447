import { randomBytes } from 'node:crypto'
import { CodedError } from '@zhixin/shared/errors'
import { isForInspectors } from '@zhixin/shared/ids'
import { LRUCache } from 'lru-cache'
import type { mongo } from 'mongoose'
import { isOnlyDuplicates } from '../platform/database'
import { deriveKeys, open, seal, type SealKeys } from '../platform/seal'
import type { KeyStore, MasterKey, MasterKeys } from '../ports/key-store'

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
  /** The same for many, with one look; those that have none, or one that does not open, are left out: `of` says why. */
  ofAll(chains: Iterable<string>): Promise<Map<string, SealKeys>>
  /** For writing: made at the first use, and only while the chain has no entry. A lost key is an error, not a new key. */
  forWriting(chain: string): Promise<SealKeys>
  /** The same for many; left out are those whose key was lost or does not open. */
  forWritingAll(chains: Iterable<string>): Promise<Map<string, SealKeys>>
}

/** A chain's data key is not in the store: its bodies stay closed until it is put back from a copy. */
export class MissingChainKey extends Error {
  override readonly name = 'MissingChainKey'
  constructor(id: string) {
    super(`the data key of ${id} is missing`)
  }
}

/**
 * The master key that a chain's data key is wrapped under is not on this machine. Of what is for the inspectors of discipline that may be so on
 * purpose (`absent`: they have not given their key here), or because it was lost or put away wrongly.
 */
export class MissingMasterKey extends CodedError {
  constructor(
    readonly absent: boolean,
    cause?: unknown,
  ) {
    super('log.key_absent', { cause })
  }
}

const DATA_KEY_BYTES = 32
/** Labels of the two kinds of wrapping: even one secret in both places, against all advice, would make two keys of it. */
const WRAP = { court: 'chain-keys', inspectors: 'inspectors-chain-keys' } as const

/**
 * One random data key a chain, kept wrapped under the master key. Who has a chain's key can read that chain and no other, so a
 * chain can be handed to another court, or put under a key of its own, without touching the rest. `begun` says which chains have entries.
 * Chains for the inspectors of discipline are wrapped under their master key; without it those alone are closed.
 */
export function createChainKeys(
  court: string, db: mongo.Db, keyStore: KeyStore, begun: (chains: readonly string[]) => Promise<ReadonlySet<string>>, max = 20_000,
): ChainKeys {
  const collection = db.collection<ChainKeyRecord>('log_chain_keys')
  const cache = new LRUCache<string, Promise<SealKeys>>({ max })
  const idOf = (chain: string): string => `${court}/${chain}`

  const wrapOf = (id: string): keyof typeof WRAP => (isForInspectors(id.slice(court.length + 1)) ? 'inspectors' : 'court')

  function masterKeysOf(wrap: keyof typeof WRAP): MasterKeys {
    const keys = wrap === 'court' ? keyStore : keyStore.inspectors
    if (!keys) throw new MissingMasterKey(true)
    return keys
  }

  async function opened({ _id, masterKeyId, wrapped }: ChainKeyRecord): Promise<SealKeys> {
    const wrap = wrapOf(_id)
    const keys = masterKeysOf(wrap)
    const master = await keys.byId(masterKeyId).catch((cause: unknown) => {
      throw wrap === 'inspectors' ? new MissingMasterKey(false, cause) : cause
    })
    return deriveKeys(open(deriveKeys(master.secret, WRAP[wrap]), Buffer.from(wrapped, 'base64'), _id), 'chain')
  }

  async function load(chain: string): Promise<SealKeys> {
    if (isForInspectors(chain)) masterKeysOf('inspectors')
    const found = await collection.findOne({ _id: idOf(chain) })
    if (!found) throw new MissingChainKey(idOf(chain))
    return opened(found)
  }

  function of(chain: string): Promise<SealKeys> {
    const known = cache.get(chain)
    if (known) return known
    const loading = load(chain)
    cache.set(chain, loading)
    loading.catch(() => cache.delete(chain))
    return loading
  }

  async function ofAll(chains: Iterable<string>): Promise<Map<string, SealKeys>> {
    const keys = new Map<string, SealKeys>()
    const unknown = new Map<string, string>()
    for (const chain of new Set(chains)) {
      const known = await cache.get(chain)?.catch(() => undefined)
      if (known) keys.set(chain, known)
      else unknown.set(idOf(chain), chain)
    }
    if (unknown.size === 0) return keys
    for (const record of await collection.find({ _id: { $in: [...unknown.keys()] } }).toArray()) {
      const [chain, found] = [unknown.get(record._id)!, await opened(record).catch(() => undefined)]
      if (!found) continue
      cache.set(chain, Promise.resolve(found))
      keys.set(chain, found)
    }
    return keys
  }

  async function forWritingAll(chains: Iterable<string>): Promise<Map<string, SealKeys>> {
    const wanted = [...new Set(chains)]
    const keys = await ofAll(wanted)
    const missing = wanted.filter((chain) => !keys.has(chain))
    if (missing.length === 0) return keys
    const written = await begun(missing)
    await create(missing.filter((chain) => !written.has(chain)).map(idOf))
    // Where a chain has an entry after all, another process has made both meanwhile, the key first.
    return new Map([...keys, ...(await ofAll(missing))])
  }

  /** Where the inspectors' master key is not here, none is made for their chains: they are left out. */
  async function create(all: string[]): Promise<void> {
    const ids = keyStore.inspectors ? all : all.filter((id) => wrapOf(id) === 'court')
    if (ids.length === 0) return
    const current = new Map<keyof typeof WRAP, MasterKey>()
    for (const wrap of new Set(ids.map(wrapOf))) current.set(wrap, await masterKeysOf(wrap).current())
    const writes = ids.map((_id) => {
      const wrap = wrapOf(_id)
      const master = current.get(wrap)!
      const wrapped = seal(deriveKeys(master.secret, WRAP[wrap]), randomBytes(DATA_KEY_BYTES), _id).toString('base64')
      return { updateOne: { filter: { _id }, update: { $setOnInsert: { masterKeyId: master.id, wrapped } }, upsert: true } }
    })
    // Two processes may come here at once: the first one's key is the chain's.
    await collection.bulkWrite(writes, { ordered: false }).catch((error: unknown) => {
      if (!isOnlyDuplicates(error)) throw error
    })
  }

  return {
    of,
    ofAll,
    async forWriting(chain) {
      return (await forWritingAll([chain])).get(chain) ?? of(chain)
    },
    forWritingAll,
  }
}
