import type { Events } from './events'
import { wrongField } from './fields'

export interface TemplateOf {
  kind: 'one_time' | 'long_term'
  /** `thing1`, `time2` … */
  fields: readonly string[]
}
export interface SentMessage {
  openid: string
  templateId: string
  page: string
  fields: Record<string, string>
  messageId: string
}
interface SendBody {
  touser?: string
  template_id?: string
  page?: string
  data?: Record<string, { value?: unknown }>
}
type Refusal = { errcode: number; errmsg: string }

/**
 * Subscription messages: registered templates, what each user allowed (one-time: one message for each time they agreed; long-term: until
 * they turn it off), the rules for fields, and what became of each message as an event.
 */
export function createSubscriptions({ templates, pages, events, isUser }: {
  templates: Readonly<Record<string, TemplateOf>>
  pages: readonly string[] | undefined
  events: Events
  isUser(openid: string): boolean
}) {
  const allowed = new Map<string, number>()
  const blocked = new Set<string>()
  const messages: SentMessage[] = []
  const times = new Map<string, number>()
  let last = 2_000_000_000_000_000_000n

  const keyOf = (...parts: string[]): string => JSON.stringify(parts)
  const quotaOf = (openid: string, templateId: string): number => allowed.get(keyOf(openid, templateId)) ?? 0
  const set = (openid: string, templateId: string, quota: number): void => void allowed.set(keyOf(openid, templateId), quota)
  const isLong = (templateId: string): boolean => templates[templateId]?.kind === 'long_term'
  const allow = (openid: string, templateId: string, more = 1): void =>
    set(openid, templateId, isLong(templateId) ? Infinity : quotaOf(openid, templateId) + more)
  const count = (key: string): void => void times.set(key, (times.get(key) ?? 0) + 1)

  function refusal({ touser = '', template_id: id = '', page = '', data = {} }: SendBody): Refusal | undefined {
    const template = templates[id]
    if (!isUser(touser)) return { errcode: 40003, errmsg: 'invalid openid' }
    if (!template) return { errcode: 40037, errmsg: 'invalid template_id' }
    if (pages && !pages.includes(page.split('?')[0]!)) return { errcode: 41030, errmsg: 'invalid page' }
    const wrong = wrongField(template.fields, data)
    if (wrong !== undefined) return { errcode: 47003, errmsg: `argument invalid! data.${wrong}.value invalid` }
    return quotaOf(touser, id) <= 0 ? { errcode: 43101, errmsg: 'user refuse to accept the msg' } : undefined
  }

  return {
    /** What the send call answers. The id is a number longer than a double can hold. */
    send(body: SendBody): Refusal | { messageId: string } {
      const refused = refusal(body)
      if (refused) return refused
      const [openid, templateId, page] = [body.touser!, body.template_id!, body.page ?? '']
      const messageId = String((last += 7n))
      if (!isLong(templateId)) set(openid, templateId, quotaOf(openid, templateId) - 1)
      const fields = Object.fromEntries(Object.entries(body.data ?? {}).map(([name, { value }]) => [name, String(value)]))
      messages.push({ openid, templateId, page, fields, messageId })
      count(keyOf('page', openid, templateId, page))
      count(keyOf('content', openid, templateId, page, JSON.stringify(fields)))
      const [ErrorCode, ErrorStatus] = blocked.has(openid) ? ['43101', 'failed: user block'] : ['0', 'success']
      events.push('subscribe_msg_sent_event', openid, [{ TemplateId: templateId, MsgID: messageId, ErrorCode, ErrorStatus }])
      return { messageId }
    },
    controls: {
      /** Quota without an event, for tests that are not about asking. */
      allow,
      quotaOf,
      /** What somebody chose when the mini-program asked: counts, and tells us so. */
      choose(openid: string, choices: Readonly<Record<string, 'accept' | 'reject'>>): void {
        for (const [templateId, choice] of Object.entries(choices)) if (choice === 'accept') allow(openid, templateId)
        const items = Object.entries(choices).map(([TemplateId, SubscribeStatusString]) => ({ TemplateId, SubscribeStatusString, PopupScene: '0' }))
        events.push('subscribe_msg_popup_event', openid, items)
      },
      /** Somebody turns messages of a template off in WeChat's settings. */
      turnOff(openid: string, templateId: string): void {
        set(openid, templateId, 0)
        events.push('subscribe_msg_change_event', openid, [{ TemplateId: templateId, SubscribeStatusString: 'reject' }])
      },
      /** Messages to this user are taken and do not arrive. */
      block: (openid: string): void => void blocked.add(openid),
      messages: (): readonly SentMessage[] => messages,
      /** How often a message for a page was taken: two is a duplicate. */
      timesTaken: (...of: [openid: string, templateId: string, page: string]): number => times.get(keyOf('page', ...of)) ?? 0,
      /** How many messages with the same reader, template, page and fields were taken more than once. */
      duplicates: (): number => [...times].filter(([key, taken]) => key.startsWith('["content"') && taken > 1).length,
    },
  }
}
export type Subscriptions = ReturnType<typeof createSubscriptions>
