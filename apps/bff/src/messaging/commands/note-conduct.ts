import { caseChain, conductChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Actor as Writer, Entry, SequencedEntry } from '@zhixin/shared/log'
import type { CaseState, Conduct, Relation, ThreadState } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Draft } from '../../log'
import type { StaffActor } from '../../platform/http/actor'
import { authorize, type Policy } from '../../platform/http/policy'
import { threadRelation } from '../access'
import { conductFold } from '../conduct-fold'
import { type ActParts, keyOf } from './act'

/** All that a note about a thread is decided on, at the heads of the chains. */
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

export interface ConductNote {
  actor: StaffActor
  thread: ThreadKey
  policy: Policy<Relation>
  commandId: string
  isSame(stored: Entry): boolean
  decide(heads: Heads): Pick<Draft, 'type' | 'body'> | Promise<Pick<Draft, 'type' | 'body'>>
}

/**
 * Notes something about what was said in a thread where no party reads it, and where nothing that a party reads waits for it: decided with
 * the actor's rights on the heads of the case's and the thread's chains, again if any has moved. Throws CodedError.
 */
export async function noteConduct({ log, fold }: Pick<ActParts, 'log' | 'fold'>, { actor, thread: key, policy, commandId, isSame, decide }: ConductNote): Promise<SequencedEntry> {
  const chain = conductChain(key)
  const entry = await log.append({
    chain,
    key: keyOf(actor, commandId),
    isSame,
    async decide({ state, now }) {
      const file = await state(caseFold, caseChain(key.caseId))
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
