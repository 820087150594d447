import type { BulletinView, RateView } from '@zhixin/shared/contract'
import { NO_RATE } from '@zhixin/shared/rules'
import { officialDocx, type OfficialBlock, ordinal } from '../../documents'

const dayWords = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
export const spanWords = ({ from, to }: Pick<BulletinView, 'from' | 'to'>): string => (from === to ? dayWords(from) : `${dayWords(from)}至${dayWords(to)}`)

const partWords = ({ label, value }: { label: string; value: number }): string => `${label} ${value}`
export const rateCells = ({ label, percent, numerator, denominator, definition, binding, cite }: RateView): string[] => [
  label, percent === null ? NO_RATE : `${percent}%`, partWords(numerator), denominator.map(partWords).join(' + '),
  `${definition}${cite.basis === 'proposal' ? '（本院自定算法）' : ''}${binding ? '' : '（只供参考）'}`,
]

/**
 * A bulletin as a paper in the layout of GB/T 9704: what it says under each heading, the editor's remark, a chart, and at the end every figure and rate
 * with its definition. The chart is a table of shaded cells: it needs no font on the server, prints, and is read aloud as what it says.
 */
export function bulletinDocx(view: BulletinView, { draft, on }: { draft: boolean; on: string }): Promise<Buffer> {
  const { title, headings } = view
  const body: OfficialBlock[] = [
    { kind: 'paragraph', text: `现将${spanWords(view)}的情况通报如下。` },
    ...headings.flatMap(({ label, text, remark, chart }, i): OfficialBlock[] => [
      { kind: 'heading1', text: `${ordinal(i + 1)}、${label}` },
      ...text.map((line): OfficialBlock => ({ kind: 'paragraph', text: line })),
      ...(remark === '' ? [] : [{ kind: 'paragraph', text: remark } as const]),
      ...(chart ? [{ kind: 'bars', caption: chart.caption, rows: chart.rows.map(({ label: name, value }) => ({ label: name, value,
        words: `${value}${chart.unit}` })) } as const] : []),
    ]),
    { kind: 'heading1', text: `${ordinal(headings.length + 1)}、数字的口径` },
    { kind: 'paragraph', text: view.note },
    { kind: 'table', head: ['项目', '数', '口径'], widths: [22, 10, 68], rows: onceEach(headings.flatMap(({ figures }) => figures)).map((one) => [one.label,
      `${one.value}${one.unit}`, one.definition]) },
  ]
  const rates = onceEach(headings.flatMap((heading) => heading.rates))
  if (rates.length > 0) body.push({ kind: 'table', head: ['比例', '值', '分子', '分母', '口径'], widths: [16, 12, 16, 22, 34], rows: rates.map(rateCells) })
  return officialDocx({
    ...(view.rhythm !== 'daily' && { head: { name: title, number: spanWords(view) } }),
    title: `关于${spanWords(view)}执行信访工作情况的${view.rhythm === 'daily' ? '统计' : '通报'}${draft ? '（草稿，未印发）' : ''}`,
    to: view.to_whom, body, issuedBy: view.issuedBy, date: on,
  })
}

const onceEach = <T extends { id: string }>(all: readonly T[]): T[] => [...new Map(all.map((one) => [one.id, one])).values()]
