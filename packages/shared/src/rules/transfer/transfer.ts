import { assertThat, CodedError } from '../../errors'
import type { JsonObject } from '../../log'
import type { Day } from '../shanghai'
import { dayOf } from '../shanghai'
import {
  type CarriedProgress, CaseTakenOverSchema, CaseTransferredOutSchema, type OtherCourt, TransferAcknowledgedSchema, TransferRecallAskedSchema,
  TransferRefusedSchema, TransferSentSchema, TransferUndoneSchema,
} from './entries'
import type { CaseTransferredOut } from './entries'
import type { ProgressState } from '../progress/progress-state'

/** A case that this court has given to another one. */
export interface TransferredOut {
  transferId: string
  at: string
  kind: CaseTransferredOut['kind']
  to: OtherCourt
  paper: string
  reason: string
  from: CaseTransferredOut['from']
  sent?: { digest: string; at: string }
  /** The other court was asked to let go of it. */
  recall?: { reason: string; at: string }
  acknowledged?: { newCaseNumber: string; at: string }
}

/** A case that this court has taken over from another one. */
export interface TakenOver {
  transferId: string
  at: string
  from: OtherCourt
  formerCaseId: string
  formerNumber: string
  digest: string
  /** By the person's id at this court. */
  threads: Readonly<Record<string, { ref: string; chain: string; entries: number; head: string }>>
}

/** A transfer that came to nothing: taken back here, or not taken there. */
export interface CameBack {
  name: string
  how: 'undone' | 'refused'
  reason: string
  at: string
}

/** The part of a case's state that transfers change. */
export interface Transferable {
  officerIds: string[]
  judgeId: string
  transferred?: TransferredOut
  /** How the last transfer ended that came to nothing. */
  cameBack?: CameBack
  takenOver?: TakenOver
}

/** Changes of a case's state by one more entry of its chain; nothing for entries that are none of these. */
export function evolveTransfer(state: Transferable, { type, at, body }: { type: string; at: string; body: unknown }): Transferable | undefined {
  switch (type) {
    case 'case.transferred_out': {
      const { approval: _approval, ...transferred } = CaseTransferredOutSchema.parse(body)
      // Nobody here handles it any more: who is named nowhere writes nowhere.
      return { ...state, officerIds: [], judgeId: '', transferred: { ...transferred, at } }
    }
    case 'case.transfer_undone':
    case 'case.transfer_refused': {
      const isRefused = type === 'case.transfer_refused'
      const { transferId, officerIds, judgeId, reason } = (isRefused ? TransferRefusedSchema : TransferUndoneSchema).parse(body)
      const { transferred, ...rest } = state
      if (transferred?.transferId !== transferId) return undefined
      return { ...rest, officerIds, judgeId, cameBack: { name: transferred.to.name, how: isRefused ? 'refused' : 'undone', reason, at } }
    }
    case 'case.transfer_recall_asked': {
      const { transferId, reason } = TransferRecallAskedSchema.parse(body)
      return state.transferred?.transferId === transferId ? { ...state, transferred: { ...state.transferred, recall: { reason, at } } } : undefined
    }
    case 'case.transfer_sent': {
      const { digest, transferId } = TransferSentSchema.parse(body)
      return state.transferred?.transferId === transferId ? { ...state, transferred: { ...state.transferred, sent: { digest, at } } } : undefined
    }
    case 'case.transfer_acknowledged': {
      const { transferId, newCaseNumber } = TransferAcknowledgedSchema.parse(body)
      return state.transferred?.transferId === transferId ? { ...state, transferred: { ...state.transferred, acknowledged: { newCaseNumber, at } } } : undefined
    }
    case 'case.taken_over': {
      const { threads, progress: _progress, ...takenOver } = CaseTakenOverSchema.parse(body)
      const byPerson = Object.fromEntries(threads.map(({ personId, ...thread }) => [personId, thread]))
      return { ...state, takenOver: { ...takenOver, at, threads: byPerson } }
    }
    default:
      return undefined
  }
}

interface CaseAsItStands extends Transferable {
  status: 'none' | 'open' | 'closed'
  filedOn: Day
}
interface Draft {
  type: string
  body: JsonObject
}

