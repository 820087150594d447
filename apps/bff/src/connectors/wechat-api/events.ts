import { z } from 'zod'
import { CallbackError } from '../../ports/callback-error'
import type { WechatEvent } from '../../ports/wechat'

const Id = z.string().min(1).max(128)
/** A number in JSON, text in XML. */
const Said = z.union([z.string().max(256), z.number()]).transform(String)
/** One is told as itself, several as a list. */
const listOf = <T extends z.ZodType>(item: T) => z.union([z.array(item).max(100), item.transform((only) => [only])]) as unknown as z.ZodType<z.infer<T>[]>

const MessageSchema = z.object({ FromUserName: Id, Event: z.string() })
const Choices = listOf(z.object({ TemplateId: Id, SubscribeStatusString: z.string().max(64) }))
const Results = listOf(z.object({ TemplateId: Id, MsgID: Said, ErrorCode: Said, ErrorStatus: z.string().max(256) }))

const KINDS = {
  subscribe_msg_popup_event: { kind: 'popup', element: 'SubscribeMsgPopupEvent' },
  subscribe_msg_change_event: { kind: 'change', element: 'SubscribeMsgChangeEvent' },
  subscribe_msg_sent_event: { kind: 'sent', element: 'SubscribeMsgSentEvent' },
} as const

/** The events in a message of WeChat's; none in one of another kind. Throws CallbackError `unreadable`. */
export function readEvents(message: Record<string, unknown>): WechatEvent[] {
  const read = MessageSchema.safeParse(message)
  if (!read.success || !Object.hasOwn(KINDS, read.data.Event)) return []
  const { FromUserName: openid, Event } = read.data
  const { kind, element } = KINDS[Event as keyof typeof KINDS]
  // In XML the list stands in an element of the event's own, in JSON at the top.
  const list = (message[element] as { List?: unknown } | undefined)?.List ?? message.List
  try {
    if (kind === 'sent') {
      return Results.parse(list).map(({ TemplateId: templateId, MsgID: messageId, ErrorCode: code, ErrorStatus: status }) =>
        ({ kind, openid, templateId, messageId, ok: code === '0', code, status }))
    }
    return Choices.parse(list).map(({ TemplateId: templateId, SubscribeStatusString: said }) => ({ kind, openid, templateId, accepted: said.startsWith('accept') }))
  } catch {
    throw new CallbackError('unreadable')
  }
}
