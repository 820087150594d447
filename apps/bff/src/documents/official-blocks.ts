import { AlignmentType, BorderStyle, ImageRun, LineRuleType, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, TextRun,
  WidthType } from 'docx'
import { CHARACTER, FONT, SIZE, TYPE_AREA } from './official-layout'

/**
 * What a paper's text is made of. Headings bring their own number (一、 （一） 1.), as `ordinal` counts: what was signed must not be counted anew.
 * `bars` is a chart that needs no picture: it is printed, edited and read aloud like any table.
 */
export type Block =
  | { kind: 'heading1' | 'heading2' | 'heading3'; text: string }
  /** Two characters in, unless `flush`. A line break begins a paragraph of its own. */
  | { kind: 'paragraph'; text: string; flush?: boolean; align?: 'left' | 'center' | 'right' }
  /** `widths`: shares of the line, equal where left out. */
  | { kind: 'table'; head?: readonly string[]; rows: readonly (readonly string[])[]; widths?: readonly number[] }
  | { kind: 'bars'; caption: string; rows: readonly { label: string; value: number; words: string }[] }
  /** A signature or a scan. Millimetres; drawn as given, so the caller keeps its proportions. */
  | { kind: 'picture'; type: 'png' | 'jpg'; bytes: Uint8Array; width: number; height: number; alt: string; align?: 'left' | 'center' | 'right' }

const NUMERALS = '〇一二三四五六七八九十'

/** 1 → 一, 12 → 十二, 20 → 二十: up to 99. */
export function ordinal(n: number): string {
  if (n <= 10) return NUMERALS[n]!
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens === 1 ? '' : NUMERALS[tens]}十${ones === 0 ? '' : NUMERALS[ones]}`
}

/** What XML 1.0 has no place for: a document with one such character in it would not open at all. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
export const written = (words: string): string => words.replace(NOT_IN_XML, '')

const everywhere = (font: string) => ({ ascii: font, hAnsi: font, eastAsia: font, cs: font })
const TWO_CHARACTERS = Math.round(2 * CHARACTER)
/** Pixels as the library counts them: 96 on an inch. */
const PIXELS_PER_MM = 96 / 25.4
const THIN = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const GRID = { top: THIN, bottom: THIN, left: THIN, right: THIN, insideHorizontal: THIN, insideVertical: THIN }
/** Lines in tables and of pictures are as high as what stands in them: the text's fixed height would cut a picture off. */
const ROOMY = { line: 300, lineRule: LineRuleType.AT_LEAST }
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }

export const drawBlocks = (blocks: readonly Block[]): (Paragraph | Table)[] => blocks.flatMap(drawBlock)

function drawBlock(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading1': return [heading(block.text, FONT.first)]
    case 'heading2': return [heading(block.text, FONT.second)]
    case 'heading3': return [heading(block.text, FONT.body)]
    case 'paragraph': return block.text.split(/\r?\n/).map((text) => new Paragraph({
      alignment: block.align ? ALIGN[block.align] : AlignmentType.BOTH, ...(!block.flush && { indent: { firstLine: TWO_CHARACTERS } }),
        children: [new TextRun({ text: written(text) })],
    }))
    case 'table': return [drawTable(block), after()]
    case 'bars': return drawBars(block)
    case 'picture': return [new Paragraph({
      alignment: ALIGN[block.align ?? 'center'], spacing: { line: 240, lineRule: LineRuleType.AUTO },
      children: [new ImageRun({
        type: block.type, data: block.bytes, transformation: { width: Math.round(block.width * PIXELS_PER_MM),
          height: Math.round(block.height * PIXELS_PER_MM) },
        altText: { name: written(block.alt), title: written(block.alt), description: written(block.alt) },
      })],
    })]
  }
}

const heading = (text: string, font: string): Paragraph =>
  new Paragraph({ keepNext: true, indent: { firstLine: TWO_CHARACTERS }, children: [new TextRun({ text: written(text), font: everywhere(font) })] })
/** Two tables with nothing between them would be one. */
const after = (): Paragraph => new Paragraph({ spacing: { line: 120, lineRule: LineRuleType.EXACT }, children: [] })

const inCell = (text: string, font: string = FONT.body, align: 'left' | 'center' = 'left'): Paragraph[] => text.split(/\r?\n/).map((line) =>
  new Paragraph({ alignment: ALIGN[align], spacing: ROOMY, children: [new TextRun({ text: written(line), font: everywhere(font), size: SIZE.smallFourth })] }))

/** The head stands again on each page, and no row is parted by the end of one. */
function drawTable({ head, rows, widths }: Extract<Block, { kind: 'table' }>): Table {
  const columns = head?.length ?? Math.max(1, ...rows.map((row) => row.length))
  const shares = widths ?? Array.from({ length: columns }, () => 1)
  const all = shares.reduce((sum, share) => sum + share, 0)
  const columnWidths = shares.map((share) => Math.floor((share / all) * TYPE_AREA.width))
  const cell = (text: string, i: number, font?: string, align?: 'center') =>
    new TableCell({ width: { size: columnWidths[i]!, type: WidthType.DXA }, margins: { left: 80, right: 80 }, children: inCell(text, font, align) })
  return new Table({
    width: { size: TYPE_AREA.width, type: WidthType.DXA }, columnWidths, layout: TableLayoutType.FIXED, borders: GRID,
    rows: [
      ...(head ? [new TableRow({ tableHeader: true, cantSplit: true, children: head.map((text, i) => cell(text, i, FONT.first, 'center')) })] : []),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: columnWidths.map((_, i) => cell(row[i] ?? '', i)) })),
    ],
  })
}

/** Places of a bar, beside the label and the words. */
const STEPS = 40
const [LABEL, WORDS] = [2400, 1500]

function drawBars({ caption, rows }: Extract<Block, { kind: 'bars' }>): (Paragraph | Table)[] {
  const most = Math.max(0, ...rows.map(({ value }) => value))
  const step = Math.floor((TYPE_AREA.width - LABEL - WORDS) / STEPS)
  const columnWidths = [LABEL, ...Array.from({ length: STEPS }, () => step), WORDS]
  const side = (text: string, width: number) => new TableCell({ width: { size: width, type: WidthType.DXA }, borders: bare, children: inCell(text) })
  const piece = (steps: number, fill?: string) => (steps === 0 ? [] : [new TableCell({
    columnSpan: steps, width: { size: steps * step, type: WidthType.DXA }, borders: bare, ...(fill && { shading: { type: ShadingType.CLEAR, color: 'auto',
      fill } }), children: inCell(''),
  })])
  const lines = rows.map(({ label, value, words }) => {
    // What is not nothing is seen.
    const steps = most === 0 || value === 0 ? 0 : Math.max(1, Math.round((value / most) * STEPS))
    return new TableRow({ cantSplit: true, children: [side(label, LABEL), ...piece(steps, '7F9DB9'), ...piece(STEPS - steps), side(words, WORDS)] })
  })
  const title = new Paragraph({ keepNext: true, alignment: AlignmentType.CENTER, spacing: ROOMY, children: [new TextRun({ text: written(caption),
    font: everywhere(FONT.first), size: SIZE.smallFourth })] })
  if (lines.length === 0) return []
  return [title, new Table({ width: { size: TYPE_AREA.width, type: WidthType.DXA }, columnWidths, layout: TableLayoutType.FIXED, borders: { ...BARE_TABLE },
    rows: lines }), after()]
}
/** White between two bars, so that they are told apart. */
const bare = { top: { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' }, bottom: { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' }, left: NONE,
  right: NONE }
const BARE_TABLE = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE }
