import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { KeyStore, MasterKey, MasterKeys } from '../ports/key-store'

const Key = z.string().regex(/^[0-9a-f]{64}$/)
const FileSchema = z.strictObject({ current: z.string().min(1).max(32), keys: z.record(z.string().min(1).max(32), Key) })

/**
 * Master keys in a file that its owner alone may read: `{"current": id, "keys": {id: 64 hex digits}}`. To change the key, add one
 * and name it current; keep the old ones, what they sealed still opens with them. Makes the file when `create` is set and there is
 * none. Throws when others may read it or it is not whole. Whoever loses the file loses every secret under it.
 */
export function createFileKeyStore(file: string, { create, id = 'k1' }: { create: boolean; id?: string }): MasterKeys & { secrets: readonly string[] } {
  if (create) makeFile(file, id)
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file}: others may read it; chmod 600`)
  const parsed = FileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file}: is no key file`)
  const { current, keys } = parsed.data
  const byId = async (id: string): Promise<MasterKey> => {
    const secret = Object.hasOwn(keys, id) ? keys[id] : undefined
    if (!secret) throw new Error(`no master key ${id}`)
    return { id, secret: Buffer.from(secret, 'hex') }
  }
  if (!Object.hasOwn(keys, current)) throw new Error(`${file}: its current key is not in it`)
  return { current: () => byId(current), byId, secrets: Object.values(keys) }
}

/**
 * The court's master keys and the inspectors' of discipline, each in a file of its own, so that two people can keep them. The inspectors' may be on
 * another machine, or lost: without the file `inspectors` is undefined. Made anew it gets an id that no other has had, so that what an earlier one
 * sealed is known to be closed and not taken for damaged. Throws when both files hold the same key: then there is one secret, not two.
 */
export function openFileKeyStore(files: { court: string; inspectors: string }, { create }: { create: boolean }): KeyStore {
  const { secrets, ...court } = createFileKeyStore(files.court, { create })
  if (!create && !existsSync(files.inspectors)) return court
  const { secrets: others, ...inspectors } = createFileKeyStore(files.inspectors, { create, id: `d-${randomBytes(4).toString('hex')}` })
  if (others.some((secret) => secrets.includes(secret))) throw new Error(`${files.inspectors}: holds a key of ${files.court}; discipline needs one of its own`)
  return { ...court, inspectors }
}

function makeFile(file: string, id: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const content = JSON.stringify({ current: id, keys: { [id]: randomBytes(32).toString('hex') } }, null, 2)
  try {
    // Exclusive: two processes that start at once end up with one key.
    writeFileSync(file, `${content}\n`, { flag: 'wx', mode: 0o600, flush: true })
    chmodSync(file, 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
