import {
  CommandSchema, ConsentToServiceSchema, MarkedSchema, ServiceParamsSchema, ThreadParamsSchema, ThreadServiceAbilitiesSchema, ThreadServiceSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { attachmentWithheld, HANDLERS, LITIGANTS, receivingRelations, relationsOf, type Service, type ThreadState } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import type { Tail } from '../log'
import { presentStored } from '../messaging'
import type { Actor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { ServiceActs } from './acts'
import type { ElectronicServiceParts } from './index'
import { consentToService, readService } from './policy'
import { presentConsent, presentServices } from './present'
import { receiptOf } from './receipt'
import type { statementOf } from './statement'

export interface ServiceRoutesParts extends ElectronicServiceParts {
  statement: ReturnType<typeof statementOf>
  acts: ServiceActs
  tail: Tail
}

export const tag = '电子送达 electronic service'
export const base = '/threads/:caseId/:personId'

export const serviceAt = (state: ThreadState, of: number): Service => {
  const found = state.parts.service.services.find(({ index }) => index === of)
  if (!found) throw new CodedError('input.not_found')
  return found
}

/** What the person themselves does about electronic service, and what whoever may read their thread sees of it. */
export function createServiceRoutes(parts: ServiceRoutesParts): Route[] {
  const { messaging, attachments, config, statement, acts, clock, names } = parts
  const now = (): string => clock.now().toISOString()
  const isTheirs = (actor: Actor, key: ThreadKey): boolean => actor.kind === 'person' && actor.personId === key.personId
  const agents = config.agents.authorities

  return [
    defineRoute({
      method: 'get', path: `${base}/service`, summary: 'Whether this person agrees to electronic service, and what was served on them', tag,
      policy: readService, limit: 'read', params: ThreadParamsSchema, answer: ThreadServiceSchema, can: ThreadServiceAbilitiesSchema,
      async handle({ actor, params }) {
        const { file, relation } = await messaging.threads.open(actor, params, readService)
        const state = await messaging.stateOf(params)
        const standing = relationsOf(file, params.personId, now())
        const mayReceive = receivingRelations(standing, agents).length > 0
        const isOwn = isTheirs(actor, params) && LITIGANTS.includes(relation) && !file.transferred
        const { address, hash, statement: words } = statement
        const consent = presentConsent(state, standing, config, hash)
        return {
          data: { consent, mayReceive, statement: { hash, address, words }, services: presentServices(state, config, now()) },
          can: {
            consent: isOwn && mayReceive && !(consent?.covers && consent.isNewest), withdraw: isOwn && consent !== null, confirm: isOwn,
            serve: HANDLERS.includes(relation) && !file.transferred,
          },
        }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/service/consent`, summary: 'The person agrees, to exactly the words they were shown', tag,
      policy: consentToService, limit: 'write', params: ThreadParamsSchema, body: ConsentToServiceSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, hash } }) {
        await messaging.threads.open(actor, params, consentToService)
        assertThat(hash === statement.hash, 'service.words_changed')
        const entry = await acts.consent(actor, params, commandId)
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/service/withdrawal`, summary: 'The person withdraws: from now on everything comes on paper', tag,
      policy: consentToService, limit: 'write', params: ThreadParamsSchema, body: CommandSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId } }) {
        await messaging.threads.open(actor, params, consentToService)
        const entry = await messaging.act({
          actor, thread: params, policy: consentToService, commandId, command: { type: 'WithdrawServiceConsent' }, isSame: ({ type }) => type === 'service.consent_withdrawn',
        })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/services/:index/document`, summary: 'The document that was served; that its reader opened it is on record', tag,
      policy: readService, limit: 'read', params: ServiceParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { index, ...key }, ctx }) {
        const { relation, file } = await messaging.threads.open(actor, key, readService)
        const state = await messaging.stateOf(key)
        const { attachments: [note] } = serviceAt(state, index)
        if (attachmentWithheld(note!.id, state, relation, true)) throw new CodedError('messaging.sealed')
        const found = await attachments.read(threadChain(key), note!.id)
        assertThat(found, 'input.not_found')
        if (isTheirs(actor, key) && LITIGANTS.includes(relation) && !file.transferred) await acts.open(actor, key, index)
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/services/:index/receipt`, summary: 'The certificate of service (送达回证), as a document', tag,
      policy: readService, limit: 'write', params: ServiceParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { index, ...key }, ctx }) {
        const { file } = await messaging.threads.open(actor, key, readService)
        const state = await messaging.stateOf(key)
        const one = serviceAt(state, index)
        const servedBy = (await names.staff([one.by])).get(one.by) ?? ''
        const bytes = await receiptOf(parts, file, key, one, state, servedBy)
        serveAttachment(ctx, { bytes, type: 'application/pdf', name: `送达回证-${one.label}.pdf` })
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/services/:index/confirmation`, summary: 'The person says that they have it; service does not need it', tag,
      policy: consentToService, limit: 'write', params: ServiceParamsSchema, body: CommandSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId } }) {
        await messaging.threads.open(actor, key, consentToService)
        const entry = await acts.confirm(actor, key, commandId, index)
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
  ] as Route[]
}

