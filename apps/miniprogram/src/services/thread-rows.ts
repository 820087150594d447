import type { EntryView, Me, ThreadView } from '@zhixin/shared/contract'
import { type AttachmentNote, dayOf, isSealable, type Mark, type Marks, MessageRemarkedSchema, VoiceSummarisedSchema, type Withheld } from '@zhixin/shared/rules'
import { explain, CodedError } from './errors'
import { clockWords, dayWords, momentWords } from './format'
import type { OutboxItem } from './outbox-item'
import { isMe, sideOf, sideOfMe, writerTitle } from './roles'
import { systemWords } from './system-words'
import { type Entries, messageIn } from './thread-entries'
import { type Standing, standings, withheldWords } from './withheld-rows'

export interface BubbleAttachment extends AttachmentNote {
  /** Bytes and MIME type as the court found them; absent while the message waits. */
  size?: number
  type?: string
  /** Of a voice: what it says, as who answers wrote it down. */
  summary?: VoiceWords & {
    /** What was written down of it before, and replaced since, the latest first. */
    earlier: VoiceWords[]
  }
}

export interface VoiceWords {
  text: string
  by: string
  /** Of the entry that says so, and of the message with the voice: it can be replaced and sealed. */
  index: number
  of: number
  own: boolean
  sealAsked: boolean
}

interface Bubble {
  key: string
  text: string
  time: string
  /** What the writer, or the court since, says it is; undefined when ordinary. */
  markLabel: string | undefined
  attachments: BubbleAttachment[]
}

export type ThreadRow =
  | { kind: 'day'; key: string; text: string }
  | (Bubble & {
      kind: 'message'
      index: number
      side: 'mine' | 'theirs'
      /** Whether the reader wrote it, and not a colleague on the same side. */
      own: boolean
      name: string
      title: string
      at: string
      mark: Mark
      /** Of one's own side: how far it has got with the other. */
      reached: 'stored' | 'delivered' | 'read' | undefined
      offHoursReason: string | undefined
      /** For the handler alone, or no longer. */
      confidence?: Standing['confidence'] | undefined
      /** A seal is asked for. */
      sealAsked?: boolean
    })
  | (Bubble & { kind: 'pending'; item: OutboxItem; problem: string | undefined })
  /** There is an entry whose words this reader is not given. */
  | { kind: 'withheld'; key: string; index: number; time: string; side: 'mine' | 'theirs'; name: string; because: Withheld; title: string; text: string }
  | {
      kind: 'system'; key: string; index: number; time: string; title: string; text: string; lines?: readonly string[]; opens?: 'form' | 'service'
      /** Whether it holds somebody's own words, and so can be sealed; whether they are the reader's. */
      isSealable: boolean
      own: boolean
      sealAsked: boolean
    }

export interface RowsInput {
  me: Me
  entries: Entries
  pending: readonly OutboxItem[]
  /** How far the other side has got. */
  theirs: Marks
  labels: ThreadView['marks']
  now: string
}

