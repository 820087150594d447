import { DismissInputSchema, MarkedSchema, RecordContactInputSchema, RemarkInputSchema, type Uploaded } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { ContactRecorded, Mark } from '@zhixin/shared/rules'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

/** What an officer does in a thread besides writing. Tapped again after a lost answer, the same wish goes out under the same id. */
export function createThreadActions(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const pathOf = ({ caseId, personId }: ThreadKey): string => `/threads/${caseId}/${personId}`

  return {
    /** Corrects what a message is. */
    remark: (key: ThreadKey, index: number, mark: Mark): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/mark`, { mark }, (path, input) => api.write(path, RemarkInputSchema, MarkedSchema, input)),
    /** What is open needs no reply; the party reads the reason. */
    dismiss: (key: ThreadKey, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/matter/dismissal`, { reason }, (path, input) => api.write(path, DismissInputSchema, MarkedSchema, input)),
    /** Writes down a phone call or a visit. Without `happenedAt` it happened now. */
    recordContact: (key: ThreadKey, contact: Omit<ContactRecorded, 'happenedAt'> & { happenedAt?: string }): Promise<unknown> =>
      intents.once(`${pathOf(key)}/contacts`, contact, (path, input) => api.write(path, RecordContactInputSchema, MarkedSchema, input)),
    /** A path of this phone under which an attachment can be shown, played or opened. */
    attachment: (key: ThreadKey, id: Uploaded['id']): Promise<string> => api.download(`${pathOf(key)}/attachments/${id}`),
  }
}
export type ThreadActions = ReturnType<typeof createThreadActions>
