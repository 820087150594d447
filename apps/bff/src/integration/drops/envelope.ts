import { CodedError } from '@zhixin/shared/errors'
import { z } from 'zod'
import type { IntegrationKey } from '../../ports/integration-keys'
import type { Keys } from '../keys'
import { isSignature, signatureOf } from '../signature'

export const DROP_FORMAT = 'zhixin-drop/1'

/**
 * One drop: a JSON file. `body` is JSON once more, as a text, so that what is signed is these bytes and nothing has to be put into a canonical
 * form: over HTTP it would be the request's body.
 */
export const DropSchema = z.strictObject({
  format: z.literal(DROP_FORMAT),
  keyId: z.string().min(1).max(32),
  /** Whole seconds since 1970. It may be old: folders are emptied by hand. */
  timestamp: z.string().regex(/^\d{10}$/),
  nonce: z.string().regex(/^[\x21-\x7e]{16,80}$/),
  kind: z.string().regex(/^[a-z_]{2,30}$/),
  body: z.string(),
  signature: z.string().regex(/^[0-9a-f]{64}$/i),
})
export type Drop = z.infer<typeof DropSchema>
type Unsigned = Pick<Drop, 'timestamp' | 'nonce' | 'kind' | 'body'>

// Neither a request can be laid down as a drop, nor a drop be sent as a request: the method says which it is.
const signableOf = ({ timestamp, nonce, kind, body }: Unsigned) => ({ method: 'DROP', path: kind, timestamp, nonce, body: Buffer.from(body) })

export const sealDrop = (unsigned: Unsigned, key: IntegrationKey): Drop =>
  ({ format: DROP_FORMAT, keyId: key.id, ...unsigned, signature: signatureOf(signableOf(unsigned), key) })

/** A drop whose signature is right, and who signed it; undefined where the text is no whole JSON. Throws CodedError where it is, and is wrong. */
export function openDrop(text: string, keys: Pick<Keys, 'goodKey'>): { drop: Drop; key: IntegrationKey } | undefined {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
  const parsed = DropSchema.safeParse(content)
  if (!parsed.success) throw new CodedError('input.invalid', { field: parsed.error.issues[0]?.path.join('.') || '(file)' })
  const drop = parsed.data
  const key = keys.goodKey(drop.keyId)
  if (!key || !isSignature(drop.signature, signableOf(drop), key)) throw new CodedError('integration.signature_wrong')
  return { drop, key }
}
