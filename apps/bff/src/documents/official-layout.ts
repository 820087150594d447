/**
 * The layout that GB/T 9704-2012 《党政机关公文格式》 prescribes. These are the standard's own figures and no choice of a court's, so they stand
 * here and in no config file. Lengths are in twips (1/20 point), the unit of a Word document; font sizes in half points.
 */
const MM = 1440 / 25.4
const twips = (mm: number): number => Math.round(mm * MM)

/** 5.1 A4, 210 mm × 297 mm. 5.2.1 天头（上白边）37 mm, 订口（左白边）28 mm, 版心 156 mm × 225 mm; so 35 mm are left below and 26 mm on the right. */
export const PAGE = { width: twips(210), height: twips(297), top: twips(37), left: twips(28), bottom: twips(35), right: twips(26) } as const
export const TYPE_AREA = { width: twips(156), height: twips(225) } as const

/** 5.2.3 一般每面排 22 行，每行排 28 个字，并撑满版心. */
export const LINES_ON_A_PAGE = 22
export const CHARACTERS_IN_A_LINE = 28
/** Just under 29 points: one twip more and the 22nd line would go to the next page. */
export const LINE = Math.floor(TYPE_AREA.height / LINES_ON_A_PAGE)
/** Place of one character. */
export const CHARACTER = TYPE_AREA.width / CHARACTERS_IN_A_LINE

/** 3 号 16 pt, 2 号 22 pt, 4 号 14 pt, 小四 12 pt: what these sizes of print are in Word and WPS. */
export const SIZE = { third: 32, second: 44, fourth: 28, smallFourth: 24 } as const

/**
 * By how much characters are set closer than their size, in twips, so that 28 stand on a line. Not by a grid of characters: some programs give two of
 * its places to what is a little wider than one.
 */
export const CHARACTER_SPACE = Math.floor(CHARACTER - SIZE.third * 10)

/**
 * 5.2.2 仿宋 for everything that nothing else is said of; 7.3.1 小标宋 for the title; 7.3.3 黑体 and 楷体 for headings of the first and second
 * level; 7.5 宋体 for page numbers. The fonts are named and not embedded: their licences do not let a court hand them on. Where one is not
 * installed, Word and WPS take the second name.
 */
export const FONT = { body: '仿宋_GB2312', title: '方正小标宋简体', first: '黑体', second: '楷体_GB2312', page: '宋体' } as const
export const FALLBACK: Readonly<Record<string, string>> = {
  [FONT.body]: '仿宋', [FONT.title]: '宋体', [FONT.first]: 'SimHei', [FONT.second]: '楷体', [FONT.page]: 'SimSun',
}

/**
 * 7.5 页码: 4 号半角宋体阿拉伯数字, in the margin below the type area, the dashes' upper edge 7 mm below it; 单页码居右空一字, 双页码居左空一字.
 * A line of 14 points is 4.94 mm high; what is left of the 35 mm lies below it.
 */
export const PAGE_NUMBER = { fromBelow: twips(35 - 7 - 4.94), blank: Math.round(CHARACTER) } as const

/** 7.2.4 发文机关标志: its upper edge 35 mm below that of the type area. 7.2.7 A red line as wide as the type area, 4 mm below the document's number. */
export const HEAD = { before: twips(35), rule: 4, colour: 'FF0000', size: 72 } as const

/** 7.3.5.2 The issuer stands two characters from the right; the date begins two characters after the issuer's beginning. */
export const SIGNATURE_BLANK = 2

/** Full-width places that words take: digits and Latin letters take half of one. */
export const places = (words: string): number => [...words].reduce((sum, character) => sum + (/[\u0020-\u007e]/.test(character) ? 0.5 : 1), 0)

/**
 * How far from the right the issuer and the date end, in characters (7.3.5.2). Where the date is longer than the issuer, the date keeps two
 * characters and the issuer goes further in.
 */
export function signatureBlanks(issuedBy: string, date: string): { issuer: number; date: number } {
  const [ofIssuer, ofDate] = [places(issuedBy), places(date)]
  if (ofDate > ofIssuer) return { issuer: SIGNATURE_BLANK + SIGNATURE_BLANK + ofDate - ofIssuer, date: SIGNATURE_BLANK }
  return { issuer: SIGNATURE_BLANK, date: ofIssuer - ofDate }
}
