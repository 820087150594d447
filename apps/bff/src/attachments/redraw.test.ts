import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { createRedrawing } from './redraw'

const { redraw } = createRedrawing({ redrawn: { max_pixels: 4_000_000, seconds: 20 } })
const SECRETS = ['MapOfHome', 'PhoneOfTheOwner', 'W5M0MpCehiHzreSzNTczkc9d', 'Photoshop 3.0', 'CommentOfTheOwner', 'thumbnail-of-before']

/** A picture two by one: red on the left, blue on the right. */
const redBlue = (width = 64, height = 32) => sharp({ create: { width, height, channels: 3, background: 'red' } })
  .composite([{ input: { create: { width: width / 2, height, channels: 3, background: 'blue' } }, left: width / 2, top: 0 }])

/** A JPEG as phones make it: lying on its side, with place, device and owner in EXIF, an XMP packet, and a comment. */
async function phonePicture(): Promise<Buffer> {
  const jpeg = await redBlue()
    .withExif({
      IFD0: { Make: 'PhoneOfTheOwner', Artist: 'PhoneOfTheOwner' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 4/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '120/1 23/1 0/1', GPSMapDatum: 'MapOfHome' },
    })
    .withMetadata({ orientation: 6 })
    .withXmp('<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>')
    .withIccProfile('p3').jpeg().toBuffer()
  const segment = (marker: number, content: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  }
  const more = [segment(0xfe, Buffer.from('CommentOfTheOwner')), segment(0xed, Buffer.from('Photoshop 3.0\0 and an address'))]
  return Buffer.concat([jpeg.subarray(0, 2), ...more, jpeg.subarray(2), Buffer.from('thumbnail-of-before')])
}

function pngChunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc(named))
  return Buffer.concat([length, named, sum])
}
function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}

test('of a phone’s picture nothing stays but what can be seen, the right way up', async () => {
  const taken = await phonePicture()
  const before = await sharp(taken).metadata()
  expect([before.orientation, before.exif !== undefined, before.xmp !== undefined, before.icc !== undefined]).toEqual([6, true, true, true])
  for (const secret of SECRETS) expect(taken.includes(secret)).toBe(true)
  const drawn = await redraw(taken)
  const after = await sharp(drawn).metadata()
  expect([after.format, after.width, after.height]).toEqual(['jpeg', 32, 64])
  for (const found of [after.orientation, after.exif, after.xmp, after.icc, after.iptc, after.comments]) expect(found).toBeUndefined()
  for (const secret of [...SECRETS, 'Exif', 'http://ns.adobe.com']) expect(drawn.includes(secret)).toBe(false)
  // Turned by a quarter to the right, what was on the left is above.
  const { data } = await sharp(drawn).resize(1, 2, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true })
  expect([data[0]! > 150, data[2]! < 100, data[3]! < 100, data[5]! > 150]).toEqual([true, true, true, true])
})

test('words in a PNG and in a moving picture go too', async () => {
  const png = await redBlue().png().toBuffer()
  const end = png.length - 12
  const words = [pngChunk('tEXt', Buffer.from('Author\0CommentOfTheOwner')), pngChunk('zTXt', Buffer.concat([Buffer.from('Place\0\0'), deflateSync(Buffer.from('GPS'))]))]
  const drawn = await redraw(Buffer.concat([png.subarray(0, end), ...words, png.subarray(end), Buffer.from('thumbnail-of-before')]))
  for (const secret of ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', ...SECRETS]) expect(drawn.includes(secret)).toBe(false)
  const frames = await sharp([await redBlue().png().toBuffer(), await redBlue().negate().png().toBuffer()], { join: { animated: true } }).gif().toBuffer()
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, 17]), Buffer.from('CommentOfTheOwner'), Buffer.from([0])])
  const moving = await redraw(Buffer.concat([frames.subarray(0, -1), comment, frames.subarray(-1)]))
  expect([(await sharp(moving).metadata()).pages, moving.includes('CommentOfTheOwner')]).toEqual([2, false])
})

test.each([
  ['more pixels than allowed, in few bytes', () => sharp({ create: { width: 4000, height: 4000, channels: 3, background: 'white' } }).png().toBuffer()],
  ['half a picture', async () => (await redBlue(800, 400).jpeg().toBuffer()).subarray(0, 900)],
  ['a document', async () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n')],
  ['a drawing that could fetch something', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.com/x"/></svg>')],
  ['nothing', async () => Buffer.alloc(0)],
])('%s is refused with a reason, and the next one is drawn', async (_what, bytes) => {
  await expect(redraw(await bytes())).rejects.toMatchObject({ code: 'input.picture_unreadable', status: 400 })
  expect((await redraw(await redBlue().jpeg().toBuffer())).length).toBeGreaterThan(100)
})
