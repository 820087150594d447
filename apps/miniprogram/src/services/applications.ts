import {
  AnswerClueSchema, type ApplicationView, ApplicationsAbilitiesSchema, ApplicationsSchema, AskCorrectionSchema, DeskApplicationDetailSchema,
  DeskApplicationListSchema, DocketApplicationSchema, MarkedSchema, RefuseApplicationSchema, ReturnApplicationSchema, SupplyApplicationSchema,
} from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

export type ApplicationPlace = ThreadKey & { index: number }
type Answer = Omit<z.input<typeof AnswerClueSchema>, 'commandId'>
type Asked = z.input<typeof AskCorrectionSchema>['items']
type Docket = Omit<z.input<typeof DocketApplicationSchema>, 'commandId'>

/** Clues to property, and applications to the filing window. */
export function createApplications(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const ofThread = ({ caseId, personId }: ThreadKey): string => `/threads/${caseId}/${personId}/applications`
  const atDesk = ({ caseId, personId, index }: ApplicationPlace): string => `/applications/${caseId}/${personId}/${index}`

  return {
    of: (key: ThreadKey) => api.readWithCan(ofThread(key), ApplicationsSchema, ApplicationsAbilitiesSchema),
    /** The one of a form that was handed in, where it is one; whether this reader may answer it. */
    async one({ index, ...key }: ApplicationPlace): Promise<{ application: ApplicationView | undefined; mayAnswer: boolean; maySupply: boolean }> {
      const { data, can } = await api.readWithCan(ofThread(key), ApplicationsSchema, ApplicationsAbilitiesSchema)
      const application = data.applications.find((one) => one.index === index)
      return {
        application, mayAnswer: can.answerClue && application?.by === 'handlers' && application.end === null,
        maySupply: can.supply && application !== undefined && application.waiting !== null,
      }
    },
    answer: ({ index, ...key }: ApplicationPlace, answer: Answer): Promise<unknown> =>
      intents.once(`${ofThread(key)}/${index}/answer`, answer, (path, input) => api.write(path, AnswerClueSchema, MarkedSchema, input)),
    /** With the number that the draft keeps: the same content handed in again is the same. */
    supply: ({ index, ...key }: ApplicationPlace, said: z.input<typeof SupplyApplicationSchema>): Promise<unknown> =>
      api.write(`${ofThread(key)}/${index}/supply`, SupplyApplicationSchema, MarkedSchema, said),
    desk: (show: 'open' | 'over') => api.read('/applications', DeskApplicationListSchema, { show }),
    opened: (place: ApplicationPlace) => api.read(atDesk(place), DeskApplicationDetailSchema),
    paperPath: (place: ApplicationPlace, attachmentId: string): string => `${atDesk(place)}/attachments/${attachmentId}`,
    docket: (place: ApplicationPlace, docket: Docket): Promise<unknown> =>
      intents.once(`${atDesk(place)}/docketing`, docket, (path, input) => api.write(path, DocketApplicationSchema, MarkedSchema, input)),
    refuse: (place: ApplicationPlace, reason: string): Promise<unknown> =>
      intents.once(`${atDesk(place)}/refusal`, { reason }, (path, input) => api.write(path, RefuseApplicationSchema, MarkedSchema, input)),
    askCorrection: (place: ApplicationPlace, items: Asked): Promise<unknown> =>
      intents.once(`${atDesk(place)}/correction`, { items }, (path, input) => api.write(path, AskCorrectionSchema, MarkedSchema, input)),
    giveBack: (place: ApplicationPlace, reason: string): Promise<unknown> =>
      intents.once(`${atDesk(place)}/return`, { reason }, (path, input) => api.write(path, ReturnApplicationSchema, MarkedSchema, input)),
  }
}
export type Applications = ReturnType<typeof createApplications>
