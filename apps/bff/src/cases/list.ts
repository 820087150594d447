import type { Actor } from '../platform/http/actor'
import { searchPattern } from '../platform/search-pattern'
import type { CaseDocument, CaseModel } from './model'
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
export async function listFor(model: CaseModel, threads: ThreadSummaries, actor: Actor, query: ListQuery): Promise<{ found: Listed[]; hasMore: boolean }> {
  const skip = (query.page - 1) * PAGE
  if (actor.kind === 'person') {
    const documents = await model.find({ participantIds: actor.personId, ...matching(query.search) }).lean<CaseDocument[]>()
    const own = new Map((await threads.ofPerson(actor.personId)).map((thread) => [thread.caseId, thread]))
    const listed = documents.map((document) => ({ document, threads: own.has(document._id) ? [own.get(document._id)!] : [] }))
    listed.sort((a, b) => activity(b).localeCompare(activity(a)) || b.document.filedOn.localeCompare(a.document.filedOn))
    return { found: listed.slice(skip, skip + PAGE), hasMore: listed.length > skip + PAGE }
  }
  if (actor.kind !== 'staff') return { found: [], hasMore: false }
  const mine: object[] = [{ officerIds: actor.staffId }, { judgeId: actor.staffId }]
  if (actor.roles.includes('team_leader')) mine.push({ department: actor.department })
  if (actor.roles.includes('officer') || actor.roles.includes('judge')) mine.push({ department: actor.department, status: 'closed' })
  const documents = await model
    .find({ $and: [{ $or: mine }, matching(query.search)] })
    .sort({ filedOn: -1, _id: 1 })
    .skip(skip)
    .limit(PAGE + 1)
    .lean<CaseDocument[]>()
  const page = documents.slice(0, PAGE)
  const glances = await threads.ofCases(page.map(({ _id }) => _id))
  const found = page.map((document) => ({ document, threads: glances.filter(({ caseId }) => caseId === document._id) }))
  return { found, hasMore: documents.length > PAGE }
}

const activity = ({ threads }: Listed): string => threads[0]?.lastAt ?? ''

function matching(search: string | undefined): object {
  const pattern = searchPattern(search)
  return pattern ? { $or: [{ caseNumber: pattern }, { cause: pattern }, { 'parties.name': pattern }] } : {}
}
