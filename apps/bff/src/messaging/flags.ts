import { type FlagView, FlagListSchema, FlagMessageSchema, FlagParamsSchema, ListFlagsQuerySchema, MarkedSchema, RemarkParamsSchema, ThreadFlagsSchema, ThreadParamsSchema, WithdrawFlagSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { conductChain } from '@zhixin/shared/ids'
import { FlagWithdrawnSchema, type Flag, isSealed, markOf, MessageFlaggedSchema } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { type Cases, concerning, memberOf } from '../cases'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { ReadModel } from '../log'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { noteConduct } from './commands/note-conduct'
import { conductFold } from './conduct-fold'
import type { ThreadDocument, ThreadModel } from './model'
import { flagMessage, listFlags, readFlags, withdrawFlag } from './policy'
import { presentStored, type Threads, type ThreadsParts } from './threads'

const tag = '标记 flags'
const base = '/threads/:caseId/:personId'
const PAGE = 30

export interface FlagRoutesParts extends ThreadsParts {
  threads: Threads
  list: ReadModel<ThreadModel>
  cases: Cases
  staffNames(ids: string[]): Promise<Map<string, string>>
}

/** Threats and the like, flagged by whoever handles the case: the court's own matter. Its sender receives nothing of it, not even a count. */
export function createFlagRoutes(parts: FlagRoutesParts): Route[] {
  const { log, threads, list, config, staffNames } = parts
  const kinds = Object.entries(config.flags.kinds).map(([kind, words]) => ({ kind, ...words }))

  async function present(flags: readonly Flag[]): Promise<FlagView[]> {
    const names = await staffNames([...new Set(flags.flatMap(({ by, withdrawn }) => (withdrawn ? [by, withdrawn.by] : [by])))])
    const byName = (id: string): string => names.get(id) ?? ''
    return flags.map(({ id, index, kind, note, at, by, withdrawn }) => ({
      id, index, kind, label: config.flags.kinds[kind]?.label ?? kind, note, at, byName: byName(by),
      withdrawn: withdrawn ? { at: withdrawn.at, byName: byName(withdrawn.by), reason: withdrawn.reason } : null,
    }))
  }

  return [
    defineRoute({
      method: 'get', path: '/flags', summary: 'Leaders: what was flagged in the cases they answer for, newest first', tag,
      policy: listFlags, limit: 'read', query: ListFlagsQuerySchema, answer: FlagListSchema,
      async handle({ actor, query: { page } }) {
        const { reaches, department } = memberOf(actor as StaffActor)
        const reach = reaches.some(({ cases_of }) => cases_of === 'court') ? {} : reaches.length > 0 ? { department } : { _id: '' }
        const documents = await log.reading([list], concerning(log, actor), () =>
          list.documents().find({ 'flags.0': trusted({ $exists: true }), ...reach }).lean<ThreadDocument[]>())
        const all = documents.flatMap((document) => document.flags.map((flag) => ({ document, flag }))).sort((a, b) => b.flag.at.localeCompare(a.flag.at))
        const shown = all.slice((page - 1) * PAGE, page * PAGE)
        const views = await present(shown.map(({ flag }) => flag))
        const flags = shown.map(({ document: { caseId, personId, caseNumber, personName } }, i) => ({ ...views[i]!, caseId, personId, caseNumber, personName }))
        return { data: { flags, hasMore: all.length > page * PAGE } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/flags`, summary: 'What was flagged in a thread, and as what a message can be', tag,
      policy: readFlags, limit: 'read', params: ThreadParamsSchema, answer: ThreadFlagsSchema,
      async handle({ actor, params }) {
        const state = await threads.state(await threads.open(actor, params, readFlags))
        const { flags } = await log.state(conductFold, conductChain(params))
        return { data: { kinds, flags: await present(withoutNotes(flags, ({ index }) => isSealed(state.parts.sealing, index))) } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/messages/:index/flags`, summary: 'Notes for the court alone what a message is; its sender learns nothing', tag,
      policy: flagMessage, limit: 'write', params: RemarkParamsSchema, body: FlagMessageSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...thread }, body: { commandId, kind, note } }) {
        await threads.open(actor, thread, flagMessage)
        assertThat(Object.hasOwn(config.flags.kinds, kind), 'flags.kind_unknown', { field: 'body.kind' })
        const body = { personId: thread.personId, index, kind, note: note.trim() }
        const entry = await noteConduct(parts, {
          actor: actor as StaffActor, thread, policy: flagMessage, commandId, isSame: (stored) => same(stored.body, body),
          decide(heads) {
            assertThat(markOf(heads.thread, index) !== undefined, 'messaging.not_a_message', { field: 'params.index' })
            // Nobody can read it any more; what was noted before says no more than that it was.
            assertThat(!isSealed(heads.thread.parts.sealing, index), 'messaging.sealed')
            return { type: 'message.flagged', body }
          },
        })
        return { data: { stored: presentStored(entry) } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/flags/:flag/withdrawal`, summary: 'Takes a flag back; it stays on record', tag,
      policy: withdrawFlag, limit: 'write', params: FlagParamsSchema, body: WithdrawFlagSchema, answer: MarkedSchema,
      async handle({ actor, params: { flag: of, ...thread }, body: { commandId, reason } }) {
        await threads.open(actor, thread, withdrawFlag)
        const body = { of, reason }
        const entry = await noteConduct(parts, {
          actor: actor as StaffActor, thread, policy: withdrawFlag, commandId, isSame: (stored) => same(stored.body, body),
          decide({ conduct }) {
            const flag = conduct.flags.find(({ id }) => id === of)
            assertThat(flag && !flag.withdrawn, 'flags.unknown', { field: 'params.flag' })
            return { type: 'flag.withdrawn', body }
          },
        })
        return { data: { stored: presentStored(entry) } }
      },
    }),
  ] as Route[]
}

const same = (stored: Record<string, unknown>, wanted: Record<string, unknown>): boolean =>
  Object.entries(wanted).every(([field, value]) => stored[field] === value)

export const CHANGES_FLAGS = new Set(['message.flagged', 'flag.withdrawn'])

const SEALED_NOTE = '（内容已封存）'

/** What was noted of a message may repeat it: it goes from sight with it. That it was flagged, as what and by whom, stays. */
export const withoutNotes = (flags: readonly Flag[], isGone: (flag: Flag) => boolean): Flag[] =>
  flags.map((flag) => (isGone(flag) && flag.note !== '' ? { ...flag, note: SEALED_NOTE } : flag))

/** A thread's flags after an entry that changes them. */
export function flagsAfter(flags: readonly Flag[], { type, index: id, at, actor, body }: SequencedEntry): Flag[] {
  if (type === 'message.flagged') return [...flags, { ...MessageFlaggedSchema.parse(body), id, at, by: actor.id }]
  const { of, reason } = FlagWithdrawnSchema.parse(body)
  return flags.map((flag) => (flag.id === of ? { ...flag, withdrawn: { at, by: actor.id, reason } } : flag))
}
