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
  /** Of these cases; of one person's threads alone where one is named, so that not even the time tells how much the others wrote. */
  ofCases(caseIds: string[], personId?: string): Promise<ThreadGlance[]>
  ofPerson(personId: string): Promise<ThreadGlance[]>
}
