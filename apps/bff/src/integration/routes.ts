import { BatchAnswerSchema, batchSchema, ExchangeListSchema, INTEGRATION_KINDS, type IntegrationKind } from '@zhixin/shared/integration'
import type { IntegrationConfig } from '@zhixin/shared/rules'
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
