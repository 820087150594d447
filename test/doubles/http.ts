import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  url: URL
  method: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Answered {
  status?: number
  json: unknown
  /** Sent instead, as it is. */
  text?: string
}

export interface Double {
  /** `http://127.0.0.1:<port>` */
  origin: string
  close(): Promise<void>
}

/** An answer that never comes, while the connection stays. */
export const NEVER = new Promise<undefined>(() => undefined)

/** A service on a free port of this machine that answers with JSON. `undefined` hangs up without an answer. */
export async function startDouble(
  contentType: string, answer: (told: Told) => Answered | undefined | Promise<Answered | undefined>,
): Promise<Double> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://double')
      const answered = await answer({ url, method: request.method ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      if (!answered) return void request.socket.destroy()
      response.writeHead(answered.status ?? 200, { 'Content-Type': contentType }).end(answered.text ?? JSON.stringify(answered.json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      // Whoever keeps a connection open has had their answer.
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${port}`, close }
}
