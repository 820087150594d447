import { randomBytes } from 'node:crypto'

const POOL_BYTES = 4096
let pool = Buffer.alloc(0)
let used = 0

/**
 * Random bytes from the system, each given out once: fetched by the page, since a call for sixteen of them costs as much as one for
 * thousands. What is returned shares memory with what others got: not to be written to.
 */
export function randomPiece(size: number): Buffer {
  if (used + size > pool.length) {
    pool = randomBytes(Math.max(POOL_BYTES, size))
    used = 0
  }
  used += size
  return pool.subarray(used - size, used)
}
