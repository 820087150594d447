import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * The network address a request comes from. X-Forwarded-For is believed only for as many proxies as stand in front
 * (`trustProxy`), counted from the right: what stands further left the client wrote itself.
 */
export function addressOf(request: IncomingMessage, trustProxy: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown'
  if (trustProxy === 0) return plain(direct)
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',').map((part) => part.trim()).slice(-trustProxy)
  const claimed = forwarded[0] ?? ''
  return plain(isIP(claimed) ? claimed : direct)
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** What stands for an address when attempts are counted: an IPv6 subscriber has a whole /64. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = Math.max(0, 8 - left.length - right.length)
  return `${[...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
