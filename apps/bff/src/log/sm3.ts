import { hash } from 'node:crypto'
import type { Sm3 } from '@zhixin/shared/log'

/** SM3 by OpenSSL. */
export const sm3: Sm3 = (data) => hash('sm3', data, 'buffer')

export const sm3Hex = (data: Uint8Array): string => hash('sm3', data, 'hex')
