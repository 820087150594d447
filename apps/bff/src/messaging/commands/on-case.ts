import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Actor as Writer, Entry, SequencedEntry } from '@zhixin/shared/log'
import type { CaseState, Conduct, Relation, ThreadState } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Draft } from '../../log'
import type { StaffActor } from '../../platform/http/actor'
import { authorize, type Policy } from '../../platform/http/policy'
import { threadRelation } from '../access'
import { conductFold } from '../conduct-fold'
import { type ActParts, keyOf } from './act'

/** All that a note about a thread is decided on, at the heads of both chains. */
export interface Heads {
  file: CaseState
  conduct: Conduct
  thread: ThreadState
  /** Of the same case, another one's thread. */
  threadOf(personId: string): Promise<ThreadState>
  relation: Relation
  writer: Writer
  now: string
}

export interface OnCase {
  actor: StaffActor
  thread: ThreadKey
  policy: Policy<Relation>
  commandId: string
  isSame(stored: Entry): boolean
  decide(heads: Heads): Pick<Draft, 'type' | 'body'> | Promise<Pick<Draft, 'type' | 'body'>>
}

/**
 * Puts something about a thread into its case's chain, which no party reads, decided with the actor's rights on the heads of both chains;
 * again if either has moved. Throws CodedError.
 */
export async function noteOnCase({ log, fold }: Pick<ActParts, 'log' | 'fold'>, { actor, thread: key, policy, commandId, isSame, decide }: OnCase): Promise<SequencedEntry> {
  const chain = caseChain(key.caseId)
  const entry = await log.append({
    chain,
    key: keyOf(actor, commandId),
    isSame,
    async decide({ state, now }) {
      const file = await state(caseFold, chain)
      const relation = threadRelation(actor, file, key, now)
      authorize(policy, actor, relation)
      const writer = { kind: 'staff' as const, id: actor.staffId, role: relation }
      const threadOf = (personId: string) => state(fold, threadChain({ caseId: key.caseId, personId }))
      const heads = { file, relation, writer, now, conduct: await state(conductFold, chain), thread: await threadOf(key.personId), threadOf }
      return { ...(await decide(heads)), actor: writer }
    },
  })
  return entry!
}
