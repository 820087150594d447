import { threadChain } from '@zhixin/shared/ids'
import type { Entry } from '@zhixin/shared/log'
import type { TransferConfig } from '@zhixin/shared/rules'
import type { WithheldEntry } from '@zhixin/shared/verify'
import type { mongo } from 'mongoose'
import type { ChainKeys } from '../log'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import { deriveKeys, open, seal } from '../platform/seal'
import type { DropBox } from '../ports/court-file'
import type { KeyStore } from '../ports/key-store'
import { type GivenFile, readTransfer, type WholeTransfer } from './manifest'

interface StoredTransfer {
  /** Court and transfer. */
  _id: string
  court: string
  transferId: string
  receivedAt: string
  masterKeyId: string
  taken: { caseId: string; caseNumber: string; told: boolean } | null
}
interface StoredPiece {
  _id: string
  sealed: string
}

export interface IncomingParts {
  court: string
  db: mongo.Db
  keyStore: KeyStore
  keys: ChainKeys
  clock: Clock
  logger: Logger
  config: TransferConfig
}

export interface IncomingTransfer {
  transferId: string
  receivedAt: string
  whole: WholeTransfer
  taken: StoredTransfer['taken']
}

/** Entries in one piece: far below what a document may hold. */
export const FORMER_PAGE = 100

const kept = (secret: Buffer) => deriveKeys(secret, 'transfers-in')

/** Cases that other courts have sent, verified before they were kept; and the threads that came with those that were taken. All of it sealed. */
export async function openIncoming({ court, db, keyStore, keys, clock, logger, config }: IncomingParts) {
  const transfers = db.collection<StoredTransfer>('transfers_in')
  const pieces = db.collection<StoredPiece>('transfer_files')
  const former = db.collection<StoredPiece>('former_threads')
  const idOf = (transferId: string): string => `${court}/${transferId}`
  await transfers.createIndex({ court: 1, receivedAt: -1 })

  async function keep(transferId: string, files: readonly GivenFile[]): Promise<void> {
    const master = await keyStore.current()
    for (const [i, { name, bytes }] of files.entries()) {
      const id = `${idOf(transferId)}/${i}`
      const sealed = seal(kept(master.secret), Buffer.from(JSON.stringify({ name, bytes: bytes.toString('base64') })), id).toString('base64')
      await pieces.updateOne({ _id: id }, { $set: { sealed } }, { upsert: true })
    }
    const document = { court, transferId, receivedAt: clock.now().toISOString(), masterKeyId: master.id, taken: null }
    await transfers.updateOne({ _id: idOf(transferId) }, { $setOnInsert: document }, { upsert: true })
  }

  async function load(stored: StoredTransfer): Promise<IncomingTransfer> {
    const { secret } = await keyStore.byId(stored.masterKeyId)
    const found = await pieces.find({ _id: { $regex: `^${stored._id.replace(/[^a-z0-9_/-]/g, '')}/` } }).toArray()
    const files = found.map(({ _id, sealed }): GivenFile => {
      const { name, bytes } = JSON.parse(open(kept(secret), Buffer.from(sealed, 'base64'), _id).toString()) as { name: string; bytes: string }
      return { name, bytes: Buffer.from(bytes, 'base64') }
    })
    return { transferId: stored.transferId, receivedAt: stored.receivedAt, taken: stored.taken, whole: readTransfer(files, config, court) }
  }

  return {
    /** Takes what has come into the folder. What does not verify is not kept, and said loudly: the other court must send it again. */
    async take(drops: DropBox): Promise<void> {
      for (const { id, files, done } of await drops.take('transfer')) {
        try {
          const { manifest } = readTransfer(files, config, court)
          await keep(manifest.transferId, files)
        } catch (error) {
          logger.error({ err: error, id }, 'a transferred case did not verify and was not taken')
        }
        await done()
      }
    },
    async list(): Promise<IncomingTransfer[]> {
      const found = await transfers.find({ court }).sort({ receivedAt: -1 }).limit(50).toArray()
      return Promise.all(found.map(load))
    },
    async find(transferId: string): Promise<IncomingTransfer | undefined> {
      const stored = await transfers.findOne({ _id: idOf(transferId) })
      return stored ? load(stored) : undefined
    },
    /** Keeps the former part of threads under the keys of the threads that go on here. The same again changes nothing. */
    async keepFormer({ threads, manifest }: WholeTransfer, caseId: string, people: ReadonlyMap<string, string>): Promise<void> {
      for (const [ref, entries] of threads) {
        const personId = people.get(ref)
        if (personId === undefined) continue
        const chain = threadChain({ caseId, personId })
        const key = await keys.forWriting(chain)
        const { confidential } = manifest.threads.find((thread) => thread.ref === ref)!
        for (let from = 0; from < entries.length; from += FORMER_PAGE) {
          const id = formerId(chain, from)
          const page: FormerPage = { entries: entries.slice(from, from + FORMER_PAGE), confidential, names: manifest.names }
          const sealed = seal(key, Buffer.from(JSON.stringify(page)), id).toString('base64')
          await former.updateOne({ _id: id }, { $setOnInsert: { sealed } }, { upsert: true })
        }
      }
    },
    /** A page of the former part of a thread that goes on here. Does not ask who may see it. */
    async former(chain: string, from: number): Promise<FormerPage> {
      const id = formerId(chain, from)
      const stored = await former.findOne({ _id: id })
      if (!stored) return { entries: [], confidential: [], names: {} }
      return JSON.parse(open(await keys.of(chain), Buffer.from(stored.sealed, 'base64'), id).toString()) as FormerPage
    },
    async markTaken(transferId: string, taken: { caseId: string; caseNumber: string }): Promise<void> {
      await transfers.updateOne({ _id: idOf(transferId) }, { $set: { taken: { ...taken, told: false } } })
    },
    /** Which were taken and not told to the court they came from yet. */
    async untold(): Promise<IncomingTransfer[]> {
      return Promise.all((await transfers.find({ court, 'taken.told': false }).toArray()).map(load))
    },
    async markTold(transferId: string): Promise<void> {
      await transfers.updateOne({ _id: idOf(transferId) }, { $set: { 'taken.told': true } })
    },
  }

  function formerId(chain: string, from: number): string {
    return `former/${court}/${chain}/${from}`
  }
}
export type IncomingStore = Awaited<ReturnType<typeof openIncoming>>

interface FormerPage {
  entries: (Entry | WithheldEntry)[]
  confidential: number[]
  names: Record<string, string>
}
