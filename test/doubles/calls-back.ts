import { Agent, request } from 'node:http'

const TRIES = 3
const ANSWER_WITHIN_MS = 5_000
const AT_ONCE = 16
/** Let go before whoever is called is likely to. */
const KEPT_MS = 2_000

export interface CallBack {
  url: string
  contentType: string
  body: string
  headers?: Record<string, string>
  /** Whether the answer is the one that the service wants; if not, it calls again. */
  isTaken(status: number, answer: string): boolean
}

/** What services do that call back: off the request's path, some at once, again where nobody took it, up to three times. */
export function createCallsBack() {
  const waiting: (() => CallBack)[] = []
  const workers = new Set<Promise<void>>()
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, timeout: KEPT_MS })
  let refused = 0

  /** By Node's own client, on connections that are kept: what a bench of the product measures is not to be the double's own work. */
  function once({ url, contentType, body, headers, isTaken }: CallBack): Promise<boolean> {
    return new Promise((resolve) => {
      const all = { ...headers, 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) }
      const call = request(url, { agent, method: 'POST', headers: all, timeout: ANSWER_WITHIN_MS }, (response) => {
        let answer = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (answer += part))
        response.once('error', () => resolve(false))
        response.once('end', () => resolve(isTaken(response.statusCode!, answer)))
      })
      call.once('timeout', () => call.destroy())
      call.once('error', () => resolve(false))
      call.end(body)
    })
  }
  async function tell(make: () => CallBack): Promise<void> {
    for (let i = 0; i < TRIES; i++) if (await once(make())) return
    refused++
  }
  async function work(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    for (let next = waiting.shift(); next; next = waiting.shift()) await tell(next)
  }

  function start(): void {
    if (workers.size >= AT_ONCE || waiting.length === 0) return
    const worker: Promise<void> = work().finally(() => {
      workers.delete(worker)
      start()
    })
    workers.add(worker)
  }

  return {
    /** `make` is asked for each try: a signature holds its own moment. */
    later(make: () => CallBack): void {
      waiting.push(make)
      start()
    },
    /** Resolves when nothing is on its way. */
    async idle(): Promise<void> {
      while (workers.size > 0) await Promise.all(workers)
    },
    /** How many calls nobody took in the end. */
    refused: (): number => refused,
  }
}
export type CallsBack = ReturnType<typeof createCallsBack>
