import { CodedError, type ErrorCode } from '../../errors'
import type { JsonObject } from '../../log'
import { type CaseState, HANDLERS, isDirectorOrJudge, JUDGES, type Relation } from '../case-file'
import { findSensitiveNumber } from '../sensitive-numbers'
import { dayOf } from '../shanghai'
import { checkNode, type RecordingGiven } from './checks'
import type { ProgressCommand } from './commands'
import type { Approval } from './entries'
import { FILING, type ProgressRecord } from './progress-state'
import { tellOf, waitsFor } from './told'

/** What a command on a case's progress is decided on. */
export interface ProgressGiven extends Omit<RecordingGiven, 'file' | 'isImport'> {
  file: CaseState
  /** As what somebody acts: what they are to the case, or the court's own system. */
  acts: Relation | 'import'
  /** A clock that runs, by its id: its node, and when it is due. */
  clock?(clockId: string): { node: string; dueAt?: string } | undefined
}

export interface ProgressDraft {
  type: string
  body: JsonObject
  /** What whoever acts should think of once more. */
  warnings: readonly string[]
}

/**
 * The one entry of the case's chain that a command becomes, or a CodedError. Who may: recording and taking back, whoever handles the case; what
 * may change who knows what, or how long a period is, a judge of it alone (a hold, and letting a held node go: whoever directs the bureau, too).
 * The court's own system may all of it: what it brings has been decided there.
 */
export function decideProgress(command: ProgressCommand, given: ProgressGiven): ProgressDraft {
  if (given.file.status === 'none') refuse('input.not_found')
  if (given.file.transferred) refuse('cases.transferred')
  switch (command.type) {
    case 'RecordNode': {
      may(given, HANDLERS.includes(given.acts as Relation), 'access.forbidden')
      const node = { ...checkNode(command.node, { ...given, isImport: given.acts === 'import' }), recordId: command.recordId }
      return { type: 'node.recorded', body: node, warnings: node.warnings }
    }
    case 'WithdrawNode': return withdraw(command, given)
    case 'ReleaseNode': return release(command, given)
    case 'SetHold': {
      may(given, isDirectorOrJudge(given.acts as Relation))
      if (given.progress.held === command.held) refuse('progress.hold_unchanged')
      return draft('hold.set', { held: command.held, reason: command.reason })
    }
    case 'SuspendPeriods': return suspend(command, given)
    case 'ResumePeriods': return resume(command, given)
    case 'ExtendPeriod': return extend(command, given)
  }
}

type Of<T extends ProgressCommand['type']> = Extract<ProgressCommand, { type: T }>

const draft = (type: string, body: object): ProgressDraft => ({ type, body: body as JsonObject, warnings: [] })
const refuse = (code: ErrorCode, field?: string, detail?: string): never => {
  throw new CodedError(code, { ...(field !== undefined && { field: `body.${field}` }), ...(detail !== undefined && { detail }) })
}
function may({ acts }: ProgressGiven, isEntitled: boolean, code: ErrorCode = 'progress.judge_required'): void {
  if (acts !== 'import' && !isEntitled) refuse(code)
}

function recordOf({ progress }: ProgressGiven, recordId: string): ProgressRecord {
  const record = progress.records.find((one) => one.recordId === recordId && !one.withdrawn)
  return record ?? refuse('progress.unknown_record')
}

function withdraw({ recordId, reason }: Of<'WithdrawNode'>, given: ProgressGiven): ProgressDraft {
  may(given, HANDLERS.includes(given.acts as Relation), 'access.forbidden')
  if (recordOf(given, recordId).what === FILING) refuse('progress.filed_already')
  return draft('node.withdrawn', { recordId, reason })
}

/**
 * Lets what was held go out to a side, or says more of it to the applicant's. What a side may never be told, nobody can release to it: the
 * catalogue names no telling for it (rules X-40). That a query has not ended is set aside by a judge alone, with a reason; that property which was
 * found is not controlled, by nobody.
 */
