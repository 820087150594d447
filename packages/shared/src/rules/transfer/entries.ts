import { z } from 'zod'
import { CaseIdSchema, PersonIdSchema, StaffIdSchema } from '../../ids'
import { ApprovalSchema, NodeRecordedSchema, PeriodExtendedSchema, PeriodSuspendedSchema } from '../progress/entries'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
export const TransferIdSchema = z.string().regex(/^x_[0-9a-z]{20,40}$/)
export const CourtIdSchema = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/)

/** Another court, as people are told of it. */
export const OtherCourtSchema = z.object({ courtId: CourtIdSchema, name: z.string().min(2).max(60), phone: z.string().min(3).max(30) })
export type OtherCourt = z.infer<typeof OtherCourtSchema>

/** 指定执行: given to another court; 交叉执行: exchanged between courts, such as after six months or for special subjects. */
export const TransferKindSchema = z.enum(['designated', 'cross'])

/** In `case:` of the court that gives the case away: from here on it is read here and worked on there. */
export const CaseTransferredOutSchema = z.object({
  transferId: TransferIdSchema,
  kind: TransferKindSchema,
  to: OtherCourtSchema,
  /** The ruling or decision, by its number. */
  paper: z.string().min(2).max(100),
  approval: ApprovalSchema,
  reason: z.string().min(2).max(200),
  /** Who handled it until now: a transfer that is taken back gives it to them again. */
  from: z.object({ officerIds: z.array(StaffIdSchema), judgeId: StaffIdSchema }),
})
export type CaseTransferredOut = z.infer<typeof CaseTransferredOutSchema>

/** It was a mistake, and the other court has not taken the case: whoever handled it handles it again. */
export const TransferUndoneSchema = z.object({
  transferId: TransferIdSchema, reason: z.string().min(2).max(200), officerIds: z.array(StaffIdSchema).min(1), judgeId: StaffIdSchema,
})
/** A mistake that was seen after the case had gone out: the other court is asked to let go of it, and until it says so nobody here works on it. */
export const TransferRecallAskedSchema = z.object({ transferId: TransferIdSchema, reason: z.string().min(2).max(200) })
/** The other court does not take it: whoever handled it handles it again. Its reason is for the court; parties are told that it came back. */
export const TransferRefusedSchema = z.object({
  transferId: TransferIdSchema, digest: Hash, reason: z.string().min(2).max(200), officerIds: z.array(StaffIdSchema).min(1), judgeId: StaffIdSchema,
})
/** What the other court was given, by its digest: the attempt, before it goes out. */
export const TransferSentSchema = z.object({ transferId: TransferIdSchema, digest: Hash })
/** The other court has it, under a number of its own. */
export const TransferAcknowledgedSchema = z.object({ transferId: TransferIdSchema, digest: Hash, newCaseNumber: z.string().min(4).max(60) })

/** A record of the former court's, as it stood there. */
const CarriedRecordSchema = NodeRecordedSchema.extend({ recordedAt: z.iso.datetime({ precision: 3 }) })
/** What clocks are made of: with the same records, suspensions and extensions they have the same starts and the same last days. */
export const CarriedProgressSchema = z.object({
  records: z.array(CarriedRecordSchema),
  suspensions: z.array(PeriodSuspendedSchema),
  extensions: z.array(PeriodExtendedSchema),
  /** Warnings and steps that were written there are not written again. */
  steps: z.array(z.string()),
})
export type CarriedProgress = z.infer<typeof CarriedProgressSchema>

export const FormerThreadSchema = z.object({
  /** The person's id at the former court. */
  ref: PersonIdSchema,
  personId: PersonIdSchema,
  chain: z.string().max(120),
  /** How many entries, and the hash of the last: what is shown later must end there. */
  entries: z.number().int().nonnegative(),
  head: Hash,
})

/** In `case:` of the court that takes the case: what came with it, verified before anything was written. */
export const CaseTakenOverSchema = z.object({
  transferId: TransferIdSchema,
  from: OtherCourtSchema,
  formerCaseId: CaseIdSchema,
  formerNumber: z.string().min(4).max(60),
  digest: Hash,
  threads: z.array(FormerThreadSchema),
  progress: CarriedProgressSchema,
})
export type CaseTakenOver = z.infer<typeof CaseTakenOverSchema>

/** Derived into the threads of the former court: where the case is now, whom to ring. `from`: who answered until now. */
export const TransferredNoticeSchema = z.object({ to: OtherCourtSchema, paper: z.string(), from: z.array(z.object({ id: StaffIdSchema, name: z.string() })) })
export const TransferredNumberSchema = z.object({ to: OtherCourtSchema, newCaseNumber: z.string() })
/** It stays here: recorded by mistake, or not taken by the court that `refusedBy` names. */
export const TransferUndoneNoticeSchema = z.object({ reason: z.string(), refusedBy: z.string().optional() })
/** Derived into the threads of the court that took it: which court had it before, and that what was said there is kept above. */
export const TakenOverNoticeSchema = z.object({ from: OtherCourtSchema, formerNumber: z.string() })

export const TRANSFER_ENTRIES = {
  'case.transferred_out': CaseTransferredOutSchema, 'case.transfer_undone': TransferUndoneSchema, 'case.transfer_sent': TransferSentSchema,
  'case.transfer_recall_asked': TransferRecallAskedSchema, 'case.transfer_refused': TransferRefusedSchema,
  'case.transfer_acknowledged': TransferAcknowledgedSchema, 'case.taken_over': CaseTakenOverSchema,
} as const
