import type { CallDraft } from '@zhixin/shared/contract'
import { callChain } from '@zhixin/shared/ids'
import { type Connection, Schema, trusted } from 'mongoose'
import type { Papers } from '../identity'
import type { ChainKeys } from '../log'
import { open, seal } from '../platform/seal'

/**
 * What is kept of a call beside the log, sealed under the call's own key: the number that the display showed and what the clerk has typed so far, while
 * it runs; and who asked to be rung back. All of it can be forgotten; what happened in the call stands in its chain.
 */
interface KeptDoc {
  _id: string
  at: Date
  number?: string
  draft?: string
  /** Who asked to be rung back, as they said it. */
  wanted?: string
  until?: Date
  /** The call back that was taken for it. */
  takenBy?: string | null
  tried: number
}
type Part = 'number' | 'draft' | 'wanted'

const schema = new Schema<KeptDoc>(
  {
    _id: { type: String, required: true }, at: { type: Date, required: true, index: true }, number: String, draft: String, wanted: String,
    until: { type: Date, index: true, sparse: true }, takenBy: { type: String, default: null }, tried: { type: Number, default: 0 },
  },
  { minimize: false, versionKey: false },
)

/** Somebody who waits to be rung back. */
export interface Waiting {
  callId: string
  until: string
  tried: number
  takenBy: string | null
}

export function createKept({ connection, keys }: { connection: Connection; keys: ChainKeys }) {
  const model = connection.model<KeptDoc>('HotlineKept', schema, 'hotline_kept')
  const contextOf = (callId: string, part: Part): string => `hotline/${callId}/${part}`

  async function sealed(callId: string, part: Part, value: string): Promise<string> {
    return seal(await keys.forWriting(callChain(callId)), Buffer.from(value), contextOf(callId, part)).toString('base64')
  }
  async function read(callId: string, part: Part): Promise<string | undefined> {
    const found = (await model.findById(callId).lean())?.[part]
    return found === undefined ? undefined : open(await keys.of(callChain(callId)), Buffer.from(found, 'base64'), contextOf(callId, part)).toString()
  }
  const put = async (callId: string, part: Part, value: string, more: Partial<KeptDoc>, at: Date): Promise<void> => {
    await model.updateOne({ _id: callId }, { $set: { [part]: await sealed(callId, part, value), ...more }, $setOnInsert: { at } }, { upsert: true })
  }
  const drop = async (callId: string, ...parts: Part[]): Promise<void> => {
    await model.updateOne({ _id: callId }, { $unset: Object.fromEntries(parts.map((part) => [part, 1])) })
  }

  return {
    prepare: () => model.createIndexes(),
    keepNumber: (callId: string, number: string, at: Date) => put(callId, 'number', number, {}, at),
    number: (callId: string) => read(callId, 'number'),
    keepDraft: (callId: string, draft: CallDraft, at: Date) => put(callId, 'draft', JSON.stringify(draft), {}, at),
    async draft(callId: string): Promise<CallDraft | undefined> {
      const found = await read(callId, 'draft')
      return found === undefined ? undefined : (JSON.parse(found) as CallDraft)
    },
    dropDraft: (callId: string) => drop(callId, 'draft'),
    /**
     * Nothing is left here of who rang and what was typed: of every call, once it is over, so that none can be told by it from one in which a report of
     * misconduct was taken in. Who was promised to be rung back is: they have asked for it.
     */
    dropSaid: (callId: string) => drop(callId, 'number', 'draft'),

    want: (callId: string, papers: Required<Papers>, { at, until }: { at: Date; until: Date }) => put(callId, 'wanted', JSON.stringify(papers), { until }, at),
    async wanted(callId: string): Promise<Required<Papers> | undefined> {
      const found = await read(callId, 'wanted')
      return found === undefined ? undefined : (JSON.parse(found) as Required<Papers>)
    },
    async waiting(now: Date): Promise<Waiting[]> {
      const found = await model.find({ until: trusted({ $gt: now }), wanted: trusted({ $exists: true }) }).sort({ until: 1, _id: 1 }).lean()
      return found.map(({ _id, until, tried, takenBy }) => ({ callId: _id, until: until!.toISOString(), tried, takenBy: takenBy ?? null }))
    },
    /** Takes one that waits for a call back of one's own; false where somebody else was first. `before`: who had it, as far as the taker knows. */
    async take(callId: string, by: string, before: string | null, now: Date): Promise<boolean> {
      const waits = { _id: callId, takenBy: before, until: trusted({ $gt: now }), wanted: trusted({ $exists: true }) }
      return (await model.updateOne(waits, { $set: { takenBy: by }, $inc: { tried: 1 } })).modifiedCount === 1
    },
    /** Nobody is to be rung back for this call any more. */
    done: (callId: string) => drop(callId, 'wanted'),
    /** Forgets calls of before an instant. */
    sweep: async (before: Date): Promise<void> => void (await model.deleteMany({ at: trusted({ $lt: before }) })),
  }
}
export type Kept = ReturnType<typeof createKept>
