import type { Connection } from 'mongoose'
import type { Route } from '../platform/http/route'
import { createAbsenceRoutes } from './absence-routes'
import { createAdminRoutes } from './admin-routes'
import { openAuditModel } from './audit-model'
import { createAuditRoutes } from './audit-routes'
import type { StaffingParts } from './parts'
import { createMemberRoute } from './member-route'
import { createRosterRoutes } from './roster-routes'
import { whatIsUncovered } from './uncovered'
import { createUncoveredRoute } from './uncovered-route'

export { createHearers } from './hearers'

/** Sockets that are open. */
export interface Live {
  sendTo(actorKey: string, frame: { type: 'work_list_changed' }): void
}

/** Who works for the court, who is away, who stands in, and who looks after all that. */
export async function createStaffing(given: Omit<StaffingParts, 'answersChanged'> & { connection: Connection }) {
  let live: Live | undefined
  const { offices, staff } = given.identity
  const parts: StaffingParts = {
    ...given,
    answersChanged: (staffIds) => new Set(staffIds).forEach((id) => live?.sendTo(`staff:${id}`, { type: 'work_list_changed' })),
  }
  const audit = await openAuditModel(given.log, given.connection)
  /** For whom everybody answered when it was last looked. */
  let before = new Map<string, string>()

  return {
    routes: [
      ...createAbsenceRoutes(parts), ...createRosterRoutes(parts), createUncoveredRoute(parts), ...createAdminRoutes(parts), createMemberRoute(parts),
      ...createAuditRoutes(parts, audit),
    ] as Route[],
    audit,
    /** What nobody answers for now. */
    uncovered: (concerns: Parameters<typeof whatIsUncovered>[1]) => whatIsUncovered(parts, concerns),
    broadcastTo(broadcast: Live): void {
      live = broadcast
    },
    /** Absences and shifts begin and end by themselves: tells those who answer for others by now, or no longer do. Run it now and then. */
    async lookAround(): Promise<void> {
      const moment = await offices.all()
      const now = new Map((await staff.all()).map(({ id }) => [id, moment.standsInFor(id).join()]))
      parts.answersChanged([...now].filter(([id, answersFor]) => before.has(id) && before.get(id) !== answersFor).map(([id]) => id))
      before = now
    },
  }
}
export type Staffing = Awaited<ReturnType<typeof createStaffing>>
