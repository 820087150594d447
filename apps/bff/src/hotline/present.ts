import type { CallView } from '@zhixin/shared/contract'
import { type BindingHelpConfig, type CallState, type HotlineConfig, mayTry, tellableIn } from '@zhixin/shared/rules'
import type { Identity } from '../identity'
import type { Calls } from './calls'
import type { Kept } from './kept'

interface Parts {
  calls: Calls
  kept: Kept
  people: Pick<Identity['people'], 'namesOf'>
  find: Identity['help']['find']
  config: HotlineConfig
  bindingHelp: BindingHelpConfig
}
const MINUTE_MS = 60_000
const NOT_FINISHED = { number: null, draft: null, ring: null }

/** The only way out for calls, to their clerk alone: names each field that leaves. */
export function createCallPresenter({ calls, kept, people, find, config, bindingHelp }: Parts) {
  /** Whom to ring, of a call back that runs: the numbers are those that their owner has confirmed, and there may be none. */
  async function ringOf({ of, direction }: CallState): Promise<CallView['ring']> {
    const papers = direction === 'out' && of !== null ? await kept.wanted(of) : undefined
    if (!papers) return null
    const known = await find(papers)
    return { name: papers.name, numbers: known?.phones ?? [], checks: bindingHelp.required_checks.call_back }
  }

  return {
    async view(callId: string, state: CallState): Promise<CallView> {
      const isOver = calls.isOver(state)
      const { line, direction, openedAt, how, failures, verified, callBacks, registered } = state
      // Once it is over nobody reads in it who rang.
      const [number, draft, ring, names] = isOver
        ? [NOT_FINISHED.number, NOT_FINISHED.draft, NOT_FINISHED.ring, new Map<string, string>()]
        : await Promise.all([kept.number(callId), kept.draft(callId), ringOf(state), people.namesOf(verified ? [verified.personId] : [])])
      return {
        callId, line, direction, openedAt, how: state.status === 'ended' ? how : isOver ? 'by_itself' : null,
        status: isOver ? 'ended' : 'open',
        lapsesAt: new Date(Date.parse(openedAt) + config.open_at_most.minutes * MINUTE_MS).toISOString(),
        number: number ?? null,
        verified: verified && !isOver ? { by: verified.by, name: names.get(verified.personId) ?? '' } : null,
        triesLeft: mayTry(state, config) ? config.knowledge.tries - failures : 0,
        tells: isOver ? [] : [...tellableIn(state, config)],
        callBackAsked: callBacks > 0,
        registered: [...registered],
        draft: draft ?? null,
        ring,
      }
    },
  }
}
export type CallPresenter = ReturnType<typeof createCallPresenter>
