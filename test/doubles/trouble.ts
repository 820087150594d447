export interface Weather<T extends string> {
  latencyMs?: number
  /** How many calls of a hundred go wrong, as a share: 0.02. */
  errorRate?: number
  /** Which troubles take turns. */
  errors?: readonly T[]
}

/** What goes wrong with calls: the same calls of a run in every run, so that a failure can be seen again. */
export function createTrouble<T extends string>(errors: readonly T[]) {
  let always: T | undefined
  let weather: Required<Weather<T>> = { latencyMs: 0, errorRate: 0, errors }
  let owed = 0
  let turns = 0
  return {
    next(): T | undefined {
      if (always) return always
      owed += weather.errorRate
      if (owed < 1) return undefined
      owed -= 1
      return weather.errors[turns++ % weather.errors.length]
    },
    wait: (): Promise<void> => (weather.latencyMs > 0 ? new Promise((resolve) => setTimeout(resolve, weather.latencyMs)) : Promise.resolve()),
    controls: {
      /** The next answers. Undefined: as usual. */
      fail: (how: T | undefined): void => {
        always = how
      },
      /** How long each answer takes and how many go wrong. */
      weather: (changed: Weather<T>): void => {
        weather = { ...weather, ...changed }
      },
    },
  }
}
