import type { CaseDetail, CaseSummary, Handler, LinkedCase, ThreadSummary } from '@zhixin/shared/contract'
import { dayOf, relationOfStaff, relationsOf } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import type { Actor } from '../platform/http/actor'
import { type Handlers, handlersOf, type Known, lookUp, namesFor, type StaffDirectory } from './handlers'
import { memberOf } from './relation'
import { staffTitle, titlesOf } from './roles'
import type { Listed } from './list'
import type { CaseDocument } from './model'
import type { ThreadGlance } from './thread-summaries'

/** The only way out for cases: names each field that leaves. */
export function createCasePresenter(staff: StaffDirectory, clock: Clock) {
  const now = (): string => clock.now().toISOString()

  function summary(actor: Actor, { document, threads }: Listed, known: Known, myRole: string): CaseSummary {
    const { _id: caseId, caseNumber, cause, status, filedOn, department } = document
    const unread = threads.reduce((sum, thread) => sum + unreadFor(actor, thread), 0)
    const lastMessageAt = threads.map(({ lastAt }) => lastAt).reduce((a, b) => (!a || (b && b > a) ? b : a), null)
    const { transferred, former } = document
    return {
      caseId, caseNumber, cause, status, filedOn, department, myRole, handlers: handlersOf(document, known), unread, lastMessageAt,
      transferred: transferred && { name: transferred.name, phone: transferred.phone, newCaseNumber: transferred.newCaseNumber },
      former: former && { name: former.name, phone: former.phone, caseNumber: former.caseNumber },
    }
  }

  return {
    async handlers(state: Handlers): Promise<Handler[]> {
      return handlersOf(state, await lookUp(staff, [state]))
    },
    async summaries(actor: Actor, listed: Listed[]): Promise<CaseSummary[]> {
      const known = await lookUp(staff, listed.map(({ document }) => document))
      return listed.map((item) => summary(actor, item, known, roleIn(actor, item.document, now(), known)))
    },
    async detail(actor: Actor, item: Listed, linked: LinkedCase[]): Promise<CaseDetail> {
      const known = await lookUp(staff, [item.document])
      const { closedOn, parties, timeline } = item.document
      const threads = item.threads.map((thread): ThreadSummary => {
        const { caseId, personId, personName, personRole, lastText, lastAt } = thread
        return { caseId, personId, personName, personRole, lastText, lastAt, unread: unreadFor(actor, thread) }
      })
      const listed = summary(actor, item, known, roleIn(actor, item.document, now(), known))
      return { ...listed, mySide: sideOf(actor, item.document, now()), closedOn, parties, timeline: byDay(actor, timeline), threads, linked }
    },
  }
}
export type CasePresenter = ReturnType<typeof createCasePresenter>

/**
 * A party reads on which day, and no more: the instant of an entry of the case's chain is never before the one before it, which may be about somebody
 * else, and where the clock was set back it would tell of that.
 */
const byDay = (actor: Actor, timeline: CaseDetail['timeline']): CaseDetail['timeline'] =>
  actor.kind === 'person' ? timeline.map((item) => ({ ...item, at: item.at.length === 10 ? item.at : dayOf(item.at) })) : timeline

const unreadFor = (actor: Actor, thread: ThreadGlance): number => (actor.kind === 'person' ? thread.unreadByParty : thread.unreadByCourt)

const sideOf = (actor: Actor, document: CaseDocument, now: string): CaseDetail['mySide'] =>
  actor.kind === 'person' ? (relationsOf(document, actor.personId, now)[0]?.side ?? null) : null

function roleIn(actor: Actor, document: CaseDocument, now: string, { cards }: Known): string {
  if (actor.kind === 'person') return titlesOf(relationsOf(document, actor.personId, now))
  if (actor.kind !== 'staff') return ''
  const isNamed = document.judgeId === actor.staffId || document.officerIds.includes(actor.staffId)
  const member = memberOf(actor)
  const relation = relationOfStaff(document, member)
  if (relation === 'deputy' || relation === 'deputy_judge') {
    return `${staffTitle(relation === 'deputy' ? 'officer' : 'judge')}（代${namesFor(document, member.standsInFor, (id) => cards.get(id)?.name)}）`
  }
  return document.status === 'closed' && !isNamed && ['judge', 'officer'].includes(relation) ? '本庭已结案件' : staffTitle(relation)
}
