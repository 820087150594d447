import { z } from 'zod'
import { CodedError, type ErrorCode } from '../../errors'
import type { HolidayTable } from '../calendar'
import { type CaseState, everTookPart } from '../case-file'
import { isStanding } from '../relations'
import { dueOf, leadOf } from '../periods'
import { addDays, type Day, dayOf, minuteOf } from '../shanghai'
import type { Catalogue, NodeField, NodeSpec } from './catalogue'
import type { EntryAttachment } from '../../log'
import type { SaidOfNode } from './commands'
import type { NodeRecorded } from './entries'
import { FILING, inTime, type ProgressRecord, type ProgressState } from './progress-state'
import { isAppointed, isFieldRequired, isKeptInThread, isLate, needsObject, needsTime, type Recordable, recordable, starts, startsWith } from './recordable'

/** The papers that a record names, as the court has them. */
export interface NodeProof {
  uploaded: readonly EntryAttachment[]
  /** The entry of a thread that is named, where it is there, not sealed, and holds papers. */
  filedHash?: string
}

/** What recording rests on. `level`: whether what is approved is also reported to a court above (rules X-30). */
export interface RecordingGiven {
  file: Pick<CaseState, 'filedOn' | 'parties' | 'relations'>
  progress: ProgressState
  catalogue: Catalogue
  calendar: HolidayTable
  level: 'basic' | 'intermediate'
  /** Whether the court's own system says it: it brings all the same, but need not say why it comes late. */
  isImport: boolean
  /** What is named of uploads and of the file, as it was found; not there where nothing is. */
  proof?: NodeProof
  now: string
}

