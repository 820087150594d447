import { inflateSync } from 'node:zlib'
import { bindingSlip } from '.'

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
