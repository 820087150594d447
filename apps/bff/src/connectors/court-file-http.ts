import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../platform/clock'
import { type CourtFile, CourtFileError } from '../ports/court-file'

const ANSWER_WITHIN_MS = 20_000
const AnswerSchema = z.object({
  code: z.string(), filingId: z.string().optional(), digest: z.string().optional(), receipt: z.string().min(1).max(100).optional(),
})

export interface CourtFileAccount {
  url: string
  keyId: string
  secret: string
}

/**
 * A court's file service over HTTP: `POST` multipart with the files in order, the manifest first, and the fields `filingId`, `caseNumber` and
 * `volume`. `X-Key-Id`, `X-Timestamp` (seconds), `X-Nonce` and `X-Signature` = hex HMAC-SM3 over `timestamp \n nonce \n filingId \n digest`, and
 * the manifest behind that digest holds the hash of everything else. It answers `{code: "OK", filingId, digest, receipt}`, signed in the same way
 * over `nonce \n filingId \n digest \n receipt`: a receipt that somebody else has written is none.
 */
export function createHttpCourtFile({ url, keyId, secret }: CourtFileAccount, clock: Clock): CourtFile {
  const signed = (...parts: string[]): string => createHmac('sm3', secret).update(parts.join('\n')).digest('hex')
  return {
    via: 'http',
    async put({ filingId, caseNumber, volume, digest, files }) {
      const timestamp = String(Math.floor(clock.now().getTime() / 1000))
      const nonce = randomUUID()
      const body = new FormData()
      for (const [field, value] of Object.entries({ filingId, caseNumber, volume })) body.set(field, value)
      for (const { name, type, bytes } of files) body.append('file', new Blob([Uint8Array.from(bytes)], { type }), name)
      const headers = { 'X-Key-Id': keyId, 'X-Timestamp': timestamp, 'X-Nonce': nonce, 'X-Signature': signed(timestamp, nonce, filingId, digest) }
      const response = await ask(url, headers, body)
      const { data: answer } = AnswerSchema.safeParse(response.json)
      if (response.status >= 500 || !answer) throw new CourtFileError('unreachable')
      if (answer.code !== 'OK') throw new CourtFileError('refused')
      const { receipt = '', filingId: id = '', digest: has = '' } = answer
      if (!isEqual(response.signature, signed(nonce, id, has, receipt))) throw new CourtFileError('unsigned')
      return { filingId: id, digest: has, receipt }
    },
    receipts: async () => [],
  }
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

async function ask(url: string, headers: Record<string, string>, body: FormData): Promise<{ status: number; signature: string; json: unknown }> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' })
    return { status: response.status, signature: response.headers.get('x-signature') ?? '', json: await response.json() }
  } catch (error) {
    throw new CourtFileError('unreachable', { cause: error })
  }
}
