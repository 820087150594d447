import { BatchAnswerSchema, batchSchema, INTEGRATION_KINDS, type IntegrationKind } from '@zhixin/shared/integration'
import type { IntegrationConfig } from '@zhixin/shared/rules'
import type { SystemActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { Taker } from './batch'
import type { Exchanges } from './exchanges'
import { sendItems } from './policy'

const SUMMARIES: Record<IntegrationKind, string> = {
  cases: 'Cases of the court’s own system, with their people, payment and closing',
  parties: 'Parties of cases and who acts for them: begun, replaced, ended',
  officers: 'Members of staff, and who handles which case',
  nodes: 'What was done in cases, and what people of the respondent’s side are asked to do',
}

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
