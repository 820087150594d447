import { type CaseState, evolveCase, noCase, participantsNow, relationsOf } from '../case-file'
import type { ToldState } from '../parts/progress'
import { type CaseRelation, isCurrent, isOwn, isStanding, type LitigantSide } from '../relations'
import type { Catalogue, NodeSpec, Tell } from './catalogue'
import { PROGRESS_ENTRIES } from './entries'
import { evolveProgress, noProgress, type ProgressRecord, type ProgressState } from './progress-state'
import { controlsDone, isQueryOpen } from './secrecy'

/**
 * Who may know what of a case's progress (流程节点告知), by side, and from when. It follows from the case's chain alone: what was held back and
 * may be known now is found again from the state, whoever asks.
 */
export interface TellingState {
  file: CaseState
  progress: ProgressState
  /** `<record>/<side>` → the entry by which that side may know of it. Kept once it is there: whoever was told is told of what is taken back. */
  opened: Readonly<Record<string, Opened>>
}
interface Opened {
  index: number
  at: string
}
/**
 * Why a side is not told yet: property that was found is not controlled, or a query that was begun has not ended; the judge has not
 * released it; nothing of the case goes out by itself (F-5); or the record does not say whom it is about.
 */
export type WaitsFor = 'controls' | 'query' | 'release' | 'hold' | 'nobody'

interface Happened {
  index: number
  at: string
  type: string
  body: unknown
}

export const noTelling: TellingState = { file: noCase, progress: noProgress, opened: {} }
const SIDES = ['applicant', 'respondent'] as const
const CHANGES: ReadonlySet<string> = new Set(['case.registered', 'case.closed', ...Object.keys(PROGRESS_ENTRIES)])

/** State after one more entry of the case's chain. */
export function evolveTelling(catalogue: Catalogue, state: TellingState, entry: Happened): TellingState {
  const next = { ...state, file: evolveCase(state.file, entry), progress: evolveProgress(state.progress, entry) }
  if (!CHANGES.has(entry.type) || next.progress === state.progress) return next
  const fresh: Record<string, Opened> = {}
  for (const record of next.progress.records) {
    for (const side of SIDES) {
      const key = `${record.recordId}/${side}`
      if (state.opened[key] || !tellOf(catalogue, record, side) || waitsFor(catalogue, next, record, side)) continue
      fresh[key] = { index: entry.index, at: entry.at }
    }
  }
  return Object.keys(fresh).length === 0 ? next : { ...next, opened: { ...state.opened, ...fresh } }
}

/** Whatever a court's file says: the respondent's side learns nothing of these, and of the next two only once control is done. */
const NEVER_TO_RESPONDENTS: ReadonlySet<string> = new Set<NodeSpec['subject']>(['query', 'police', 'relief', 'search'])
const AFTER_CONTROL: ReadonlySet<string> = new Set<NodeSpec['subject']>(['control', 'preservation'])
/** Nobody outside the court. */
const NEVER: ReadonlySet<string> = new Set<NodeSpec['subject']>(['internal'])

/** How a side is told of a record, once nothing holds it back; undefined where it never is. */
export function tellOf({ nodes }: Catalogue, { what, quiet, withdrawn }: ProgressRecord, side: LitigantSide): How | undefined {
  const spec = nodes.get(what)
  const tell = spec?.on ? spec.tell[side] : undefined
  if (!spec || !tell || quiet || withdrawn || NEVER.has(spec.subject)) return undefined
  return side === 'respondent' && NEVER_TO_RESPONDENTS.has(spec.subject) ? undefined : { spec, tell }
}

/** Whether a side is told of such a node as soon as it is done, whatever else stands in the case: then it may also know that it is to come. */
export const isOpenlyTold = ({ on, tell, subject }: NodeSpec, side: LitigantSide): boolean =>
  on && tell[side]?.when === 'recorded' && tell[side].to === 'side' && !NEVER.has(subject) &&
  (side === 'applicant' || !(NEVER_TO_RESPONDENTS.has(subject) || AFTER_CONTROL.has(subject)))

/** What holds a record back from a side that may be told of it. A release lifts a hold and asks for nothing else to be true. */
export function waitsFor(catalogue: Catalogue, { file, progress }: Known, record: ProgressRecord, side: LitigantSide): WaitsFor | undefined {
  const found = tellOf(catalogue, record, side)
  if (!found) return undefined
  const { spec, tell } = found
  const releases = record.released.filter((release) => release.side === side)
  const isReleased = releases.length > 0
  const secret = side === 'respondent' && AFTER_CONTROL.has(spec.subject)
  const afterControl = secret || tell.when === 'controls_done'
  if (afterControl && !controlsDone(catalogue, progress, { least: secret ? 1 : 0 })) return 'controls'
  // By the time within which somebody must know of a ruling a query need not have ended: then a judge lets it go, and says why.
  const lets = releases.some(({ reason }) => reason !== undefined)
  if (side === 'respondent' && afterControl && !lets && isQueryOpen(catalogue, progress)) return 'query'
  if (tell.when === 'released' && !isReleased) return 'release'
  if (progress.held && !isReleased) return 'hold'
  return aboutOf(file, record, side, found)?.length === 0 ? 'nobody' : undefined
}
type Known = Pick<TellingState, 'file' | 'progress'>

