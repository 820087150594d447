import { AuditQuerySchema, OpeningListSchema, StaffChangeListSchema } from '@zhixin/shared/contract'
import { parseChain } from '@zhixin/shared/ids'
import type { Relation } from '@zhixin/shared/rules'
import type { z } from 'zod'
import { staffTitle } from '../cases'
import type { StaffRecord } from '../identity'
import { defineRoute, type Route } from '../platform/http/route'
import type { AuditDocument, AuditModel } from './audit-model'
import { changeWords } from './audit-words'
import type { StaffingParts } from './parts'
import { readAudit } from './policy'

const PAGE = 50
const tag = '审计 audit'

/**
 * The audit administrator's record: who opened which case's file when, as what; and who changed whose office. Never what was in it,
 * never whose thread it was.
 */
export function createAuditRoutes({ log, identity, cases, roles }: StaffingParts, model: AuditModel): Route[] {
  /** A page of one kind, the newest first, with the people it names. */
  async function page(kind: AuditDocument['kind'], { day, staffNumber, page: at }: z.infer<typeof AuditQuerySchema>) {
    const all = await identity.staff.all()
    const people = new Map(all.map((one) => [one.id, one]))
    const asked = staffNumber === undefined ? undefined : all.find(({ number }) => number === staffNumber.trim())
    if (staffNumber !== undefined && !asked) return { lines: [], hasMore: false, people }
    const wanted = { kind, ...(day !== undefined && { day }), ...(asked && { staffId: asked.id }) }
    const concerns = (chain: string): boolean => parseChain(chain)?.kind === (kind === 'opening' ? 'access' : 'staff')
    const lines = await log.reading([model], concerns, () =>
      model.documents().find(wanted).sort({ upTo: -1 }).skip((at - 1) * PAGE).limit(PAGE + 1).lean<AuditDocument[]>())
    return { lines: lines.slice(0, PAGE), hasMore: lines.length > PAGE, people }
  }
  const nameIn = (people: Map<string, StaffRecord>, id: string) => ({ name: people.get(id)?.name ?? '', number: people.get(id)?.number ?? '' })

  return [
    defineRoute({
      method: 'get', path: '/audit/openings', summary: 'Who of the court opened which case file, when and as what', tag,
      policy: readAudit, limit: 'read', query: AuditQuerySchema, answer: OpeningListSchema,
      async handle({ query }) {
        const { lines, hasMore, people } = await page('opening', query)
        const numbers = await cases.numbersOf(lines.flatMap(({ caseId }) => caseId ?? []))
        const openings = lines.map(({ at, staffId, role, caseId, what }) => ({
          at, staffId, ...nameIn(people, staffId), role: role === 'window' ? '接待窗口' : staffTitle(role as Relation), caseNumber: numbers.get(caseId ?? '') ?? '', what,
        }))
        return { data: { openings, hasMore } }
      },
    }),
    defineRoute({
      method: 'get', path: '/audit/staff-changes', summary: 'Who changed whose office, when', tag,
      policy: readAudit, limit: 'read', query: AuditQuerySchema, answer: StaffChangeListSchema,
      async handle({ query }) {
        const { lines, hasMore, people } = await page('change', query)
        const changes = lines.map(({ at, staffId, by, type, body }) => ({
          at, ...nameIn(people, staffId), by: by === null ? '法院系统' : nameIn(people, by).name, ...changeWords(type, body, roles),
        }))
        return { data: { changes, hasMore } }
      },
    }),
  ] as Route[]
}
