/** Timers of the script side, all of which end with the host: a mini-program that is gone must not keep a test alive. */
export class Timers {
  private readonly timeouts = new Set<NodeJS.Timeout>()
  private ended = false
  private readonly intervals = new Set<NodeJS.Timeout>()

  setTimeout = (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      this.timeouts.delete(timer)
      if (!this.ended) run(...args)
    }, this.ended ? 0 : ms)
    this.timeouts.add(timer)
    return timer
  }

  setInterval = (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): NodeJS.Timeout => {
    const timer = setInterval(run, ms, ...args)
    this.intervals.add(timer)
    return timer
  }

  clearTimeout = (timer?: NodeJS.Timeout): void => {
    clearTimeout(timer)
    if (timer) this.timeouts.delete(timer)
  }

  clearInterval = (timer?: NodeJS.Timeout): void => {
    clearInterval(timer)
    if (timer) this.intervals.delete(timer)
  }

  dispose(): void {
    this.ended = true
    this.timeouts.forEach((timer) => clearTimeout(timer))
    this.intervals.forEach((timer) => clearInterval(timer))
  }
}
