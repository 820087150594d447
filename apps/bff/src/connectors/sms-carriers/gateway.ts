import { createHash, createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../platform/clock'
import { type Sms, SmsError } from '../../ports/sms'
import { ask, type Asked, jsonOf, NoAnswer } from '../ask'
import { type CodeTable, errorOf } from './codes'
import type { WriteSms } from './write'

const AnswerSchema = z.object({ code: z.string().max(64), id: z.string().max(128).optional() })
const CODES: CodeTable = [['LIMITED', 'busy'], ['BUSY', 'busy'], ['BAD_NUMBER', 'rejected'], ['BLOCKED', 'rejected'], ['BAD_CONTENT', 'rejected']]

export interface GatewayAccount {
  provider: 'gateway'
  url: string
  keyId: string
  secret: string
  signature: string
}

interface Parts {
  write: WriteSms
  clock: Clock
  answerWithinMs: number
}

/**
 * A gateway that takes JSON over HTTP: `POST {signature, phone, template, params, text, reference}` with `X-Key-Id`, `X-Timestamp`
 * (seconds), `X-Nonce` and `X-Signature` = hex HMAC-SHA256 over `timestamp \n nonce \n hex SHA-256 of the body`; it answers
 * `{code: "OK", id} | {code: reason}`. Most carriers' gateways differ in names only; a court's own one is adapted here.
 */
export function createGatewaySms({ url, keyId, secret, signature }: GatewayAccount, { write, clock, answerWithinMs }: Parts): Sms {
  return {
    async send(message) {
      const { phone, template, reference } = message
      const { text, places } = write(message)
      const params = Object.fromEntries(places.map(({ name, value }) => [name, value]))
      const body = JSON.stringify({ signature, phone, template, params, text, reference })
      const timestamp = String(Math.floor(clock.now().getTime() / 1000))
      const nonce = randomUUID()
      const headers = {
        'Content-Type': 'application/json', 'X-Key-Id': keyId, 'X-Timestamp': timestamp, 'X-Nonce': nonce,
        'X-Signature': signatureOf(secret, timestamp, nonce, body),
      }
      const answer = AnswerSchema.safeParse(await answerTo(url, { headers, body, withinMs: answerWithinMs }))
      if (!answer.success) throw new SmsError('busy', { maybeSent: true })
      const { code, id = null } = answer.data
      if (code !== 'OK') throw errorOf(CODES, code)
      return { providerId: id }
    },
  }
}

/** Over a request of ours and over a call of theirs. */
export function signatureOf(secret: string, timestamp: string, nonce: string, body: string): string {
  const digest = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${digest}`).digest('hex')
}

async function answerTo(url: string, asked: Asked): Promise<unknown> {
  try {
    return jsonOf(await ask(url, asked))
  } catch (error) {
    throw new SmsError('busy', { cause: error, maybeSent: !(error instanceof NoAnswer) || error.mayHaveGone })
  }
}
