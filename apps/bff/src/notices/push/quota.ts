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

/** Every move has a name and is counted once under it, whoever tells it how often. */
export async function createQuota(connection: Connection) {
  const model = connection.model<QuotaDocument>('push_quota', schema, 'push_quota')
  await model.createIndexes()
  const byId = batched<QuotaDocument>((ids) => model.find({ _id: trusted({ $in: ids }) }).lean<QuotaDocument[]>())
  const idOf = (personId: string, templateId: string): string => `${personId}/${templateId}`
  const left = (document: QuotaDocument | undefined): QuotaLeft => (document?.standing ? 'standing' : (document?.left ?? 0))

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

  return {
    of: async (personId: string, templateId: string): Promise<QuotaLeft> => left(await byId(idOf(personId, templateId))),
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
    /** One attempt takes one, whoever says so how often. */
    spend: (personId: string, templateId: string, attempt: string): Promise<void> =>
      move(personId, templateId, `spent/${attempt}`, { $inc: { left: -1 } }, { standing: false, left: trusted({ $gt: 0 }) }),
    /** The same for many, in one request and in their order. */
    async spendAll(spent: readonly { personId: string; templateId: string; attempt: string }[]): Promise<void> {
      if (spent.length === 0) return
      const writes = spent.map(({ personId, templateId, attempt }) => ({
        updateOne: {
          filter: { _id: idOf(personId, templateId), moves: { $ne: `spent/${attempt}` }, standing: false, left: { $gt: 0 } },
          update: { $inc: { left: -1 }, $push: { moves: { $each: [`spent/${attempt}`], $slice: -MOVES_KEPT } } },
        },
      }))
      await (model.collection as unknown as mongo.Collection<QuotaDocument>).bulkWrite(writes)
    },
    /** It surely did not go out: WeChat has not taken it either. */
    giveBack: (personId: string, templateId: string, attempt: string): Promise<void> =>
      move(personId, templateId, `back/${attempt}`, { $inc: { left: 1 } }, { standing: false, $and: [{ moves: `spent/${attempt}` }] }),
    /** WeChat refused it for want of a permission, or they took it back. */
    none: async (personId: string, templateId: string): Promise<void> =>
      void (await model.updateOne({ _id: idOf(personId, templateId) }, { $set: { left: 0, standing: false } })),
  }
}
export type Quota = Awaited<ReturnType<typeof createQuota>>
