import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { startDouble, type Told } from '../http'
import { createPhones, createReports, type SmsDouble, withTrouble } from './phones'

const SIGNED_WITHIN_MS = 5 * 60_000

interface Options {
  keyId: string
  secret: string
  now?: () => number
}

/**
 * A text message gateway of a court's own: checks who signs (`BAD_SIGNATURE`), that a request is fresh and not a repeat (`STALE`), the
 * number (`BAD_NUMBER`, `BLOCKED`), how many texts a number gets an hour (`LIMITED`), and signs what it reports in the same way.
 */
export async function startSmsDouble({ keyId, secret, now = Date.now }: Options): Promise<SmsDouble> {
  const phones = createPhones(now)
  const nonces = new Set<string>()

  const signature = (timestamp: unknown, nonce: unknown, body: string): Buffer => {
    const digest = createHash('sha256').update(body).digest('hex')
    return createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${digest}`).digest()
  }
  const isSigned = ({ headers, body }: Told): boolean => {
    const wanted = signature(headers['x-timestamp'], headers['x-nonce'], body)
    const given = Buffer.from(String(headers['x-signature']), 'hex')
    return headers['x-key-id'] === keyId && given.length === wanted.length && timingSafeEqual(given, wanted)
  }
  const isFresh = ({ headers }: Told): boolean => {
    const nonce = String(headers['x-nonce'])
    const isRepeat = nonces.has(nonce)
    nonces.add(nonce)
    return !isRepeat && Math.abs(now() - Number(headers['x-timestamp']) * 1000) <= SIGNED_WITHIN_MS
  }
  const signed = (body: string): Record<string, string> => {
    const [timestamp, nonce] = [String(Math.floor(now() / 1000)), randomBytes(12).toString('hex')]
    return { 'X-Key-Id': keyId, 'X-Timestamp': timestamp, 'X-Nonce': nonce, 'X-Signature': signature(timestamp, nonce, body).toString('hex') }
  }
  const reports = createReports({
    report: ({ id, reference, phone, delivered, at }) =>
      [{ id, reference, phone, status: delivered ? 'DELIVERED' : 'FAILED', code: delivered ? 'DELIVRD' : 'UNDELIV', at: new Date(at).toISOString() }],
    reply: ({ phone, text, at }) => [{ phone, text, at: new Date(at).toISOString() }],
  }, { now, headers: signed, isTaken: (answer) => (answer as { code?: unknown } | undefined)?.code === 'OK' })

  const send = ({ body }: Told): { code: string; id?: string } => {
    const { signature: name, phone, text, reference = '' } = JSON.parse(body) as Record<'signature' | 'phone' | 'text' | 'reference', string>
    const message = { phone, text: `【${name}】${text}`, reference, id: randomBytes(8).toString('hex') }
    const code = phones.take(message)
    if (code === 'OK') reports.report(message, phones.isReached(phone))
    return code === 'OK' ? { code, id: message.id } : { code }
  }

  const double = await startDouble('application/json', withTrouble(phones, (told, trouble) => {
    if (trouble === 'BUSY' || trouble === 'ARREARS') return { json: { code: trouble } }
    if (told.method !== 'POST' || !isSigned(told)) return { status: 401, json: { code: 'BAD_SIGNATURE' } }
    return { json: isFresh(told) ? send(told) : { code: 'STALE' } }
  }))
  return { ...double, ...phones.controls, ...reports.controls }
}
