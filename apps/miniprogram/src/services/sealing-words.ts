import type { EntryView } from '@zhixin/shared/contract'
import { type AttachmentNote, AttachmentNoteSchema, ConfinedSchema, ReleasedSchema, SealApprovedSchema, SealAskedSchema, SealRefusedSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { Entries } from './thread-entries'
import type { SystemWords } from './system-words'

/** What an entry is called where something is said of it without its words, and how it is counted: 条消息, 份表. */
export function nounOf(type: string | undefined): string {
  if (type === undefined || type === 'message.sent') return '条消息'
  if (type === 'form.submitted') return '份表'
  if (type === 'voice.summarised') return '条语音大意'
  if (type.startsWith('urgent.')) return '条紧急线索'
  if (type.startsWith('task.')) return '件要办的事'
  return type.startsWith('receiving_account.') ? '条收款账户记录' : '条记录'
}

/** Whether a request of that index has been decided on since: then what was decided says enough. */
const isDecided = (entries: Entries, asked: number, of: number): boolean =>
  entries.some(({ type, index, body }) => index > asked && (type === 'seal.approved' || type === 'seal.refused') && body?.of === of)

/**
 * What is said in a thread of sealing (封存) and of what is for the handler alone; null for what need not be said any more, undefined for
 * what is not understood. Never a word of the message.
 */
export function sealingWords({ type, index, body, actorName }: EntryView, entries: Entries, quote: (index: number) => string): SystemWords | undefined | null {
  const one = (of: number): string => `一${nounOf(entries.find((entry) => entry.index === of)?.type)}`
  switch (type) {
    case 'seal.asked': {
      const { data } = SealAskedSchema.safeParse(body)
      if (data && isDecided(entries, index, data.of)) return null
      return data && { title: '申请封存', text: `${actorName}申请封存${one(data.of)}。原因：${data.words}。正在等负责人决定。` }
    }
    case 'seal.approved': {
      const { data } = SealApprovedSchema.safeParse(body)
      return data && { title: '已封存', text: `${actorName}批准封存${one(data.of)}。原因：${data.words}。封存后不再显示，内容由法院依法留存。` }
    }
    case 'seal.refused': {
      const { data } = SealRefusedSchema.safeParse(body)
      return data && { title: '没有封存', text: `${actorName}没有同意封存${isMessage(entries, data.of) ? quote(data.of) : one(data.of)}。原因：${data.words}。` }
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

const isMessage = (entries: Entries, index: number): boolean => entries.some((entry) => entry.index === index && entry.type === 'message.sent')

/** What a leader reads of an entry before deciding on it: everything that somebody wrote in it, and what was enclosed. */
export function underReview({ body }: Pick<EntryView, 'body'>): { words: string[]; enclosed: AttachmentNote[] } {
  const { attachments, ...said } = body ?? {}
  return { words: wordsIn(said), enclosed: z.array(AttachmentNoteSchema).safeParse(attachments).data ?? [] }
}

/** Ids and kinds are the court's own, and say nothing to whoever reads. */
const NO_WORDS = new Set(['form', 'mark', 'kind', 'matter', 'of', 'version', 'taskId', 'attachmentId', 'accountId', 'partyId', 'staffId', 'happenedAt', 'until'])

/** A row of a list stays one line. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.map((row) => wordsIn(row).join('，')).filter((row) => row !== '')
  return Object.entries(value).flatMap(([name, inner]) => (NO_WORDS.has(name) ? [] : wordsIn(inner)))
}
