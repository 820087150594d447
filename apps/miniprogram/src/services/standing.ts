import {
  AskStandingSchema, type AskStandingInput, CaseStandingSchema, EndStandingSchema, GrantStandingSchema, RefuseStandingSchema, StandingRequestAbilitiesSchema,
  StandingRequestListSchema, StandingRequestViewSchema, UploadedSchema, WithdrawStandingSchema,
} from '@zhixin/shared/contract'
import { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { newCommandId } from './ids'
import { createWriteIntents } from './write-intents'

const Done = z.object({})
type Kind<K> = Extract<AskStandingInput, { kind: K }>
export type StandAsked = Omit<Kind<'stand'>, 'kind' | 'commandId' | 'attachments'>
export interface PickedPicture {
  path: string
  name: string
}

/** Who stands for whom: asking for it, deciding on it, seeing it, ending it. Everything rejects with CodedError. */
export function createStanding(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const base = '/standing-requests'

  return {
    /**
     * A request that is being filled in. It keeps one id until the court has it, and no picture goes up twice: whoever taps again after a
     * lost answer repeats the same request.
     */
    newWish() {
      const id = newCommandId(random)
      const uploaded = new Map<string, string>()
      return async (asked: StandAsked, pictures: readonly PickedPicture[]): Promise<void> => {
        const commandId = await id
        for (const { path, name } of pictures) {
          if (uploaded.has(path)) continue
          const answer = await api.upload({ path: `${base}/${commandId}/attachments`, filePath: path, fileName: name, fields: { kind: 'picture' } }, UploadedSchema)
          uploaded.set(path, answer.id)
        }
        const attachments = pictures.map(({ path }) => uploaded.get(path)!)
        await api.write(base, AskStandingSchema, Done, { ...asked, kind: 'stand', commandId, attachments })
      }
    },
    /** Asks that somebody stop standing for one's party, or to lay down what one is oneself. */
    askEnd: (wanted: { caseId: string; relationId: string; note?: string }): Promise<unknown> =>
      intents.once(base, { ...wanted, kind: 'end' as const }, (path, input) => api.write(path, AskStandingSchema, Done, input)),
    /** One's own; of staff, those that wait. `atDesk`: the window's, which are all. */
    requests: async (atDesk = false) => (await api.read(atDesk ? `/window${base}` : base, StandingRequestListSchema)).requests,
    request: (requestId: string) => api.readWithCan(`${base}/${requestId}`, StandingRequestViewSchema, StandingRequestAbilitiesSchema),
    picture: (requestId: string, attachmentId: string): Promise<string> => api.download(`${base}/${requestId}/attachments/${attachmentId}`, '证明.jpg'),
    withdraw: (requestId: string): Promise<unknown> =>
      intents.once(`${base}/${requestId}/withdrawal`, {}, (path, input) => api.write(path, WithdrawStandingSchema, Done, input)),
    grant: (requestId: string, said: Omit<z.input<typeof GrantStandingSchema>, 'commandId'>): Promise<unknown> =>
      intents.once(`${base}/${requestId}/grant`, said, (path, input) => api.write(path, GrantStandingSchema, Done, input)),
    refuse: (requestId: string, said: Omit<z.input<typeof RefuseStandingSchema>, 'commandId'>): Promise<unknown> =>
      intents.once(`${base}/${requestId}/refusal`, said, (path, input) => api.write(path, RefuseStandingSchema, Done, input)),
    ofCase: (caseId: string) => api.read(`/cases/${caseId}/standing`, CaseStandingSchema),
    end: (caseId: string, relationId: string, said: Omit<z.input<typeof EndStandingSchema>, 'commandId'>): Promise<unknown> =>
      intents.once(`/cases/${caseId}/standing/${relationId}/end`, said, (path, input) => api.write(path, EndStandingSchema, Done, input)),
  }
}
export type StandingService = ReturnType<typeof createStanding>
