import { type MyProgress, MyProgressSchema, type ToldNodeView } from '@zhixin/shared/contract'
import { CaseIdSchema } from '@zhixin/shared/ids'
import { type CaseState, dayOf, type DueItem, isSealed, relationsOf, type ThreadState, timeLineOf, type ToldNode } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { Cases } from '../../cases'
import type { Messaging } from '../../messaging'
import type { Clock } from '../../platform/clock'
import type { Actor, PersonActor } from '../../platform/http/actor'
import { authorize } from '../../platform/http/policy'
import { defineRoute, type Route } from '../../platform/http/route'
import { readMyProgress } from './policy'

export interface MyProgressParts {
  cases: Pick<Cases, 'relation'>
  messaging: Pick<Messaging, 'stateOf'>
  /** When the case came to be kept here. */
  registeredAt(caseId: string): Promise<string | undefined>
  clock: Clock
}

/**
 * A party's time line, as its own page has it. It is read from their own thread's chain; of the case's chain only what they are to the case and since
 * when there is one. So nothing that the court records and does not tell them, and nothing that anybody else does, changes it. Throws
 * `input.not_found` for whoever has no part in the case now.
 */
export const createReadMyProgress = ({ cases, messaging, registeredAt, clock }: MyProgressParts) =>
  async (actor: Actor, caseId: string): Promise<MyProgress> => {
    const { state: file, relation } = await cases.relation(actor, caseId)
    authorize(readMyProgress, actor, relation)
    // The policy lets nobody else come here.
    const { personId } = actor as PersonActor
    const { parts } = await messaging.stateOf({ caseId, personId })
    const now = clock.now().toISOString()
    const { done, due } = timeLineOf(parts.progress, now)
    const since = sinceOf(file, personId, now)
    const isLater = since !== undefined && since > ((await registeredAt(caseId)) ?? since)
    return { done: done.map((node) => presentNode(node, parts)), due: due.map(presentDue), since: isLater ? dayOf(since) : null }
  }
export type ProgressOf = ReturnType<typeof createReadMyProgress>

export const createMyProgressRoute = (read: ProgressOf): Route =>
  defineRoute({
    method: 'get', path: '/cases/:caseId/my-progress', summary: 'What the reader was told of a case’s progress, and what is due', tag: '进度 progress',
    policy: readMyProgress, limit: 'read', params: z.strictObject({ caseId: CaseIdSchema }), answer: MyProgressSchema,
    handle: async ({ actor, params: { caseId } }) => ({ data: await read(actor, caseId) }),
  })

function presentNode({ ref, node, label, on, text, means, late, cite, index, at, act, details, takenBack }: ToldNode, { sealing }: ThreadState['parts']): ToldNodeView {
  const unsealed = (words: string, of: number): string | null => (isSealed(sealing, of) ? null : words)
  return {
    ref, node, label, on, text, means, cite, index, at, ...(late && { late }),
    act: act ? { text: act.text, dueAt: act.dueAt ?? null, rule: act.rule ?? null } : null,
    details: details.map((one) => ({ at: one.at, text: unsealed(one.detail, one.index) })),
    takenBack: takenBack ? { at: takenBack.at, reason: unsealed(takenBack.reason, takenBack.index) } : null,
  }
}

const presentDue = ({ by, text, dueAt, rule, ref, isPast }: DueItem) => ({ by, text, dueAt: dueAt ?? null, rule: rule ?? null, ref, isPast })

/** Since when somebody takes part, by what they are to the case now. */
const sinceOf = (file: CaseState, personId: string, now: string): string | undefined =>
  relationsOf(file, personId, now).map((relation) => relation.since).sort()[0]
