import type { CallView } from '@zhixin/shared/contract'

export type End = 'answered' | 'registered' | 'to_call_back' | 'cut_off' | 'no_answer' | 'somebody_else' | 'no_number'

/**
 * How a call ended, by what was done in it; anything else the clerk says. A call back in which nobody was verified has reached nobody: whoever waits stays
 * on the list, unless there is no number to ring.
 */
export function endOf({ registered, callBackAsked, ring, verified }: Pick<CallView, 'registered' | 'callBackAsked' | 'ring' | 'verified'>): End {
  if (ring && !verified) return ring.numbers.length === 0 ? 'no_number' : 'no_answer'
  return callBackAsked ? 'to_call_back' : registered.length > 0 ? 'registered' : 'answered'
}
