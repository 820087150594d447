import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Double } from './http'

const SIGNED_WITHIN_MS = 5 * 60_000

export interface FiledDocument {
  filingId: string
  caseNumber: string
  volume: string
  digest: string
  receipt: string
  files: { name: string; type: string; bytes: Buffer }[]
}

export interface CourtFileDouble extends Double {
  /** What is in the file, in the order in which it came. */
  documents(): FiledDocument[]
  /** How many times something was handed in. */
  count(): number
  /**
   * The next answers: it takes the document and the answer is lost; does not take it; says to have another one; says it under another
   * key; is out of order. Undefined: as usual.
   */
  fail(how: 'lose_answer' | 'refuse' | 'other_hash' | 'unsigned' | 'busy' | undefined): void
}

const sm3 = (bytes: Buffer): string => createHash('sm3').update(bytes).digest('hex')

/**
 * A court's electronic file: checks who signs, that the request is fresh and no repeat, that the manifest is the one that was signed, and
 * that every file is the one that the manifest says. The same document twice is one; another one under its id is refused.
 */
export async function startCourtFileDouble({ keyId, secret, now = Date.now }: { keyId: string; secret: string; now?: () => number }): Promise<CourtFileDouble> {
  const filed = new Map<string, FiledDocument>()
  const nonces = new Set<string>()
  let failing: Parameters<CourtFileDouble['fail']>[0]
  let total = 0
  const signed = (...parts: string[]): string => createHmac('sm3', secret).update(parts.join('\n')).digest('hex')
  const isEqual = (given: string, wanted: string): boolean => given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted))

  async function take(request: IncomingMessage, body: Buffer): Promise<{ status: number; json: object; signature?: string } | undefined> {
    total++
    if (failing === 'busy') return { status: 503, json: { code: 'BUSY' } }
    if (failing === 'refuse') return { status: 409, json: { code: 'CASE_UNKNOWN' } }
    const header = (name: string): string => String(request.headers[name] ?? '')
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': header('content-type') } }).formData()
    const field = (name: string): string => String(form.get(name) ?? '')
    const files = await Promise.all((form.getAll('file') as File[]).map(async (file) => ({ name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) })))
    const filingId = field('filingId')
    const digest = files[0] ? sm3(files[0].bytes) : ''
    const nonce = header('x-nonce')
    const isFresh = !nonces.has(nonce) && Math.abs(now() - Number(header('x-timestamp')) * 1000) <= SIGNED_WITHIN_MS
    nonces.add(nonce)
    if (header('x-key-id') !== keyId || !isEqual(header('x-signature'), signed(header('x-timestamp'), nonce, filingId, digest))) {
      return { status: 401, json: { code: 'BAD_SIGNATURE' } }
    }
    if (!isFresh) return { status: 401, json: { code: 'STALE' } }
    const manifest = JSON.parse(files[0]!.bytes.toString('utf8')) as { files: { name: string; sm3: string }[] }
    const fits = manifest.files.every(({ name, sm3: wanted }) => files.some((file) => file.name === name && sm3(file.bytes) === wanted))
    if (!fits) return { status: 400, json: { code: 'FILES_DIFFER' } }
    const before = filed.get(filingId)
    if (before && before.digest !== digest) return { status: 409, json: { code: 'ID_TAKEN' } }
    const document = before ?? { filingId, digest, caseNumber: field('caseNumber'), volume: field('volume'), receipt: `DZJZ-${filed.size + 1}`, files }
    filed.set(filingId, document)
    if (failing === 'lose_answer') return undefined
    const says = { filingId, digest: failing === 'other_hash' ? '0'.repeat(64) : digest, receipt: document.receipt }
    const signature = failing === 'unsigned' ? signed('x') : signed(nonce, says.filingId, says.digest, says.receipt)
    return { status: 200, json: { code: 'OK', ...says }, signature }
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      take(request, Buffer.concat(parts)).then(
        (answer) => {
          if (!answer) return request.socket.destroy()
          response.writeHead(answer.status, { 'Content-Type': 'application/json', Connection: 'close', ...(answer.signature && { 'X-Signature': answer.signature }) })
          response.end(JSON.stringify(answer.json))
        },
        () => response.writeHead(400, { 'Content-Type': 'application/json', Connection: 'close' }).end('{"code":"MALFORMED"}'),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    documents: () => [...filed.values()],
    count: () => total,
    fail: (how) => {
      failing = how
    },
  }
}
