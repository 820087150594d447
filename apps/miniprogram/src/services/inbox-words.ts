import type { EntryView, InboxItem } from '@zhixin/shared/contract'
import { writerTitle } from './roles'
import { systemWords } from './system-words'
import { messageIn } from './thread-entries'
import { withheldWords } from './withheld-rows'

/** One line of the inbox. */
export interface InboxRow {
  key: string
  title: string
  text: string
  /** Which case it is of. */
  of: string
  at: string
  unread: boolean
  caseId: string
}

const INBOX_CHARS = 60

export function inboxRow({ caseId, caseNumber, cause, entry, unread }: InboxItem): InboxRow {
  return { key: `${caseId} ${entry.index}`, ...inboxWords(entry), of: `${cause} ${caseNumber}`, at: entry.at, unread, caseId }
}

/** The same, whole: for whoever reads it out. */
export const inboxWhole = (entry: EntryView): { title: string; text: string } => inboxWords(entry, (text) => text)

function inboxWords(entry: EntryView, cut: (text: string) => string = short): { title: string; text: string } {
  if (entry.withheld) return withheldWords(entry.withheld, undefined, entry.type)
  const message = messageIn(entry)
  if (message) {
    const attached = message.attachments.map(({ kind }) => ({ picture: '［图片］', voice: '［语音］', file: '［文件］' })[kind]).join('')
    return { title: `${entry.actorName}（${writerTitle(entry.actor)}）的消息`, text: cut(message.text) + attached }
  }
  const words = systemWords(entry, { entries: [entry], labelOf: () => '其他' })
  return words ? { title: words.title, text: cut(words.text) } : { title: '法院的记录', text: '点开看内容。' }
}

function short(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim())
  return characters.length > INBOX_CHARS ? `${characters.slice(0, INBOX_CHARS).join('')}…` : characters.join('')
}
