import { MarkedSchema, NoteServiceSchema, RecordPaperConsentSchema, ServeSchema, ServiceParamsSchema, ThreadParamsSchema } from '@zhixin/shared/contract'
import { presentStored } from '../messaging'
import { defineRoute, type Route } from '../platform/http/route'
import { serveDocument } from './policy'
import { base, type ServiceRoutesParts, tag } from './routes'

/** How long an answer waits for the arrival, and then for its record in the case; both are written all the same. */
const ARRIVAL_MS = 2_000

/** What the court does: records a signed paper, serves, and notes what it has to say of a service. */
export function createServingRoutes(parts: ServiceRoutesParts): Route[] {
  const { log, messaging, acts, tail } = parts

  return [
    defineRoute({
      method: 'post', path: `${base}/service/paper`, summary: 'Records a signed 送达地址确认书 that agrees, or that takes it back; the person reads of it', tag,
      policy: serveDocument, limit: 'write', params: ThreadParamsSchema, body: RecordPaperConsentSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, given, number, signedOn, scan } }) {
        await messaging.threads.open(actor, params, serveDocument)
        const entry = await acts.recordPaper(actor, params, commandId, { given, paper: { number, signedOn }, scan })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/services`, summary: 'Serves a document on whoever has agreed; it cannot be undone', tag,
      policy: serveDocument, limit: 'write', params: ThreadParamsSchema, body: ServeSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { attachment: id, name, ...said } }) {
        await messaging.threads.open(actor, params, serveDocument)
        const entry = await acts.serve(actor, params, { ...said, attachment: { id, name, kind: 'file' } })
        if (await tail.reached(entry.seq, ARRIVAL_MS)) await tail.reached(await log.courtHead(), ARRIVAL_MS)
        return { data: { stored: presentStored(entry) } }
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
