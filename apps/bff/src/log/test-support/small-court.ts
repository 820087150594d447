import { CodedError } from '@zhixin/shared/errors'
import type { Entry } from '@zhixin/shared/log'
import type { Fold } from '../chain-cache'
import type { AppendCommand, Draft, HeadView } from '../numbering'

/**
 * A court just large enough to go wrong: one case with a handler, two threads. What may be written depends on another chain (who
 * handles the case), on the own chain (whether anything is open), on both, or on the time of day; and some have nothing to write.
 */
export const CASE = 'case:c_aaaaaaaa'
export const THREADS = ['thread:c_aaaaaaaa/p_bbbbbbbb', 'thread:c_aaaaaaaa/p_cccccccc'] as const
const DAY_MS = 400

export type Officer = 'anna' | 'bert'
export type Wish =
  | { does: 'ask'; thread: 0 | 1; text: string }
  | { does: 'answer'; thread: 0 | 1; as: Officer }
  | { does: 'settle'; thread: 0 | 1; as: Officer }
  | { does: 'note'; thread: 0 | 1; upTo: number }
  | { does: 'tell_by_day'; thread: 0 | 1 }
  | { does: 'hand_over'; to: Officer }

export interface CourtState {
  handler: Officer
  threads: readonly [ThreadState, ThreadState]
}
interface ThreadState {
  isOpen: boolean
  entries: number
  noted: number
}

const emptyThread: ThreadState = { isOpen: false, entries: 0, noted: 0 }
export const emptyCourt: CourtState = { handler: 'anna', threads: [emptyThread, emptyThread] }

export const caseFold: Fold<Officer> = {
  name: 'case',
  initial: 'anna',
  evolve: (handler, { body }) => (body.does === 'hand_over' ? (body.to as Officer) : handler),
}
export const threadFold: Fold<ThreadState> = {
  name: 'thread',
  initial: emptyThread,
  evolve: ({ isOpen, entries, noted }, { body }) => ({
    isOpen: body.does === 'ask' || (isOpen && body.does !== 'settle'),
    entries: entries + 1,
    noted: body.does === 'note' ? Number(body.upTo) : noted,
  }),
}

export function courtAfter({ handler, threads: [first, second] }: CourtState, entry: Entry): CourtState {
  return {
    handler: entry.chain === CASE ? caseFold.evolve(handler, entry) : handler,
    threads: [
      entry.chain === THREADS[0] ? threadFold.evolve(first, entry) : first,
      entry.chain === THREADS[1] ? threadFold.evolve(second, entry) : second,
    ],
  }
}

/** The one rule. True: an entry; false: nothing to write. Throws CodedError to refuse. */
export function allows(wish: Wish, handler: Officer, thread: ThreadState, now: string): boolean {
  switch (wish.does) {
    case 'hand_over':
      if (handler === wish.to) throw new CodedError('cases.same_handler')
      return true
    case 'ask':
      return true
    case 'answer':
      if (handler !== wish.as) throw new CodedError('messaging.not_handler')
      return true
    case 'settle':
      if (handler !== wish.as) throw new CodedError('messaging.not_handler')
      if (!thread.isOpen) throw new CodedError('messaging.nothing_open')
      return true
    case 'note':
      if (wish.upTo > thread.entries) throw new CodedError('messaging.too_far')
      return wish.upTo > thread.noted
    case 'tell_by_day':
      if (Math.floor(Date.parse(now) / DAY_MS) % 2 === 1) throw new CodedError('messaging.off_hours_reason_required')
      return true
  }
}

export const chainOf = (wish: Wish): string => (wish.does === 'hand_over' ? CASE : THREADS[wish.thread])
export const isSameWish = (wish: Wish, { body }: Entry): boolean => Object.entries(wish).every(([field, value]) => body[field] === value)

/** The command of a wish. At what time it was decided, and for which call, stands in the body. */
export function commandOf(key: string, wish: Wish, { call, atOnce }: { call: number; atOnce: boolean }): AppendCommand {
  const chain = chainOf(wish)
  return {
    chain,
    key,
    isSame: (stored) => isSameWish(wish, stored),
    async decide(view): Promise<Draft | undefined> {
      // Whoever only asks is let in unseen, so that states grow old while their chains go on.
      const states = wish.does === 'ask' ? NONE : await (atOnce ? bothAtOnce(view, chain) : oneAfterTheOther(view, chain))
      if (!allows(wish, ...states, view.now)) return undefined
      return { type: `court.${wish.does}`, actor: { kind: 'staff', id: 's_aaaa', role: 'officer' }, body: { ...wish, call, decidedAt: view.now } }
    },
  }
}

const NONE = [emptyCourt.handler, emptyThread] as const
const bothAtOnce = (view: HeadView, chain: string) => Promise.all([view.state(caseFold, CASE), view.state(threadFold, chain)])
async function oneAfterTheOther(view: HeadView, chain: string) {
  const handler = await view.state(caseFold, CASE)
  return [handler, await view.state(threadFold, chain)] as const
}
