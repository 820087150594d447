import { AskSealInputSchema, ConfineInputSchema, DismissInputSchema, MarkedSchema, RecordContactInputSchema, ReleaseInputSchema, RemarkInputSchema, SummariseVoiceInputSchema } from '@zhixin/shared/contract'
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
    /** What a voice of the party's says, in short. */
    summariseVoice: (key: ThreadKey, index: number, attachmentId: string, summary: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/voice-summary`, { attachmentId, summary }, (path, input) => api.write(path, SummariseVoiceInputSchema, MarkedSchema, input)),
    /** What is open needs no reply; the party reads the reason. */
    dismiss: (key: ThreadKey, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/matter/dismissal`, { reason }, (path, input) => api.write(path, DismissInputSchema, MarkedSchema, input)),
    /** Writes down a phone call or a visit. Without `happenedAt` it happened now. */
    recordContact: (key: ThreadKey, contact: Omit<ContactRecorded, 'happenedAt'> & { happenedAt?: string }): Promise<unknown> =>
      intents.once(`${pathOf(key)}/contacts`, contact, (path, input) => api.write(path, RecordContactInputSchema, MarkedSchema, input)),
    /** 申请封存. The reason is one of the thread's `sealReasons`. */
    askSeal: (key: ThreadKey, index: number, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/seal-request`, { reason }, (path, input) => api.write(path, AskSealInputSchema, MarkedSchema, input)),
    /** One's own message, only for the handler from now on. */
    confine: (key: ThreadKey, index: number): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/confinement`, {}, (path, input) => api.write(path, ConfineInputSchema, MarkedSchema, input)),
    /** Others may see it again; its sender reads the reason. */
    release: (key: ThreadKey, index: number, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/release`, { reason }, (path, input) => api.write(path, ReleaseInputSchema, MarkedSchema, input)),
  }
}
export type ThreadActions = ReturnType<typeof createThreadActions>