function release({ recordId, side, detail, reason }: Of<'ReleaseNode'>, given: ProgressGiven): ProgressDraft {
  const { catalogue, file, progress } = given
  const record = recordOf(given, recordId)
  const tell = tellOf(catalogue, record, side)?.tell
  const isForQuery = detail === undefined && waitsFor(catalogue, { file, progress }, record, side) === 'query'
  may(given, detail === undefined && !isForQuery ? isDirectorOrJudge(given.acts as Relation) : JUDGES.includes(given.acts as Relation))
  if (!tell) return refuse('progress.not_for_this_side', 'side')
  if (detail !== undefined) {
    if (side !== 'applicant') refuse('progress.detail_for_applicant', 'side')
    if (findSensitiveNumber(detail)) refuse('progress.number_in_detail', 'detail')
  }
  if (isForQuery && reason === undefined) refuse('progress.release_reason', 'reason')
  const before = record.released.filter((one) => one.side === side)
  const isHeldBack = isForQuery || ((progress.held || tell.when === 'released') && before.length === 0)
  const isNews = detail === undefined ? isHeldBack : !before.some((one) => one.detail === detail)
  if (!isNews) refuse('progress.nothing_to_release')
  return draft('node.released', { recordId, side, ...(detail !== undefined && { detail }), ...(reason !== undefined && { reason }) })
}

/** An approval of a change to periods: by a role that the court knows, before now. */
function checkApproval(approval: Approval, { catalogue, now }: ProgressGiven, by?: readonly string[]): void {
  if (!catalogue.roles.has(approval.role) || (by && !by.includes(approval.role))) {
    const names = by?.map((role) => catalogue.roles.get(role)?.label ?? role).join('或')
    refuse('progress.approval_unfit', 'approval.role', names && `须由${names}批准。`)
  }
  if (approval.on > dayOf(now)) refuse('progress.approval_unfit', 'approval.on', '批准日期不能晚于今天。')
}

function suspend({ type: _type, ...body }: Of<'SuspendPeriods'>, given: ProgressGiven): ProgressDraft {
  may(given, JUDGES.includes(given.acts as Relation))
  const { cause, from, to = from, approval } = body
  if (!given.catalogue.suspensions.has(cause)) refuse('progress.cause_unknown', 'cause')
  const isOrdered = from >= given.file.filedOn && from <= to && to <= dayOf(given.now)
  if (!isOrdered) refuse('progress.suspension_days', 'from')
  checkApproval(approval, given)
  const same = given.progress.suspensions.filter((one) => one.cause === cause)
  if (same.some((one) => (one.to === undefined || one.to >= from) && (body.to === undefined || one.from <= body.to))) refuse('progress.already_suspended', 'from')
  return draft('period.suspended', body)
}

function resume({ suspensionId, to, reason }: Of<'ResumePeriods'>, given: ProgressGiven): ProgressDraft {
  may(given, JUDGES.includes(given.acts as Relation))
  const suspension = given.progress.suspensions.find((one) => one.suspensionId === suspensionId && one.to === undefined)
  if (!suspension) return refuse('progress.suspension_unknown')
  if (to < suspension.from || to > dayOf(given.now)) refuse('progress.suspension_days', 'to')
  return draft('period.resumed', { suspensionId, to, reason })
}

/** Before it has run out, as often and as far as the catalogue lets it. */
function extend({ clockId, by, reason, approval }: Of<'ExtendPeriod'>, given: ProgressGiven): ProgressDraft {
  may(given, JUDGES.includes(given.acts as Relation))
  const clock = given.clock?.(clockId) ?? refuse('progress.clock_unknown', 'clockId')
  const { extension } = given.catalogue.nodes.get(clock.node) ?? {}
  if (!extension) return refuse('progress.not_extendable', 'clockId')
  const soFar = given.progress.extensions.filter((one) => one.clockId === clockId).length
  const fits = soFar < extension.times && by.unit === extension.each.unit && by.value > 0 && by.value <= extension.each.value
  if (!fits) refuse('progress.not_extendable', 'by')
  checkApproval(approval, given, extension.approvers)
  if (clock.dueAt !== undefined && approval.on > dayOf(clock.dueAt)) refuse('progress.approval_unfit', 'approval.on', '期限已经届满之后批准的，不能再延长。')
  return draft('period.extended', { clockId, by, reason, approval })
}
