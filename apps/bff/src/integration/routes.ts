import { BatchAnswerSchema, batchSchema, ExchangeListSchema, INTEGRATION_KINDS, type IntegrationKind, type ItemAnswer } from '@zhixin/shared/integration'
import { assertThat } from '@zhixin/shared/errors'
import type { IntegrationConfig } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import type { SystemActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { Taker } from './batch'
import type { Exchanges } from './exchanges'
import { listExchanges, sendItems } from './policy'

const SUMMARIES: Record<IntegrationKind, string> = {
  cases: 'Cases of the court’s own system, with their people, payment and closing',
  parties: 'Parties of cases and who acts for them: begun, replaced, ended',
  officers: 'Members of staff, and who handles which case',
  nodes: 'What was done in cases, and what people of the respondent’s side are asked to do',
}

const LATEST = 50

/** For the system administrator: whether the exchange goes on, and what of it was refused and why. */
export const createExchangesRoute = (exchanges: Exchanges, { systems }: IntegrationConfig): Route =>
  defineRoute({
    method: 'get', path: '/admin/exchanges', summary: 'What came from other systems lately, and what of it was refused', tag: '办案系统 integration',
    policy: listExchanges, limit: 'read', answer: ExchangeListSchema,
    async handle() {
      const latest = await exchanges.latest(LATEST)
      const labelOf = (id: string): string => systems.find((one) => one.id === id)?.label ?? id
      const shown = latest.map(({ _id, at, system, name = null, ...rest }) =>
        ({ ...rest, id: _id.toHexString(), at: at.toISOString(), system: labelOf(system), name }))
      return { data: { exchanges: shown } }
    },
  })

/** A CSV of a kind, with a row for each item that was refused. */
export type RefusedTable = (kind: IntegrationKind, refused: readonly ItemAnswer[]) => string

const ExchangeParams = z.strictObject({ exchangeId: z.string().regex(/^[0-9a-f]{24}$/) })

/**
 * What was refused of one exchange, in the form of its own table: the numbers and why, to be filled in again from the other system and sent. Nothing
 * that the items said is kept here, so nothing of it stands in the table.
 */
export const createRefusedRoute = (exchanges: Exchanges, asTable: RefusedTable): Route =>
  defineRoute({
    method: 'get', path: '/admin/exchanges/:exchangeId/refused', summary: 'What was refused of one exchange, as a table to be mended and sent again', tag: '办案系统 integration',
    policy: listExchanges, limit: 'read', params: ExchangeParams, answer: z.object({}), raw: true,
    async handle({ params: { exchangeId }, ctx }) {
      const found = await exchanges.find(exchangeId)
      assertThat(found && found.refused.length > 0, 'input.not_found')
      serveAttachment(ctx, { bytes: Buffer.from(asTable(found.kind, found.refused)), type: 'text/csv; charset=utf-8', name: '退回清单.csv' })
      return { data: {} }
    },
  })

/** For other systems, by signature. Each answers 200 with one result for each item, refused or not. */
export const createIntegrationRoutes = (taker: Taker, exchanges: Exchanges, { batch }: IntegrationConfig): Route[] =>
  INTEGRATION_KINDS.map((kind) =>
    defineRoute({
      method: 'post', path: `/integration/${kind}`, summary: SUMMARIES[kind], tag: '办案系统 integration', policy: sendItems[kind], limit: 'integration',
      signed: { maxBytes: batch.most_bytes }, body: batchSchema(batch.most_items), answer: BatchAnswerSchema,
      async handle({ actor, body }) {
        const { systemId, keyId } = actor as SystemActor
        const answer = await taker.take(systemId, kind, body)
        await exchanges.note({ system: systemId, keyId, kind, via: 'http' }, answer)
        return { data: answer }
      },
    }) as Route)
