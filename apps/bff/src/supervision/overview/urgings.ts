import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { aboutKey, evolveUrgings, isUrging, noUrgings, UrgedSchema, type Urgings } from '@zhixin/shared/rules'
import { type Connection, type mongo, Schema, trusted } from 'mongoose'
import { type Fold, type Log, putNewer, type ReadModel } from '../../log'
import { urgedIdOf } from './item'

/** Who urged what in a chain, in order: what the next urging is decided on. */
export const urgingsFold: Fold<Urgings> = { name: 'urgings', initial: noUrgings, evolve: evolveUrgings }

/** Something that somebody was urged to do, as lists show it: a read model of `case:` and `watch:` chains. Whether it still waits stands elsewhere. */
export interface UrgedDocument {
  _id: string
  caseId: string
  personId: string | null
  /** In order, each with whom it told. */
  urgings: { at: string; by: string }[]
  staffIds: string[]
  upTo: number
}

const schema = new Schema<UrgedDocument>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    personId: { type: String, default: null },
    urgings: { type: [{ _id: false, at: String, by: String }], required: true },
    staffIds: { type: [String], required: true },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ staffIds: 1 })

const urgedModel = (connection: Connection, collection: string) => connection.model<UrgedDocument>(collection, schema, collection)
export type UrgedModel = ReturnType<typeof urgedModel>

export const createUrgedList = (log: Log, connection: Connection): Promise<ReadModel<UrgedModel>> =>
  log.readModel<UrgedModel>({
    name: 'urgings',
    form: 1,
    open: (collection) => urgedModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project,
  })

async function project(model: UrgedModel, entries: SequencedEntry[]): Promise<void> {
  const urged = entries.filter(({ type }) => isUrging(type)).flatMap((entry) => {
    const place = parseChain(entry.chain)
    if (place?.kind !== 'case' && place?.kind !== 'watch') return []
    const at = { caseId: place.caseId, personId: place.kind === 'watch' ? place.personId : null }
    const { about, staffIds } = UrgedSchema.parse(entry.body)
    return [{ entry, at, staffIds, _id: urgedIdOf(at, aboutKey(about)) }]
  })
  if (urged.length === 0) return
  const before = await model.find({ _id: trusted({ $in: urged.map(({ _id }) => _id) }) }).lean<UrgedDocument[]>()
  const changed = new Map(before.map((document) => [document._id, document]))
  for (const { _id, at, staffIds, entry } of urged) {
    const known = changed.get(_id) ?? { _id, ...at, urgings: [], staffIds: [], upTo: -1 }
    if (entry.seq <= known.upTo) continue
    changed.set(_id, {
      ...known, urgings: [...known.urgings, { at: entry.at, by: entry.actor.id }], staffIds: [...new Set([...known.staffIds, ...staffIds])], upTo: entry.seq,
    })
  }
  await putNewer(model.collection as unknown as mongo.Collection<UrgedDocument>, [...changed.values()])
}
