import type { Catalogue, CourtProfile, OfficialForms } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import { createDraftRoutes } from './draft-routes'
import { createPaperDrafts } from './drafts'
import { createFileRoutes } from './file-routes'
import { createFinish } from './finish'
import { createPapers } from './papers'
import type { PaperPlaces } from './places'
import { createPaperPresenter } from './present'
import { createSignRoutes } from './sign-routes'

export { casePlace } from './case-place'
export { petitionPlace } from './petition-place'
export { papersFold } from './fold'
export type { PaperPlaceOwner, PaperPlaces, PaperStanding } from './places'
export { paperProof } from './proof'

export interface OfficialFormsParts {
  log: Log
  connection: Connection
  attachments: Attachments
  maxUploadBytes: number
  forms: OfficialForms
  catalogue: Catalogue
  court: CourtProfile
  /** The kinds of file that papers belong to, each as its owner says it. */
  places: PaperPlaces
  staffNames(ids: string[]): Promise<Map<string, string>>
  /** Everybody of the court, to see who holds an office. */
  allStaff(): Promise<{ id: string; name: string; roles: readonly string[]; active: boolean; confirmed: boolean }[]>
  /** What somebody of these roles is called. */
  titleOf(roles: readonly string[]): string
  clock: Clock
}

/** The court's papers: filled from the file, signed on a phone or on paper, drawn as PDF and Word, and filed as one entry (issue 6, part 5). */
export async function createOfficialForms(parts: OfficialFormsParts): Promise<{ routes: Route[] }> {
  const { log, connection, attachments, maxUploadBytes, forms, catalogue, court, places, staffNames, allStaff, titleOf, clock } = parts
  const drafts = await createPaperDrafts({ court: court.id, connection, keys: log.keys, clock })
  async function holders(role: string): Promise<{ id: string; name: string }[]> {
    const who = catalogue.roles.get(role)?.who
    if (typeof who !== 'object') return []
    return (await allStaff()).filter(({ active, confirmed, roles }) => active && confirmed && roles.includes(who.role)).map(({ id, name }) => ({ id, name }))
  }
  const papers = createPapers({ log, drafts, forms, places, clock })
  const presenter = createPaperPresenter({ forms, staffNames, holders })
  const finish = createFinish({ log, drafts, attachments, staffNames, court })
  const shared = { log, papers, drafts, attachments, presenter, finish, holders, staffNames, maxUploadBytes }
  return {
    routes: [...createDraftRoutes(shared), ...createSignRoutes(shared), ...createFileRoutes({ ...shared, forms, catalogue, titleOf, clock })],
  }
}
