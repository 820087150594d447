import type { Logger } from './logger'

export interface Shutdown {
  /** What to close; the last one added is closed first. */
  add(name: string, close: () => Promise<void> | void): void
  /** Closes everything once, however often it is called. */
  run(): Promise<void>
}

/** A part that fails to close, or takes too long, is logged and the rest goes on. */
export function createShutdown(logger: Logger, withinMs = 10_000): Shutdown {
  const parts: { name: string; close: () => Promise<void> | void }[] = []
  let running: Promise<void> | undefined

  const closeAll = async (): Promise<void> => {
    for (const { name, close } of parts.reverse()) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('took too long')), withinMs)
      })
      try {
        await Promise.race([Promise.resolve().then(close), late])
      } catch (error) {
        logger.error({ err: error, part: name }, 'did not close')
      } finally {
        clearTimeout(timer)
      }
    }
  }

  return {
    add: (name, close) => void parts.push({ name, close }),
    run: () => (running ??= closeAll()),
  }
}
