import { type WorkItem, type WorkList, WorkListQuerySchema, WorkListSchema } from '@zhixin/shared/contract'
import { trusted } from 'mongoose'
import { type Cases, concerning, memberOf, namesFor } from '../cases'
import type { Log, ReadModel } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { searchPattern } from '../platform/search-pattern'
import type { BurstOf } from './bursts'
import type { ThreadDocument, ThreadModel } from './model'
import { roleOf } from './person-role'
import { readWorkList } from './policy'
import { countOf } from './ranges'

const PAGE = 30
const DAY_MS = 86_400_000
const HAND_OVERS_SHOWN = 10
const BYPASSED_SHOWN = 20

export interface WorkListParts {
  list: ReadModel<ThreadModel>
  log: Log
  cases: Cases
  clock: Clock
  staffNames(ids: string[]): Promise<Map<string, string>>
  burstOf: BurstOf
}

/** What a member of staff must answer, oldest clock first. */
export function createWorkListRoute({ list, log, cases, clock, staffNames, burstOf }: WorkListParts): Route {
  return defineRoute({
    method: 'get', path: '/work-list', summary: 'What must be answered, oldest clock first', tag: '待办 work list',
    policy: readWorkList, limit: 'read', query: WorkListQuerySchema, answer: WorkListSchema,
    async handle({ actor, query }) {
      const staff = actor as StaffActor
      const now = clock.now().toISOString()
      const mine = { $or: ownership(staff) }
      const show = { $and: [mine, shown(query.show), matching(query.search)] }
      const found = (model: ThreadModel): Promise<ThreadDocument[]> =>
        model
          .find(show)
          .sort(query.show === 'to_answer' ? { 'matter.sinceAt': 1, _id: 1 } : { lastAt: -1, _id: 1 })
          .skip((query.page - 1) * PAGE)
          .limit(PAGE + 1)
          .lean<ThreadDocument[]>()
      const [documents, counts, handOvers, bypassed] = await log.reading([list, cases.list], concerning(log, actor), () => {
        const model = list.documents()
        return Promise.all([found(model), count(model, mine, now), lateHandOvers(cases, staff, staffNames), bypassedFor(cases, staff)])
      })
      const names = await staffNames([...memberOf(staff).standsInFor])
      const items = await Promise.all(
        documents.slice(0, PAGE).map(async (document) => ({ ...itemOf(document, now, staff, names), burst: await burstOf(document) })))
      return { data: { items, hasMore: documents.length > PAGE, counts, handOvers, bypassed } }
    },
  })
}

/** The threads this member of staff answers for: of their own cases and of those for whom they stand in, and of their department's closed ones (rules X-42). */
function ownership(actor: StaffActor): object[] {
  const { id, handles, department, standsInFor } = memberOf(actor)
  const mine = trusted({ $in: [id, ...standsInFor] })
  return [{ officerIds: mine }, { judgeId: mine }, ...(handles.length > 0 ? [{ department, caseStatus: 'closed', matter: trusted({ $ne: null }) }] : [])]
}

function shown(show: 'to_answer' | 'unread' | 'all'): object {
  if (show === 'to_answer') return { matter: trusted({ $ne: null }) }
  return show === 'unread' ? { 'unreadByCourt.0': trusted({ $exists: true }) } : {}
}

function matching(search: string | undefined): object {
  const pattern = searchPattern(search)
  return pattern ? { $or: [{ caseNumber: pattern }, { personName: pattern }, { lastText: pattern }, { spoken: pattern }] } : {}
}

/** The last day on which the target can still be met begins a day before it ends. */
const dueBefore = (now: string): string => new Date(Date.parse(now) + DAY_MS).toISOString()

async function count(model: ThreadModel, mine: object, now: string) {
  const that = (condition: object): Promise<number> => model.countDocuments({ $and: [mine, condition] })
  const [late, due, open, unread] = await Promise.all([
    that({ 'matter.alarmAt': trusted({ $lt: now }) }),
    that({ 'matter.alarmAt': trusted({ $gte: now }), 'matter.targetAt': trusted({ $lte: dueBefore(now) }) }),
    that({ 'matter.alarmAt': trusted({ $gte: now }), 'matter.targetAt': trusted({ $gt: dueBefore(now) }) }),
    that({ 'unreadByCourt.0': trusted({ $exists: true }) }),
  ])
  return { late, due, open, unread }
}

/** For whom this member of staff answers in a thread; null in one of their own cases. */
function standsInFor(document: ThreadDocument, actor: StaffActor, names: Map<string, string>): string | null {
  if (document.judgeId === actor.staffId || document.officerIds.includes(actor.staffId)) return null
  return namesFor(document, memberOf(actor).standsInFor, (id) => names.get(id)) || null
}

function itemOf(document: ThreadDocument, now: string, actor: StaffActor, names: Map<string, string>): Omit<WorkItem, 'burst'> {
  const { caseId, personId, caseNumber, personName, relations, caseStatus, lastText, lastAt, unreadByCourt, matter, voicesWaiting } = document
  const personRole = roleOf({ relations }, personId, now)
  const base = {
    caseId, personId, caseNumber, personName, personRole, caseStatus, standsInFor: standsInFor(document, actor, names), lastText, lastAt,
    unread: countOf(unreadByCourt), voicesWaiting,
  }
  if (!matter) return { ...base, mark: null, matter: null, urgency: 'none' }
  const urgency = matter.alarmAt < now ? 'late' : matter.targetAt <= dueBefore(now) ? 'due' : 'open'
  const { mark, ...clock } = matter
  return { ...base, mark, matter: clock, urgency }
}

/** Cases that came to, or went from, this member of staff; newest first. Whoever gave one away sees only that it went. */
async function lateHandOvers(cases: Cases, { staffId }: StaffActor, staffNames: WorkListParts['staffNames']) {
  const documents = await cases.list.documents().find({ $or: [{ 'handOvers.to': staffId }, { 'handOvers.from': staffId }] }).lean()
  const mine = documents
    .flatMap(({ _id: caseId, caseNumber, handOvers }) => handOvers.map((handOver) => ({ caseId, caseNumber, ...handOver })))
    .filter(({ to, from }) => to.includes(staffId) !== from.includes(staffId))
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, HAND_OVERS_SHOWN)
  const names = await staffNames([...new Set(mine.flatMap(({ to, from }) => [...to, ...from]))])
  return mine.map(({ caseId, caseNumber, at, to, from, reason }) => {
    const direction = to.includes(staffId) ? ('in' as const) : ('out' as const)
    return { caseId, caseNumber, at, direction, reason, names: (direction === 'in' ? from : to).map((id) => names.get(id) ?? '').join('、') }
  })
}

/** Terminations that the court's own system brought past the evidence sheet and that this member of staff is told of; newest first. */
async function bypassedFor(cases: Cases, { staffId }: StaffActor): Promise<WorkList['bypassed']> {
  const documents = await cases.list.documents().find({ 'bypassed.staffIds': staffId }).lean()
  return documents
    .flatMap(({ _id: caseId, caseNumber, bypassed }) => bypassed.map((one) => ({ caseId, caseNumber, ...one })))
    .filter(({ staffIds }) => staffIds.includes(staffId))
    .map(({ caseId, caseNumber, at, checks }) => ({ caseId, caseNumber, at, checks }))
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, BYPASSED_SHOWN)
}
