import type { CaseState } from '../case-file'
import { valueAt } from '../paged'
import { isSealed } from '../parts/sealing'
import type { Application } from '../parts/applications'
import type { Catalogue } from '../progress/catalogue'
import { type Clock, clocksOf, overdueSince } from '../progress/clocks'
import { inTime, type ProgressRecord, type ProgressState } from '../progress/progress-state'
import type { HolidayTable } from '../calendar'
import { isOwn, isStanding, type LitigantSide, type Party } from '../relations'
import { dayOf, minuteOf } from '../shanghai'
import type { Mark } from '../court-config'
import { messageOf, type ThreadEntry } from '../thread-entries'
import type { ThreadState } from '../thread-state'
import type { EvidenceRef } from './entries'

export interface ThreadFacts {
  personId: string
  entries: readonly ThreadEntry[]
  state: ThreadState
  /** Of the chain `push:` of the same person. */
  pushes: readonly ThreadEntry[]
}

/** All that a sheet follows from. Whoever gathers it has looked into the case's chain and into those of everybody who ever took part. */
export interface SheetFacts {
  file: CaseState
  progress: ProgressState
  threads: readonly ThreadFacts[]
  /** Papers of the case that a newer one corrects. */
  corrected: ReadonlySet<string>
  catalogue: Catalogue
  holidays: HolidayTable
  /** Nodes by which a termination is submitted. */
  submits: readonly string[]
  now: string
}

/** The parties of a side now. */
export const partiesOf = ({ file }: Pick<SheetFacts, 'file'>, side: LitigantSide): Party[] =>
  file.parties.filter((party) => party.side === side && isStanding(party))

const restsOnCorrected = ({ corrected }: Pick<SheetFacts, 'corrected'>, { paper }: ProgressRecord): boolean => paper !== undefined && corrected.has(paper)
/**
 * What was recorded of these and not taken back, by day. What rests on a paper that was corrected since says what nobody holds to any more, and counts
 * for nothing until it is recorded upon the paper that stands.
 */
export const recordsOf = (facts: Pick<SheetFacts, 'progress' | 'corrected'>, what: readonly string[]): ProgressRecord[] =>
  inTime(facts.progress).filter((record) => what.includes(record.what) && !restsOnCorrected(facts, record))
/** What was recorded of these upon a paper that was corrected since. */
export const outdatedOf = (facts: Pick<SheetFacts, 'progress' | 'corrected'>, what: readonly string[]): ProgressRecord[] =>
  inTime(facts.progress).filter((record) => what.includes(record.what) && restsOnCorrected(facts, record))

/** Whether a record is about a party, or about nobody in particular. A person stands for a party as itself, or with special authority. */
export function concerns({ file }: Pick<SheetFacts, 'file'>, { about }: Pick<ProgressRecord, 'about'>, { partyId }: Pick<Party, 'partyId'>): boolean {
  if (about === undefined || about.length === 0) return true
  const speaksFor = (personId: string): boolean =>
    file.relations.some((one) => one.personId === personId && one.partyId === partyId && !one.mistaken && (isOwn(one) || one.authority === 'special'))
  return about.some((id) => id === partyId || speaksFor(id))
}

/** Threads of whoever stands, or stood, for a side; with the parties they stood for. */
export function threadsOf({ file, threads }: Pick<SheetFacts, 'file' | 'threads'>, side: LitigantSide): (ThreadFacts & { partyIds: string[] })[] {
  return threads.flatMap((thread) => {
    const partyIds = file.relations.flatMap((one) => (one.personId === thread.personId && one.side === side && !one.mistaken ? [one.partyId] : []))
    return partyIds.length > 0 ? [{ ...thread, partyIds: [...new Set(partyIds)] }] : []
  })
}

export const labelOf = ({ catalogue }: Pick<SheetFacts, 'catalogue'>, what: string): string =>
  (catalogue.nodes.get(what) ?? catalogue.events.get(what))?.label ?? what

/** A record as evidence. */
export const recordRef = (facts: Pick<SheetFacts, 'catalogue'>, { index, recordedAt, on, what, about }: ProgressRecord): EvidenceRef => ({
  chain: 'case', index, at: recordedAt, says: `“${labelOf(facts, what)}”，${on} 办理。`, ...(about?.length === 1 && { about: about[0] }),
})

/**
 * An entry of a thread as evidence, with its own time: nothing where it was sealed, where what it is about was (`of`), or where it is not there. This
 * is the only way from a thread into a sheet.
 */
export function threadRef({ personId, entries, state }: ThreadFacts, index: number, says: string, of: number = index, about: string = personId): EvidenceRef[] {
  const { sealing } = state.parts
  const entry = entries.find((one) => one.index === index)
  if (!entry || isSealed(sealing, index) || isSealed(sealing, of)) return []
  return [{ chain: 'thread', personId, index, at: entry.at, says, about }]
}

export interface MarkedMessage {
  index: number
  at: string
  /** Nobody of the court has answered since. */
  open: boolean
}

/**
 * What a thread's person wrote with one of these marks, by their own mark or by today's: who corrects a mark does not undo what was said. Nothing
 * that was sealed.
 */
export function markedIn({ entries, state }: ThreadFacts, marks: readonly Mark[]): MarkedMessage[] {
  return entries.flatMap((entry) => {
    if (entry.type !== 'message.sent' || entry.actor.kind !== 'person' || isSealed(state.parts.sealing, entry.index)) return []
    const now = valueAt(state.received, entry.index)?.mark
    const isMarked = marks.includes(messageOf(entry).mark) || (now !== undefined && marks.includes(now))
    return isMarked ? [{ index: entry.index, at: entry.at, open: state.matter !== undefined && state.matter.since <= entry.index }] : []
  })
}

/** What a thread's person handed in on one of these forms, but for what was sealed. */
export const appliedIn = ({ state }: ThreadFacts, forms: readonly string[]): Application[] =>
  state.parts.applications.filter(({ form, index }) => forms.includes(form) && !isSealed(state.parts.sealing, index))

/** The newest record by which a termination was submitted. */
export const rulingOf = (facts: Pick<SheetFacts, 'progress' | 'submits' | 'corrected'>): ProgressRecord | undefined => recordsOf(facts, facts.submits).pop()

/** Clocks of the case that are overdue now. */
export const overdueIn = ({ progress, catalogue, holidays, now }: SheetFacts): Clock[] =>
  clocksOf(progress, catalogue, holidays).filter((clock) => {
    const node = catalogue.nodes.get(clock.node)
    return node !== undefined && overdueSince(clock, node, now) !== undefined
  })

/** Whether a day and an hour lie after an instant, or may not be told apart from before it: then they do not. */
export function isAfter({ on, time }: Pick<ProgressRecord, 'on' | 'time'>, at: string): boolean {
  const day = dayOf(at)
  if (on !== day) return on > day
  return time !== undefined && Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) > minuteOf(at)
}
