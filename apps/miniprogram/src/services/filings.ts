import { CaseFilingsSchema, FiledNowSchema, FileNowSchema, FilingListAbilitiesSchema, FilingListSchema, FilingsRetriedSchema } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

/** Staff: what is in the court's electronic file, what is not yet, and handing it in. Everything rejects with CodedError. */
export function createFilings(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  return {
    list: (page: number) => api.readWithCan('/filings', FilingListSchema, FilingListAbilitiesSchema, { page }),
    retryAll: () => intents.once('/filings/retries', {}, (path, input) => api.write(path, FileNowSchema, FilingsRetriedSchema, input)),
    ofCase: (caseId: string) => api.read(`/cases/${caseId}/filings`, CaseFilingsSchema),
    fileNow: ({ caseId, personId }: ThreadKey) =>
      intents.once(`/cases/${caseId}/filings/${personId}`, {}, (path, input) => api.write(path, FileNowSchema, FiledNowSchema, input)),
    /** The path of a PDF on this device. */
    document: ({ caseId, personId }: ThreadKey) => api.download(`/cases/${caseId}/filings/${personId}/document`, '沟通记录.pdf'),
  }
}
export type FilingsService = ReturnType<typeof createFilings>
