import { caseChain, parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type BulletinPeriod, COUNTED_KINDS, type CountedEntry, type CountedFile, type CountedKind, departmentBy, isComplaintKind, periodBegin,
  periodEnd, thinned,
  type Workflows } from '@zhixin/shared/rules'
import { type Connection, type mongo, Schema, trusted } from 'mongoose'
import { putNewer } from '../../log'

/** What bulletins count, one document for each chain: steps and their times without a word that anybody said. Discipline's chains do not come here. */
export interface CountedDocument {
  _id: string
  kind: CountedKind
  entries: CountedEntry[]
  first: string
  /** Time of the newest entry that is counted by itself; '' of a case of which only its registration is known. */
  last: string
  upTo: number
}

const schema = new Schema<CountedDocument>(
  {
    _id: { type: String, required: true }, kind: { type: String, required: true }, entries: { type: [Schema.Types.Mixed], required: true } as never,
    first: { type: String, required: true }, last: { type: String, default: '' }, upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ kind: 1, last: 1 })

export const countedModel = (connection: Connection, collection: string) => connection.model<CountedDocument>(collection, schema, collection)
export type CountedModel = ReturnType<typeof countedModel>

const isCounted = (kind: string): kind is CountedKind => (COUNTED_KINDS as readonly string[]).includes(kind)
/** Says of which department a case is; nothing that a figure counts. */
const NOT_BY_ITSELF: ReadonlySet<string> = new Set(['case.registered', 'case.corrected'])

/** Takes the court's entries, in order, into the documents. */
export async function projectCounted(model: CountedModel, entries: SequencedEntry[], workflows: Workflows, unheard: ReadonlySet<string>): Promise<void> {
  const ours = entries.flatMap((entry) => {
    const kind = parseChain(entry.chain)?.kind
    if (!kind || !isCounted(kind)) return []
    const thin = thinned(kind, entry, isComplaintKind(kind) ? workflows[kind] : undefined, unheard)
    return thin ? [{ chain: entry.chain, kind, entry: thin }] : []
  })
  if (ours.length === 0) return
  const stored = await model.find({ _id: trusted({ $in: [...new Set(ours.map(({ chain }) => chain))] }) }).lean<CountedDocument[]>()
  const documents = new Map(stored.map((document) => [document._id, document]))
  const changed = new Set<string>()
  for (const { chain, kind, entry } of ours) {
    const before = documents.get(chain)
    if (before && before.upTo >= entry.seq) continue
    const last = NOT_BY_ITSELF.has(entry.type) ? (before?.last ?? '') : entry.at
    documents.set(chain, { _id: chain, kind, entries: [...(before?.entries ?? []), entry], first: before?.first ?? entry.at, last, upTo: entry.seq })
    changed.add(chain)
  }
  await putNewer(model.collection as unknown as mongo.Collection<CountedDocument>, [...changed].map((id) => documents.get(id)!))
}

/** All that a period's figures can depend on: every file that had begun by its end, and what happened in it of calls and cases. */
export async function filesFor(model: CountedModel, period: BulletinPeriod): Promise<CountedFile[]> {
  const found = await model.find({
    $or: [
      { kind: trusted({ $in: ['petition', 'feedback', 'inquiry'] }) },
      { kind: trusted({ $in: ['call', 'case', 'watch'] }), last: trusted({ $gte: periodBegin(period) }), first: trusted({ $lt: periodEnd(period) }) },
    ],
  }).lean<CountedDocument[]>()
  // What stands beside a thread says nothing of the department that has the case.
  const caseOf = new Map(found.flatMap(({ _id }): [string, string][] => {
    const place = parseChain(_id)
    return place?.kind === 'watch' ? [[_id, caseChain(place.caseId)]] : []
  }))
  const cases = await model.find({ _id: trusted({ $in: [...new Set(caseOf.values())] }) }).lean<CountedDocument[]>()
  const departments = new Map(cases.map(({ _id, entries }) => [_id, departmentBy(entries, periodEnd(period))]))
  return found.map(({ _id, kind, entries }) => {
    const ofCase = caseOf.get(_id)
    return { chain: _id, kind, entries, ...(ofCase !== undefined && { department: departments.get(ofCase) ?? '' }) }
  })
}
