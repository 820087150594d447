import type { Tail } from '../log'

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

export interface ThreadSummaries {
  tail: Tail
  ofCases(caseIds: string[]): Promise<ThreadGlance[]>
  ofPerson(personId: string): Promise<ThreadGlance[]>
}
