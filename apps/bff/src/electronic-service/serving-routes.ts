import { MarkedSchema, NoteServiceSchema, RecordPaperConsentSchema, ServeSchema, ServiceParamsSchema, ThreadParamsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { presentStored, keyOf } from '../messaging'
import { actorKeyOf } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { serveDocument } from './policy'
import { base, type ServiceRoutesParts, tag } from './routes'
import { groundsOf } from './statement'

/** How long an answer waits for the arrival, and then for its record in the case; both are written all the same. */
const ARRIVAL_MS = 2_000

/** What the court does: records a signed paper, serves, and notes what it has to say of a service. */
export function createServingRoutes(parts: ServiceRoutesParts): Route[] {
  const { log, messaging, attachments, config, statement, tail } = parts
  const { agents: { authorities: agents }, effect, paper_original: original, documents } = config

  return [
    defineRoute({
      method: 'post', path: `${base}/service/paper`, summary: 'Records a signed 送达地址确认书 that agrees, or that takes it back; the person reads of it', tag,
      policy: serveDocument, limit: 'write', params: ThreadParamsSchema, body: RecordPaperConsentSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, given, number, signedOn } }) {
        await messaging.threads.open(actor, params, serveDocument)
        const paper = { number, signedOn }
        const entry = await messaging.act({
          actor, thread: params, policy: serveDocument, commandId, command: { type: 'RecordPaperConsent', given, paper, statement, agents },
          isSame: ({ type, body }) => type === (given ? 'service.consented' : 'service.consent_withdrawn') && (body.paper as { number?: string } | undefined)?.number === number,
        })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/services`, summary: 'Serves a document on whoever has agreed; it cannot be undone', tag,
      policy: serveDocument, limit: 'write', params: ThreadParamsSchema, body: ServeSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, document: id, number, partyId, attachment: attachmentId, name, offHoursReason } }) {
        const { chain } = await messaging.threads.open(actor, params, serveDocument)
        const document = documents[id]
        assertThat(document, 'input.invalid', { field: 'body.document' })
        // A repeat needs no second claim: its upload may be past its time by now.
        const before = await log.find(keyOf(actor, commandId))
        const [committed] = before ? before.attachments : await attachments.claim(chain, actorKeyOf(actor)!, [attachmentId])
        assertThat(before !== undefined || (await parts.hasAccount(params.personId)), 'service.no_account')
        const entry = await messaging.act({
          actor, thread: params, policy: serveDocument, commandId,
          command: {
            type: 'Serve', document: { id, ...document }, attachment: committed!, address: config.address.name, effect: effect.words, cite: groundsOf(config), agents,
            said: { partyId, attachment: { id: attachmentId, name, kind: 'file' }, ...(number !== undefined && { number }), ...(offHoursReason !== undefined && { offHoursReason }) },
            ...(original.kinds.includes(document.kind) && { paper: original.words }),
          },
          isSame: ({ type, body, attachments: [filed] }) =>
            type === 'service.sent' && body.document === id && body.partyId === partyId && body.number === number && filed?.id === attachmentId,
        })
        if (await tail.reached(entry!.seq, ARRIVAL_MS)) await tail.reached(await log.courtHead(), ARRIVAL_MS)
        return { data: { stored: presentStored(entry!) } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/services/:index/notes`, summary: 'Notes something about a service, for its reader too: a mistake is said, never undone', tag,
      policy: serveDocument, limit: 'write', params: ServiceParamsSchema, body: NoteServiceSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, note } }) {
        await messaging.threads.open(actor, key, serveDocument)
        const entry = await messaging.act({
          actor, thread: key, policy: serveDocument, commandId, command: { type: 'NoteService', of: index, note },
          isSame: ({ type, body }) => type === 'service.noted' && body.of === index && body.note === note.trim(),
        })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
  ] as Route[]
}
