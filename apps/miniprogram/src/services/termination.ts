import {
  FileSheetSchema, GiveReasonSchema, ReviewCheckSchema, TerminationAbilitiesSchema, TerminationDoneSchema, TerminationSheetSchema,
} from '@zhixin/shared/contract'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

type Without<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>

/** Staff: the evidence sheet of a case before a termination (终本证据清单). Everything rejects with CodedError. */
export function createTermination(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const at = (caseId: string, path = ''): string => `/cases/${caseId}/termination${path}`
  return {
    sheet: (caseId: string) => api.readWithCan(at(caseId), TerminationSheetSchema, TerminationAbilitiesSchema),
    explain: (caseId: string, check: number, said: Without<typeof GiveReasonSchema>) =>
      intents.once(at(caseId, `/checks/${check}/reason`), said, (path, input) => api.write(path, GiveReasonSchema, TerminationDoneSchema, input)),
    review: (caseId: string, check: number, said: Without<typeof ReviewCheckSchema>) =>
      intents.once(at(caseId, `/checks/${check}/review`), said, (path, input) => api.write(path, ReviewCheckSchema, TerminationDoneSchema, input)),
    /** Exactly what was on the screen: `seen` is its digest. */
    file: (caseId: string, seen: string) =>
      intents.once(at(caseId, '/sheets'), { seen }, (path, input) => api.write(path, FileSheetSchema, TerminationDoneSchema, input)),
    /** The path of a PDF on this device. */
    document: (caseId: string) => api.download(at(caseId, '/document'), '终本证据清单.pdf'),
  }
}
export type TerminationService = ReturnType<typeof createTermination>
