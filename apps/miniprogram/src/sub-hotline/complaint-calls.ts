import { AddToComplaintInCallSchema, AskComplaintInCallSchema, type ComplaintSeen, ComplaintSeenSchema } from '@zhixin/shared/contract'
import type { z } from 'zod'
import type { RandomAdapter } from '@/services/adapters'
import type { Api } from '@/services/api'
import { createWriteIntents } from '@/services/write-intents'

type Wish<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>

/** What a clerk may read out of a complaint to whoever made it, and adds to it for them. Rejects with CodedError. */
export function createComplaintCalls(api: Pick<Api, 'write'>, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const at = (callId: string): string => `/hotline/calls/${callId}/complaint`
  return {
    ask: (callId: string, wish: Wish<typeof AskComplaintInCallSchema>): Promise<ComplaintSeen> =>
      intents.once(at(callId), wish, (path, input) => api.write(path, AskComplaintInCallSchema, ComplaintSeenSchema, input)),
    add: (callId: string, wish: Wish<typeof AddToComplaintInCallSchema>): Promise<ComplaintSeen> =>
      intents.once(`${at(callId)}/supplements`, wish, (path, input) => api.write(path, AddToComplaintInCallSchema, ComplaintSeenSchema, input)),
  }
}
