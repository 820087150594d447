import { CodedError } from '@zhixin/shared/errors'
import type { AttachmentsConfig } from '@zhixin/shared/rules'
import sharp from 'sharp'
import { typeOf } from './detect'

/** A picture takes up to four bytes a pixel while it is turned: one after the other, so that ten uploads at once are not ten times that. */
sharp.concurrency(1)
sharp.cache(false)

/** How each kind is written again. A kind that is not here is refused: it cannot be drawn anew with what we have (HEIC). */
const WRITTEN: Readonly<Record<string, (picture: sharp.Sharp) => sharp.Sharp>> = {
  'image/jpeg': (picture) => picture.jpeg({ quality: 90, mozjpeg: false }),
  'image/png': (picture) => picture.png(),
  'image/webp': (picture) => picture.webp({ quality: 90 }),
  'image/gif': (picture) => picture.gif(),
}
const MOVING = new Set(['image/gif', 'image/webp'])

/**
 * Draws pictures anew: what can be seen stays, turned the right way up; all else that a file may hold (place, time, device, owner, comments, an
 * older preview) goes.
 */
export function createRedrawing({ redrawn: { max_pixels: limitInputPixels, seconds } }: Pick<AttachmentsConfig, 'redrawn'>) {
  let last: Promise<unknown> = Promise.resolve()

  async function redraw(bytes: Buffer): Promise<Buffer> {
    const type = await typeOf(bytes)
    const write = type === undefined ? undefined : WRITTEN[type]
    if (!write) throw new CodedError('input.picture_unreadable', { field: 'file' })
    try {
      const picture = sharp(bytes, { limitInputPixels, failOn: 'error', animated: MOVING.has(type!) })
      // Frames of a moving picture cannot be turned one by one; such files do not say which way up they are either.
      const isMoving = MOVING.has(type!) && ((await picture.metadata()).pages ?? 1) > 1
      const drawn = await write(isMoving ? picture : picture.autoOrient()).timeout({ seconds }).toBuffer()
      await assertBare(drawn)
      return drawn
    } catch (cause) {
      if (cause instanceof NotBare) throw cause
      throw new CodedError('input.picture_unreadable', { field: 'file', cause })
    }
  }

  return {
    /** The same picture in the same format, and nothing else. Throws `input.picture_unreadable`, too for one that is broken, too large or no picture. */
    redraw(bytes: Buffer): Promise<Buffer> {
      const mine = last.then(() => redraw(bytes))
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
export type Redrawing = ReturnType<typeof createRedrawing>

/** That the library leaves out everything unless asked is its default: held against what came out, so that a change of it is not found by others. */
class NotBare extends Error {
  override readonly name = 'NotBare'
}

async function assertBare(drawn: Buffer): Promise<void> {
  const { exif, xmp, iptc, icc, comments, orientation } = await sharp(drawn).metadata()
  const isBare = [exif, xmp, iptc, icc, orientation].every((found) => found === undefined) && (comments ?? []).length === 0
  if (!isBare) throw new NotBare('a picture that was drawn anew holds more than itself')
}