const refuse = (code: ErrorCode, field?: string, detail?: string): never => {
  throw new CodedError(code, { ...(field !== undefined && { field: `body.${field}` }), ...(detail !== undefined && { detail }) })
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/**
 * Checks what somebody says was done, and completes it: warnings, and of what the court's own system brought late, when it came. Throws
 * CodedError `progress.*` with the field it is about. Does not check who says it.
 */
export function checkNode(said: SaidOfNode, given: RecordingGiven): Omit<NodeRecorded, 'recordId'> {
  if (said.what === FILING) refuse('progress.filed_already')
  if (isKeptInThread(given.catalogue, said.what)) refuse('progress.kept_in_thread', 'what')
  const what = recordable(given.catalogue, said.what) ?? refuse('progress.unknown_node', 'what')
  checkDay(said, given)
  if (needsObject(given.catalogue, said.what) && said.object === undefined) refuse('progress.object_required', 'object')
  const about = aboutOf(said, what, given)
  const warnings = checkFields(said, what)
  checkTwice(said, what, given)
  if (what.node) {
    checkApproval(said, what.node, given)
    warnings.push(...checkRules(said, what.node, given))
  }
  warnings.push(...checkNotices(said, given))
  const { lateReason: _said, ...rest } = said
  const filedHash = filedHashOf(said, given)
  return { ...rest, ...(about && { about }), ...(filedHash !== undefined && { filedHash }), ...lateness(said, given), warnings }
}

function checkDay({ what, on, time }: SaidOfNode, { catalogue, file, now }: RecordingGiven): void {
  const today = dayOf(now)
  const isAhead = on > today || (on === today && time !== undefined && time > clock(minuteOf(now)))
  if (isAhead && !isAppointed(catalogue, what)) refuse('progress.in_future', on > today ? 'on' : 'time')
  // What a case is filed upon came before it.
  const comesBefore = catalogue.nodes.get(FILING)
  if (on < file.filedOn && !(comesBefore && startsWith(comesBefore, what))) refuse('progress.before_filing', 'on')
  if (needsTime(catalogue, what) && time === undefined) refuse('progress.time_required', 'time')
}

/** Whom it is about, where others of their side are not told: of one party alone nobody has to say which. */
function aboutOf({ about }: SaidOfNode, { node }: Recordable, { file }: RecordingGiven): string[] | undefined {
  const isKnown = (id: string): boolean => file.parties.some(({ partyId, mistaken }) => partyId === id && !mistaken) || everTookPart(file, id)
  if (about?.some((id) => !isKnown(id))) refuse('progress.field_wrong', 'about')
  if (about !== undefined && about.length > 0) return about
  const sides = Object.entries(node?.tell ?? {}).filter(([, tell]) => tell?.to === 'concerned').map(([side]) => side)
  if (sides.length === 0) return undefined
  const parties = file.parties.filter((party) => sides.includes(party.side) && isStanding(party))
  return parties.length === 1 ? [parties[0]!.partyId] : refuse('progress.field_missing', 'about', '请选择这一步是对哪一位当事人办理的。')
}

const MONEY = /^\d{1,11}(\.\d{1,2})?$/
const FITS: Record<NodeField['type'], (value: string, field: NodeField) => boolean> = {
  text: () => true,
  day: (value) => z.iso.date().safeParse(value).success,
  time: (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value),
  money: (value) => MONEY.test(value),
  choice: (value, { choices = [] }) => choices.includes(value),
}

function checkFields({ fields }: SaidOfNode, { fields: specs }: Recordable): string[] {
  const unknown = Object.keys(fields).find((id) => !specs.some((spec) => spec.id === id))
  if (unknown !== undefined) refuse('progress.field_wrong', `fields.${unknown}`)
  return specs.flatMap((spec) => {
    const value = fields[spec.id]?.trim() ?? ''
    if (value === '') return isFieldRequired(spec, fields) ? refuse('progress.field_missing', `fields.${spec.id}`, `请填写“${spec.label}”。`) : []
    if (!FITS[spec.type](value, spec)) refuse('progress.field_wrong', `fields.${spec.id}`, `“${spec.label}”填写的格式不对。`)
    return spec.type === 'money' && spec.most !== undefined && Number(value) > spec.most ? [`“${spec.label}”超过了 ${spec.most} 元。`] : []
  })
}

/** What has a period of its own is done once each time the period began, for each thing; whatever else, once at a time. */
function checkTwice(said: SaidOfNode, { node, id }: Recordable, { progress, catalogue, now }: RecordingGiven): void {
  const happened = inTime(progress)
  const before = happened.filter(({ what, object }) => what === id && object === said.object)
  const isSame = (one: ProgressRecord): boolean =>
    one.on === said.on && (one.time === undefined || said.time === undefined || one.time === said.time) && sameFields(one.fields, said.fields)
  const last = before.at(-1)
  const begins = (one: ProgressRecord): boolean => node !== undefined && (!node.per_object || one.object === said.object) && starts(catalogue, one.what, node)
  const isAfter = (one: ProgressRecord): boolean => last !== undefined && (one.on > last.on || (one.on === last.on && one.index > last.index))
  const isLead = node?.limit?.direction === 'before'
  const isDone = node?.limit !== undefined && !isLead && node.repeat === undefined && last !== undefined && !happened.some((one) => begins(one) && isAfter(one))
  const isPlanned = isAppointed(catalogue, id) && before.some(({ on }) => on > dayOf(now))
  // Of an auction that is still to come; another auction of the same thing has a notice of its own.
  const isAnnounced = isLead && before.some(({ fields: { auction_day: day } }) => day !== undefined && (day > dayOf(now) || day === said.fields.auction_day))
  if (isDone || isPlanned || isAnnounced || before.some(isSame)) refuse('progress.already_recorded', 'on')
}
const sameFields = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((id) => a[id] === b[id])

function checkApproval({ approval, on }: SaidOfNode, { approval: asked }: NodeSpec, { catalogue, level, now }: RecordingGiven): void {
  if (!asked) return
  if (!approval) return refuse('progress.approval_required', 'approval')
  const nameOf = (role: string): string => catalogue.roles.get(role)?.label ?? role
  if (!asked.by.includes(approval.role)) refuse('progress.approval_unfit', 'approval.role', `这一步须由${asked.by.map(nameOf).join('或')}批准。`)
  if (approval.on > on) refuse('progress.approval_unfit', 'approval.on', '批准日期晚于办理日期：须先批准，再办理。')
  if (asked.report_to === undefined || level !== 'basic') return
  if (approval.reportedOn === undefined) return refuse('progress.report_required', 'approval.reportedOn')
  const isOrdered = approval.reportedOn >= approval.on && approval.reportedOn <= dayOf(now)
  if (!isOrdered) refuse('progress.approval_unfit', 'approval.reportedOn', '报备日期须在批准之后，不能晚于今天。')
}

function checkRules(said: SaidOfNode, node: NodeSpec, given: RecordingGiven): string[] {
  return node.checks.flatMap((check): string[] => {
    switch (check) {
      case 'reserve_price': return checkReservePrice(said, node)
      case 'auction_lead': return checkLead(said.on, said.fields.auction_day, node, given.calendar)
      case 'termination_age': return checkAge(said.on, given)
      case 'interview_record': return checkProof(said, given)
      case 'interview_held': return checkHeld(said, given)
      case 'signed_paper': return [...checkProof(said, given), ...checkSignatures(said, given)]
    }
  })
}

function checkReservePrice({ fields: { start_price: start, reference_price: reference } }: SaidOfNode, { least_percent: least }: NodeSpec): string[] {
  if (start === undefined || reference === undefined || least === undefined) return []
  const cents = (value: string): number => Math.round(Number(value) * 100)
  if (cents(start) * 100 >= cents(reference) * least) return []
  const lowest = (Math.ceil((cents(reference) * least) / 100) / 100).toFixed(2)
  return refuse('progress.reserve_price', 'fields.start_price', `起拍价不得低于评估价或者市价的百分之${least}，即 ${lowest} 元。`)
}

function checkLead(notice: Day, auction: Day | undefined, { limit }: NodeSpec, calendar: HolidayTable): string[] {
  if (auction === undefined || limit?.direction !== 'before') return []
  const lead = leadOf(limit, auction, notice, calendar)
  if (lead === 'exact') return [`公告到开拍正好 ${limit.value} 天，没有余地。`]
  return lead === 'enough' ? [] : refuse('progress.auction_lead', 'fields.auction_day', `须在开拍 ${limit.value} 天前公告：${notice} 公告的，最早 ${addDays(notice, limit.value)} 开拍。`)
}

/** A notice and the start of the same auction name the same day, and lie far enough apart, whichever is recorded first. */
function checkNotices({ what, on, object, fields }: SaidOfNode, { progress, catalogue, calendar }: RecordingGiven): string[] {
  const others = inTime(progress).filter((record) => record.object === object)
  if (what === AUCTION) {
    return others.flatMap((record) => {
      const node = catalogue.nodes.get(record.what)
      if (!node?.checks.includes('auction_lead') || record.fields.auction_day === undefined || isPast(record.fields.auction_day, others)) return []
      if (record.fields.auction_day !== on) refuse('progress.auction_day_differs', 'on', `公告上写的开拍日是 ${record.fields.auction_day}。`)
      return checkLead(record.on, on, node, calendar)
    })
  }
  const start = others.filter((record) => record.what === AUCTION).at(-1)
  const isNotice = catalogue.nodes.get(what)?.checks.includes('auction_lead') === true
  if (isNotice && start && start.on > on && fields.auction_day !== undefined && fields.auction_day !== start.on) {
    refuse('progress.auction_day_differs', 'fields.auction_day', `已记录的开拍日是 ${start.on}。`)
  }
  return []
}
const AUCTION = 'auction_start'
/** A notice whose auction is on record has had it: a later auction of the same thing is another. */
const isPast = (day: Day, others: readonly ProgressRecord[]): boolean => others.some(({ what, on }) => what === AUCTION && on === day)

function checkAge(on: Day, { catalogue, calendar, file }: RecordingGiven): string[] {
  const rule = [...catalogue.nodes.values()].find((node) => node.on && node.kind === 'not_before' && node.id === TERMINATION_AGE)
  if (!rule?.limit) return []
  const { dueDay } = dueOf({ ...rule.limit, roll_forward: false }, { day: file.filedOn }, { holidays: calendar })
  return on >= dueDay ? [] : refuse('progress.too_early', 'on', `${rule.label}：最早 ${dueDay}。`)
}
const TERMINATION_AGE = 'termination_min_age'

/** Photos and PDF: what shows a signed paper. */
const SHOWS = /^(image\/|application\/pdf$)/

/** The record itself, uploaded or in the file already (约谈、和解). What the court's own system brings is kept there, and is named by its number. */
function checkProof({ papers, evidence = [], filedIn }: SaidOfNode, { isImport, proof }: RecordingGiven): string[] {
  if (isImport) return papers.length > 0 ? [] : refuse('progress.paper_missing', 'papers')
  if (evidence.length === 0 && filedIn === undefined) return refuse('progress.evidence_missing', 'evidence')
  if (proof?.uploaded.some(({ type }) => !SHOWS.test(type)) === true) return refuse('progress.evidence_unknown', 'evidence')
  return []
}

function filedHashOf({ filedIn }: SaidOfNode, { proof }: RecordingGiven): string | undefined {
  return filedIn === undefined ? undefined : (proof?.filedHash ?? refuse('progress.evidence_unknown', 'filedIn'))
}

/** A settlement is one only when both sides have signed it. Which of several parties of a side it binds is as they signed. */
function checkSignatures({ signedBy = [] }: SaidOfNode, { isImport, file: { parties } }: RecordingGiven): string[] {
  if (isImport) return []
  const signers = signedBy.map((id) => parties.find((party) => party.partyId === id && isStanding(party)) ?? refuse('progress.field_wrong', 'signedBy'))
  const isBoth = (['applicant', 'respondent'] as const).every((side) => signers.some((party) => party.side === side))
  return isBoth ? [] : refuse('progress.signature_missing', 'signedBy')
}

/** What closes a case rests on an interview held before (rules B-14). */
function checkHeld({ on }: SaidOfNode, { catalogue, progress }: RecordingGiven): string[] {
  const isInterview = (what: string): boolean => catalogue.nodes.get(what)?.checks.includes('interview_record') === true
  return inTime(progress).some((record) => record.on <= on && isInterview(record.what)) ? [] : refuse('progress.interview_missing')
}

/** Recorded later than allowed: with its reason; of an import without one, when it came. The reason's presence is the mark. */
function lateness({ on, lateReason }: SaidOfNode, { catalogue, calendar, isImport, now }: RecordingGiven): { lateReason?: string } {
  if (!isLate(catalogue, on, calendar, now)) return {}
  if (lateReason !== undefined) return { lateReason }
  if (!isImport) return refuse('progress.late_reason_required', 'lateReason')
  return { lateReason: `法院办案系统于 ${dayOf(now)} ${clock(minuteOf(now))} 送达本平台` }
}
