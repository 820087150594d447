import type { WechatTemplate } from '@zhixin/shared/rules'
import { type Connection, type mongo, Schema, trusted } from 'mongoose'
import { batched } from '../../platform/batched'
import { isDuplicateKey } from '../../platform/database'

/** How many messages a person has allowed of one template. An estimate of ours: what WeChat says counts (43101 sets it to zero). */
interface QuotaDocument {
  /** `<person>/<template id>` */
  _id: string
  personId: string
  templateId: string
  left: number
  /** Of a long-term template: allowed for good. */
  standing: boolean
  /** The last moves that were counted, each once. */
  moves: string[]
}

const schema = new Schema<QuotaDocument>(
  {
    _id: { type: String, required: true }, personId: { type: String, required: true, index: true }, templateId: { type: String, required: true },
    left: { type: Number, required: true }, standing: { type: Boolean, required: true }, moves: { type: [String], required: true },
  },
  { versionKey: false, minimize: false },
)
const MOVES_KEPT = 300

/** What one of a template a person has: how many are left, `standing` for as many as there are. */
export type QuotaLeft = number | 'standing'
type Kind = WechatTemplate['kind']

export interface Spent {
  personId: string
  templateId: string
  /** The attempt's own name. */
  attempt: string
}

/** Every move has a name and is counted once under it, whoever tells it how often. */
export async function createQuota(connection: Connection) {
  const model = connection.model<QuotaDocument>('push_quota', schema, 'push_quota')
  await model.createIndexes()
  const byId = batched<QuotaDocument>((ids) => model.find({ _id: trusted({ $in: ids }) }).lean<QuotaDocument[]>())
  const idOf = (personId: string, templateId: string): string => `${personId}/${templateId}`

  async function move(personId: string, templateId: string, name: string, update: object, where: object = {}): Promise<void> {
    const counted = { $push: { moves: { $each: [name], $slice: -MOVES_KEPT } } }
    await model.updateOne({ _id: idOf(personId, templateId), moves: trusted({ $ne: name }), ...where }, { ...update, ...counted })
  }
  async function made(personId: string, templateId: string): Promise<void> {
    try {
      const none = { personId, templateId, left: 0, standing: false, moves: [] }
      await model.updateOne({ _id: idOf(personId, templateId) }, { $setOnInsert: none }, { upsert: true })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
    }
  }

  /** Attempts of this process that the store may not count yet, by what they spend. They are in the log: the tail counts them. */
  const spending = new Map<string, Set<string>>()
  const counted = ({ personId, templateId, attempt }: Spent): void => {
    const mine = spending.get(idOf(personId, templateId))
    if (mine?.delete(attempt) && mine.size === 0) spending.delete(idOf(personId, templateId))
  }
  const spend = ({ personId, templateId, attempt }: Spent) => ({
    updateOne: {
      filter: { _id: idOf(personId, templateId), moves: { $ne: `spent/${attempt}` }, standing: false, left: { $gt: 0 } },
      update: { $inc: { left: -1 }, $push: { moves: { $each: [`spent/${attempt}`], $slice: -MOVES_KEPT } } },
    },
  })
  const write = async (writes: mongo.AnyBulkWriteOperation<QuotaDocument>[]): Promise<void> =>
    void (await (model.collection as unknown as mongo.Collection<QuotaDocument>).bulkWrite(writes))

  /**
   * What one has, for whoever is about to spend it: says it anew each time, less what this process has begun to spend meanwhile. What it begins
   * (`begins`) must either be in the log soon, or be taken back.
   */
  async function look(personId: string, templateId: string) {
    const id = idOf(personId, templateId)
    const before = [...(spending.get(id) ?? [])]
    const document = await byId(id)
    const moves = new Set(document?.moves)
    return {
      left(): QuotaLeft {
        if (document?.standing) return 'standing'
        // Those of before as well: what was counted after the look is in neither the document nor the set.
        const unseen = [...new Set([...before, ...(spending.get(id) ?? [])])].filter((attempt) => !moves.has(`spent/${attempt}`))
        return Math.max(0, (document?.left ?? 0) - unseen.length)
      },
      begins: (attempt: string): void => void spending.set(id, (spending.get(id) ?? new Set()).add(attempt)),
      takesBack: (attempt: string): void => counted({ personId, templateId, attempt }),
    }
  }

  return {
    look,
    of: async (personId: string, templateId: string): Promise<QuotaLeft> => (await look(personId, templateId)).left(),
    /** They allowed one more, or all from now on. */
    async grant(personId: string, templateId: string, kind: Kind, name: string): Promise<void> {
      await made(personId, templateId)
      await move(personId, templateId, name, kind === 'one_time' ? { $inc: { left: 1 } } : { $set: { standing: true } })
    },
    /** WeChat says that they allowed it: then there is one at the least. Says nothing of how many; the phone told that. */
    async atLeastOne(personId: string, templateId: string, kind: Kind): Promise<void> {
      await made(personId, templateId)
      await model.updateOne({ _id: idOf(personId, templateId) }, kind === 'one_time' ? { $max: { left: 1 } } : { $set: { standing: true } })
    },
    /** One attempt takes one, whoever says so how often: for many, in one request and in their order. */
    async spendAll(spent: readonly Spent[]): Promise<void> {
      if (spent.length > 0) await write(spent.map(spend))
      spent.forEach(counted)
    },
    /** It surely did not go out: WeChat has not taken it either. Counts it as spent before, in case the tail has yet to. */
    async giveBack(personId: string, templateId: string, attempt: string): Promise<void> {
      const filter = { _id: idOf(personId, templateId), standing: false, $and: [{ moves: `spent/${attempt}` }, { moves: { $ne: `back/${attempt}` } }] }
      const update = { $inc: { left: 1 }, $push: { moves: { $each: [`back/${attempt}`], $slice: -MOVES_KEPT } } }
      await write([spend({ personId, templateId, attempt }), { updateOne: { filter, update } }])
    },
    /** WeChat refused an attempt for want of a permission. It is counted as spent before, so that the tail takes nothing of what is allowed next. */
    async refused(personId: string, templateId: string, attempt: string): Promise<void> {
      const none = { updateOne: { filter: { _id: idOf(personId, templateId) }, update: { $set: { left: 0, standing: false } } } }
      await write([spend({ personId, templateId, attempt }), none])
    },
    /** They took it back. */
    none: async (personId: string, templateId: string): Promise<void> =>
      void (await model.updateOne({ _id: idOf(personId, templateId) }, { $set: { left: 0, standing: false } })),
  }
}
export type Quota = Awaited<ReturnType<typeof createQuota>>
export type QuotaLook = Awaited<ReturnType<Quota['look']>>
