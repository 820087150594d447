import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  url: URL
  method: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Double {
  /** `http://127.0.0.1:<port>` */
  origin: string
  close(): Promise<void>
}

/** A service on a free port of this machine that answers with JSON. `undefined` hangs up without an answer. */
export async function startDouble(contentType: string, answer: (told: Told) => { status?: number; json: unknown } | undefined): Promise<Double> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://double')
      const answered = answer({ url, method: request.method ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      if (!answered) return request.socket.destroy()
      response.writeHead(answered.status ?? 200, { 'Content-Type': contentType, Connection: 'close' }).end(JSON.stringify(answered.json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