/** What a thread looks like, as plain data: days, messages, what happened besides, and below them what waits. */
export function rowsOf({ me, entries, pending, theirs, labels, now }: RowsInput): ThreadRow[] {
  const rows: ThreadRow[] = []
  const marks = marksNow(entries)
  const standing = standings(entries)
  const summaries = summariesIn(entries)
  const labelOf = (mark: Mark): string | undefined => (mark === 'ordinary' ? undefined : (labels.find((one) => one.mark === mark)?.label ?? '其他'))
  let day = ''
  const startDay = (next: string): void => {
    if (next === day) return
    day = next
    rows.push({ kind: 'day', key: `day ${next}`, text: dayWords(next, now) })
  }
  for (const entry of entries) {
    const row = rowOf(entry)
    if (!row) continue
    startDay(dayOf(entry.at))
    rows.push(row)
  }
  if (pending.length > 0) startDay(dayOf(now))
  for (const item of pending) {
    const problem = problemOf(item, now)
    rows.push({ kind: 'pending', key: item.id, item, text: item.text, time: '', markLabel: labelOf(item.mark), attachments: item.attachments.map(noteOf), problem })
  }
  return rows

  /** The newest about each voice, and those before it; of one that is sealed nothing is known here. */
  function summariesIn(all: Entries): Map<string, NonNullable<BubbleAttachment['summary']>> {
    const found = new Map<string, NonNullable<BubbleAttachment['summary']>>()
    for (const { type, body, actor, actorName, index } of all) {
      const { data } = type === 'voice.summarised' ? VoiceSummarisedSchema.safeParse(body) : {}
      if (!data) continue
      const { earlier = [], ...before } = found.get(data.attachmentId) ?? {}
      found.set(data.attachmentId, {
        text: data.summary, by: actorName, index, of: data.of, own: isMe(me, actor), sealAsked: standing.get(index)?.asked === true,
        earlier: 'text' in before ? [before, ...earlier] : [],
      })
    }
    return found
  }

  function rowOf(entry: EntryView): ThreadRow | undefined {
    const { index, at } = entry
    const base = { key: `entry ${index}`, index, time: clockWords(at) }
    const message = messageIn(entry)
    const said = standing.get(index)
    if (entry.withheld) {
      // What was written down of a voice goes with its message: it would only say the same once more.
      if (entry.type === 'voice.summarised' && !said?.sealedBy) return undefined
      const mine = sideOf(entry.actor) === sideOfMe(me)
      const name = isMe(me, entry.actor) ? '我' : entry.actorName
      return { kind: 'withheld', ...base, side: mine ? 'mine' : 'theirs', name, because: entry.withheld, ...withheldWords(entry.withheld, said?.sealedBy ?? said?.sealedWith, entry.type) }
    }
    if (!message) {
      const words = systemWords(entry, { entries, labelOf: (mark) => labelOf(mark) ?? '普通' })
      return words && { kind: 'system', ...base, ...words, isSealable: isSealable(entry.type), own: isMe(me, entry.actor), sealAsked: said?.asked === true }
    }
    const mine = sideOf(entry.actor) === sideOfMe(me)
    const mark = marks.get(index) ?? message.mark
    return {
      kind: 'message', ...base, at, text: message.text, mark, markLabel: labelOf(mark),
      side: mine ? 'mine' : 'theirs', own: isMe(me, entry.actor), name: entry.actorName, title: writerTitle(entry.actor),
      reached: mine ? reachedBy(index, theirs) : undefined,
      offHoursReason: message.offHoursReason, confidence: said?.confidence, sealAsked: said?.asked === true,
      attachments: message.attachments.map((note) => {
        const found = entry.attachments.find(({ id }) => id === note.id)
        const summary = summaries.get(note.id)
        return { ...note, ...(found && { size: found.size, type: found.type }), ...(summary && { summary }) }
      }),
    }
  }
}

/** Why it is still here, and what becomes of it: what waits goes out by itself. */
function problemOf({ code, state, sendAt }: OutboxItem, now: string): string | undefined {
  if (code === undefined) return undefined
  if (code === 'messaging.slowed' && sendAt !== undefined) return `慢速沟通：已存在手机里，${momentWords(new Date(sendAt).toISOString(), now)}以后打开执信会自动发出。`
  if (code === 'rate.limited' && state === 'waiting') return '发得快了一点，已存在手机里，过一会儿会接着自动发出，不用重发。'
  return explain(new CodedError(code))
}

const noteOf = ({ note, name, kind, durationMs, path }: OutboxItem['attachments'][number]): BubbleAttachment =>
  note ?? { id: path, name, kind, ...(durationMs !== undefined && { durationMs }) }

const reachedBy = (index: number, { delivered, read }: Marks): 'stored' | 'delivered' | 'read' =>
  read >= index ? 'read' : delivered >= index ? 'delivered' : 'stored'

function marksNow(entries: Entries): Map<number, Mark> {
  const marks = new Map<number, Mark>()
  for (const entry of entries) {
    if (entry.type !== 'message.remarked') continue
    const { data } = MessageRemarkedSchema.safeParse(entry.body)
    if (data) marks.set(data.of, data.mark)
  }
  return marks
}

