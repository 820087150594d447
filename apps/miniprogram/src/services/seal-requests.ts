import {
  ApproveSealInputSchema, MarkedSchema, RefuseSealInputSchema, type SealRequest, type SealRequestList, SealRequestListSchema, UnderSealSchema,
} from '@zhixin/shared/contract'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import type { AttachmentFiles, FetchedNote } from './attachment-files'
import { createWriteIntents } from './write-intents'

type Place = Pick<SealRequest, 'caseId' | 'personId' | 'index'>

/** 待批封存: what a leader decides. Nothing of it is kept on the phone. */
export function createSealRequests(api: Api, random: RandomAdapter, attachmentFiles: Pick<AttachmentFiles, 'fetch' | 'putAwayBeside'>) {
  const intents = createWriteIntents(random)
  const pathOf = ({ caseId, personId, index }: Place): string => `/threads/${caseId}/${personId}/messages/${index}`

  return {
    list: (): Promise<SealRequestList> => api.read('/seal-requests', SealRequestListSchema),
    /** The message itself. That it was looked at is on record. */
    look: async (of: Place) => (await api.read(`${pathOf(of)}/under-seal`, UnderSealSchema)).entry,
    /** A path of this phone, until the review is closed. */
    attachment: (of: Place, note: FetchedNote): Promise<string> => attachmentFiles.fetch(of, note, `${pathOf(of)}/under-seal/attachments/${note.id}`),
    close: (of: Place): Promise<void> => attachmentFiles.putAwayBeside(of),
    approve: (of: Place): Promise<unknown> =>
      intents.once(`${pathOf(of)}/seal-request/approval`, {}, (path, input) => api.write(path, ApproveSealInputSchema, MarkedSchema, input)),
    refuse: (of: Place, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(of)}/seal-request/refusal`, { reason }, (path, input) => api.write(path, RefuseSealInputSchema, MarkedSchema, input)),
  }
}
export type SealRequests = ReturnType<typeof createSealRequests>
