import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isDuplicateKey } from '../platform/database'
import { deriveKey, deriveKeys, open, seal } from '../platform/seal'
import type { KeyStore, MasterKey } from '../ports/key-store'
import type { Models } from './model'

/** Seals, finds and compares what must not stand in the store as it is. */
export interface Vault {
  /** Sealed text under a context that says whose and what it is. */
  seal(plain: string, context: string): string
  open(sealed: string, context: string): string
  /** Blind index: the same for the same number, telling nothing without the key. */
  indexOf(kind: 'identity' | 'document' | 'phone' | 'openid' | 'attempt', value: string): string
  /** Keyed hash of a secret that is short or must only be compared. */
  hashOf(kind: 'code' | 'refresh', value: string): string
}

const ROOT = 'root'

/**
 * All of identity's keys come from one root key, random, that stands in the store sealed under the master key: after a change of
 * the master key the root is sealed anew at the next start, and blind indexes stay the same.
 */
export async function openVault(secrets: Models['secrets'], keyStore: KeyStore): Promise<Vault> {
  const root = await rootKey(secrets, keyStore)
  const fields = deriveKeys(root, 'identity/fields')
  const keys = new Map<string, Buffer>()
  const mac = (label: string, value: string): string => {
    const key = keys.get(label) ?? deriveKey(root, `identity/${label}`)
    keys.set(label, key)
    return createHmac('sm3', key).update(value).digest('base64url')
  }
  return {
    seal: (plain, context) => seal(fields, Buffer.from(plain), context).toString('base64'),
    open: (sealed, context) => open(fields, Buffer.from(sealed, 'base64'), context).toString('utf8'),
    indexOf: (kind, value) => mac(`index/${kind}`, value),
    hashOf: (kind, value) => mac(`hash/${kind}`, value),
  }
}

async function rootKey(secrets: Models['secrets'], keyStore: KeyStore): Promise<Buffer> {
  const found = await secrets.findById(ROOT).lean()
  if (!found) {
    try {
      await secrets.create({ _id: ROOT, ...sealedUnder(await keyStore.current(), randomBytes(32)) })
    } catch (error) {
      // Another process was first; its root is everybody's.
      if (!isDuplicateKey(error)) throw error
    }
    return rootKey(secrets, keyStore)
  }
  const [master, current] = await Promise.all([keyStore.byId(found.masterKeyId), keyStore.current()])
  const root = open(deriveKeys(master.secret, 'identity/root'), Buffer.from(found.sealed, 'base64'), ROOT)
  if (master.id !== current.id) await secrets.updateOne({ _id: ROOT }, { $set: sealedUnder(current, root) })
  return root
}

const sealedUnder = (master: MasterKey, root: Buffer) => ({
  masterKeyId: master.id,
  sealed: seal(deriveKeys(master.secret, 'identity/root'), root, ROOT).toString('base64'),
})

/** Whether two keyed hashes are the same, in a time that does not say how far they agree. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
