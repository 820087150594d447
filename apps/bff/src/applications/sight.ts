import type { DeskApplication } from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type Application, decideThread, FormSubmittedSchema, isSealed, type MessagingConfig, type ThreadCommand, type ThreadState } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Log } from '../log'
import { keyOf, type Messaging } from '../messaging'
import type { StaffActor } from '../platform/http/actor'
import { type ClockParts, presentApplication } from './present'

export interface SightParts extends ClockParts {
  log: Log
  messaging: Messaging
  names(personIds: string[]): Promise<Map<string, string>>
  config: MessagingConfig
  calendar: Parameters<typeof decideThread>[2]['calendar']
  now(): string
}

/** What the filing window does with an application: it has no part in the thread, and sees nothing else of it. */
export function createSight(parts: SightParts) {
  const { log, messaging, now } = parts

  /** Throws `input.not_found` where there is none for the window, or where it was sealed. */
  async function find(key: ThreadKey, index: number): Promise<{ one: Application; state: ThreadState }> {
    const state = await messaging.stateOf(key)
    const one = state.parts.applications.find((application) => application.index === index && application.by === 'window')
    if (!one || isSealed(state.parts.sealing, index)) throw new CodedError('input.not_found')
    return { one, state }
  }

  return {
    find,
    /** What was handed in, as it was filled in. */
    async said(key: ThreadKey, index: number) {
      const [entry] = await log.list(threadChain(key), { after: index - 1, before: index + 1 })
      return FormSubmittedSchema.parse(entry!.body)
    },
    async view(key: ThreadKey, one: Application, state: ThreadState): Promise<DeskApplication> {
      const [{ caseNumber }, names] = await Promise.all([log.state(caseFold, caseChain(key.caseId)), parts.names([key.personId])])
      return { ...presentApplication(one, state, parts, now()), ...key, caseNumber, personName: names.get(key.personId) ?? '' }
    },
    /** One command of the window's, decided at the head of the thread. Whoever calls has let the actor in. */
    act(actor: StaffActor, key: ThreadKey, commandId: string, command: ThreadCommand, says: Record<string, unknown>): Promise<SequencedEntry | undefined> {
      const chain = threadChain(key)
      return log.append({
        chain,
        key: keyOf(actor, commandId),
        isSame: ({ body }) => Object.entries(says).every(([field, value]) => JSON.stringify(body[field]) === JSON.stringify(value)),
        async decide({ state, now: at }) {
          // Another court answers it: this one's threads are read only from then on.
          assertThat(!(await state(caseFold, caseChain(key.caseId))).transferred, 'cases.transferred')
          return decideThread(command, await state(messaging.fold, chain), {
            actor: { kind: 'staff', id: actor.staffId, role: 'window' }, relation: 'none', now: at, calendar: parts.calendar, rules: parts.config,
          })
        },
      })
    },
  }
}
export type Sight = ReturnType<typeof createSight>
