/** Kind and size of a picture that documents can hold, in pixels; undefined for any other. Reads the head alone, and does not check that the rest is whole. */
export function pictureSize(bytes: Buffer): { type: 'png' | 'jpg'; width: number; height: number } | undefined {
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47) return sized('png', bytes.readUInt32BE(16), bytes.readUInt32BE(20))
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  // JPEG: segments, each with its length, up to the one that begins the frame.
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return sized('jpg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

const sized = (type: 'png' | 'jpg', width: number, height: number) => (width > 0 && height > 0 ? { type, width, height } : undefined)

/** The largest of these proportions that fits. */
export function fitted(size: { width: number; height: number }, most: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(most.width / size.width, most.height / size.height)
  return { width: size.width * scale, height: size.height * scale }
}
