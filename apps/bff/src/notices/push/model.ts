import type { PushNotice, PushSpec } from '@zhixin/shared/rules'
import { type Connection, Schema } from 'mongoose'

/** One entry of a thread that is pushed: what was done about it, and when it has to be looked at next. Follows from thread and push chain. */
export interface NoticeDocument {
  /** `<case>/<person>/<index in the thread>` */
  _id: string
  caseId: string
  personId: string
  of: number
  type: string
  /** As a message calls it, and its day. */
  label: string
  day: string
  spec: PushSpec
  notice: PushNotice
  /** By what reports name the tries of this round: our own tokens and the providers' ids. */
  names: string[]
  /** When the person read it in the app, and by which entry of the court's log. */
  readAt: string | null
  readSeq: number | null
  takenBack: boolean
  final: NonNullable<PushNotice['final']> | null
  /** When the dispatcher looks at it next; null: when something happens, or never. */
  dueAt: string | null
  /** From when the hotline rings; null: it is not on the list. */
  callAt: string | null
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const mixed = { type: Schema.Types.Mixed, required: true } as const
const text = { type: String, required: true } as const
const maybe = { type: String, default: null } as const
const schema = new Schema<NoticeDocument>(
  {
    _id: text, caseId: text, personId: text, of: { type: Number, required: true }, type: text, label: text, day: text, spec: mixed, notice: mixed,
    names: [String],
    readAt: maybe, readSeq: { type: Number, default: null }, takenBack: { type: Boolean, required: true }, final: { type: Schema.Types.Mixed, default: null },
    dueAt: maybe, callAt: maybe, upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ dueAt: 1 })
schema.index({ caseId: 1, personId: 1, of: 1 })
schema.index({ callAt: 1 })
schema.index({ 'final.as': 1, caseId: 1 })
schema.index({ names: 1 })
schema.index({ personId: 1 })

/** The documents of one generation (see `ReadModel`). */
export const noticeModel = (connection: Connection, collection: string) => connection.model<NoticeDocument>(collection, schema, collection)
export type NoticeModel = ReturnType<typeof noticeModel>

export const noticeId = (caseId: string, personId: string, of: number): string => `${caseId}/${personId}/${of}`
