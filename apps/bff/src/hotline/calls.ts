import { assertThat } from '@zhixin/shared/errors'
import { callChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CallCommand, type CallState, decideCall, type HotlineConfig, isCallOver } from '@zhixin/shared/rules'
import type { Log } from '../log'
import { keyOf } from '../messaging'
import type { Clock } from '../platform/clock'
import type { Actor, StaffActor } from '../platform/http/actor'
import { callFold } from './fold'

const TYPES: Record<Exclude<CallCommand['type'], 'LetLapse'>, string> = {
  OpenCall: 'call.opened', Search: 'call.searched', Verify: 'call.verified', FailVerification: 'call.verification_failed', AskCallBack: 'call.back_asked',
  Tell: 'call.told', TellComplaint: 'call.complaint_told', Register: 'call.registered', EndCall: 'call.ended',
}
type Command = Exclude<CallCommand, { type: 'LetLapse' }>

interface Parts {
  log: Log
  config: HotlineConfig
  clock: Clock
}

export const asClerk = (actor: Actor): StaffActor => {
  assertThat(actor.kind === 'staff', 'access.forbidden')
  return actor
}
/** The same for whoever works the desk, from wherever they come: not as what they are elsewhere. */
export const writerOf = ({ staffId }: StaffActor) => ({ kind: 'staff' as const, id: staffId, role: 'desk' })

/** Calls and what is written of them. A call is its clerk's alone; to everybody else there is none. */
export function createCalls({ log, config, clock }: Parts) {
  const now = (): string => clock.now().toISOString()
  const state = (callId: string): Promise<CallState> => log.state(callFold, callChain(callId))

  async function mine(actor: StaffActor, callId: string): Promise<CallState> {
    const known = await state(callId)
    assertThat(known.status !== 'none' && known.clerk === actor.staffId, 'input.not_found')
    return known
  }
  const decide = (actor: StaffActor, command: Command, known: CallState, at: string) =>
    decideCall(command, known, { actor: writerOf(actor), rules: config, now: at })

  return {
    state,
    mine,
    isOver: (known: CallState): boolean => isCallOver(known, config, now()),
    /** What a command would be refused for, before anything is looked up for it: an answer of before is not given again in a call that is over. */
    async assertMay(actor: StaffActor, callId: string, command: Command): Promise<CallState> {
      const known = await mine(actor, callId)
      decide(actor, command, known, now())
      return known
    },
    /** Files what happened. The same command again finds what it filed. */
    act(actor: StaffActor, callId: string, commandId: string, command: Command): Promise<SequencedEntry | undefined> {
      const chain = callChain(callId)
      return log.append({
        chain,
        key: keyOf(actor, commandId),
        isSame: (stored) => stored.type === TYPES[command.type],
        decide: async (head) => decide(actor, command, await head.state(callFold, chain), head.now),
      })
    },
    /** What is stored of a command, wherever it went. */
    find: (actor: StaffActor, commandId: string): Promise<SequencedEntry | undefined> => log.find(keyOf(actor, commandId)),
    /** Writes down that a call which nobody ended is over. */
    async lapse(callId: string): Promise<void> {
      const chain = callChain(callId)
      await log.append({
        chain,
        key: `call-lapsed/${callId}`,
        decide: async (head) =>
          decideCall({ type: 'LetLapse' }, await head.state(callFold, chain), { actor: { kind: 'system', id: 'hotline', role: 'clock' }, rules: config, now: head.now }),
      })
    },
  }
}
export type Calls = ReturnType<typeof createCalls>
