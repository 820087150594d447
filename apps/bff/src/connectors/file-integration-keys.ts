import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { IntegrationKey } from '../ports/integration-keys'

const SECRET_BYTES = 32
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())
const FileSchema = z.strictObject({
  keys: z.array(z.strictObject({
    id: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
    system: z.string().min(1),
    algorithm: z.enum(['hmac-sm3', 'hmac-sha256']),
    /** 64 hex digits or more: at least 32 random bytes. */
    secret: z.string().regex(/^(?:[0-9a-f]{2}){32,64}$/),
    from: Instant.optional(),
    until: Instant.optional(),
  })),
})

/**
 * Keys of other systems, in a file that its owner alone may read: `{"keys": [{id, system, algorithm, secret, from?, until?}]}`. To change
 * one, add the next and leave both until the other side signs with it. Makes the file with one key for `create` when there is none; without
 * a file nobody may send anything. Throws when others may read it or it is not whole.
 */
export function readIntegrationKeys(file: string, { create }: { create?: string } = {}): IntegrationKey[] {
  if (create !== undefined) makeFile(file, create)
  if (!existsSync(file)) return []
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file}: others may read it; chmod 600`)
  const parsed = FileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  // Never the content: it is secret.
  if (!parsed.success) throw new Error(`${file}: is no file of integration keys (${parsed.error.issues.map(({ path: place }) => place.join('.')).join(', ')})`)
  const { keys } = parsed.data
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error(`${file}: two keys have one id`)
  return keys.map(({ secret, ...key }) => ({ ...key, secret: Buffer.from(secret, 'hex') }))
}

function makeFile(file: string, system: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const content = JSON.stringify({ keys: [{ id: 'k1', system, algorithm: 'hmac-sm3', secret: randomBytes(SECRET_BYTES).toString('hex') }] }, null, 2)
  try {
    // Exclusive: two processes that start at once end up with one key.
    writeFileSync(file, `${content}\n`, { flag: 'wx', mode: 0o600, flush: true })
    chmodSync(file, 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
