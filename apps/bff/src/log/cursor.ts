import type { mongo } from 'mongoose'

interface CursorRecord {
  /** `<court>/<name>` */
  _id: string
  /** Everything up to this `seq` has been handled. */
  seq: number
  /** Which generation of a read model's documents that is true of; always 0 for what has none. */
  generation: number
  /** Which form of the documents that is (`ReadModelParts.form`); 1 where it does not say. */
  form?: number
  /** The rebuild that was begun last. Only that one may put its documents in place of the others. */
  building?: number
}

/**
 * How far something has followed a court's log. Of a read model the cursor also says which generation of its documents counts: one
 * document, so that both change in one write, and whoever goes on under an older generation finds out when it wants to say how far.
 */
export function createCursor(db: mongo.Db, court: string, name: string, form = 1) {
  const cursors = db.collection<CursorRecord>('log_cursors')
  const _id = `${court}/${name}`
  return {
    /** Made at the first call. */
    async load(): Promise<Pick<CursorRecord, 'seq' | 'generation' | 'form'>> {
      // $max: cursors from before there were generations have none.
      const found = await cursors.findOneAndUpdate({ _id }, { $setOnInsert: { seq: -1, form }, $max: { generation: 0 } }, { upsert: true, returnDocument: 'after' })
      return found!
    },
    /** What it says now; undefined before the first `load`. */
    async read(): Promise<Pick<CursorRecord, 'seq' | 'generation'> | undefined> {
      return (await cursors.findOne({ _id })) ?? undefined
    },
    /** Never goes back. False when another generation counts by now: then nothing is changed. */
    async advance(generation: number, seq: number): Promise<boolean> {
      return (await cursors.updateOne({ _id, generation }, { $max: { seq } })).matchedCount === 1
    },
    /** Begins a rebuild and gives it its number. One that was begun before can no longer end. */
    async beginBuilding(): Promise<{ generation: number; building: number }> {
      const found = await cursors.findOneAndUpdate({ _id }, { $setOnInsert: { seq: -1, form }, $max: { generation: 0 }, $inc: { building: 1 } }, { upsert: true, returnDocument: 'after' })
      return { generation: found!.generation, building: found!.building! }
    },
    /** From here on the rebuilt documents count, which have everything up to `seq`. False when another rebuild was begun since. */
    async putInPlace(building: number, seq: number): Promise<boolean> {
      return (await cursors.updateOne({ _id, building }, { $set: { generation: building, seq, form } })).matchedCount === 1
    },
  }
}
export type Cursor = ReturnType<typeof createCursor>
