import {
  AnswerClueSchema, ApplicationParamsSchema, ApplicationsAbilitiesSchema, ApplicationsSchema, MarkedSchema, SupplyApplicationSchema, ThreadParamsSchema,
} from '@zhixin/shared/contract'
import { canonicalBytes, type Entry } from '@zhixin/shared/log'
import { HANDLERS, LITIGANTS, withheldBecause } from '@zhixin/shared/rules'
import { keyOf, presentStored } from '../messaging'
import { actorKeyOf } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { answerClue, readApplications, supplyApplication } from './policy'
import { presentApplication } from './present'
import type { ApplicationRoutesParts } from './routes'

const tag = '线索和申请 clues and applications'
const ofThread = '/threads/:caseId/:personId/applications'
const said = (what: object): string => Buffer.from(canonicalBytes(what)).toString()

/** Clues to property and applications in the thread of whoever handed them in: what became of them, and what was missing. */
export function createThreadRoutes(parts: ApplicationRoutesParts): Route[] {
  const { log, messaging, attachments, now } = parts

  return [
    defineRoute({
      method: 'get', path: ofThread, summary: 'What this person handed in that the court must answer, newest first', tag,
      policy: readApplications, limit: 'read', params: ThreadParamsSchema, answer: ApplicationsSchema, can: ApplicationsAbilitiesSchema,
      async handle({ actor, params }) {
        const { relation, key } = await messaging.threads.open(actor, params, readApplications)
        const state = await messaging.stateOf(key)
        const isOwn = actor.kind === 'person' && actor.personId === key.personId
        const seen = state.parts.applications.filter(({ index }) => withheldBecause({ index, type: 'form.submitted', body: null }, state, relation, isOwn) === undefined)
        return {
          data: { applications: seen.map((one) => presentApplication(one, state, parts, now())).reverse() },
          can: { answerClue: HANDLERS.includes(relation), supply: isOwn && LITIGANTS.includes(relation) },
        }
      },
    }),
    defineRoute({
      method: 'post', path: `${ofThread}/:index/answer`, summary: 'What came of a clue to property, for whoever gave it', tag,
      policy: answerClue, limit: 'write', params: ApplicationParamsSchema, body: AnswerClueSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, result, words } }) {
        await messaging.threads.open(actor, key, answerClue)
        const says = { of: index, result, words: words.trim() }
        const entry = await messaging.act({
          actor, thread: key, policy: answerClue, commandId, command: { type: 'AnswerClue', of: index, result, words },
          isSame: ({ body }) => Object.entries(says).every(([field, value]) => body[field] === value),
        })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${ofThread}/:index/supply`, summary: 'Brings what was missing, something on each line', tag,
      policy: supplyApplication, limit: 'write', params: ApplicationParamsSchema, body: SupplyApplicationSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, parts: given, attachments: notes } }) {
        const { chain } = await messaging.threads.open(actor, key, supplyApplication)
        const before = await log.find(keyOf(actor, commandId))
        const ids = notes.map(({ id }) => id)
        const committed = before ? before.attachments : await attachments.claim(chain, actorKeyOf(actor)!, ids)
        const lines = [...given].sort((a, b) => a.item - b.item).map(({ item, words }) => ({ item, words: words.trim() }))
        const says = said({ of: index, parts: lines, ids })
        const isSame = ({ type, body, attachments: filed }: Entry): boolean =>
          type === 'application.supplied' && said({ of: body.of!, parts: body.parts!, ids: filed.map(({ id }) => id) }) === says
        const entry = await messaging.act({
          actor, thread: key, policy: supplyApplication, commandId, isSame,
          command: { type: 'SupplyApplication', of: index, parts: lines, notes, attachments: committed },
        })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
  ] as Route[]
}
