import { inflateSync } from 'node:zlib'

const HEADER = 44
const ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16

/**
 * A font out of its WOFF 1.0 wrapping (W3C, 2012). The library that reads fonts unpacks a table anew for each character it looks up, which
 * takes half a minute for a page of Chinese. Does not check what is in the tables.
 */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new TypeError('not a WOFF font')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, i) => {
    const at = HEADER + i * ENTRY
    const [offset, packed, size] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)]
    const bytes = woff.subarray(offset, offset + packed)
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), data: packed < size ? inflateSync(bytes) : bytes }
  })
  const head = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY)
  const log2 = Math.floor(Math.log2(count))
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(2 ** log2 * SFNT_ENTRY, 6)
  head.writeUInt16BE(log2, 8)
  head.writeUInt16BE((count - 2 ** log2) * SFNT_ENTRY, 10)
  const pieces: Buffer[] = [head]
  let offset = head.length
  for (const [i, { tag, checksum, data }] of tables.entries()) {
    const at = SFNT_HEADER + i * SFNT_ENTRY
    tag.copy(head, at)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(data.length, at + 12)
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4)
    pieces.push(data, padding)
    offset += data.length + padding.length
  }
  return Buffer.concat(pieces)
}
