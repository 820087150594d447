import {
  CaseFilingsSchema, FiledNowSchema, FileNowSchema, FilingCountsSchema, FilingListAbilitiesSchema, FilingListSchema, FilingsRetriedSchema,
  ListFilingsQuerySchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { CaseIdSchema, PersonIdSchema, type ThreadKey } from '@zhixin/shared/ids'
import { everTookPart, FILING_FAILURES } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import { type Cases, concerning } from '../cases'
import type { Log, ReadModel } from '../log'
import type { Actor, StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { type BundleParts, makeBundle } from './bundle'
import type { FilingDocument, FilingModel } from './model'
import { countFilings, fileThread, listFilings, readFiledDocument, readFilings, retryFilings } from './policy'
import type { FilingPresenter } from './present'
import type { Sending } from './sending'

export interface FilingRoutesParts {
  log: Log
  cases: Cases
  list: ReadModel<FilingModel>
  names(ids: string[]): Promise<Map<string, string>>
  bundle: BundleParts
  present: FilingPresenter
  /** Undefined where this court has no electronic file to hand things to. */
  sending?: Sending
}

const CaseParams = z.strictObject({ caseId: CaseIdSchema })
const ThreadParams = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })
const tag = '归卷 filing'
const PAGE = 20
const RETRIED_AT_ONCE = 50
const WAITING = { pending: trusted({ $gt: 0 }) }

export function createFilingRoutes({ log, cases, list, names, bundle, present, sending }: FilingRoutesParts): Route[] {
  const reading = <T>(actor: Actor, ofCase: string | undefined, read: () => Promise<T>): Promise<T> =>
    log.reading([list, cases.list], concerning(log, actor, ofCase), read)

  const item = async (document: FilingDocument) => present(document, (await names([document.personId])).get(document.personId) ?? '')

  const documentOf = ({ caseId, personId }: ThreadKey): FilingDocument => ({
    _id: `${caseId}/${personId}`, caseId, personId, head: -1, filedTo: -1, filedAt: null, pending: 0, pendingSince: null, moment: null, failed: null, known: [], upTo: -1,
  })

  return [
    defineRoute({
      method: 'get', path: '/filings', summary: 'What is not in the court’s electronic file yet: since when, and why', tag,
      policy: listFilings, limit: 'read', query: ListFilingsQuerySchema, answer: FilingListSchema, can: FilingListAbilitiesSchema,
      async handle({ actor, query: { page } }) {
        const staff = actor as StaffActor
        const seesAll = staff.may.has(retryFilings.action)
        const { found, total, mine } = await reading(actor, undefined, async () => {
          const own = await cases.idsOf(staff)
          const filter = seesAll ? WAITING : { ...WAITING, caseId: trusted({ $in: own }) }
          const model = list.documents()
          // A word sorts after nothing: what went wrong comes first.
          const sorted = model.find(filter).sort({ failed: -1, pendingSince: 1, _id: 1 })
          const found = await sorted.skip((page - 1) * PAGE).limit(PAGE + 1).lean<FilingDocument[]>()
          return { found, total: await model.countDocuments(filter), mine: new Set(own) }
        })
        const shown = found.slice(0, PAGE)
        const known = await names(shown.map(({ personId }) => personId))
        const items = await Promise.all(shown.map((document) => present(document, mine.has(document.caseId) ? (known.get(document.personId) ?? '') : '')))
        return { data: { connected: sending !== undefined, items, total, hasMore: found.length > PAGE }, can: { retryAll: seesAll && sending !== undefined } }
      },
    }),
    defineRoute({
      method: 'get', path: '/admin/exchanges/filings', summary: 'How many threads are not in the court’s electronic file, and what went wrong', tag,
      policy: countFilings, limit: 'read', answer: FilingCountsSchema,
      async handle({ actor }) {
        const count = (filter: object) => list.documents().countDocuments({ ...WAITING, ...filter })
        const all = () => Promise.all([count({}), ...FILING_FAILURES.map((because) => count({ failed: because }))])
        const [waiting, ...failed] = await reading(actor, undefined, all)
        const byWhy = FILING_FAILURES.map((because, i) => ({ because, threads: failed[i] ?? 0 }))
        return { data: { connected: sending !== undefined, waiting: waiting ?? 0, failed: byWhy.filter(({ threads }) => threads > 0) } }
      },
    }),
    defineRoute({
      method: 'post', path: '/filings/retries', summary: 'Hands in once more whatever failed', tag,
      policy: retryFilings, limit: 'write', body: FileNowSchema, answer: FilingsRetriedSchema,
      async handle({ actor }) {
        assertThat(sending, 'filing.not_connected')
        const failing = () => list.documents().find({ failed: trusted({ $ne: null }) }).limit(RETRIED_AT_ONCE).lean<FilingDocument[]>()
        const failed = await reading(actor, undefined, failing)
        for (const { caseId, personId } of failed) await sending.file({ caseId, personId }, 'on_demand', byStaff(actor, 'retry'))
        return { data: { tried: failed.length } }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId/filings', summary: 'How far each thread of a case is in the court’s electronic file', tag,
      policy: readFilings, limit: 'read', params: CaseParams, answer: CaseFilingsSchema,
      async handle({ actor, params: { caseId } }) {
        const { relation } = await cases.relation(actor, caseId)
        authorize(readFilings, actor, relation)
        const found = await reading(actor, caseId, () => list.documents().find({ caseId }).sort({ _id: 1 }).lean<FilingDocument[]>())
        return { data: { connected: sending !== undefined, threads: await Promise.all(found.map(item)) } }
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/filings/:personId', summary: 'Hands a thread to the court’s electronic file now', tag,
      policy: fileThread, limit: 'write', params: ThreadParams, body: FileNowSchema, answer: FiledNowSchema,
      async handle({ actor, params: key }) {
        const { state, relation } = await cases.relation(actor, key.caseId)
        authorize(fileThread, actor, relation)
        assertThat(everTookPart(state, key.personId), 'input.not_found')
        assertThat(sending, 'filing.not_connected')
        await sending.file(key, 'on_demand', byStaff(actor, relation))
        const document = await reading(actor, key.caseId, () => list.documents().findById(`${key.caseId}/${key.personId}`).lean<FilingDocument>())
        return { data: { thread: await item(document ?? documentOf(key)) } }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId/filings/:personId/document', summary: 'The document of a thread as it goes to the court’s file: PDF', tag,
      policy: readFiledDocument, limit: 'write', params: ThreadParams, answer: z.object({}), raw: true,
      async handle({ actor, params: key, ctx }) {
        const { state, relation } = await cases.relation(actor, key.caseId)
        authorize(readFiledDocument, actor, relation)
        assertThat(everTookPart(state, key.personId), 'input.not_found')
        // The policy lets no party come here: every relation it names is staff's.
        await cases.noteOpening(actor as StaffActor, relation, key.caseId, `document/${key.personId}`)
        const made = await makeBundle(bundle, key, state)
        const pdf = made?.files.find(({ name }) => name === 'document.pdf')
        assertThat(pdf, 'input.not_found')
        serveAttachment(ctx, { bytes: pdf.bytes, type: 'application/pdf', name: `${state.caseNumber}沟通记录.pdf` })
        return { data: {} }
      },
    }),
  ] as Route[]
}

const byStaff = (actor: Actor, role: string) => ({ kind: 'staff' as const, id: (actor as StaffActor).staffId, role })
