/** `busy`: −1, nothing was done; `hang_up`: the connection breaks before the request is looked at; `lost_answer`: after it was carried out. */
export type WechatTrouble = 'busy' | 'hang_up' | 'lost_answer'

export interface Weather {
  latencyMs?: number
  /** How many calls of a hundred go wrong, as a share: 0.02. */
  errorRate?: number
  /** Which troubles take turns. */
  errors?: readonly WechatTrouble[]
}

/** What goes wrong with calls: the same calls of a run in every run, so that a failure can be seen again. */
export function createTrouble() {
  let always: WechatTrouble | undefined
  let weather: Required<Weather> = { latencyMs: 0, errorRate: 0, errors: ['busy', 'hang_up', 'lost_answer'] }
  let owed = 0
  let turns = 0
  return {
    next(): WechatTrouble | undefined {
      if (always) return always
      owed += weather.errorRate
      if (owed < 1) return undefined
      owed -= 1
      return weather.errors[turns++ % weather.errors.length]
    },
    wait: (): Promise<void> => (weather.latencyMs > 0 ? new Promise((resolve) => setTimeout(resolve, weather.latencyMs)) : Promise.resolve()),
    controls: {
      /** The next answers. Undefined: as usual. */
      fail: (how: WechatTrouble | undefined): void => {
        always = how
      },
      /** How long each answer takes and how many go wrong. */
      weather: (changed: Weather): void => {
        weather = { ...weather, ...changed }
      },
    },
  }
}
