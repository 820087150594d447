import { randomBytes } from 'node:crypto'
import { QuickReplyInputSchema, QuickReplyListSchema, QuickReplyParamsSchema, QuickReplySchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { MessagingConfig } from '@zhixin/shared/rules'
import { type Connection, Schema } from 'mongoose'
import { z } from 'zod'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { useQuickReplies } from './policy'

interface QuickReplyDocument {
  _id: string
  staffId: string
  title: string
  text: string
}

const schema = new Schema<QuickReplyDocument>(
  {
    _id: { type: String, required: true },
    staffId: { type: String, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
  },
  { versionKey: false, collection: 'quick_replies' },
)
schema.index({ staffId: 1 })

const OWN_MAX = 50
const tag = '快捷回复 quick replies'

/** The court's quick replies, from config, and one's own. Nobody sees another's. */
export async function createQuickReplyRoutes(connection: Connection, courts: MessagingConfig['quick_replies']): Promise<Route[]> {
  const model = connection.model<QuickReplyDocument>('QuickReply', schema)
  await model.createIndexes()
  const present = ({ _id, title, text }: QuickReplyDocument) => ({ id: _id, title, text, owner: 'mine' as const })
  const ofCourt = courts.map((reply) => ({ ...reply, owner: 'court' as const }))
  const shared = { tag, policy: useQuickReplies }

  return [
    defineRoute({
      ...shared, method: 'get', path: '/quick-replies', summary: "The court's quick replies and one's own", limit: 'read', answer: QuickReplyListSchema,
      async handle({ actor }) {
        const own = await model.find({ staffId: (actor as StaffActor).staffId }).sort({ _id: 1 }).lean<QuickReplyDocument[]>()
        return { data: { quickReplies: [...own.map(present), ...ofCourt] } }
      },
    }),
    defineRoute({
      ...shared, method: 'post', path: '/quick-replies', summary: 'Adds a quick reply of one’s own', limit: 'write',
      body: QuickReplyInputSchema, answer: QuickReplySchema,
      async handle({ actor, body }) {
        const { staffId } = actor as StaffActor
        const count = await model.countDocuments({ staffId })
        assertThat(count < OWN_MAX, 'input.invalid', { field: 'body.title', detail: `最多保存${OWN_MAX}条，请先删除不用的。` })
        const document = { _id: `q_${randomBytes(10).toString('hex')}`, staffId, ...body }
        await model.create(document)
        return { data: present(document) }
      },
    }),
    defineRoute({
      ...shared, method: 'put', path: '/quick-replies/:id', summary: 'Changes a quick reply of one’s own', limit: 'write',
      params: QuickReplyParamsSchema, body: QuickReplyInputSchema, answer: QuickReplySchema,
      async handle({ actor, params: { id }, body }) {
        const changed = await model.findOneAndUpdate({ _id: id, staffId: (actor as StaffActor).staffId }, { $set: body }, { returnDocument: 'after' }).lean<QuickReplyDocument>()
        assertThat(changed, 'input.not_found')
        return { data: present(changed) }
      },
    }),
    defineRoute({
      ...shared, method: 'delete', path: '/quick-replies/:id', summary: 'Removes a quick reply of one’s own', limit: 'write',
      params: QuickReplyParamsSchema, answer: z.object({}),
      async handle({ actor, params: { id } }) {
        const { deletedCount } = await model.deleteOne({ _id: id, staffId: (actor as StaffActor).staffId })
        assertThat(deletedCount === 1, 'input.not_found')
        return { data: {} }
      },
    }),
  ] as Route[]
}
