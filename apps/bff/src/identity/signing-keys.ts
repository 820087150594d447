import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Clock } from '../platform/clock'
import { newId } from './ids'
import type { Models } from './model'
import type { Vault } from './vault'

export interface SigningKeys {
  /** The key that new tokens are signed with. */
  current(): { kid: string; key: KeyObject }
  /** The public half of a key by its id; undefined when there is none. */
  publicKey(kid: string): Promise<KeyObject | undefined>
  /** A new key from now on; tokens of the one before stay good until they end. */
  rotate(): Promise<void>
}

/** P-256 keys for access tokens, kept in the store, the private half sealed. The newest one signs. */
export async function openSigningKeys({ models: { signingKeys }, vault, clock }: { models: Models; vault: Vault; clock: Clock }): Promise<SigningKeys> {
  const publicKeys = new Map<string, KeyObject>()
  const context = (kid: string): string => `signing-key/${kid}`

  const rotate = async (): Promise<{ kid: string; key: KeyObject }> => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const kid = newId('k')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    await signingKeys.create({ _id: kid, publicPem, sealed: vault.seal(pem, context(kid)), createdAt: clock.now() })
    return { kid, key: privateKey }
  }

  // Two processes that start at once on an empty store make a key each; both are good.
  const newest = await signingKeys.findOne().sort({ createdAt: -1 }).lean()
  let current = newest ? { kid: newest._id, key: createPrivateKey(vault.open(newest.sealed, context(newest._id))) } : await rotate()

  return {
    current: () => current,
    async publicKey(kid) {
      const cached = publicKeys.get(kid)
      if (cached) return cached
      if (!/^k_[0-9a-z]{16}$/.test(kid)) return undefined
      const stored = await signingKeys.findById(kid).lean()
      if (!stored) return undefined
      const key = createPublicKey(stored.publicPem)
      publicKeys.set(kid, key)
      return key
    },
    async rotate() {
      current = await rotate()
    },
  }
}
