import { randomUUID } from 'node:crypto'
import { API_PREFIX } from '@zhixin/shared/contract'
import type { Clock } from '../platform/clock'
import { type CourtDoor, type CourtDoorAccount, CourtDoorError } from '../ports/court-door'

const ANSWER_WITHIN_MS = 60_000
const PATH = `${API_PREFIX}/integration/transfers`
/** Which answers say that the same would be refused again; after any other it is tried again soon. */
const isForGood = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 429].includes(status)

/** Another court's signed route: the same that its own court system uses, with the same signature. `clock`: this machine's own. */
export function createHttpCourtDoor({ url, sign }: CourtDoorAccount, clock: Clock): CourtDoor {
  const requestOf = (body: Buffer) =>
    ({ method: 'POST', path: PATH, timestamp: String(Math.floor(clock.now().getTime() / 1000)), nonce: randomUUID(), body })
  return {
    isReady: () => sign(requestOf(Buffer.of())) !== undefined,
    async put(kind, files) {
      const body = Buffer.from(JSON.stringify({ kind, files: files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') })) }))
      const request = requestOf(body)
      const signed = sign(request)
      if (!signed) throw new CourtDoorError('unreachable')
      const headers = {
        'Content-Type': 'application/json', 'X-Key-Id': signed.keyId, 'X-Timestamp': request.timestamp, 'X-Nonce': request.nonce,
        'X-Signature': signed.signature,
      }
      const status = await ask(`${url}${PATH}`, headers, body)
      if (status !== 200) throw new CourtDoorError(isForGood(status) ? 'refused' : 'unreachable')
    },
  }
}

async function ask(url: string, headers: Record<string, string>, body: Buffer): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: Uint8Array.from(body), signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    throw new CourtDoorError('unreachable', { cause: error })
  }
}
