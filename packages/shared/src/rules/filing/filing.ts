import { CodedError } from '../../errors'
import type { JsonObject } from '../../log'
import type { FilingConfig } from './config'
import { FilingAcknowledgedSchema, type FilingFailure, FilingFailedSchema, type FilingSent, FilingSentSchema } from './entries'

interface Sent extends FilingSent {
  at: string
}

/** How the filing of one person's thread stands. */
export interface ThreadFiling {
  /** What the court's file has confirmed, of several the one that goes furthest. */
  filed?: { filingId: string; upTo: number; at: string; receipt: string; digest: string }
  /** The newest attempt that nothing was confirmed for yet. */
  sent?: Sent
  /** What came of that attempt. */
  failed?: { attempt: number; at: string; because: FilingFailure }
  /** Every document that was ever handed in, by its id, and since when the court's file has it: a confirmation may come late. */
  known: Readonly<Record<string, { upTo: number; digest: string; filedAt?: string }>>
}
/** By person. */
export type FilingState = Readonly<Record<string, ThreadFiling>>

export const noFiling: FilingState = {}
const nothing: ThreadFiling = { known: {} }
export const filingOf = (state: FilingState, personId: string): ThreadFiling => state[personId] ?? nothing

interface Happened {
  at: string
  type: string
  body: unknown
}

/** State after one more entry of the case's chain. Entries it does not know leave it as it is. */
export function evolveFiling(state: FilingState, { type, at, body }: Happened): FilingState {
  switch (type) {
    case 'filing.sent': {
      const sent = FilingSentSchema.parse(body)
      const { failed: _failed, ...before } = filingOf(state, sent.personId)
      const { filingId, upTo, digest } = sent
      return { ...state, [sent.personId]: { ...before, sent: { ...sent, at }, known: { ...before.known, [filingId]: { upTo, digest } } } }
    }
    case 'filing.failed': {
      const { personId, filingId, attempt, because } = FilingFailedSchema.parse(body)
      const before = filingOf(state, personId)
      return before.sent?.filingId === filingId ? { ...state, [personId]: { ...before, failed: { attempt, at, because } } } : state
    }
    case 'filing.acknowledged': {
      const { personId, ...filed } = FilingAcknowledgedSchema.parse(body)
      const { sent, failed, ...before } = filingOf(state, personId)
      const isNewest = before.filed === undefined || filed.upTo >= before.filed.upTo
      const { upTo, digest, filingId } = filed
      // Something newer may be on its way; what goes less far is in this one.
      const stillSent = sent && sent.filingId !== filingId && sent.upTo > upTo
      return {
        ...state,
        [personId]: {
          ...before, ...(isNewest && { filed: { ...filed, at } }), ...(stillSent && { sent, ...(failed && { failed }) }),
          known: { ...before.known, [filingId]: { upTo, digest, filedAt: at } },
        },
      }
    }
    default:
      return state
  }
}

/** Since when an entry of the thread stands in the court's file: since the first document that has it was confirmed. Undefined where none was. */
export const filedAtOf = ({ known }: ThreadFiling, index: number): string | undefined =>
  Object.values(known).flatMap(({ upTo, filedAt }) => (filedAt !== undefined && upTo >= index ? [filedAt] : [])).sort()[0]

const MINUTE_MS = 60_000
const after = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString()

/**
 * How the newest attempt stands: `none` was made that waits for anything, it is `under_way`, it failed and comes again at `nextAt`, or it was
 * tried as often as the court wants (`given_up`) and waits for somebody to say so. An attempt of which nothing was heard in time, as after a
 * crash, is made again: the other end knows a document by its id, and the same one twice is one.
 */
export type FilingStands = { is: 'none' } | { is: 'under_way'; until: string } | { is: 'failed'; nextAt: string } | { is: 'given_up' }

export function standsAt({ sent, failed }: ThreadFiling, config: FilingConfig, now: string): FilingStands {
  if (!sent) return { is: 'none' }
  const wait = config.retry_after_minutes.values[sent.attempt - 1]
  if (failed) return wait === undefined ? { is: 'given_up' } : { is: 'failed', nextAt: after(failed.at, wait) }
  const until = after(sent.at, config.answer_within_minutes[sent.via])
  if (now < until) return { is: 'under_way', until }
  return wait === undefined ? { is: 'given_up' } : { is: 'failed', nextAt: until }
}

export interface WantedFiling {
  filingId: string
  personId: string
  upTo: number
  digest: string
  why: FilingSent['why']
  via: FilingSent['via']
  by: string
}
interface Draft {
  type: string
  body: JsonObject
}

/**
 * The attempt to hand in a document; undefined where there is nothing to do now: it is filed, on its way, or its next attempt is not due.
 * `on_demand` waits for no time of its own. Does not check that the document says what its digest says.
 */
export function decideSending(state: FilingState, wanted: WantedFiling, config: FilingConfig, now: string): Draft | undefined {
  const filing = filingOf(state, wanted.personId)
  if (filing.filed?.filingId === wanted.filingId) return undefined
  const isSame = filing.sent?.filingId === wanted.filingId
  if (isSame) {
    const stands = standsAt(filing, config, now)
    if (stands.is === 'under_way') return undefined
    const isDue = wanted.why === 'on_demand' || (stands.is === 'failed' && stands.nextAt <= now)
    if (!isDue) return undefined
  }
  return { type: 'filing.sent', body: { ...wanted, attempt: isSame ? filing.sent!.attempt + 1 : 1 } }
}

/**
 * What the court's file says to have taken. Undefined where that is known. What it never got is refused; what it says to have is not what was
 * handed in: the attempt failed. Throws CodedError.
 */
export function decideAcknowledgement(
  state: FilingState, said: { filingId: string; personId: string; digest: string; receipt: string },
): Draft | undefined {
  const { filingId, personId, digest, receipt } = said
  const filing = filingOf(state, personId)
  const known = filing.known[filingId]
  if (!known) throw new CodedError('filing.unknown')
  if (known.filedAt !== undefined) return undefined
  if (known.digest === digest) return { type: 'filing.acknowledged', body: { filingId, personId, upTo: known.upTo, digest, receipt } }
  if (filing.sent?.filingId !== filingId || filing.failed) return undefined
  return { type: 'filing.failed', body: { filingId, personId, attempt: filing.sent.attempt, because: 'wrong_hash' } }
}

/** That an attempt came to nothing; undefined where something else is known of it by now. */
export function decideFailure(state: FilingState, of: { filingId: string; personId: string; attempt: number; because: FilingFailure }): Draft | undefined {
  const { sent, failed } = filingOf(state, of.personId)
  return sent?.filingId === of.filingId && sent.attempt === of.attempt && !failed ? { type: 'filing.failed', body: { ...of } } : undefined
}

/** Entries that only say how far a side has got: nobody waits for them to be filed. */
export const isMark = (type: string): boolean => type === 'message.delivered' || type === 'message.read'
