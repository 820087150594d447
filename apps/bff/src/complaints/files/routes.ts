import { type ComplaintItem, ComplaintListQuerySchema, ComplaintListSchema, ComplaintParamsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { complaintOf, OPEN_STREAMS } from '@zhixin/shared/ids'
import { readable } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { memberOf } from '../../cases'
import type { ReadModel } from '../../log'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { ComplaintDocument, ComplaintModel } from './model'
import { createOneFileRoutes, type OneFileParts } from './one-file-routes'
import { listComplaints, openComplaint, workComplaint } from './policy'

export interface FileRoutesParts extends OneFileParts {
  list: ReadModel<ComplaintModel>
}

const tag = '投诉信访 complaints'
const PAGE = 50
/** Of what is read and turns out not to be for this reader. */
const LOOKED_THROUGH = 2_000

const ofComplaints = (chain: string): boolean => OPEN_STREAMS.some((stream) => stream === complaintOf(chain)?.stream)
const bySoonest = (a: ComplaintDocument, b: ComplaintDocument): number =>
  (a.soonestAt ?? '9').localeCompare(b.soonestAt ?? '9') || b.receivedAt.localeCompare(a.receivedAt)

/** What the court's staff do with feedback, petitions and questions. To whoever may not read a file there is none. */
export function createFileRoutes(parts: FileRoutesParts): Route[] {
  const { log, list, files, presenter, cases } = parts

  /** Documents that may be this reader's; whether they are, the file itself says. */
  async function candidates(actor: StaffActor, filter: object): Promise<ComplaintDocument[]> {
    const mayBeTheirs = { $and: [filter, { $or: await waysIn(actor) }] }
    return list.documents().find(mayBeTheirs).sort({ soonestAt: 1, receivedAt: -1, _id: 1 }).limit(LOOKED_THROUGH).lean<ComplaintDocument[]>()
  }
  /** By an office of theirs they may read any of a stream; else what names them, their department or a case of theirs. */
  async function waysIn(actor: StaffActor): Promise<object[]> {
    const byOffice = OPEN_STREAMS.filter((stream) => {
      const { read_by: readBy, actors } = files.rulesOf(stream).workflow
      return readBy.some(({ actor: name }) => actors[name]!.roles.some((role) => actor.roles.includes(role)))
    })
    const own = trusted({ $in: [actor.staffId, ...memberOf(actor).standsInFor] })
    const caseIds = await cases.idsOf(actor)
    return [
      { stream: trusted({ $in: byOffice }) }, { staffIds: own }, { aboutIds: own }, { department: actor.department },
      ...(caseIds.length > 0 ? [{ caseId: trusted({ $in: caseIds }) }] : []),
    ]
  }

  return [
    defineRoute({
      method: 'get', path: '/complaint-files', summary: 'Files that are mine to read, what is due first', tag, policy: listComplaints, limit: 'read',
      query: ComplaintListQuerySchema, answer: ComplaintListSchema,
      async handle({ actor, query: { stream, show, after } }) {
        assertThat(actor.kind === 'staff', 'access.forbidden')
        const mine = { staffIds: trusted({ $in: [actor.staffId, ...memberOf(actor).standsInFor] }) }
        const filter = { isOver: show === 'over', ...(stream && { stream }), ...(show === 'mine_first' && mine) }
        const found = await log.reading([list, cases.list], ofComplaints, () => candidates(actor, filter))
        const complaints: ComplaintItem[] = []
        let isPast = after === undefined
        for (const { _id, stream: of } of found.sort(bySoonest)) {
          if (complaints.length > PAGE) break
          const key = { stream: of, complaintId: _id }
          const file = await files.state(key)
          const who = await files.whoOf(actor, file)
          if (!readable(file, files.rulesOf(of), who, files.now())) continue
          if (isPast) complaints.push(await presenter.item(key, { file, who }))
          if (_id === after) isPast = true
        }
        return { data: { complaints: complaints.slice(0, PAGE), hasMore: complaints.length > PAGE } }
      },
    }),
    ...createOneFileRoutes(parts, {
      tag, base: '/complaint-files/:stream', params: ComplaintParamsSchema, keyOf: ({ stream, complaintId }) => ({ stream, complaintId }), open: openComplaint, work: workComplaint,
    }),
  ] as Route[]
}
