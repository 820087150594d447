import { createHmac, randomBytes } from 'node:crypto'
import { CodedError } from '@zhixin/shared/errors'
import { isForInspectors } from '@zhixin/shared/ids'
import type { mongo } from 'mongoose'
import { isDuplicateKey, isStoreError } from '../../platform/database'
import { deriveKey, deriveKeys, open, seal, SealError } from '../../platform/seal'
import type { KeyStore, MasterKey, MasterKeys } from '../../ports/key-store'

type Owner = 'court' | 'inspectors'
interface RootRecord {
  _id: Owner
  masterKeyId: string
  sealed: string
}

/** What must be found, compared or derived without standing in the store as it is. */
export interface Root {
  /** Keyed hash: the same for the same value, telling nothing without the key. */
  mac(label: string, value: string): Buffer
  /** Sealed, padded so that its length does not tell what it is. */
  seal(plain: string, context: string): string
  /** Undefined when it was sealed under another root, or elsewhere. */
  open(sealed: string, context: string): string | undefined
}

/** The complaints' own keys: the court's, and apart from them the inspectors', where their master key is here. */
export interface Roots {
  court: Root
  inspectors?: Root
  /** Whose a chain's is. Throws `log.key_absent` where that one is not here. */
  of(chain: string): Root
}

const PADDED_TO = 512

/**
 * Opens both roots, each random and sealed under its master key in the store; the first one who comes makes them. A lost key of the inspectors'
 * takes theirs alone.
 */
export async function openRoots(db: mongo.Db, keyStore: KeyStore): Promise<Roots> {
  const collection = db.collection<RootRecord>('complaint_roots')
  const court = rootOf(await secretOf(collection, 'court', keyStore))
  const theirs = keyStore.inspectors && (await secretOf(collection, 'inspectors', keyStore.inspectors).catch((error: unknown) => {
    if (isStoreError(error)) throw error
    return undefined
  }))
  const inspectors = theirs && rootOf(theirs)
  return {
    court,
    ...(inspectors && { inspectors }),
    of(chain) {
      if (!isForInspectors(chain)) return court
      if (!inspectors) throw new CodedError('log.key_absent')
      return inspectors
    },
  }
}

function rootOf(secret: Buffer): Root {
  const fields = deriveKeys(secret, 'complaints/fields')
  return {
    mac: (label, value) => createHmac('sm3', deriveKey(secret, `complaints/${label}`)).update(value).digest(),
    seal: (plain, context) => seal(fields, padded(plain), context).toString('base64'),
    open(sealed, context) {
      try {
        return open(fields, Buffer.from(sealed, 'base64'), context).toString('utf8').trimEnd()
      } catch (error) {
        if (error instanceof SealError) return undefined
        throw error
      }
    },
  }
}

/** JSON goes in, so blanks at the end mean nothing. */
export function padded(plain: string): Buffer {
  const bytes = Buffer.from(plain)
  return Buffer.concat([bytes, Buffer.alloc((PADDED_TO - (bytes.length % PADDED_TO)) % PADDED_TO, ' ')])
}

async function secretOf(collection: mongo.Collection<RootRecord>, owner: Owner, keys: MasterKeys): Promise<Buffer> {
  const found = await collection.findOne({ _id: owner })
  if (!found) {
    try {
      await collection.insertOne({ _id: owner, ...sealedUnder(await keys.current(), owner, randomBytes(32)) })
    } catch (error) {
      // Another process was first; its root is everybody's.
      if (!isDuplicateKey(error)) throw error
    }
    return secretOf(collection, owner, keys)
  }
  const [master, current] = await Promise.all([keys.byId(found.masterKeyId), keys.current()])
  const secret = open(deriveKeys(master.secret, labelOf(owner)), Buffer.from(found.sealed, 'base64'), owner)
  if (master.id !== current.id) await collection.updateOne({ _id: owner }, { $set: sealedUnder(current, owner, secret) })
  return secret
}

const labelOf = (owner: Owner): string => `complaints/root/${owner}`
const sealedUnder = (master: MasterKey, owner: Owner, secret: Buffer) => ({
  masterKeyId: master.id,
  sealed: seal(deriveKeys(master.secret, labelOf(owner)), secret, owner).toString('base64'),
})
