import type { ReadModel } from '../log'

/** What lists of cases need to know of their threads; the room that owns threads gives it. */
export interface ThreadGlance {
  caseId: string
  personId: string
  personName: string
  personRole: string
  lastText: string | null
  lastAt: string | null
  unreadByParty: number
  unreadByCourt: number
}

/** Read inside `log.reading` with the read model they come from. */
export interface ThreadSummaries {
  model: ReadModel
  ofCases(caseIds: string[]): Promise<ThreadGlance[]>
  ofPerson(personId: string): Promise<ThreadGlance[]>
}
