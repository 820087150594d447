import { randomBytes } from 'node:crypto'

/** mulberry32: the same faults again for the same seed, as far as the machine's own timing goes. Numbers from 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What all fault tests draw their faults from. */
export const SEED = Number(process.env.FAULT_SEED ?? randomBytes(3).readUIntBE(0, 3))

export const oneOf = <T>(random: () => number, items: readonly T[]): T => items[Math.floor(random() * items.length)]!
export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
export const newMessageId = (): string => `m_${randomBytes(12).toString('hex')}`

/** What a client may be told while things break. Anything else, a conflict above all, is a fault of its own. */
export const PASSING = new Set(['log.unavailable', 'server.unavailable', 'read.behind', 'auth.expired', 'auth.required', 'live.token_required', 'rate.limited', 'server.internal'])
