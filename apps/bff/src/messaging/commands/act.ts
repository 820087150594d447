import { CodedError } from '@zhixin/shared/errors'
import { caseChain, conductChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Entry, SequencedEntry } from '@zhixin/shared/log'
import { type Calendar, decideThread, type MessagingConfig, passedOnOf, type Relation, relationsOf, type ThreadCommand, type ThreadState } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Fold, Log } from '../../log'
import { conductFold } from '../conduct-fold'
import { type Actor, actorKeyOf } from '../../platform/http/actor'
import { authorize, type Policy } from '../../platform/http/policy'
import { threadRelation } from '../access'

export interface ActParts {
  log: Log
  fold: Fold<ThreadState>
  config: MessagingConfig
  calendar: Calendar
}

export interface Act {
  actor: Actor
  thread: ThreadKey
  policy: Policy<Relation>
  /** Unique among all that this actor ever writes; with the actor it makes the entry's key. */
  commandId: string
  command: ThreadCommand
  /** Whether what is stored under the key is the same command's. */
  isSame(stored: Entry): boolean
}

/**
 * The one way something gets into a thread. Rights and rules are decided on the heads of the case's and the thread's chains,
 * again if either has moved. Undefined when there was nothing to write. Throws CodedError.
 */
export async function act(parts: ActParts, { actor, thread, policy, commandId, command, isSame }: Act): Promise<SequencedEntry | undefined> {
  const { log, fold, config, calendar } = parts
  const chain = threadChain(thread)
  return log.append({
    chain,
    key: keyOf(actor, commandId),
    isSame,
    async decide({ state, now }) {
      const file = await state(caseFold, caseChain(thread.caseId))
      const relation = threadRelation(actor, file, thread, now)
      authorize(policy, actor, relation)
      if (file.transferred) {
        // How far somebody has read is nothing that they say: it is not written down any more, and nobody is turned away for it.
        if (command.type === 'MarkDelivered' || command.type === 'MarkRead') return undefined
        throw new CodedError('cases.transferred')
      }
      return decideThread(command, await state(fold, chain), {
        actor: writerOf(actor, relation),
        relation,
        now,
        calendar,
        rules: config,
        standing: relationsOf(file, thread.personId, now),
        ...(command.type === 'WithdrawConsent' && { passedOn: passedOnOf(await state(conductFold, conductChain(thread)), thread.personId) }),
      })
    },
  })
}

/** An actor's command has one key for ever. */
export const keyOf = (actor: Actor, commandId: string): string => `${actorKeyOf(actor)}/${commandId}`

function writerOf(actor: Actor, relation: Relation) {
  if (actor.kind === 'person') return { kind: 'person' as const, id: actor.personId, role: relation }
  if (actor.kind === 'staff') return { kind: 'staff' as const, id: actor.staffId, role: relation }
  throw new TypeError('only people and staff write')
}
