import { DisciplineListSchema, DisciplineParamsSchema, DisciplineQuerySchema, LinkReportSchema, ComplaintAbilitiesSchema, ComplaintDetailSchema, OpeningsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { complaintChain, type ComplaintKey, complaintOf, inspectionChain } from '@zhixin/shared/ids'
import { dayOf, readable } from '@zhixin/shared/rules'
import type { Connection, mongo } from 'mongoose'
import { putNewer, type ReadModel } from '../../log'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { createOneFileRoutes, type OneFileParts } from '../files/one-file-routes'
import type { Receipts } from '../receipts'
import type { Roots } from '../roots'
import { type ReportDocument, type ReportGlance, type ReportModel, reportModel } from './model'
import { readReports, workReports } from './policy'

export interface DisciplineParts extends OneFileParts {
  connection: Connection
  roots: Roots
  receipts: Receipts
  names: { staff(ids: string[]): Promise<Map<string, string>> }
}

const tag = '违法违纪举报 discipline'
const base = '/discipline/reports'
const keyOf = (complaintId: string): ComplaintKey => ({ stream: 'discipline', complaintId })
const contextOf = (complaintId: string): string => `report/${complaintId}`

/**
 * The inspectors' room. Its list follows from their own chains alone and stands sealed; every opening of a report is an entry in a log of their own.
 * An inspector whom a report is about has none of it.
 */
export async function createDiscipline(parts: DisciplineParts): Promise<{ routes: Route[]; list: ReadModel<ReportModel> }> {
  const { log, files, presenter, connection, roots, receipts, names } = parts
  const list = await log.readModel<ReportModel>({
    name: 'discipline_reports',
    forInspectors: true,
    open: (collection) => reportModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    async project(model, entries) {
      const touched = new Map<string, number>()
      for (const { chain, seq } of entries) {
        const key = complaintOf(chain)
        if (key?.stream === 'discipline') touched.set(key.complaintId, seq)
      }
      const documents = await Promise.all([...touched].map(async ([_id, upTo]) => {
        const { receivedAt, state } = await files.state(keyOf(_id))
        const glance: ReportGlance = { receivedAt, isOver: files.rulesOf('discipline').workflow.states[state]!.over }
        return { _id, sealed: roots.of(complaintChain(keyOf(_id))).seal(JSON.stringify(glance), contextOf(_id)), upTo }
      }))
      await putNewer(model.collection as unknown as mongo.Collection<ReportDocument>, documents)
    },
  })

  async function noteOpening(actor: StaffActor, { complaintId }: ComplaintKey): Promise<void> {
    await log.append({
      chain: inspectionChain(complaintId),
      key: `inspected/${actor.staffId}/${actor.sessionId}/${dayOf(files.now())}/${complaintId}`,
      decide: async () => ({ type: 'inspection.opened', actor: { kind: 'staff', id: actor.staffId, role: 'inspector' }, body: {} }),
    })
  }
  async function opened(actor: StaffActor, complaintId: string) {
    const reader = await files.opened(actor, keyOf(complaintId))
    await noteOpening(actor, keyOf(complaintId))
    return reader
  }

  const routes = [
    defineRoute({
      method: 'get', path: base, summary: 'Reports of misconduct, the newest first', tag, policy: readReports, limit: 'read', query: DisciplineQuerySchema, answer: DisciplineListSchema,
      async handle({ actor, query: { show } }) {
        assertThat(actor.kind === 'staff', 'access.forbidden')
        const root = roots.of(complaintChain(keyOf('')))
        const documents = await log.reading([list], (chain) => complaintOf(chain)?.stream === 'discipline', () => list.documents().find({}).lean<ReportDocument[]>())
        const glances = documents.flatMap(({ _id, sealed }) => {
          const plain = root.open(sealed, contextOf(_id))
          return plain === undefined ? [] : [{ _id, ...(JSON.parse(plain) as ReportGlance) }]
        })
        const wanted = glances.filter(({ isOver }) => isOver === (show === 'over')).sort((a, b) => b.receivedAt.localeCompare(a.receivedAt))
        const shown = await Promise.all(wanted.map(async ({ _id }) => {
          const file = await files.state(keyOf(_id))
          const who = await files.whoOf(actor, file)
          return readable(file, files.rulesOf('discipline'), who, files.now()) ? [await presenter.item(keyOf(_id), { file, who })] : []
        }))
        return { data: { reports: shown.flat() } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/:complaintId/links`, summary: 'Links a petition or a feedback file (一案双查): told here alone', tag, policy: workReports, limit: 'write',
      params: DisciplineParamsSchema, body: LinkReportSchema, answer: ComplaintDetailSchema, can: ComplaintAbilitiesSchema,
      async handle({ actor, params: { complaintId }, body: { commandId, receipt } }) {
        assertThat(actor.kind === 'staff', 'access.forbidden')
        await opened(actor, complaintId)
        const linked = await receipts.find(receipt)
        assertThat(linked, 'complaints.receipt_unknown', { field: 'body.receipt' })
        await files.act(actor, keyOf(complaintId), commandId, { type: 'Link', link: { ...linked, how: 'double_check' } }, { ...linked })
        const file = await files.state(keyOf(complaintId))
        const reader = { file, who: await files.whoOf(actor, file) }
        return { data: await presenter.detail(keyOf(complaintId), reader), can: presenter.abilities(keyOf(complaintId), reader) }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/:complaintId/openings`, summary: 'Who opened it, and on which day', tag, policy: readReports, limit: 'read', params: DisciplineParamsSchema, answer: OpeningsSchema,
      async handle({ actor, params: { complaintId } }) {
        assertThat(actor.kind === 'staff', 'access.forbidden')
        await opened(actor, complaintId)
        const entries = await log.list(inspectionChain(complaintId))
        const known = await names.staff([...new Set(entries.map(({ actor: { id } }) => id))])
        return { data: { openings: entries.map(({ at, actor: { id } }) => ({ at, name: known.get(id) ?? '' })).reverse() } }
      },
    }),
    ...createOneFileRoutes(parts, {
      tag, base, params: DisciplineParamsSchema, keyOf: ({ complaintId }) => keyOf(complaintId), open: readReports, work: workReports, noteOpening,
    }),
  ] as Route[]
  return { routes, list }
}
