import { z } from 'zod'
import type { ThreadEntry } from '../thread-entries'
import type { UrgentMatter } from './urgent'

const Index = z.number().int().nonnegative()
/** Whoever has it has said nothing since `since` (an index) and was told so by text. */
export const UrgentRemindedSchema = z.object({ of: Index, since: Index })
/** They still said nothing: it rings again, from this step of the ladder on, and somebody else may take it. */
export const UrgentRungAgainSchema = z.object({ of: Index, since: Index, from: z.string().max(40) })

interface At {
  index: number
  at: string
}

/** Who has it. */
export interface UrgentTaken extends At {
  staffId: string
  name: string
  title: string
  /** Since when they have said nothing. Of who had it before and said nothing then, the time they had it counts in: taking it again is no word. */
  silent: At
  reminded?: At
  /** It rings again, from that step on, although they have it. */
  again?: At & { from: string }
}

/** What counts as a word to the sender, beside `urgent.said`: a message, and a call that was written down. */
export const SPEAKS = ['message.sent', 'contact.recorded']

/** Once who has it has said something, nobody is rung for it and their silence begins anew. */
export function spoken(matter: UrgentMatter, { index, at, actor }: ThreadEntry): UrgentMatter {
  const { taken } = matter
  if (!taken || actor.kind !== 'staff' || actor.id !== taken.staffId) return matter
  const { reminded: _reminded, again: _again, ...quiet } = taken
  const { [taken.staffId]: _held, ...heldSilently } = matter.heldSilently
  return { ...matter, heldSilently, taken: { ...quiet, silent: { index, at } } }
}

/** Before somebody else has it, or nobody: how long whoever had it has said nothing. */
export function withHeld(matter: UrgentMatter, now: string): UrgentMatter {
  const { taken } = matter
  if (!taken) return matter
  return { ...matter, heldSilently: { ...matter.heldSilently, [taken.staffId]: Date.parse(now) - Date.parse(taken.silent.at) } }
}

const earlier = (at: string, ms: number): string => new Date(Date.parse(at) - ms).toISOString()

/** The silence of who takes it now, see `UrgentTaken`. */
export const silenceOf = ({ heldSilently }: UrgentMatter, staffId: string, { index, at }: At): At => ({ index, at: earlier(at, heldSilently[staffId] ?? 0) })
