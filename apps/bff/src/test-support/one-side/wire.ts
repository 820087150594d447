import { Agent, request } from 'node:http'
import WebSocket from 'ws'

/** As a browser behind a proxy names the court; the port a test got stands nowhere then. */
const HOST = 'court.test'

/** An answer as it went over the wire: status line, headers with their names as they were written and in their order, bytes. */
export interface Exchange {
  statusLine: string
  status: number
  rawHeaders: string[]
  bytes: Buffer
}

export interface Asked {
  headers?: Record<string, string>
  body?: Buffer
  /** Leaves the request unfinished: for one that is refused by what its headers say. */
  cutOff?: true
}

/** Speaks HTTP to one port from one network address, over one connection, as a browser on that address would. */
export function createWire(port: number, address: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })

  return {
    ask: (method: string, path: string, { headers = {}, body, cutOff }: Asked = {}): Promise<Exchange> =>
      new Promise((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', method, path, agent, headers: { Host: HOST, 'X-Forwarded-For': address, 'X-Zhixin-Device': address, ...headers } })
        sent.once('error', reject)
        sent.once('response', (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.once('end', () => {
            if (cutOff) sent.destroy()
            const statusLine = `HTTP/${answer.httpVersion} ${answer.statusCode} ${answer.statusMessage}`
            resolve({ statusLine, status: answer.statusCode!, rawHeaders: answer.rawHeaders, bytes: Buffer.concat(parts) })
          })
        })
        if (cutOff) sent.flushHeaders()
        else sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}
export type Wire = ReturnType<typeof createWire>

const WITHIN_MS = 5_000

/** A live socket from one network address, and everything that came over it. */
export function openSocket(url: string, address: string) {
  const socket = new WebSocket(url, { headers: { Host: HOST, 'X-Forwarded-For': address } })
  const seen: string[] = []
  const waiting = new Set<() => void>()
  let isOver = false
  const note = (line: string): void => {
    seen.push(line)
    waiting.forEach((look) => look())
  }
  const headersOf = (rawHeaders: string[]): string => rawHeaders.filter((_, i) => !/^sec-websocket-accept$/i.test(rawHeaders[i - (i % 2)]!)).join('|')
  socket.on('upgrade', ({ statusCode, rawHeaders }) => note(`upgraded ${statusCode} ${headersOf(rawHeaders)}`))
  socket.on('unexpected-response', (_, { statusCode, rawHeaders }) => {
    isOver = true
    note(`refused ${statusCode} ${headersOf(rawHeaders)}`)
  })
  socket.on('open', () => note('open'))
  socket.on('message', (data, isBinary) => note(isBinary ? `binary ${String(data)}` : String(data)))
  socket.on('close', (code, reason) => {
    isOver = true
    note(`closed ${code} ${String(reason)}`)
  })
  socket.on('error', () => undefined)

  return {
    seen,
    isOver: () => isOver,
    say: (frame: object | string | Buffer) => socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    /** Resolves when it is so, when the socket is over, or when it has not become so in time: then what was seen says it. */
    until: (isSo: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          waiting.delete(look)
          resolve()
        }
        const look = (): void => {
          if (isOver || isSo()) done()
        }
        const timer = setTimeout(() => {
          seen.push('(what was waited for did not come)')
          done()
        }, WITHIN_MS)
        waiting.add(look)
        look()
      }),
    terminate: () => socket.terminate(),
  }
}
export type Socket = ReturnType<typeof openSocket>

/** A form as bytes, with the content type that says where its parts end. */
export async function encoded(form: FormData): Promise<{ body: Buffer; type: string }> {
  const made = new Response(form)
  return { body: Buffer.from(await made.arrayBuffer()), type: made.headers.get('content-type')! }
}
