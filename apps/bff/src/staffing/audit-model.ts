import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { dayOf, FileOpenedSchema } from '@zhixin/shared/rules'
import { type Connection, type mongo, Schema } from 'mongoose'
import { type Log, putNewer } from '../log'

/** One line of what an audit administrator reads: somebody of the court opened a case's file, or somebody's record changed. */
export interface AuditDocument {
  /** The entry's `seq`. */
  _id: string
  kind: 'opening' | 'change'
  at: string
  /** Shanghai. */
  day: string
  /** Who opened; whose record it is. */
  staffId: string
  /** Who wrote the entry, where it was a member of staff. */
  by: string | null
  /** As what they opened it. */
  role: string
  caseId: string | null
  what: 'case' | 'thread' | 'other'
  type: string
  /** Of a change: the entry's body, which holds nothing by which somebody signs in. Of an opening: nothing. */
  body: object
  upTo: number
}

const text = { type: String, required: true } as const
const schema = new Schema<AuditDocument>(
  {
    _id: text, kind: text, at: text, day: text, staffId: text, by: { type: String, default: null }, role: text, caseId: { type: String, default: null },
    what: text, type: text, body: { type: Schema.Types.Mixed, required: true }, upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ kind: 1, upTo: -1 })
schema.index({ kind: 1, day: 1, upTo: -1 })
schema.index({ kind: 1, staffId: 1, upTo: -1 })

/** A read model of the chains `access:` and `staff:`. Of an opening it keeps who, when, which case and as what; not whose thread. */
export const openAuditModel = (log: Log, connection: Connection) =>
  log.readModel({
    name: 'audit',
    open: (collection) => connection.model<AuditDocument>(collection, schema, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => putNewer(model.collection as unknown as mongo.Collection<AuditDocument>, entries.flatMap(lineOf)),
  })
export type AuditModel = Awaited<ReturnType<typeof openAuditModel>>

function lineOf({ chain, seq, at, type, actor, body }: SequencedEntry): AuditDocument[] {
  const place = parseChain(chain)
  const base = { _id: String(seq), at, day: dayOf(at), by: actor.kind === 'staff' ? actor.id : null, role: actor.role, type, upTo: seq }
  // What was found of somebody is for them and who leads them.
  if (type === 'conduct.found') return []
  if (place?.kind === 'staff') return [{ ...base, kind: 'change', staffId: place.staffId, caseId: null, what: 'other', body }]
  if (place?.kind !== 'access' || actor.kind !== 'staff') return []
  const opened = FileOpenedSchema.safeParse(body).data?.what ?? ''
  const what = opened === 'case' ? 'case' : opened.startsWith('thread/') ? 'thread' : 'other'
  return [{ ...base, kind: 'opening', staffId: actor.id, caseId: place.caseId, what, body: {} }]
}
