import { z } from 'zod'
import { everTookPart } from '../case-file'
import { isStanding } from '../relations'
import { dayOf, minuteOf } from '../shanghai'
import type { NodeField, NodeSpec } from './catalogue'
import type { SaidOfNode } from './commands'
import type { NodeRecorded } from './entries'
import { checkNotices, checkRules, filedHashOf } from './named-checks'
import { FILING, inTime, type ProgressRecord } from './progress-state'
import { isAppointed, isFieldRequired, isKeptInThread, isLate, needsObject, needsTime, type Recordable, recordable, starts, startsWith } from './recordable'
import { type RecordingGiven, refuse } from './recording'

export type { NodeProof, RecordingGiven } from './recording'

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
  const unexplained = what.node?.checks.includes('evidence_sheet') === true ? (given.unexplained ?? []) : []
  return {
    ...rest, ...(about && { about }), ...(filedHash !== undefined && { filedHash }), ...lateness(said, given),
    ...(unexplained.length > 0 && { unexplained: [...unexplained] }), warnings,
  }
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

/** Recorded later than allowed: with its reason; of an import without one, when it came. The reason's presence is the mark. */
function lateness({ on, lateReason }: SaidOfNode, { catalogue, calendar, isImport, now }: RecordingGiven): { lateReason?: string } {
  if (!isLate(catalogue, on, calendar, now)) return {}
  if (lateReason !== undefined) return { lateReason }
  if (!isImport) return refuse('progress.late_reason_required', 'lateReason')
  return { lateReason: `法院办案系统于 ${dayOf(now)} ${clock(minuteOf(now))} 送达本平台` }
}
