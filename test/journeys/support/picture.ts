import { crc32, deflateSync } from 'node:zlib'

const SIDE = 64

/** A small PNG that is a real picture: a white car on grey, as children draw one. */
export function aPicture(): Buffer<ArrayBuffer> {
  const rows = Array.from({ length: SIDE }, (_, y) => Buffer.from([0, ...Array.from({ length: SIDE }, (_, x) => colourAt(x, y)).flat()]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts])
}

function colourAt(x: number, y: number): [number, number, number] {
  const isWheel = [18, 46].some((centre) => (x - centre) ** 2 + (y - 46) ** 2 < 36)
  const isBody = (y > 30 && y < 46 && x > 6 && x < 58) || (y > 20 && y <= 30 && x > 18 && x < 46)
  if (isWheel) return [30, 30, 30]
  return isBody ? [250, 250, 250] : [140, 146, 150]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
