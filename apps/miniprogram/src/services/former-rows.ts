import type { EntryView } from '@zhixin/shared/contract'
import { dayOf, messageOf } from '@zhixin/shared/rules'
import { clockWords, dateWords } from './format'
import { systemWords } from './system-words'
import type { BubbleAttachment } from './thread-rows'

export type FormerRow =
  | { kind: 'day'; key: string; text: string }
  | { kind: 'message'; key: string; side: 'mine' | 'theirs'; name: string; time: string; text: string; enclosed: BubbleAttachment[] }
  | { kind: 'withheld'; key: string; side: 'mine' | 'theirs'; name: string; time: string; text: string }
  | { kind: 'system'; key: string; time: string; title: string; text: string }

/** What was said at the former court, as it is drawn above. Whose side is one's own: the litigant's, or the court's. */
export function formerRows(entries: readonly EntryView[], court: string, side: 'party' | 'court'): FormerRow[] {
  const rows: FormerRow[] = []
  let day = ''
  for (const entry of entries) {
    const { index, at, actor, actorName } = entry
    const words = entry.body === null || entry.type === 'message.sent' ? undefined : systemWords(entry, { entries, labelOf: (mark) => mark })
    if (entry.body !== null && entry.type !== 'message.sent' && !words) continue
    if (dayOf(at) !== day) {
      day = dayOf(at)
      rows.push({ kind: 'day', key: `former-day-${day}`, text: dateWords(day) })
    }
    const key = `former-${index}`
    const time = clockWords(at)
    const isParty = actor.kind === 'person'
    const ofSide = { side: isParty === (side === 'party') ? 'mine' as const : 'theirs' as const, name: isParty ? actorName : `${actorName} · ${court}` }
    if (entry.body === null) rows.push({ kind: 'withheld', key, ...ofSide, time, text: entry.withheld === 'sealed' ? '已封存，内容由原法院依法留存。' : '只给承办人看。' })
    else if (words) rows.push({ kind: 'system', key, time, ...words })
    else {
      const { text, attachments } = messageOf(entry)
      rows.push({ kind: 'message', key, ...ofSide, time, text, enclosed: [...attachments] })
    }
  }
  return rows
}
