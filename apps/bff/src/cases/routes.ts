import { CaseAbilitiesSchema, CaseDetailSchema, CaseListSchema, ColleaguesSchema, HandedOverSchema, HandOverSchema, ListCasesQuerySchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { CaseIdSchema } from '@zhixin/shared/ids'
import { HANDLERS, type Relation } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { Actor, StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { handOver } from './commands/hand-over'
import type { Cases } from './cases'
import { concerning } from './concerns'
import { linkedTo } from './linked'
import { listFor } from './list'
import { handOverCase, listCases, listColleagues, readCase } from './policy'
import type { StaffDirectory } from './handlers'
import { type CasePresenter, createCasePresenter } from './present'
import type { ThreadSummaries } from './thread-summaries'

export interface CaseRoutesParts {
  log: Log
  cases: Cases
  threads: ThreadSummaries
  staff: StaffDirectory
  clock: Clock
}

const CaseParams = z.strictObject({ caseId: CaseIdSchema })
const tag = '案件 cases'

export function createCaseRoutes({ log, cases, threads, staff, clock }: CaseRoutesParts): Route[] {
  const presenter: CasePresenter = createCasePresenter(staff, clock)

  /** What is to be shown comes from read models: all that concerns the reader must be in them. */
  const reading = <T>(actor: Actor, ofCase: string | undefined, read: () => Promise<T>): Promise<T> =>
    log.reading([cases.list, threads.model], concerning(log, actor, ofCase), read)

  const abilities = (relation: Relation, status: string) => ({
    openThread: relation !== 'none',
    readAccounts: HANDLERS.includes(relation),
    handOver: (handOverCase.relations ?? []).includes(relation) && status === 'open',
  })

  return [
    defineRoute({
      method: 'get', path: '/cases', summary: 'The cases the reader has to do with', tag,
      policy: listCases, limit: 'read', query: ListCasesQuerySchema, answer: CaseListSchema,
      async handle({ actor, query }) {
        const { found, hasMore } = await reading(actor, undefined, () => listFor(cases.list.documents(), threads, actor, query, clock.now().toISOString()))
        return { data: { cases: await presenter.summaries(actor, found), hasMore } }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId', summary: 'One case: who handles it, how it stands, what has happened', tag,
      policy: readCase, limit: 'read', params: CaseParams, answer: CaseDetailSchema, can: CaseAbilitiesSchema,
      async handle({ actor, params: { caseId } }) {
        const { state, relation } = await cases.relation(actor, caseId)
        authorize(readCase, actor, relation)
        if (actor.kind === 'staff') await cases.noteOpening(actor, relation, caseId, 'case')
        const ownOnly = actor.kind === 'person' ? actor.personId : undefined
        const [document, shown, linked] = await reading(actor, caseId, () =>
          Promise.all([
            cases.list.documents().findById(caseId).lean(), threads.ofCases([caseId], ownOnly),
            linkedTo(cases.list.documents(), actor, state, clock.now().toISOString()),
          ]),
        )
        assertThat(document, 'read.behind', { retryAfterSeconds: 1 })
        const data = await presenter.detail(actor, { document, threads: shown }, linked)
        return { data, can: abilities(relation, state.status) }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId/colleagues', summary: 'To whom the case can be handed over', tag,
      policy: listColleagues, limit: 'read', params: CaseParams, answer: ColleaguesSchema,
      async handle({ actor, params: { caseId } }) {
        const { state, relation } = await cases.relation(actor, caseId)
        authorize(listColleagues, actor, relation)
        const colleagues = (await staff.inDepartment(state.department)).filter(({ active }) => active)
        const load = await cases.openCounts(actor, colleagues.map(({ id }) => id))
        return {
          data: {
            colleagues: colleagues
              .filter(({ handles }) => handles.length > 0)
              .map(({ id, name, handles, officePhone }) => ({ id, name, handles: [...handles], officePhone, openCases: load.get(id) ?? 0 })),
          },
        }
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/hand-overs', summary: 'Hand the case over: threads, unread and clocks move with it', tag,
      policy: handOverCase, limit: 'write', params: CaseParams, body: HandOverSchema, answer: HandedOverSchema,
      async handle({ actor, params: { caseId }, body }) {
        const { relation } = await cases.relation(actor, caseId)
        authorize(handOverCase, actor, relation)
        const records = await staff.find([...body.officerIds, body.judgeId])
        const officers = body.officerIds.map((id) => records.find((record) => record.id === id))
        const judge = records.find(({ id }) => id === body.judgeId)
        assertThat(officers.every((officer) => officer !== undefined), 'staff.unknown', { field: 'body.officerIds' })
        assertThat(judge, 'staff.unknown', { field: 'body.judgeId' })
        // The policy lets no party come here: every relation it names is staff's.
        await handOver(log, actor as StaffActor, { commandId: body.commandId, caseId, officers, judge, reason: body.reason })
        const { state } = await cases.relation(actor, caseId)
        return { data: { caseId, handlers: await presenter.handlers(state) } }
      },
    }),
  ] as Route[]
}
