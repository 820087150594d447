import type { CaseDetail, CaseSummary, Handler, ThreadSummary } from '@zhixin/shared/contract'
import { type CaseState, type Handling, relationOfStaff, relationsOf } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import type { Actor } from '../platform/http/actor'
import { memberOf } from './relation'
import { staffTitle, titlesOf } from './roles'
import type { Listed } from './list'
import type { CaseDocument } from './model'
import type { ThreadGlance } from './thread-summaries'

export interface StaffCard {
  id: string
  name: string
  handles: readonly Handling[]
  department: string
  officePhone: string
  active: boolean
}

/** What this room asks of identity about staff. */
export interface StaffDirectory {
  find(ids: string[]): Promise<StaffCard[]>
  inDepartment(department: string): Promise<StaffCard[]>
}

type Handlers = Pick<CaseState, 'officerIds' | 'judgeId'>

/** The only way out for cases: names each field that leaves. */
export function createCasePresenter(staff: StaffDirectory, clock: Clock) {
  const now = (): string => clock.now().toISOString()

  async function cards(of: Handlers[]): Promise<Map<string, StaffCard>> {
    const ids = [...new Set(of.flatMap(({ officerIds, judgeId }) => [...officerIds, judgeId]))]
    return new Map((await staff.find(ids)).map((card) => [card.id, card]))
  }

  function handlersOf({ officerIds, judgeId }: Handlers, known: Map<string, StaffCard>): Handler[] {
    const one = (id: string, title: Handler['title']): Handler[] => {
      const card = known.get(id)
      return card ? [{ id, name: card.name, title, officePhone: card.officePhone, away: null }] : []
    }
    return [...officerIds.flatMap((id) => one(id, '执行人员')), ...one(judgeId, '员额法官')]
  }

  function summary(actor: Actor, { document, threads }: Listed, known: Map<string, StaffCard>, myRole: string): CaseSummary {
    const { _id: caseId, caseNumber, cause, status, filedOn, department } = document
    const unread = threads.reduce((sum, thread) => sum + unreadFor(actor, thread), 0)
    const lastMessageAt = threads.map(({ lastAt }) => lastAt).reduce((a, b) => (!a || (b && b > a) ? b : a), null)
    return { caseId, caseNumber, cause, status, filedOn, department, myRole, handlers: handlersOf(document, known), unread, lastMessageAt }
  }

  return {
    async handlers(state: Handlers): Promise<Handler[]> {
      return handlersOf(state, await cards([state]))
    },
    async summaries(actor: Actor, listed: Listed[]): Promise<CaseSummary[]> {
      const known = await cards(listed.map(({ document }) => document))
      return listed.map((item) => summary(actor, item, known, roleIn(actor, item.document, now())))
    },
    async detail(actor: Actor, item: Listed): Promise<CaseDetail> {
      const known = await cards([item.document])
      const { closedOn, parties, timeline } = item.document
      const threads = item.threads.map((thread): ThreadSummary => {
        const { caseId, personId, personName, personRole, lastText, lastAt } = thread
        return { caseId, personId, personName, personRole, lastText, lastAt, unread: unreadFor(actor, thread) }
      })
      return { ...summary(actor, item, known, roleIn(actor, item.document, now())), mySide: sideOf(actor, item.document, now()), closedOn, parties, timeline, threads }
    },
  }
}
export type CasePresenter = ReturnType<typeof createCasePresenter>

const unreadFor = (actor: Actor, thread: ThreadGlance): number => (actor.kind === 'person' ? thread.unreadByParty : thread.unreadByCourt)

const sideOf = (actor: Actor, document: CaseDocument, now: string): CaseDetail['mySide'] =>
  actor.kind === 'person' ? (relationsOf(document, actor.personId, now)[0]?.side ?? null) : null

function roleIn(actor: Actor, document: CaseDocument, now: string): string {
  if (actor.kind === 'person') return titlesOf(relationsOf(document, actor.personId, now))
  if (actor.kind !== 'staff') return ''
  const isNamed = document.judgeId === actor.staffId || document.officerIds.includes(actor.staffId)
  const relation = relationOfStaff(document, memberOf(actor))
  return document.status === 'closed' && !isNamed && ['judge', 'officer'].includes(relation) ? '本庭已结案件' : staffTitle(relation)
}
