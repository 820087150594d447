import type { PushChannel } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'

/** Where an attempt stands in the log. */
export interface TryPlace {
  caseId: string
  personId: string
  of: number
  round: number
  n: number
  channel: PushChannel
}

const KEPT = 20_000

/**
 * By which names reports speak of the attempts that this process made lately: our own tokens, and the providers' ids as soon as they are told. A report
 * often comes before any read model shows its attempt; what is not here any more, or was made elsewhere, is found there. An attempt is put here only
 * once it is on disk.
 */
export function createTryNames() {
  const places = new LRUCache<string, TryPlace>({ max: KEPT })
  return {
    keep: (name: string, place: TryPlace): void => void places.set(name, place),
    find: (...names: readonly string[]): TryPlace | undefined => names.flatMap((name) => places.get(name) ?? [])[0],
  }
}
export type TryNames = ReturnType<typeof createTryNames>
