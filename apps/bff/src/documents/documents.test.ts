import { inflateSync } from 'node:zlib'
import { PNG } from '../test-support/court'
import { bindingSlip, threadDocument } from '.'
import { drawThread } from './thread-document'

const slip = {
  court: { name: '虚构市示范区人民法院（演示）', window: { place: '虚构市示范路1号 诉讼服务中心 执行接待窗口', hours: '工作日 8:30–12:00，13:30–17:30', phone: '000-0000-0001' }, hotline: '12368' },
  caseNumber: '（2026）虚01执101号', nameMasked: '张＊例', title: '申请执行人', address: 'https://court.example/#/sub-binding/pages/bind/index?slip=AAAAAAAAAAAAAAAAAAAAAA',
  printedOn: '2026年11月21日', validUntil: '2027年5月20日', at: new Date('2026-11-21T02:00:00.000Z'),
}

/** Everything in a PDF that can be read without drawing it: its objects, streams unpacked. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString('latin1')
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body]) => {
    try {
      return inflateSync(Buffer.from(body!, 'latin1')).toString('latin1')
    } catch {
      return ''
    }
  })
  return text + streams.join('\n')
}

test('one page, with the characters that are on it embedded and no others', async () => {
  const pdf = await bindingSlip(slip)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const inside = unpacked(pdf)
  expect(inside.match(/\/Type \/Page\b/g)).toHaveLength(1)
  // A subset is named so: six letters before the font's name. The whole font would be more than a megabyte.
  expect(inside).toMatch(/\/FontName \/[A-Z]{6}\+NotoSansSC/)
  expect(pdf.length).toBeLessThan(120_000)
  // Characters are mapped back to text, so that a screen reader can read it.
  expect(inside).toMatch(/\/ToUnicode \d+ 0 R/)
})

test('what is the same is drawn the same, so that nobody finds out when it was made', async () => {
  const sizes = await Promise.all([bindingSlip(slip), bindingSlip(slip)])
  expect(sizes[0].equals(sizes[1])).toBe(true)
})

describe('a thread as a document', () => {
  const row = (n: number) => ({
    number: n, when: '2026-03-10 10:00:05', who: '申请执行人 张样例', what: '消息', lines: [`第${n}句`], hash: String(n).padStart(64, '0'), isMark: n % 3 === 0,
    enclosed: n === 1 ? [{ name: '照片.png', sm3: '0'.repeat(64), size: '1 KB', picture: PNG }] : [],
  })
  const parts = (rows: number) => ({
    court: '虚构市示范区人民法院', caseNumber: '（2026）虚01执1号', cause: '买卖合同纠纷', volume: '正卷', person: { name: '张样例', role: '申请执行人' }, span: `共 ${rows} 条`,
    withheld: [], rows: Array.from({ length: rows }, (_, i) => row(i + 1)), head: '0'.repeat(64), at: new Date('2026-03-10T02:00:00.000Z'),
  })
  test('is drawn aside to the same bytes as here, with its pictures, whatever is drawn at the same time', async () => {
    const [long, short] = await Promise.all([threadDocument(parts(60)), threadDocument(parts(2))])
    expect(long.equals(await drawThread(parts(60)))).toBe(true)
    expect(short.equals(await drawThread(parts(2)))).toBe(true)
    expect(unpacked(short)).toContain('/Subtype /Image')
  })
  test('that cannot be drawn is said, and the next one is drawn', async () => {
    await expect(threadDocument({ ...parts(1), at: new Date(Number.NaN) })).rejects.toThrow()
    expect((await threadDocument(parts(1))).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
