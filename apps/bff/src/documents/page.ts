import { readFileSync } from 'node:fs'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import { create } from 'qrcode'
import { sfntOf } from './woff'

type Font = 'plain' | 'strong'
/** Points: 1/72 inch. */
const A4 = { width: 595.28, height: 841.89, margin: 44 } as const
const FONTS = path.join(path.dirname(require.resolve('@fontsource/noto-sans-sc/package.json')), 'files')
const FILES: Record<Font, string> = { plain: 'noto-sans-sc-chinese-simplified-400-normal.woff', strong: 'noto-sans-sc-chinese-simplified-700-normal.woff' }
/** A blank as wide as a character. */
export const GAP = '\u3000'
/** Empty modules around a QR code, which readers need (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4
const bytes = new Map<Font, Buffer>()
function fontBytes(font: Font): Buffer {
  const known = bytes.get(font) ?? sfntOf(readFileSync(path.join(FONTS, FILES[font])))
  bytes.set(font, known)
  return known
}

export interface TextOptions {
  font?: Font
  /** Points. */
  size?: number
  align?: 'left' | 'center' | 'right'
  /** Space before, in points. */
  before?: number
  indent?: number
  grey?: boolean
}

export interface Page {
  /** What one line or paragraph says, below what was written before. */
  text(words: string, options?: TextOptions): void
  rule(): void
  /** What follows stands on the next page unless there is so much room on this one, in points. */
  keep(room: number): void
  /** A picture (JPEG or PNG) no larger than this, in points; false where it cannot be drawn. */
  picture(bytes: Buffer, fit: { width: number; height: number }): boolean
  /** A QR code in the middle of the line. `size` in points. */
  qr(content: string, size: number): void
  end(): Promise<Buffer>
}

/**
 * A4 pages in Noto Sans SC (OFL), of which a document carries the characters it uses and no others. A character that the font does not
 * have is left as an empty box. Nothing is fetched. `numbered`: 第 n 页，共 m 页 stands below each page, beside the title.
 */
export function openPage(about: { title: string; author: string; at: Date; numbered?: boolean }): Page {
  const document = new PDFDocument({
    size: 'A4', margin: A4.margin, lang: 'zh-CN', bufferPages: about.numbered === true, info: { Title: about.title, Author: about.author, CreationDate: about.at, ModDate: about.at },
  })
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece))
    document.on('end', () => resolve(Buffer.concat(pieces)))
    document.on('error', reject)
  })
  for (const font of ['plain', 'strong'] as const) document.registerFont(font, fontBytes(font))

  return {
    text(words, { font = 'plain', size = 14, align = 'left', before = 0, indent = 0, grey = false } = {}) {
      document.y += before
      document.font(font).fontSize(size).fillColor(grey ? '#555555' : '#111111')
      document.text(words, A4.margin + indent, document.y, { align, width: A4.width - 2 * A4.margin - indent, lineGap: size * 0.25 })
    },
    rule() {
      document.y += 12
      document.moveTo(A4.margin, document.y).lineTo(A4.width - A4.margin, document.y).lineWidth(1).strokeColor('#999999').stroke()
      document.y += 6
    },
    keep(room) {
      if (document.y + room > A4.height - A4.margin) document.addPage()
    },
    picture(bytes, { width, height }) {
      try {
        this.keep(height)
        document.image(bytes, A4.margin, document.y + 4, { fit: [width, height] })
        document.y += height + 10
        return true
      } catch {
        return false
      }
    },
    qr(content, size) {
      const { modules } = create(content, { errorCorrectionLevel: 'M' })
      const dot = size / (modules.size + 2 * QUIET_ZONE)
      const left = (A4.width - size) / 2 + QUIET_ZONE * dot
      const top = document.y + 10 + QUIET_ZONE * dot
      // A hair larger than their place: between two that only touch, printers and screens may show a line.
      const side = dot * 1.03
      for (let row = 0; row < modules.size; row++) {
        for (let column = 0; column < modules.size; column++) {
          if (modules.get(row, column)) document.rect(left + column * dot, top + row * dot, side, side)
        }
      }
      document.fill('#000000')
      document.y += size + 14
    },
    end() {
      if (about.numbered) numberPages(document, about.title)
      document.end()
      return done
    },
  }
}

function numberPages(document: PDFKit.PDFDocument, title: string): void {
  const { start, count } = document.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page)
    // Below the margin, where writing would otherwise open a page of its own.
    document.page.margins.bottom = 0
    document.font('plain').fontSize(9).fillColor('#555555')
    document.text(`${title}${GAP}第 ${page + 1} 页，共 ${count} 页`, A4.margin, A4.height - A4.margin + 10, { width: A4.width - 2 * A4.margin, align: 'center', lineBreak: false })
  }
}
