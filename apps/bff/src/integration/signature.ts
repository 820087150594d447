import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IntegrationKey } from '../ports/integration-keys'

/** What is signed: a request's method and path; of a file in a folder `DROP` and its kind. */
export interface Signable {
  method: string
  path: string
  /** Whole seconds since 1970. */
  timestamp: string
  nonce: string
  body: Buffer
}

/**
 * `METHOD \n path \n timestamp \n nonce \n hex hash of the body`, with line feeds and no blanks. The body goes in by the hash of its bytes as
 * they are sent: nothing has to be put into a canonical form on either side.
 */
export function textToSign({ method, path, timestamp, nonce, body }: Signable, algorithm: IntegrationKey['algorithm']): string {
  return [method, path, timestamp, nonce, createHash(hashOf(algorithm)).update(body).digest('hex')].join('\n')
}

/** Lower-case hex. */
export const signatureOf = (signable: Signable, { algorithm, secret }: Pick<IntegrationKey, 'algorithm' | 'secret'>): string =>
  createHmac(hashOf(algorithm), secret).update(textToSign(signable, algorithm)).digest('hex')

/** Whether it is the key's signature, in a time that does not say how far it agrees. */
export function isSignature(claimed: string, signable: Signable, key: IntegrationKey): boolean {
  const right = Buffer.from(signatureOf(signable, key))
  const given = Buffer.from(claimed.toLowerCase())
  return right.length === given.length && timingSafeEqual(right, given)
}

const hashOf = (algorithm: IntegrationKey['algorithm']): 'sm3' | 'sha256' => (algorithm === 'hmac-sm3' ? 'sm3' : 'sha256')

export const isGood = ({ from, until }: Pick<IntegrationKey, 'from' | 'until'>, now: string): boolean =>
  (from === undefined || from <= now) && (until === undefined || now < until)
