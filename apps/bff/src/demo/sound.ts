/** MPEG-1 layer III, 32 kbit/s at 44.1 kHz, mono: four bytes of header, then zeros, which are silence. */
const HEADER = [0xff, 0xfb, 0x10, 0xc0]
const FRAME_BYTES = 104
const FRAME_SECONDS = 1152 / 44_100

/** An mp3 of some seconds of silence that every player can play: nobody's voice stands in a demonstration. */
export function aSound(seconds: number): Buffer<ArrayBuffer> {
  const frames = Math.round(seconds / FRAME_SECONDS)
  const sound = Buffer.alloc(frames * FRAME_BYTES)
  for (let at = 0; at < sound.length; at += FRAME_BYTES) sound.set(HEADER, at)
  return sound
}
