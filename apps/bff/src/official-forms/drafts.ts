import type { PaperPlaceKind } from '@zhixin/shared/contract'
import type { PaperState } from '@zhixin/shared/rules'
import { type Connection, Schema } from 'mongoose'
import type { ChainKeys } from '../log'
import { isDuplicateKey } from '../platform/database'
import type { Clock } from '../platform/clock'
import { open, seal } from '../platform/seal'

/** A paper that is not finished. It is no part of the file: its author alone has it, and whom they ask to sign it. */
export interface PaperDraftRecord {
  paperId: string
  chain: string
  place: PaperPlaceKind
  fileId: string
  /** Of staff. */
  author: string
  asked: { by: string; staffId: string }[]
  /** Of what was written: counts up with each change of it, and with no signature. */
  revision: number
  /** Of the whole record, to write over nothing that came meanwhile. */
  changes: number
  changedAt: Date
  state: PaperState
}

interface DraftDoc extends Omit<PaperDraftRecord, 'paperId' | 'state' | 'changes'> {
  _id: string
  /** What was written and signed, under the key of the chain that it will stand in. */
  sealed: string
  changes?: number
}
const text = { type: String, required: true } as const
const schema = new Schema<DraftDoc>(
  {
    _id: text, chain: text, place: text, fileId: text, author: { ...text, index: true }, asked: [{ _id: false, by: text, staffId: text }],
    revision: { type: Number, required: true }, changes: Number, changedAt: { type: Date, required: true }, sealed: text,
  },
  { versionKey: false, minimize: false, strict: 'throw' },
)
schema.index({ 'asked.staffId': 1 })

interface Parts {
  court: string
  connection: Connection
  keys: ChainKeys
  clock: Clock
}

export async function createPaperDrafts({ court, connection, keys, clock }: Parts) {
  const drafts = connection.model<DraftDoc>('PaperDraft', schema, 'paper_drafts')
  await drafts.createIndexes()
  const contextOf = (chain: string, paperId: string): string => `paper-draft/${court}/${chain}/${paperId}`
  const sealState = async ({ chain, paperId, state }: Pick<PaperDraftRecord, 'chain' | 'paperId' | 'state'>): Promise<string> =>
    seal(await keys.forWriting(chain), Buffer.from(JSON.stringify(state)), contextOf(chain, paperId)).toString('base64')

  async function recordOf({ _id: paperId, sealed, ...rest }: DraftDoc): Promise<PaperDraftRecord> {
    const state = JSON.parse(open(await keys.of(rest.chain), Buffer.from(sealed, 'base64'), contextOf(rest.chain, paperId)).toString()) as PaperState
    return { ...rest, changes: rest.changes ?? 0, asked: rest.asked.map(({ by, staffId }) => ({ by, staffId })), paperId, state }
  }
  const list = async (filter: object): Promise<PaperDraftRecord[]> =>
    Promise.all((await drafts.find(filter).sort({ changedAt: -1 }).limit(MOST).lean<DraftDoc[]>()).map(recordOf))

  async function find(paperId: string): Promise<PaperDraftRecord | undefined> {
    const found = await drafts.findById(paperId).lean<DraftDoc>()
    return found ? recordOf(found) : undefined
  }

  return {
    /** Keeps a new one; where there is one of this id already, that is left as it is, and answered. */
    async begin(record: Omit<PaperDraftRecord, 'revision' | 'changes' | 'changedAt' | 'asked'>): Promise<PaperDraftRecord | undefined> {
      const { paperId, state: _state, ...rest } = record
      try {
        await drafts.create({ ...rest, _id: paperId, asked: [], revision: 0, changedAt: clock.now(), sealed: await sealState(record) })
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        return find(paperId)
      }
      return undefined
    },
    find,
    /** False where it was changed since: nothing is written over. */
    async save(record: PaperDraftRecord, { isText }: { isText: boolean }): Promise<boolean> {
      const { paperId, changes, asked } = record
      const change = { $set: { asked, sealed: await sealState(record), changedAt: clock.now() }, $inc: { changes: 1, ...(isText && { revision: 1 }) } }
      // Before the first there is no count: null finds that.
      return (await drafts.updateOne({ _id: paperId, changes: changes === 0 ? null : changes }, change)).modifiedCount === 1
    },
    remove: async (paperId: string): Promise<void> => void (await drafts.deleteOne({ _id: paperId })),
    ofAuthor: (author: string, chain?: string) => list({ author, ...(chain !== undefined && { chain }) }),
    toSign: (staffId: string) => list({ 'asked.staffId': staffId }),
  }
}
export type PaperDrafts = Awaited<ReturnType<typeof createPaperDrafts>>
/** Nobody works on more at a time. */
const MOST = 100
