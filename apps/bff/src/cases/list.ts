import { relationsOf } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Actor, StaffActor } from '../platform/http/actor'
import { searchPattern } from '../platform/search-pattern'
import type { CaseDocument, CaseModel } from './model'
import { memberOf } from './relation'
import type { ThreadGlance, ThreadSummaries } from './thread-summaries'

export interface Listed {
  document: CaseDocument
  threads: ThreadGlance[]
}

const PAGE = 20

interface ListQuery {
  search?: string | undefined
  page: number
}

/** One page of the cases an actor has to do with. A participant's are ordered by their own threads alone. */
export async function listFor(
  model: CaseModel, threads: ThreadSummaries, actor: Actor, query: ListQuery, now: string,
): Promise<{ found: Listed[]; hasMore: boolean }> {
  const skip = (query.page - 1) * PAGE
  if (actor.kind === 'person') {
    const found = await model.find({ participantIds: actor.personId, ...matching(query.search) }).lean<CaseDocument[]>()
    const documents = found.filter((document) => relationsOf(document, actor.personId, now).length > 0)
    const own = new Map((await threads.ofPerson(actor.personId)).map((thread) => [thread.caseId, thread]))
    const listed = documents.map((document) => ({ document, threads: own.has(document._id) ? [own.get(document._id)!] : [] }))
    listed.sort((a, b) => activity(b).localeCompare(activity(a)) || b.document.filedOn.localeCompare(a.document.filedOn))
    return { found: listed.slice(skip, skip + PAGE), hasMore: listed.length > skip + PAGE }
  }
  if (actor.kind !== 'staff') return { found: [], hasMore: false }
  const documents = await model
    .find({ $and: [ofStaff(actor), matching(query.search)] })
    .sort({ filedOn: -1, _id: 1 })
    .skip(skip)
    .limit(PAGE + 1)
    .lean<CaseDocument[]>()
  const page = documents.slice(0, PAGE)
  const glances = await threads.ofCases(page.map(({ _id }) => _id))
  const found = page.map((document) => ({ document, threads: glances.filter(({ caseId }) => caseId === document._id) }))
  return { found, hasMore: documents.length > PAGE }
}

/** The cases a member of staff is something to, see `relationOfStaff`. */
export function ofStaff(actor: StaffActor): object {
  const { id, department, handles, reaches, standsInFor } = memberOf(actor)
  if (reaches.some(({ cases_of }) => cases_of === 'court')) return {}
  const answersFor = trusted({ $in: [id, ...standsInFor] })
  const mine: object[] = [{ officerIds: answersFor }, { judgeId: answersFor }]
  if (reaches.some(({ cases_of }) => cases_of === 'department')) mine.push({ department })
  if (handles.length > 0) mine.push({ department, status: 'closed' })
  return { $or: mine }
}

const activity = ({ threads }: Listed): string => threads[0]?.lastAt ?? ''

function matching(search: string | undefined): object {
  const pattern = searchPattern(search)
  return pattern ? { $or: [{ caseNumber: pattern }, { cause: pattern }, { 'parties.name': pattern }] } : {}
}
