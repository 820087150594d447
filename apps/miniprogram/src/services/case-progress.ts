import {
  CheckedNodeSchema, CheckNodeSchema, ExtendSchema, FiledPapersSchema, HoldCaseSchema, NodeRecordedAnswerSchema, NodeTemplatesSchema,
  ProgressAbilitiesSchema, ProgressDoneSchema,
  ProgressViewSchema, RecordNodeSchema, ReleaseNodeSchema, ResumeSchema, SuspendSchema, UploadedSchema, WithdrawNodeSchema,
} from '@zhixin/shared/contract'
import type { AttachmentNote } from '@zhixin/shared/rules'
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
    /** Goes up before the node is recorded; what no record names is removed after a time. */
    async upload(caseId: string, file: { path: string; name: string; kind: 'picture' | 'file' }, onProgress: (percent: number) => void): Promise<AttachmentNote> {
      const sent = { path: at(caseId, '/papers'), filePath: file.path, fileName: file.name, fields: { kind: file.kind }, onProgress }
      const { id, name, kind } = await api.upload(sent, UploadedSchema)
      return { id, name, kind }
    },
    /** Papers that stand in the case's threads already. */
    filed: async (caseId: string) => (await api.read(at(caseId, '/papers'), FiledPapersSchema)).papers,
    paperPath: (caseId: string, attachmentId: string): string => at(caseId, `/papers/${attachmentId}`),
    withdraw: (caseId: string, recordId: string, reason: string) => done(at(caseId, `/nodes/${recordId}/withdrawal`), WithdrawNodeSchema, { reason }),
    release: (caseId: string, recordId: string, said: Without<typeof ReleaseNodeSchema>) => done(at(caseId, `/nodes/${recordId}/release`), ReleaseNodeSchema, said),
    hold: (caseId: string, said: Without<typeof HoldCaseSchema>) => done(at(caseId, '/hold'), HoldCaseSchema, said),
    suspend: (caseId: string, said: Without<typeof SuspendSchema>) => done(at(caseId, '/suspensions'), SuspendSchema, said),
    resume: (caseId: string, suspensionId: string, said: Without<typeof ResumeSchema>) => done(at(caseId, `/suspensions/${suspensionId}/end`), ResumeSchema, said),
    extend: (caseId: string, said: Without<typeof ExtendSchema>) => done(at(caseId, '/extensions'), ExtendSchema, said),
  }
}
export type CaseProgress = ReturnType<typeof createCaseProgress>
