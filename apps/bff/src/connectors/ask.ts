import http from 'node:http'
import https from 'node:https'

/** Connections are kept, and let go before the other side is likely to: a request into one that it just closed has an unknown end. */
const KEPT = { keepAlive: true, keepAliveMsecs: 1_000, maxSockets: 128, maxFreeSockets: 32, timeout: 4_000 }
const agents = { 'http:': new http.Agent(KEPT), 'https:': new https.Agent(KEPT) }
const MOST_CHARS = 256 * 1024

/** No answer came. Holds nothing of the request but the system's own code: its address and body are secrets. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  constructor(
    /** The other side may have got it: there was a connection to send it over. */
    readonly mayHaveGone: boolean,
    readonly code: string,
  ) {
    super(`no answer: ${code}`)
  }
}

export interface Asked {
  body?: string
  headers?: Readonly<Record<string, string>>
  withinMs: number
}

/**
 * The text of the answer, whatever its status; redirects are not followed. A POST where there is a body. It is sent once. By Node's own
 * client: fetch takes five times the processor's time for the same, which ten thousand notices would feel. Rejects with NoAnswer.
 */
export function ask(address: string, { body, headers, withinMs }: Asked): Promise<string> {
  const url = new URL(address)
  const { request: open } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    let isConnected = false
    const fail = (error: unknown): void => reject(new NoAnswer(isConnected, codeOf(error)))
    const request = open(url, {
      agent: agents[url.protocol as keyof typeof agents],
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }) },
      signal: AbortSignal.timeout(withinMs),
    })
    request.once('socket', (socket) => {
      if (!socket.connecting) isConnected = true
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (isConnected = true))
    })
    request.once('error', fail)
    request.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length > MOST_CHARS) response.destroy(new Error('too long'))
      })
      response.once('error', fail)
      response.once('end', () => resolve(text))
    })
    request.end(body)
  })
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'unknown').slice(0, 64)
}

/** JSON, or undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
