import { CodedError } from '@zhixin/shared/errors'
import { caseChain, type ThreadKey, threadChain, urgentChain } from '@zhixin/shared/ids'
import { type Calendar, decideThread, type MessagingConfig, type Relation, type ThreadState, type UrgentCommand, type UrgentConfig } from '@zhixin/shared/rules'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type Cases, caseFold } from '../cases'
import type { Fold, Log } from '../log'
import type { Clock } from '../platform/clock'
import { type Actor, actorKeyOf } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import { ringsFold } from './fold'
import { urgentRelation, type UrgentRelation, type UrgentSight } from './relation'
import type { UrgentStaff } from './whom'

export interface SightParts {
  log: Log
  cases: Cases
  /** The thread's own fold. */
  fold: Fold<ThreadState>
  staff: UrgentStaff
  config: UrgentConfig
  messaging: MessagingConfig
  calendar: Calendar
  clock: Clock
}

/** What an actor sees of a thread's urgent matters, and is to them. */
export interface Seen extends UrgentSight {
  key: ThreadKey
  thread: ThreadState
  relation: UrgentRelation
  now: string
}

export interface UrgentAct {
  actor: Actor
  key: ThreadKey
  policy: Policy<UrgentRelation>
  commandId: string
  command: UrgentCommand
  /** What the stored body must hold for a repeat to be the same. */
  says: Record<string, unknown>
}

/** Loads, authorizes and acts: rights and rules are decided on the heads of the chains. Who is on duty is asked once before. */
export function createSight({ log, cases, fold, staff, config, messaging, calendar, clock }: SightParts) {
  const onDuty = async (): Promise<string[]> => (await staff.moment()).onDuty()
  const sides = config.raised_by.sides

  return {
    onDuty,
    /** Throws as `authorize`; an opening by staff leaves its entry before anything is shown. */
    async open(actor: Actor, key: ThreadKey, policy: Policy<UrgentRelation>): Promise<Seen> {
      const [file, thread, rings, duty] = await Promise.all([
        log.state(caseFold, caseChain(key.caseId)), log.state(fold, threadChain(key)), log.state(ringsFold, urgentChain(key)), onDuty(),
      ])
      const now = clock.now().toISOString()
      const sight = { file, thread, rings, onDuty: duty, sides }
      const relation = urgentRelation(actor, key, sight, now)
      authorize(policy, actor, relation)
      if (actor.kind === 'staff') await cases.noteOpening(actor, relation, key.caseId, `urgent/${key.personId}`)
      return { ...sight, key, relation, now }
    },

    /** What the actor is to it, without opening it. */
    async relationTo(actor: Actor, key: ThreadKey, duty: string[]): Promise<Seen> {
      const [file, thread, rings] = await Promise.all([
        log.state(caseFold, caseChain(key.caseId)), log.state(fold, threadChain(key)), log.state(ringsFold, urgentChain(key)),
      ])
      const now = clock.now().toISOString()
      const sight = { file, thread, rings, onDuty: duty, sides }
      return { ...sight, key, relation: urgentRelation(actor, key, sight, now), now }
    },

    /** The one entry of a command; undefined when there was nothing to write. */
    async act({ actor, key, policy, commandId, command, says }: UrgentAct): Promise<SequencedEntry | undefined> {
      const duty = await onDuty()
      const chain = threadChain(key)
      return log.append({
        chain,
        key: keyOf(actor, commandId),
        isSame: ({ body }) => Object.entries(says).every(([field, value]) => JSON.stringify(body[field]) === JSON.stringify(value)),
        async decide({ state, now }) {
          const thread = await state(fold, chain)
          const sight = { file: await state(caseFold, caseChain(key.caseId)), thread, rings: await state(ringsFold, urgentChain(key)), onDuty: duty, sides }
          const relation = urgentRelation(actor, key, sight, now)
          authorize(policy, actor, relation)
          // Nobody here would answer it: the other court's own number is on the page.
          if (sight.file.transferred) throw new CodedError('cases.transferred')
          return decideThread(command, thread, { actor: writerOf(actor, relation), relation: standingOf(relation), now, calendar, rules: messaging })
        },
      })
    },
  }
}
export type Sight = ReturnType<typeof createSight>

export const keyOf = (actor: Actor, commandId: string): string => `${actorKeyOf(actor)}/${commandId}`

/** Rules about threads know relations to cases; what comes of an urgent matter alone is none. */
const standingOf = (relation: UrgentRelation): Relation =>
  relation === 'taker' || relation === 'rung' || relation === 'duty' || relation === 'other_side' ? 'none' : relation

function writerOf(actor: Actor, role: UrgentRelation) {
  if (actor.kind === 'person') return { kind: 'person' as const, id: actor.personId, role }
  if (actor.kind === 'staff') return { kind: 'staff' as const, id: actor.staffId, role }
  throw new TypeError('only people and staff write')
}
