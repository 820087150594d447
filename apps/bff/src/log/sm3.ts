import { createHash } from 'node:crypto'
import type { Sm3 } from '@zhixin/shared/log'

/** SM3 by OpenSSL. */
export const sm3: Sm3 = (data) => createHash('sm3').update(data).digest()

export const sm3Hex = (data: Uint8Array): string => createHash('sm3').update(data).digest('hex')
