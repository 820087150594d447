/** The only way to the time of day. Injected, so that a test can stand at any hour. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
