import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Double, startDouble, type Told } from './http'

const SIGNED_WITHIN_MS = 5 * 60_000
const PER_NUMBER_AND_HOUR = 20

export interface SmsDouble extends Double {
  /** The last text that went to a number, signature first; null when none did. */
  lastText(phone: string): string | null
  /** How many texts went out in all. */
  count(): number
  /** The next answers: `BUSY`, or the connection breaks. Undefined: as usual. */
  fail(how: 'BUSY' | 'hang_up' | undefined): void
}

/**
 * A text message gateway: checks who signs (`BAD_SIGNATURE`), that a request is fresh and not a repeat (`STALE`), the number
 * (`BAD_NUMBER`; numbers that end in 9999 have opted out: `BLOCKED`), and how many texts a number gets an hour (`LIMITED`).
 */
export async function startSmsDouble({ keyId, secret, now = Date.now }: { keyId: string; secret: string; now?: () => number }): Promise<SmsDouble> {
  const texts = new Map<string, string>()
  const sent = new Map<string, number[]>()
  const nonces = new Set<string>()
  let total = 0
  let failing: 'BUSY' | 'hang_up' | undefined

  const isSigned = ({ headers, body }: Told): boolean => {
    const digest = createHash('sha256').update(body).digest('hex')
    const wanted = createHmac('sha256', secret).update(`${headers['x-timestamp']}\n${headers['x-nonce']}\n${digest}`).digest()
    const given = Buffer.from(String(headers['x-signature']), 'hex')
    return headers['x-key-id'] === keyId && given.length === wanted.length && timingSafeEqual(given, wanted)
  }
  const isFresh = ({ headers }: Told): boolean => {
    const nonce = String(headers['x-nonce'])
    const isRepeat = nonces.has(nonce)
    nonces.add(nonce)
    return !isRepeat && Math.abs(now() - Number(headers['x-timestamp']) * 1000) <= SIGNED_WITHIN_MS
  }
  const deliver = ({ body }: Told): string => {
    const { signature, phone, text } = JSON.parse(body) as { signature: string; phone: string; text: string }
    if (!/^1[3-9]\d{9}$/.test(phone)) return 'BAD_NUMBER'
    if (phone.endsWith('9999')) return 'BLOCKED'
    const recent = (sent.get(phone) ?? []).filter((at) => at > now() - 3_600_000)
    if (recent.length >= PER_NUMBER_AND_HOUR) return 'LIMITED'
    sent.set(phone, [...recent, now()])
    texts.set(phone, `【${signature}】${text}`)
    total++
    return 'OK'
  }

  const double = await startDouble('application/json', (told) => {
    if (failing === 'hang_up') return undefined
    if (failing) return { json: { code: failing } }
    if (told.method !== 'POST' || !isSigned(told)) return { status: 401, json: { code: 'BAD_SIGNATURE' } }
    return { json: { code: isFresh(told) ? deliver(told) : 'STALE' } }
  })
  return {
    ...double,
    lastText: (phone) => texts.get(phone) ?? null,
    count: () => total,
    fail: (how) => {
      failing = how
    },
  }
}
