import {
  CandidatesSchema, CourtKeySchema, FindCandidatesSchema, FormerEntriesSchema, IncomingListSchema, RefuseTransferSchema, TakeInSchema, TakenInSchema,
  TransferAbilitiesSchema, TransferCaseSchema, TransferRefusedAnswerSchema, type TransferView, TransferViewSchema, UndoTransferSchema,
} from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

type Without<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>

/** A case goes to another court, or comes from one. Everything rejects with CodedError. */
export function createTransfers(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  return {
    of: (caseId: string) => api.readWithCan(`/cases/${caseId}/transfer`, TransferViewSchema, TransferAbilitiesSchema),
    give: (caseId: string, wanted: Without<typeof TransferCaseSchema>): Promise<TransferView> =>
      intents.once(`/cases/${caseId}/transfer`, wanted, (path, input) => api.write(path, TransferCaseSchema, TransferViewSchema, input)),
    undo: (caseId: string, reason: string): Promise<TransferView> =>
      intents.once(`/cases/${caseId}/transfer/undo`, { reason }, (path, input) => api.write(path, UndoTransferSchema, TransferViewSchema, input)),
    incoming: async () => (await api.read('/transfers-in', IncomingListSchema)).transfers,
    candidates: (transferId: string, caseNumber: string) =>
      api.write(`/transfers-in/${transferId}/candidates`, FindCandidatesSchema, CandidatesSchema, { caseNumber }),
    takeIn: (transferId: string, wanted: Without<typeof TakeInSchema>) =>
      intents.once(`/transfers-in/${transferId}/acceptance`, wanted, (path, input) => api.write(path, TakeInSchema, TakenInSchema, input)),
    refuse: (transferId: string, reason: string) =>
      intents.once(`/transfers-in/${transferId}/refusal`, { reason }, (path, input) => api.write(path, RefuseTransferSchema, TransferRefusedAnswerSchema, input)),
    /** With what this court signs, and the keys that it has of others. */
    key: () => api.read('/transfers/key', CourtKeySchema),
    /** What was said at the court that had the case before, from after an index on. */
    former: ({ caseId, personId }: ThreadKey, after: number) => api.read(`/threads/${caseId}/${personId}/former`, FormerEntriesSchema, { after }),
  }
}
export type TransfersService = ReturnType<typeof createTransfers>
