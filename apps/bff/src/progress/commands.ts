import { caseChain } from '@zhixin/shared/ids'
import type { EntryAttachment } from '@zhixin/shared/log'
import {
  type ProgressCommand, type ProgressState, type SaidOfExtensionSchema, type SaidOfNode, SaidOfNodeSchema, type SaidOfResumptionSchema,
  type SaidOfSuspensionSchema,
} from '@zhixin/shared/rules'
import type { z } from 'zod'
import { act, type ActParts, type ProgressActor, type Recorded, recordIdOf, tryOut } from './act'
import { progressFold } from './fold'

/** `key`: unique among all that this actor ever says of the case; with it a repeat is harmless. */
type Keyed<T> = T & { key: string }
/** What may be left out is empty. */
export type NodeToRecord = Keyed<z.input<typeof SaidOfNodeSchema>> & {
  /** The uploads that `evidence` names, as the court has them: whoever calls has claimed them. */
  attachments?: readonly EntryAttachment[]
}
type Release = { recordId: string; side: 'applicant' | 'respondent'; detail?: string | undefined; reason?: string | undefined }

/** All that can be said of a case's progress, by staff or by the court's own system. Each throws CodedError; see `act`. */
export function createProgressCommands(parts: ActParts) {
  const { log } = parts
  const commandOf = (by: ProgressActor, caseId: string, { key, attachments, ...said }: NodeToRecord): ProgressCommand => ({
    type: 'RecordNode', recordId: recordIdOf(by, caseId, key), node: SaidOfNodeSchema.parse(said) satisfies SaidOfNode, ...(attachments && { attachments }),
  })

  return {
    /** Throws CodedError; of the same key with the same content, what it came to the first time. Any ZodError is a mistake of the caller's. */
    async record(by: ProgressActor, caseId: string, node: NodeToRecord): Promise<Recorded & { recordId: string }> {
      const done = await act(parts, by, caseId, node.key, commandOf(by, caseId, node))
      return { recordId: recordIdOf(by, caseId, node.key), ...done }
    },
    withdraw: (by: ProgressActor, caseId: string, { key, ...said }: Keyed<{ recordId: string; reason: string }>): Promise<Recorded> =>
      act(parts, by, caseId, key, { type: 'WithdrawNode', ...said }),
    release: (by: ProgressActor, caseId: string, { key, recordId, side, detail, reason }: Keyed<Release>): Promise<Recorded> =>
      act(parts, by, caseId, key, { type: 'ReleaseNode', recordId, side, ...(detail !== undefined && { detail }), ...(reason !== undefined && { reason }) }),
    hold: (by: ProgressActor, caseId: string, { key, ...said }: Keyed<{ held: boolean; reason: string }>): Promise<Recorded> =>
      act(parts, by, caseId, key, { type: 'SetHold', ...said }),
    async suspend(
      by: ProgressActor, caseId: string, { key, ...said }: Keyed<z.infer<typeof SaidOfSuspensionSchema>>,
    ): Promise<Recorded & { suspensionId: string }> {
      const suspensionId = recordIdOf(by, caseId, key)
      return { suspensionId, ...(await act(parts, by, caseId, key, { type: 'SuspendPeriods', suspensionId, ...said })) }
    },
    resume: (by: ProgressActor, caseId: string, { key, ...said }: Keyed<z.infer<typeof SaidOfResumptionSchema>>): Promise<Recorded> =>
      act(parts, by, caseId, key, { type: 'ResumePeriods', ...said }),
    extend: (by: ProgressActor, caseId: string, { key, ...said }: Keyed<z.infer<typeof SaidOfExtensionSchema>>): Promise<Recorded> =>
      act(parts, by, caseId, key, { type: 'ExtendPeriod', ...said }),
    /** What recording would come to now. Throws what `record` would; stores nothing. */
    check: (by: ProgressActor, caseId: string, node: NodeToRecord) => tryOut(parts, by, caseId, commandOf(by, caseId, node)),
    state: (caseId: string): Promise<ProgressState> => log.state(progressFold, caseChain(caseId)),
  }
}
export type ProgressCommands = ReturnType<typeof createProgressCommands>
