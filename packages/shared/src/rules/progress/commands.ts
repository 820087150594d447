import { type z } from 'zod'
import type { EntryAttachment } from '../../log'
import { DurationSchema } from './catalogue'
import {
  ApprovalSchema, type HoldSetSchema, NodeRecordedSchema, type NodeReleasedSchema, type NodeWithdrawnSchema, PeriodExtendedSchema, PeriodResumedSchema,
  PeriodSuspendedSchema,
} from './entries'

/** What somebody says was done, before it is decided: what the rules add (warnings, ids) is not theirs to say. */
export const SaidOfNodeSchema = NodeRecordedSchema.omit({ recordId: true, warnings: true, filedHash: true, unexplained: true })
export type SaidOfNode = z.infer<typeof SaidOfNodeSchema>
export const SaidOfSuspensionSchema = PeriodSuspendedSchema.omit({ suspensionId: true }).required({ approval: true })
export const SaidOfResumptionSchema = PeriodResumedSchema.required({ reason: true })
export const SaidOfExtensionSchema = PeriodExtendedSchema.extend({ by: DurationSchema, approval: ApprovalSchema })

/** What may be said of a case's progress. `recordId` and `suspensionId` are chosen before anything is appended, the same for a repeat. */
export type ProgressCommand =
  | { type: 'RecordNode'; recordId: string; node: SaidOfNode; attachments?: readonly EntryAttachment[] }
  | ({ type: 'WithdrawNode' } & z.infer<typeof NodeWithdrawnSchema>)
  | ({ type: 'ReleaseNode' } & z.infer<typeof NodeReleasedSchema>)
  | ({ type: 'SetHold' } & z.infer<typeof HoldSetSchema>)
  | ({ type: 'SuspendPeriods'; suspensionId: string } & z.infer<typeof SaidOfSuspensionSchema>)
  | ({ type: 'ResumePeriods' } & z.infer<typeof SaidOfResumptionSchema>)
  | ({ type: 'ExtendPeriod' } & z.infer<typeof SaidOfExtensionSchema>)
