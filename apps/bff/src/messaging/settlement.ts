import { ConsentSchema, MarkedSchema, OtherSideSchema, PassedOnSchema, PassOnSchema, RemarkParamsSchema, ThreadParamsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { parseChain, threadChain } from '@zhixin/shared/ids'
import type { JsonObject, SequencedEntry } from '@zhixin/shared/log'
import { assertMayPassOn, assertSummarised, checkedMessage, isSealed, otherSideOf, SettlementPassedOnSchema, type SettlementCommand, type ThreadEntryType } from '@zhixin/shared/rules'
import type { Log } from '../log'
import type { StaffActor } from '../platform/http/actor'
import type { Policy } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { noteConduct } from './commands/note-conduct'
import { roleOf } from './person-role'
import { askConsent, giveConsent, passOn } from './policy'
import { threadCommand } from './thread-command'
import type { Threads, ThreadsParts } from './threads'

const tag = '和解 settlement'
const base = '/threads/:caseId/:personId'

export interface SettlementRoutesParts extends ThreadsParts {
  threads: Threads
  names: { people(ids: string[]): Promise<Map<string, string>> }
}

/**
 * A proposal reaches the other side only by the handler's own words in a message of the handler's, and only while its proposer agrees.
 * Nothing of the proposal itself goes there: not its words, time, place or attachments.
 */
export function createSettlementRoutes(parts: SettlementRoutesParts): Route[] {
  const { config, calendar, threads, names, clock } = parts
  const command = threadCommand(parts)

  const consent = (path: string, summary: string, policy: Policy<never>, type: SettlementCommand['type']) =>
    defineRoute({
      method: 'post', path: `${base}/messages/:index/${path}`, summary, tag,
      policy, limit: 'write', params: RemarkParamsSchema, body: ConsentSchema, answer: MarkedSchema,
      handle: ({ actor, params: { index, ...thread }, body: { commandId } }) => command(actor, thread, policy, commandId, { type, of: index }, { of: index }),
    })

  return [
    consent('consent-request', 'Handler: asks whether a proposal may be passed on', askConsent as Policy<never>, 'AskConsent'),
    consent('consent', 'Proposer: agrees that it is passed on', giveConsent as Policy<never>, 'GiveConsent'),
    consent('consent-withdrawal', 'Proposer: no longer agrees; too late once it was passed on', giveConsent as Policy<never>, 'WithdrawConsent'),
    defineRoute({
      method: 'get', path: `${base}/other-side`, summary: 'Handler: to whom a proposal can be passed on', tag,
      policy: passOn, limit: 'read', params: ThreadParamsSchema, answer: OtherSideSchema,
      async handle({ actor, params }) {
        const { file } = await threads.open(actor, params, passOn)
        const now = clock.now().toISOString()
        const ids = otherSideOf(file, params.personId, now)
        const known = await names.people(ids)
        return { data: { people: ids.map((personId) => ({ personId, name: known.get(personId) ?? '', role: roleOf(file, personId, now) })) } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/messages/:index/pass-on`, summary: 'Handler: tells the other side in words of their own, with the proposer’s consent', tag,
      policy: passOn, limit: 'write', params: RemarkParamsSchema, body: PassOnSchema, answer: PassedOnSchema,
      async handle({ actor, params: { index, ...thread }, body: { commandId, toPersonId, text, settles, offHoursReason } }) {
        await threads.open(actor, thread, passOn)
        const wanted = { fromPersonId: thread.personId, index, toPersonId, text, settles }
        const entry = await noteConduct(parts, {
          actor: actor as StaffActor, thread, policy: passOn, commandId,
          isSame: ({ body }) => Object.entries(wanted).every(([field, value]) => body[field] === value),
          async decide({ file, conduct, thread: proposer, threadOf, relation, writer, now }) {
            assertThat(!isSealed(proposer.parts.sealing, index), 'settlement.not_a_proposal', { field: 'params.index' })
            assertMayPassOn(wanted, { file, proposals: proposer.parts.settlement, conduct, now })
            const message = checkedMessage(
              { text, mark: 'ordinary', attachments: [], ...(offHoursReason && { offHoursReason }) }, 'court', { actor: writer, relation, now, calendar, rules: config },
            )
            if (settles) assertSummarised(await threadOf(toPersonId), relation)
            return { type: 'settlement.passed_on', body: { ...wanted, text: message.text, ...(message.offHoursReason && { offHoursReason: message.offHoursReason }) } }
          },
        })
        return { data: { at: entry.at } }
      },
    }),
  ] as Route[]
}

/**
 * What was passed on becomes a message of the handler's in the recipient's thread, and a line in the proposer's that it was. Idempotent:
 * an entry's key is what it follows from.
 */
export async function carryOver(log: Log, entries: SequencedEntry[]): Promise<void> {
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (place?.kind !== 'conduct' || entry.type !== 'settlement.passed_on') continue
    const { fromPersonId, index, toPersonId, text, settles, offHoursReason } = SettlementPassedOnSchema.parse(entry.body)
    const append = (personId: string, type: ThreadEntryType, actor: SequencedEntry['actor'], body: JsonObject) =>
      log.append({
        chain: threadChain({ caseId: place.caseId, personId }), key: `from/${entry.seq}/${type}/${personId}`,
        decide: async () => ({ type, actor, body }),
      })
    const message = { text, mark: 'ordinary', attachments: [], ...(!settles && { settles: false }), ...(offHoursReason && { offHoursReason }) }
    await append(toPersonId, 'message.sent', entry.actor, message)
    await append(fromPersonId, 'settlement.passed_notice', { kind: 'system', id: 'case-file', role: 'notice' }, { of: index })
  }
}
