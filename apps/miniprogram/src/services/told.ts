import { type MyProgress, MyProgressSchema } from '@zhixin/shared/contract'
import type { Api } from './api'

/** What a party was told of their cases' progress. */
export const createTold = (api: Api) => ({
  mine: (caseId: string): Promise<MyProgress> => api.read(`/cases/${caseId}/my-progress`, MyProgressSchema),
})
export type Told = ReturnType<typeof createTold>
