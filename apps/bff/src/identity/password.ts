import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const BLOCK = 8
const KEY_BYTES = 32

const derive = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const settings = { N: 2 ** cost, r: BLOCK, p: 1, maxmem: 256 * BLOCK * 2 ** cost }
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, settings, (error, key) => (error ? reject(error) : resolve(key)))
  })

/** `scrypt$cost$salt$key` */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${cost}$${salt.toString('base64')}$${(await derive(password, salt, cost)).toString('base64')}`
}

/** Whether a password fits. Without a hash (no such person) the same work is done for nothing. */
export async function verifyPassword(password: string, hash: string | undefined, cost: number): Promise<boolean> {
  const [, storedCost, salt, key] = (hash ?? `scrypt$${cost}$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(KEY_BYTES).toString('base64')}`).split('$')
  const derived = await derive(password, Buffer.from(salt ?? '', 'base64'), Number(storedCost))
  const isRight = timingSafeEqual(derived, Buffer.from(key ?? '', 'base64'))
  return isRight && hash !== undefined
}