/** Gives a case to another court. Throws CodedError. Does not check who may. */
export function decideTransfer(file: CaseAsItStands, wanted: Omit<CaseTransferredOut, 'from'>, now: string): Draft {
  assertThat(file.status !== 'none', 'input.not_found')
  assertThat(file.status === 'open', 'cases.closed')
  assertThat(!file.transferred, 'cases.transferred')
  const { on } = wanted.approval
  assertThat(on >= file.filedOn && on <= dayOf(now), 'input.invalid', { field: 'body.approval.on', detail: '审批日期应在立案以后、今天以前。' })
  return { type: 'case.transferred_out', body: { ...wanted, from: { officerIds: file.officerIds, judgeId: file.judgeId } } }
}

/**
 * Takes a transfer back that was recorded by mistake: only until the other court has taken the case. What has not gone out is back at once; for what
 * has, the other court is asked first, or both could work on the case at once. Throws CodedError.
 */
export function decideUndoing({ transferred }: Transferable, { transferId, reason }: { transferId: string; reason: string }): Draft {
  assertThat(transferred?.transferId === transferId, 'transfer.none')
  assertThat(!transferred.acknowledged, 'transfer.acknowledged')
  assertThat(!transferred.recall, 'transfer.recall_asked')
  if (transferred.sent) return { type: 'case.transfer_recall_asked', body: { transferId, reason } }
  return { type: 'case.transfer_undone', body: { transferId, reason, ...transferred.from } }
}

interface Said {
  transferId: string
  digest: string
}

/** The other court has let go of a case that was asked back. Undefined where nothing asks for it any more. */
export function decideRecalled({ transferred }: Transferable, { transferId }: Said): Draft | undefined {
  if (transferred?.transferId !== transferId || !transferred.recall || transferred.acknowledged) return undefined
  return { type: 'case.transfer_undone', body: { transferId, reason: transferred.recall.reason, ...transferred.from } }
}

/** The other court does not take it. Undefined where that is known. Throws CodedError where it has taken it before, or holds something else. */
export function decideRefusal({ transferred }: Transferable, { transferId, digest, reason }: Said & { reason: string }): Draft | undefined {
  if (transferred?.transferId !== transferId) return undefined
  assertThat(!transferred.acknowledged, 'transfer.acknowledged')
  assertThat(transferred.sent?.digest === digest, 'transfer.other_digest')
  return { type: 'case.transfer_refused', body: { transferId, digest, reason, ...transferred.from } }
}

/**
 * The other court says to have the case under a number of its own. Undefined where that is known. What it has must be what it was given: else it
 * holds something else. Throws CodedError.
 */
export function decideReception({ transferred }: Transferable, said: Said & { newCaseNumber: string }): Draft | undefined {
  if (transferred?.transferId !== said.transferId) throw new CodedError('transfer.none')
  assertThat(transferred.sent?.digest === said.digest, 'transfer.other_digest')
  return transferred.acknowledged ? undefined : { type: 'case.transfer_acknowledged', body: { ...said } }
}

/** What clocks are made of, for the court that goes on counting. What was taken back is left behind. */
export const carriedProgress = ({ records, suspensions, extensions, steps }: ProgressState): CarriedProgress => ({
  records: records
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ index: _index, released: _released, withdrawn: _withdrawn, ...record }) => record),
  suspensions: [...suspensions],
  extensions: extensions.map(({ index: _index, ...extension }) => extension),
  steps: [...steps],
})

/**
 * The same with the people of this court in the place of the former court's: what was about one of them alone stays about them alone. Whoever is not
 * here stays who they were there, so that nothing that concerned one of several comes to concern them all.
 */
export const carriedTo = (progress: CarriedProgress, people: ReadonlyMap<string, string>): CarriedProgress => ({
  ...progress,
  records: progress.records.map((record) => (record.about ? { ...record, about: record.about.map((ref) => people.get(ref) ?? ref) } : record)),
})

/**
 * Progress with what the former court had recorded. The filing there is the filing: periods that ran on from it go on, and the new court's own
 * registration starts none beside them.
 */
export function withCarried(state: ProgressState, { records, suspensions, extensions, steps }: CarriedProgress, index: number, filing: string): ProgressState {
  const carried = records.map((record) => ({ ...record, index, released: [] }))
  const hasFiling = records.some(({ what }) => what === filing)
  const own = state.records.filter(({ what }) => !hasFiling || what !== filing)
  const filed = records.find(({ what }) => what === filing)
  return {
    ...state, ...(filed && { filedOn: filed.on }), records: [...carried, ...own],
    suspensions: [...suspensions, ...state.suspensions],
    extensions: [...extensions.map((extension) => ({ ...extension, index })), ...state.extensions],
    steps: new Set([...steps, ...state.steps]),
  }
}
