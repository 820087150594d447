import type { EntryView } from '@zhixin/shared/contract'
import { ConfinedSchema, ReleasedSchema, SealApprovedSchema, SealAskedSchema, SealRefusedSchema } from '@zhixin/shared/rules'
import type { Entries } from './thread-entries'
import type { SystemWords } from './system-words'

/** Whether a request of that index has been decided on since: then what was decided says enough. */
const isDecided = (entries: Entries, asked: number, of: number): boolean =>
  entries.some(({ type, index, body }) => index > asked && (type === 'seal.approved' || type === 'seal.refused') && body?.of === of)

/**
 * What is said in a thread of sealing (封存) and of what is for the handler alone; null for what need not be said any more, undefined for
 * what is not understood. Never a word of the message.
 */
export function sealingWords({ type, index, body, actorName }: EntryView, entries: Entries, quote: (index: number) => string): SystemWords | undefined | null {
  switch (type) {
    case 'seal.asked': {
      const { data } = SealAskedSchema.safeParse(body)
      if (data && isDecided(entries, index, data.of)) return null
      return data && { title: '申请封存', text: `${actorName}申请封存一条消息。原因：${data.words}。正在等负责人决定。` }
    }
    case 'seal.approved': {
      const { data } = SealApprovedSchema.safeParse(body)
      return data && { title: '已封存', text: `${actorName}批准封存一条消息。原因：${data.words}。封存后不再显示，内容由法院依法留存。` }
    }
    case 'seal.refused': {
      const { data } = SealRefusedSchema.safeParse(body)
      return data && { title: '没有封存', text: `${actorName}没有同意封存${quote(data.of)}。原因：${data.words}。` }
    }
    case 'message.confined': {
      const { data } = ConfinedSchema.safeParse(body)
      return data && { title: '只给承办人看', text: `${actorName}把一条消息改成了只给承办人看。` }
    }
    case 'message.released': {
      const { data } = ReleasedSchema.safeParse(body)
      return data && { title: '解除保密', text: `${actorName}解除了一条消息的保密，办案需要时其他工作人员也能看到。理由：${data.reason}` }
    }
    default:
      return undefined
  }
}