interface How {
  spec: NodeSpec
  tell: Tell
}

/** Whom of a side a record is about, where that decides who is told; undefined where all are. A side with one party has nobody else. */
function aboutOf({ parties }: CaseState, { about = [] }: ProgressRecord, side: LitigantSide, { tell }: How): readonly string[] | undefined {
  if (tell.to === 'reporter') return about
  if (tell.to !== 'concerned') return undefined
  const ofSide = parties.filter((party) => party.side === side && isStanding(party))
  return about.length === 0 && ofSide.length === 1 ? [ofSide[0]!.partyId] : about
}

/** Whether one relation of a side is among those who are told: agents only where the node says so. */
function isAmong(relation: CaseRelation, how: How, record: ProgressRecord, file: CaseState, now: string): boolean {
  const about = aboutOf(file, record, relation.side, how)
  if (!isOwn(relation) && !how.tell.agents) return false
  if (about === undefined) return true
  if (how.tell.to !== 'reporter') return about.includes(relation.partyId)
  // Whoever reported, and their agent: never the rest of their side.
  const reported = (one: CaseRelation): boolean => about.includes(one.personId)
  const isPrincipals = (one: CaseRelation): boolean => isOwn(one) && isCurrent(one, now) && one.partyId === relation.partyId && reported(one)
  return reported(relation) || (!isOwn(relation) && file.relations.some(isPrincipals))
}

/** Something that one person is owed an entry for. */
export type Owed = { key: string; record: ProgressRecord; side: LitigantSide } & (
  | { kind: 'told' }
  | { kind: 'detail'; detail: string }
  | { kind: 'back'; reason: string }
)

/**
 * What a person is to be told by now and was not, in the order in which it may be known. `told` is what stands in their thread. Only whoever
 * has a relation to the case now is told anything, and of a record only whoever had one when their side could first know of it: to whoever
 * joins later nothing of before is told, nor is it told again to whoever comes back.
 */
export function owedTo({ file, progress, opened }: TellingState, catalogue: Catalogue, personId: string, told: ToldState, now: string): Owed[] {
  const mine = relationsOf(file, personId, now)
  if (mine.length === 0) return []
  const owed: (Owed & { order: number })[] = []
  for (const record of progress.records) {
    const before = told.find(({ ref }) => ref === record.recordId)
    for (const side of SIDES) {
      const open = opened[`${record.recordId}/${side}`]
      const own = mine.filter((relation) => relation.side === side)
      if (!open || own.length === 0) continue
      const base = { record, side }
      if (record.withdrawn) {
        // What a held case has told stands until it is no longer held.
        const isDue = before && !before.takenBack && !progress.held
        if (isDue) owed.push({ ...base, kind: 'back', key: `back/${record.recordId}/${personId}`, reason: record.withdrawn.reason, order: record.withdrawn.index })
        continue
      }
      const how = tellOf(catalogue, record, side)
      // They are said one after the other, so how many stand there says which.
      const details = record.released.filter((release) => release.side === side && release.detail !== undefined).slice(before?.details.length ?? 0)
      const isNew = !before || details.length > 0
      // It may have to wait again: more was found, a control was taken back, or the case was held, before anybody was told, or told more.
      if (!how || (isNew && waitsFor(catalogue, { file, progress }, record, side))) continue
      const isOwed = own.some((relation) => relation.since <= open.at && isAmong(relation, how, record, file, now))
      if (!before && isOwed) owed.push({ ...base, kind: 'told', key: `told/${record.recordId}/${personId}`, order: open.index })
      if (!before && !isOwed) continue
      for (const { index, detail } of details) {
        owed.push({ ...base, kind: 'detail', key: `detail/${record.recordId}/${index}/${personId}`, detail: detail!, order: Math.max(index, open.index) })
      }
    }
  }
  return owed.sort((a, b) => a.order - b.order || a.record.index - b.record.index || rank(a) - rank(b))
}
/** A node before what is released beside it. */
const rank = ({ kind }: Owed): number => (kind === 'told' ? 0 : 1)

/** Of a record: whom of each side it is told, or what it waits for. A side that is never told is not in it. */
export interface TellingOf {
  side: LitigantSide
  personIds: string[]
  text: string
  means: string
  waits?: WaitsFor
}

/** For the court's own eyes: before a node is recorded (with the state as it would be then), and after. */
export function tellingPreview({ file, progress, opened }: TellingState, catalogue: Catalogue, recordId: string, now: string): TellingOf[] {
  const record = progress.records.find((one) => one.recordId === recordId)
  if (!record) return []
  return SIDES.flatMap((side) => {
    const how = tellOf(catalogue, record, side)
    if (!how) return []
    // Who may know stays so: a hold that came later takes nothing back.
    const waits = opened[`${recordId}/${side}`] ? undefined : waitsFor(catalogue, { file, progress }, record, side)
    const isTold = (personId: string): boolean =>
      relationsOf(file, personId, now).some((relation) => relation.side === side && isAmong(relation, how, record, file, now))
    return [{ side, personIds: participantsNow(file, now).filter(isTold), text: how.tell.text, means: how.tell.means, ...(waits && { waits }) }]
  })
}
