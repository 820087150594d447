import {
  RaisedSchema, RaiseUrgentSchema, ReturnUrgentSchema, SayUrgentSchema, SettleUrgentSchema, TakeUrgentSchema, UrgentAbilitiesSchema,
  UrgentAttachmentParamsSchema, type UrgentList, UrgentListSchema, UrgentParamsSchema, UrgentViewSchema, MarkedSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { attachmentWithheld, HANDLERS, isSealed, isToTake, LEADERS, LITIGANTS, masked, openUrgent, type Relation, type UrgentCommand } from '@zhixin/shared/rules'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../attachments'
import type { Log, ReadModel } from '../log'
import { type Actor, actorKeyOf, type StaffActor } from '../platform/http/actor'
import { type Policy } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { openMatters, type UrgentModel } from './model'
import { answerUrgent, listUrgent, raiseUrgent, readUrgent, takeUrgent } from './policy'
import { statusOf, type UrgentPresenter } from './present'
import type { UrgentRelation } from './relation'
import type { Ringing } from './ringing'
import { keyOf, type Seen, type Sight } from './sight'

const tag = '紧急线索 urgent clues'
const base = '/urgent/:caseId/:personId'

export interface UrgentRoutesParts {
  log: Log
  list: ReadModel<UrgentModel>
  sight: Sight
  present: UrgentPresenter
  ringing: Ringing
  attachments: Attachments
  mattersPerDay: number
  /** As what somebody takes it: 值班人员, 员额法官 … */
  titleOf(relation: UrgentRelation, isOnDuty: boolean): string
  personNames(ids: string[]): Promise<Map<string, string>>
}

export function createUrgentRoutes(parts: UrgentRoutesParts): Route[] {
  const { log, list, sight, present, ringing, attachments } = parts

  /** Authorizes, appends, answers. */
  async function command(
    actor: Actor, key: ThreadKey, policy: Policy<UrgentRelation>, commandId: string, wanted: UrgentCommand, says: Record<string, unknown>,
  ) {
    await sight.open(actor, key, policy)
    const entry = await sight.act({ actor, key, policy, commandId, command: wanted, says })
    // Handed back it rings anew, taken it stops: at once, not at the next round.
    void ringing.ring(key)
    return { data: { stored: entry ? storedOf(entry) : null } }
  }

  return [
    defineRoute({
      method: 'get', path: '/urgent', summary: 'The open urgent matters that this member of staff may take or has taken', tag,
      policy: listUrgent, limit: 'read', answer: UrgentListSchema,
      async handle({ actor }) {
        const keys = await openMatters(log, list, actor)
        const duty = await sight.onDuty()
        const seen = await Promise.all(keys.map((key) => sight.relationTo(actor, key, duty)))
        const mine = seen.filter(({ relation }) => relation !== 'none')
        const names = await parts.personNames(mine.map(({ key }) => key.personId))
        const items = mine.flatMap((one) => itemOf(one, actor as StaffActor, names.get(one.key.personId) ?? ''))
        return { data: { items: [...items.filter(isToDo), ...items.filter((item) => !isToDo(item))] } }
      },
    }),
    defineRoute({
      method: 'get', path: base, summary: 'The last urgent matter of a thread: what was said, whom it rings, who has it', tag,
      policy: readUrgent, limit: 'read', params: UrgentParamsSchema, answer: UrgentViewSchema, can: UrgentAbilitiesSchema,
      async handle({ actor, params }) {
        const seen = await sight.open(actor, params, readUrgent)
        return { data: await present.view(seen, actor.kind === 'staff'), can: abilities(actor, seen) }
      },
    }),
    defineRoute({
      method: 'post', path: base, summary: 'Property is being moved away: rings until somebody of the court takes it', tag,
      policy: raiseUrgent, limit: 'urgent', params: UrgentParamsSchema, body: RaiseUrgentSchema, answer: RaisedSchema,
      async handle({ actor, params, body: { commandId, what, where, attachments: notes } }) {
        await sight.open(actor, params, raiseUrgent)
        const ids = notes.map(({ id }) => id)
        // A repeat needs no second claim: its uploads may be past their time by now.
        const before = ids.length > 0 ? await log.find(keyOf(actor, commandId)) : undefined
        const committed = before ? before.attachments : await attachments.claim(threadChain(params), actorKeyOf(actor)!, ids)
        const entry = await sight.act({
          actor, key: params, policy: raiseUrgent, commandId,
          command: { type: 'RaiseUrgent', what, where, notes, attachments: committed, mattersPerDay: parts.mattersPerDay },
          says: { what: masked(what.trim()), attachments: notes },
        })
        void ringing.ring(params)
        return { data: { stored: storedOf(entry!) } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/attachments/:attachmentId`, summary: 'The bytes of a picture or voice of the urgent matter', tag,
      policy: readUrgent, limit: 'read', params: UrgentAttachmentParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { attachmentId, ...key }, ctx }) {
        const seen = await sight.open(actor, key, readUrgent)
        const view = await present.view(seen, false)
        if (attachmentWithheld(attachmentId, seen.thread, 'officer', false) === 'sealed') throw new CodedError('messaging.sealed')
        assertThat(view.matter?.items.some((item) => item.attachments.some(({ id }) => id === attachmentId)), 'input.not_found')
        const found = await attachments.read(threadChain(key), attachmentId)
        assertThat(found, 'input.not_found')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/taking`, summary: '我来处理: the first one has it', tag,
      policy: takeUrgent, limit: 'urgent', params: UrgentParamsSchema, body: TakeUrgentSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId } }) {
        const { relation, onDuty } = await sight.open(actor, params, takeUrgent)
        const { staffId, name } = actor as StaffActor
        const title = parts.titleOf(relation, onDuty.includes(staffId))
        return command(actor, params, takeUrgent, commandId, { type: 'TakeUrgent', name, title }, { staffId })
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/return`, summary: 'Hands it back: it rings again', tag,
      policy: answerUrgent, limit: 'urgent', params: UrgentParamsSchema, body: ReturnUrgentSchema, answer: MarkedSchema,
      handle: ({ actor, params, body: { commandId, reason } }) => command(actor, params, answerUrgent, commandId, { type: 'ReturnUrgent', reason }, { reason }),
    }),
    defineRoute({
      method: 'post', path: `${base}/words`, summary: 'Who has it tells the sender something', tag,
      policy: answerUrgent, limit: 'urgent', params: UrgentParamsSchema, body: SayUrgentSchema, answer: MarkedSchema,
      handle: ({ actor, params, body: { commandId, text } }) => command(actor, params, answerUrgent, commandId, { type: 'SayUrgent', text }, { text: masked(text) }),
    }),
    defineRoute({
      method: 'post', path: `${base}/settlement`, summary: 'Done, with what the sender reads', tag,
      policy: answerUrgent, limit: 'urgent', params: UrgentParamsSchema, body: SettleUrgentSchema, answer: MarkedSchema,
      handle: ({ actor, params, body: { commandId, summary } }) =>
        command(actor, params, answerUrgent, commandId, { type: 'SettleUrgent', summary }, { summary: masked(summary) }),
    }),
  ] as Route[]
}

const isToDo = ({ takenBy, ringsAgain }: Pick<UrgentList['items'][number], 'takenBy' | 'ringsAgain'>): boolean => takenBy === null || ringsAgain

const storedOf = ({ chain, index, entryHash, at }: SequencedEntry) => ({ chain, index, entryHash, at })

function abilities(actor: Actor, { relation, thread }: Seen) {
  const open = openUrgent(thread.parts.urgent)
  const isStaff = actor.kind === 'staff'
  const isTaker = isStaff && open?.taken?.staffId === actor.staffId
  return {
    raise: LITIGANTS.includes(relation as Relation),
    take: isStaff && open !== undefined && isToTake(open) && !isTaker,
    answer: isTaker,
    settle: isTaker || (open?.taken !== undefined && HANDLERS.includes(relation as Relation)),
    openThread: isStaff && [...HANDLERS, ...LEADERS].includes(relation as Relation),
  }
}

function itemOf({ key, file, thread }: Seen, { staffId }: StaffActor, personName: string) {
  const open = openUrgent(thread.parts.urgent)
  if (!open) return []
  const { sinceAt: startedAt, raised, taken } = open
  return [{
    ...key, caseNumber: file.caseNumber, personName, startedAt, status: statusOf(open), additions: raised.length - 1,
    isSealed: raised.every(({ index }) => isSealed(thread.parts.sealing, index)),
    takenBy: taken ? `${taken.name}（${taken.title}）` : null, ringsAgain: taken?.again !== undefined, isMine: taken?.staffId === staffId,
  }]
}
