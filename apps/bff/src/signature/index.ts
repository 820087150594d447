import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { mongo } from 'mongoose'
import { deriveKeys, open, seal } from '../platform/seal'
import type { KeyStore } from '../ports/key-store'

/** With what a court signs what leaves it. */
export interface CourtSignature {
  /** SPKI, DER, base64. */
  publicKey: string
  /** SM2 with SM3 (GB/T 32918.2), DER, base64. Two signatures of the same bytes are not the same. */
  sign(bytes: Uint8Array): string
}

interface StoredKey {
  _id: string
  publicKey: string
  masterKeyId: string
  sealed: string
}

const contextOf = (court: string): string => `court-signature/${court}`
const keysOf = (secret: Buffer) => deriveKeys(secret, 'court-signature')

/** The court's own key pair, made at the first look and kept in the store, the private half sealed under the master key. */
export async function openCourtSignature({ court, db, keyStore }: { court: string; db: mongo.Db; keyStore: KeyStore }): Promise<CourtSignature> {
  const collection = db.collection<StoredKey>('court_signature')
  const stored = (await collection.findOne({ _id: court })) ?? (await make())
  const { secret } = await keyStore.byId(stored.masterKeyId)
  const pem = open(keysOf(secret), Buffer.from(stored.sealed, 'base64'), contextOf(court)).toString()
  const key = createPrivateKey(pem)
  return { publicKey: stored.publicKey, sign: (bytes) => sign('sm3', bytes, key).toString('base64') }

  async function make(): Promise<StoredKey> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' })
    const master = await keyStore.current()
    const plain = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const made: StoredKey = {
      _id: court,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      masterKeyId: master.id,
      sealed: seal(keysOf(master.secret), plain, contextOf(court)).toString('base64'),
    }
    // Two processes that start at once end up with one key: the first one's.
    await collection.updateOne({ _id: court }, { $setOnInsert: made }, { upsert: true })
    return (await collection.findOne({ _id: court }))!
  }
}

/** Whether these bytes were signed with the private half of this key. Does not check whose key it is. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  try {
    return verify('sm3', bytes, createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
