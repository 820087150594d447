import { readFileSync } from 'node:fs'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import { toBuffer } from 'qrcode'
import { sfntOf } from './woff'

type Font = 'plain' | 'strong'
/** Points: 1/72 inch. */
const A4 = { width: 595.28, height: 841.89, margin: 44 } as const
const FONTS = path.join(path.dirname(require.resolve('@fontsource/noto-sans-sc/package.json')), 'files')
const FILES: Record<Font, string> = { plain: 'noto-sans-sc-chinese-simplified-400-normal.woff', strong: 'noto-sans-sc-chinese-simplified-700-normal.woff' }
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
  /** A QR code in the middle of the line. `size` in points. */
  qr(content: string, size: number): Promise<void>
  end(): Promise<Buffer>
}

/**
 * A4 pages in Noto Sans SC (OFL), of which a document carries the characters it uses and no others. A character that the font does not
 * have is left as an empty box. Nothing is fetched.
 */
export function openPage(about: { title: string; author: string; at: Date }): Page {
  const document = new PDFDocument({
    size: 'A4', margin: A4.margin, lang: 'zh-CN', info: { Title: about.title, Author: about.author, CreationDate: about.at, ModDate: about.at },
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
    async qr(content, size) {
      const picture = await toBuffer(content, { errorCorrectionLevel: 'M', margin: 2, width: 720 })
      document.y += 10
      document.image(picture, (A4.width - size) / 2, document.y, { width: size })
      document.y += size + 4
    },
    end() {
      document.end()
      return done
    },
  }
}
