import type { TransferHitch } from '@zhixin/shared/contract'
import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'
import { deriveKeys, open, seal } from '../platform/seal'
import type { KeyStore } from '../ports/key-store'

/** How far something has got that is repeated until it is answered. */
export interface Tries {
  tries: number
  /** When it is tried next. */
  nextAt: string
  hitch: TransferHitch | null
}
export const notTried = (clock: Clock): Tries => ({ tries: 0, nextAt: clock.now().toISOString(), hitch: null })
export const isDue = ({ nextAt }: Tries, clock: Clock): boolean => nextAt <= clock.now().toISOString()

/** Something that names people, under seal. */
export interface Sealed {
  masterKeyId: string
  sealed: string
}

/** Seals what the two stores of transfers keep beside the pieces. `context` says what it is and whose. */
export function createSealing(keyStore: KeyStore) {
  const keysOf = (secret: Buffer) => deriveKeys(secret, 'transfers')
  return {
    async close(value: unknown, context: string): Promise<Sealed> {
      const { id: masterKeyId, secret } = await keyStore.current()
      return { masterKeyId, sealed: seal(keysOf(secret), Buffer.from(JSON.stringify(value)), context).toString('base64') }
    },
    async open<T>({ masterKeyId, sealed }: Sealed, context: string): Promise<T> {
      const { secret } = await keyStore.byId(masterKeyId)
      return JSON.parse(open(keysOf(secret), Buffer.from(sealed, 'base64'), context).toString()) as T
    },
  }
}
export type Sealing = ReturnType<typeof createSealing>

/** A transfer that this court has given away, until the other one has decided on it. Operational: what happened is in the case's chain. */
export interface OutDocument extends Tries {
  /** Court and transfer. */
  _id: string
  court: string
  transferId: string
  caseId: string
  to: string
  digest: string
  pieceCount: number
  at: string
  /** The manifest and its signature, as they go out with each piece. */
  files: Sealed
  /** Which pieces the other court said it waits for; undefined before it has said anything. */
  missing: number[] | null
  /** `recall`: it is asked back. `over`: nothing is sent any more. */
  sends: 'case' | 'recall' | 'over'
}

export function openOutStore({ db, court }: { db: mongo.Db; court: string }) {
  const collection = db.collection<OutDocument>('transfers_out')
  const _id = (transferId: string): string => `${court}/${transferId}`
  return {
    find: (transferId: string) => collection.findOne({ _id: _id(transferId) }),
    latest: (most: number) => collection.find({ court }).sort({ at: -1 }).limit(most).toArray(),
    open: () => collection.find({ court, sends: { $ne: 'over' } }).toArray(),
    put: async (document: Omit<OutDocument, '_id' | 'court'>): Promise<void> =>
      void (await collection.replaceOne({ _id: _id(document.transferId) }, { ...document, court }, { upsert: true })),
    change: async (transferId: string, change: Partial<Pick<OutDocument, 'missing' | 'sends' | keyof Tries>>): Promise<void> =>
      void (await collection.updateOne({ _id: _id(transferId) }, { $set: change })),
  }
}
