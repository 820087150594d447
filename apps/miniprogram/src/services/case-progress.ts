import {
  CheckedNodeSchema, CheckNodeSchema, ExtendSchema, HoldCaseSchema, NodeRecordedAnswerSchema, NodeTemplatesSchema, ProgressAbilitiesSchema, ProgressDoneSchema,
  ProgressViewSchema, RecordNodeSchema, ReleaseNodeSchema, ResumeSchema, SuspendSchema, WithdrawNodeSchema,
} from '@zhixin/shared/contract'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

type Without<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>
/** What is said of a node, before it has a number. */
export type NodeSaid = z.input<typeof CheckNodeSchema>

/** The court's own record of a case's progress. Staff only. Everything rejects with CodedError. */
export function createCaseProgress(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const at = (caseId: string, path = ''): string => `/cases/${caseId}/progress${path}`
  const done = <I extends object>(path: string, schema: z.ZodType<unknown, I & { commandId: string }>, input: I): Promise<unknown> =>
    intents.once(path, input, (to, value) => api.write(to, schema, ProgressDoneSchema, value))
  return {
    ofCase: (caseId: string) => api.readWithCan(at(caseId), ProgressViewSchema, ProgressAbilitiesSchema),
    templates: (caseId: string) => api.read(at(caseId, '/templates'), NodeTemplatesSchema),
    /** What recording would come to; a refusal by the rules is an answer. */
    check: (caseId: string, said: NodeSaid) => api.write(at(caseId, '/check'), CheckNodeSchema, CheckedNodeSchema, said),
    /** The same until it is stored: whoever taps again after a lost answer records it once. */
    record: (caseId: string, said: NodeSaid): Promise<unknown> =>
      intents.once(at(caseId, '/nodes'), said, (to, value) => api.write(to, RecordNodeSchema, NodeRecordedAnswerSchema, value)),
    withdraw: (caseId: string, recordId: string, reason: string) => done(at(caseId, `/nodes/${recordId}/withdrawal`), WithdrawNodeSchema, { reason }),
    release: (caseId: string, recordId: string, said: Without<typeof ReleaseNodeSchema>) => done(at(caseId, `/nodes/${recordId}/release`), ReleaseNodeSchema, said),
    hold: (caseId: string, said: Without<typeof HoldCaseSchema>) => done(at(caseId, '/hold'), HoldCaseSchema, said),
    suspend: (caseId: string, said: Without<typeof SuspendSchema>) => done(at(caseId, '/suspensions'), SuspendSchema, said),
    resume: (caseId: string, suspensionId: string, said: Without<typeof ResumeSchema>) => done(at(caseId, `/suspensions/${suspensionId}/end`), ResumeSchema, said),
    extend: (caseId: string, said: Without<typeof ExtendSchema>) => done(at(caseId, '/extensions'), ExtendSchema, said),
  }
}
export type CaseProgress = ReturnType<typeof createCaseProgress>
