import type { EntryView } from '@zhixin/shared/contract'
import {
  MessageSentSchema, type Marks, type MessageSent, ReleasedSchema, repeatedBy, SealApprovedSchema, type Side, sideOf, UpToSchema, type Withheld,
} from '@zhixin/shared/rules'
import type { OutboxItem } from './outbox-item'

/** Entries of one thread without a gap, oldest first. */
export type Entries = readonly EntryView[]

export const firstIndex = (entries: Entries): number => entries[0]?.index ?? 0
/** −1 when there are none. */
export const lastIndex = (entries: Entries): number => entries[entries.length - 1]?.index ?? -1

/** What the court says of an entry since: that its body is withheld, or no longer. */
const isNewer = (coming: EntryView, known: EntryView): boolean => coming.withheld !== known.withheld

/**
 * Puts together what is there and what came, from whichever end and however often. What does not join on is left out and the caller
 * is told that something lies between. An empty thread begins with entry 0.
 */
export function merge(entries: Entries, coming: Entries): { entries: Entries; hasGap: boolean } {
  const sorted = [...coming].sort((a, b) => a.index - b.index)
  let joined: EntryView[] = [...entries]
  let hasGap = false
  for (const entry of sorted) {
    if (entry.index === lastIndex(joined) + 1) joined.push(entry)
    else if (entry.index > lastIndex(joined)) hasGap = true
  }
  const before = sorted.filter(({ index }) => index < firstIndex(entries)).reverse()
  const earlier: EntryView[] = []
  for (const entry of before) {
    if (entry.index === (earlier[0]?.index ?? firstIndex(entries)) - 1) earlier.unshift(entry)
  }
  if (earlier.length > 0) joined = [...earlier, ...joined]
  const again = new Map(sorted.map((entry) => [entry.index, entry]))
  let isChanged = joined.length !== entries.length
  joined = joined.map((entry) => {
    const coming = again.get(entry.index)
    if (!coming || coming === entry || !isNewer(coming, entry)) return entry
    isChanged = true
    return coming
  })
  return { entries: isChanged ? putAway(joined) : entries, hasGap }
}

/** An entry without what may no longer be read; the header stays, and with it its place in the chain. */
export const redacted = (entry: EntryView, withheld: Withheld): EntryView => (entry.body === null ? entry : { ...entry, body: null, nonce: null, withheld })

/**
 * Takes from sight what later entries say is sealed (封存): an answer of before that comes late must not bring it back. What is for the
 * handler alone is not known here: that is the court's to say, in each entry.
 */
export function putAway(entries: Entries): Entries {
  const approvals = entries.flatMap(sealOf)
  const sealed = new Set(approvals.flatMap(({ of, also = [] }) => [of, ...also]))
  // Approvals of before do not name what was said about the entry until then.
  const isSealed = (entry: EntryView): boolean =>
    sealed.has(entry.index) || approvals.some(({ index, of, also }) => also === undefined && entry.index < index && repeatedBy(entry) === of)
  return entries.some((entry) => entry.body !== null && isSealed(entry)) ? entries.map((entry) => (isSealed(entry) ? redacted(entry, 'sealed') : entry)) : entries
}

function sealOf({ type, index, body }: EntryView): { index: number; of: number; also?: number[] | undefined }[] {
  const { data } = type === 'seal.approved' ? SealApprovedSchema.safeParse(body) : {}
  return data ? [{ index, ...data }] : []
}

/** What a handler has shown to all since. */
export const releasedIn = (entries: Entries): number[] =>
  entries.flatMap((entry) => (entry.type === 'message.released' ? (ReleasedSchema.safeParse(entry.body).data?.of ?? []) : []))

/** The newest part of a page that has no gap: what a thread is shown with first. */
export function newestPage(page: Entries): Entries {
  const found: EntryView[] = []
  for (const entry of [...page].sort((a, b) => b.index - a.index)) {
    const oldest = found[0]
    if (oldest && entry.index === oldest.index) continue
    if (oldest && entry.index !== oldest.index - 1) break
    found.unshift(entry)
  }
  return putAway(found)
}

export function messageIn(entry: EntryView): MessageSent | undefined {
  const parsed = entry.type === 'message.sent' ? MessageSentSchema.safeParse(entry.body) : undefined
  return parsed?.success ? parsed.data : undefined
}

/** Whether the thread's page, which says what is open and who answers, may read differently after these entries than it did at `head`. */
export const changesPage = (entries: Entries, head: number): boolean => entries.some((entry) => entry.index > head && !isMark(entry))

const isMark = (entry: EntryView): boolean => entry.type === 'message.delivered' || entry.type === 'message.read'

/** How far each side has got, by what the server said last and what has come since. */
export function marksOf(side: Side, known: Marks, entries: Entries): Marks {
  const marks = { ...known }
  for (const entry of entries) {
    if (!isMark(entry) || sideOf(entry.actor) !== side) continue
    const upTo = UpToSchema.safeParse(entry.body).data?.upTo ?? -1
    marks.delivered = Math.max(marks.delivered, upTo)
    if (entry.type === 'message.read') marks.read = Math.max(marks.read, upTo)
  }
  return marks
}

/** The last entry that a side has to take note of: neither its own nor a mark, or two phones would answer each other's marks for ever. */
export function lastToNote(side: Side, entries: Entries): number {
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i]!
    if (!isMark(entry) && (entry.actor.kind === 'system' || sideOf(entry.actor) !== side)) return entry.index
  }
  return -1
}

/**
 * What of the queue is to be drawn below the entries. A message whose answer was lost may stand among the entries already: the first
 * own entry after `item.after` that says the same is it, and it is not drawn twice.
 */
export function pendingOf(items: readonly OutboxItem[], entries: Entries, isOwn: (entry: EntryView) => boolean): OutboxItem[] {
  const last = lastIndex(entries)
  const taken = new Set(items.flatMap(({ stored }) => (stored ? [stored.index] : [])))
  return items.filter((item) => {
    if (item.stored) return item.stored.index > last
    if (item.attempts === 0) return true
    const twin = entries.find((entry) => entry.index > item.after && !taken.has(entry.index) && isOwn(entry) && saysSame(entry, item))
    if (twin) taken.add(twin.index)
    return twin === undefined
  })
}

function saysSame(entry: EntryView, item: OutboxItem): boolean {
  const message = messageIn(entry)
  const ids = item.attachments.map(({ note }) => note?.id).join()
  return message !== undefined && message.text === item.text && message.attachments.map(({ id }) => id).join() === ids
}
