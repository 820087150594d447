const TRIES = 3
const ANSWER_WITHIN_MS = 5_000

export interface CallBack {
  url: string
  contentType: string
  body: string
  headers?: Record<string, string>
  /** Whether the answer is the one that the service wants; if not, it calls again. */
  isTaken(status: number, answer: string): boolean
}

/** What services do that call back: off the request's path, again where nobody took it, up to three times. */
export function createCallsBack() {
  const underway = new Set<Promise<void>>()
  let refused = 0

  async function once({ url, contentType, body, headers, isTaken }: CallBack): Promise<boolean> {
    try {
      const init = { method: 'POST', body, headers: { ...headers, 'Content-Type': contentType }, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }
      const response = await fetch(url, init)
      return isTaken(response.status, await response.text())
    } catch {
      return false
    }
  }

  return {
    /** `make` is asked for each try: a signature holds its own moment. */
    later(make: () => CallBack): void {
      const going: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
        .then(async () => {
          for (let i = 0; i < TRIES; i++) if (await once(make())) return
          refused++
        })
        .finally(() => underway.delete(going))
      underway.add(going)
    },
    /** Resolves when nothing is on its way. */
    async idle(): Promise<void> {
      while (underway.size > 0) await Promise.all(underway)
    },
    /** How many calls nobody took in the end. */
    refused: (): number => refused,
  }
}
export type CallsBack = ReturnType<typeof createCallsBack>
