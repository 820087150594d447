import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { SendMessage, Stored } from '@zhixin/shared/contract'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CaseState, type Relation, relationsOf, sideOf, threadAbilities, type ThreadAbilities, type ThreadState } from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import { caseFold, type Cases } from '../cases'
import type { Clock } from '../platform/clock'
import { type Actor, actorKeyOf } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import { threadRelation } from './access'
import { act, type ActParts, keyOf } from './commands/act'
import type { EntryPresenter, Sight } from './present'
import { readThread, sendMessage } from './policy'

export interface ThreadsParts extends ActParts {
  cases: Cases
  attachments: Attachments
  presenter: EntryPresenter
  clock: Clock
}

/** A thread that an actor may do something with, and what they are to it. */
export interface OpenedThread {
  key: ThreadKey
  chain: string
  file: CaseState
  relation: Relation
}

/** What routes and socket frames do with a thread, each way with the same result. */
export function createThreads(parts: ThreadsParts) {
  const { log, fold, cases, attachments, presenter, clock } = parts
  const now = (): string => clock.now().toISOString()

  /** Loads and authorizes; an opening by staff leaves its entry before anything is shown. */
  async function open(actor: Actor, key: ThreadKey, policy: Policy<Relation>): Promise<OpenedThread> {
    return opened(actor, key, policy, await log.state(caseFold, caseChain(key.caseId)))
  }

  /**
   * The same before a command that is decided, with the actor's rights, on the chain's head anyway: what this process knows is
   * enough to let somebody in; only before somebody is turned away is it made sure.
   */
  async function openForCommand(actor: Actor, key: ThreadKey, policy: Policy<Relation>): Promise<OpenedThread> {
    const seen = await log.stateSeen(caseFold, caseChain(key.caseId))
    const isIn = policy.relations?.includes(threadRelation(actor, seen, key, now()))
    return isIn ? opened(actor, key, policy, seen) : open(actor, key, policy)
  }

  async function opened(actor: Actor, key: ThreadKey, policy: Policy<Relation>, file: CaseState): Promise<OpenedThread> {
    const relation = threadRelation(actor, file, key, now())
    authorize(policy, actor, relation)
    if (actor.kind === 'staff') await cases.noteOpening(actor, relation, key.caseId, `thread/${key.personId}`)
    return { key, chain: threadChain(key), file, relation }
  }

  function abilities(actor: Actor, { relation, file, key }: OpenedThread, state: ThreadState): ThreadAbilities {
    return threadAbilities(state, {
      // A case that another court has is read here, by whoever read it.
      relation: file.transferred ? 'keeper' : relation,
      side: sideOf({ kind: actor.kind === 'person' ? 'person' : 'staff' }),
      now: now(),
      calendar: parts.calendar,
      rules: parts.config,
      standing: relationsOf(file, key.personId, now()),
    })
  }

  /** Files a message, as `send`: resolves when its turn among the messages is fixed, `stored` when it is durable. */
  async function queue(actor: Actor, key: ThreadKey, message: SendMessage): Promise<{ stored: Promise<Stored> }> {
    const thread = await openForCommand(actor, key, sendMessage)
    const { clientMessageId, offHoursReason, confidential, ...content } = message
    const ids = content.attachments.map(({ id }) => id)
    const isSame = (stored: Pick<SequencedEntry, 'body' | 'attachments' | 'visibility'>): boolean =>
      (confidential === undefined || (stored.visibility === 'sender_and_handler') === confidential) &&
      stored.body.text === content.text.trim() &&
      stored.attachments.map(({ id }) => id).join() === ids.join() &&
      (actor.kind === 'staff' || stored.body.mark === content.mark)
    // A repeat needs no second claim: its uploads may be past their time by now.
    const before = ids.length > 0 ? await log.find(keyOf(actor, clientMessageId)) : undefined
    const committed = before ? before.attachments : await attachments.claim(thread.chain, actorKeyOf(actor)!, ids)
    const appended = act(parts, {
      actor,
      thread: key,
      policy: sendMessage,
      commandId: clientMessageId,
      isSame,
      command: { type: 'SendMessage', message: { ...content, ...(offHoursReason && { offHoursReason }) }, attachments: committed, ...(confidential !== undefined && { confidential }) },
    })
    return { stored: appended.then((entry) => presentStored(entry!)) }
  }

  return {
    open,
    abilities,
    state: (thread: OpenedThread): Promise<ThreadState> => log.state(fold, thread.chain),

    /** A page of entries: after an index, or before one; oldest first either way. */
    async entries(actor: Actor, key: ThreadKey, range: { after?: number | undefined; before?: number | undefined; limit: number }) {
      const thread = await open(actor, key, readThread)
      const after = range.after ?? (range.before === undefined ? -1 : undefined)
      const found = await log.list(thread.chain, {
        limit: range.limit + 1,
        ...(after !== undefined && { after }),
        ...(range.before !== undefined && { before: range.before }),
      })
      const hasMore = found.length > range.limit
      // One too many was asked for: the far end goes, which is the oldest when paging back.
      const page = !hasMore ? found : range.before === undefined ? found.slice(0, -1) : found.slice(1)
      // Asked after the entries were read: what has been sealed meanwhile is withheld.
      return { entries: await presenter.all(page, sightOf(actor, thread, await log.state(fold, thread.chain))), hasMore }
    },

    /** Single entries, each as it is shown in the thread; what is not there is left out. */
    async some(actor: Actor, key: ThreadKey, indexes: readonly number[]) {
      const thread = await open(actor, key, readThread)
      const found = await Promise.all(indexes.map((index) => log.list(thread.chain, { after: index - 1, before: index + 1 })))
      const state = await log.state(fold, thread.chain)
      return { file: thread.file, read: state.party.read, entries: await presenter.all(found.flat(), sightOf(actor, thread, state)) }
    },

    queue,
    /** Files a message. The same client message id with the same content gives the same answer for ever. */
    send: async (actor: Actor, key: ThreadKey, message: SendMessage): Promise<Stored> => (await queue(actor, key, message)).stored,
  }
}
export type Threads = ReturnType<typeof createThreads>

const sightOf = (actor: Actor, { relation }: OpenedThread, state: ThreadState): Sight => {
  if (actor.kind === 'person') return { state, relation, reader: { kind: 'person', id: actor.personId } }
  if (actor.kind === 'staff') return { state, relation, reader: { kind: 'staff', id: actor.staffId } }
  throw new TypeError('only people and staff read a thread')
}

/** What the sender gets when an entry is durable. */
export const presentStored = ({ chain, index, entryHash, at }: SequencedEntry): Stored => ({ chain, index, entryHash, at })
