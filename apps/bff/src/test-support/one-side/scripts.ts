import type { TestCourtOptions } from '../court'
import { DEEDS } from './deeds'
import { type Noise, play, type Step } from './play'
import { STIRS } from './bustle'
import type { Litigant, Session } from './session'

/** The same session on two fresh courts: where nobody else stirs, and where others do. */
export async function both(who: Litigant, steps: Step[], stirs: Noise[], options?: () => TestCourtOptions): Promise<{ quiet: Session; busy: Session }> {
  const [quiet, busy] = await Promise.all([play(who, steps, [], options?.()), play(who, steps, stirs, options?.())])
  return { quiet, busy }
}

export const IN: Step = { deed: 'come in', a: 0, b: 0 }
export const FLOODS = 'ask too often'
export const waysOf = (deed: string): Step[] => {
  const [as, bs] = DEEDS[deed]!.ways
  return Array.from({ length: Math.max(as, bs) }, (_, i) => ({ deed, a: i % as, b: i % bs }))
}
/** Every way of doing everything at least once, well mixed. */
const ALL_WAYS = Object.keys(DEEDS).filter((deed) => deed !== FLOODS).flatMap(waysOf)
export const TOUR = [IN, ...ALL_WAYS.map((_, i) => ALL_WAYS[(i * 101) % ALL_WAYS.length]!)]
export const EVERYTHING = Object.keys(STIRS).flatMap((stir, i) => [0, 1, 2, 3, 4].map((n) => ({ stir, n: i + n, at: 3 + i * 6 + n * 19, during: n % 2 === 1 })))

/** A short session with something of everything, and others who write while the clock stands ahead of where it will stand soon. */
export const way = (deed: string, a = 0, b = 0): Step => ({ deed, a, b })
export const SHORT = [
  IN, way('send'), way('open a socket'), way('send over the socket', 1), way('hear from the court'), way('let time pass', 1), way('look around'),
  way('let time pass', 2), way('send', 1), way('say what is read'), way('open a case'), way('open a thread'), way('list cases'),
]
export const SOME: Noise[] = [
  ...[1, 2, 6].flatMap((at) => [0, 1, 2, 2].map((n) => ({ stir: 'write in their own thread', n, at, during: false }))),
  { stir: FLOODS, n: 1, at: 6, during: false },
]
/** The court writes into the case for all to see after the clock was set back from where it stood when something was recorded about others. */
export const SET_BACK = [IN, way('let time pass', 1), way('let time pass', 2), way('see to what is to be done', 0, 9), way('see who stands for whom', 0, 2)]
export const AHEAD: Noise[] = [{ stir: 'have more said of a query to the applicant’s side', n: 0, at: 2, during: false }]
