import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import JSZip from 'jszip'
import { PNG } from '../test-support/court'
import { officialDocx, ordinal, type OfficialBlock, type OfficialDocument } from '.'
import { signatureBlanks } from './official-layout'

const paper = (over: Partial<OfficialDocument> = {}): OfficialDocument => ({
  title: '关于本周执行信访工作的通报', to: '执行指挥中心', issuedBy: '虚构市示范区人民法院执行局', date: '2026-11-09', body: [{ kind: 'paragraph', text: '本周登记三件。' }], ...over,
})
async function opened(document: OfficialDocument) {
  const zip = await JSZip.loadAsync(await officialDocx(document))
  const read = (name: string) => zip.file(name)!.async('string')
  return { zip, names: Object.keys(zip.files), xml: await read('word/document.xml'), read }
}
/** Millimetres of so many twips. */
const mm = (twips: string | undefined): number => (Number(twips) / 1440) * 25.4

test('A4 with the margins of the standard, 22 lines of 28 characters', async () => {
  const { xml, read } = await opened(paper())
  const size = /<w:pgSz w:w="(\d+)" w:h="(\d+)"/.exec(xml)!
  expect([mm(size[1]), mm(size[2])].map(Math.round)).toEqual([210, 297])
  const margin = (side: string) => Math.round(mm(new RegExp(`<w:pgMar[^>]*w:${side}="(\\d+)"`).exec(xml)![1]))
  expect([margin('top'), margin('left'), margin('bottom'), margin('right')]).toEqual([37, 28, 35, 26])
  const [, pitch] = /w:linePitch="(\d+)"/.exec(xml)!
  expect(Math.floor((225 / 25.4) * 1440 / Number(pitch))).toBe(22)
  const [, space] = /<w:spacing w:val="(-\d+)"\/>/.exec(await read('word/styles.xml'))!
  // Characters of 16 points, so close to one another that 28 fill 156 mm and a 29th does not go there.
  const line = (characters: number): number => (16 + Number(space) / 20) * characters / 72 * 25.4
  expect([line(28) <= 156, line(29) > 156]).toEqual([true, true])
})

test('仿宋 of size 3 for the text on lines of a fixed height, 小标宋 of size 2 for the title, 黑体 and 楷体 for headings, and what stands for a font that is missing', async () => {
  const body: OfficialBlock[] = [{ kind: 'heading1', text: '一、接处访情况' }, { kind: 'heading2', text: '（一）来信' }, { kind: 'heading3', text: '1.信件' }]
  const { xml, read } = await opened(paper({ body }))
  const styles = await read('word/styles.xml')
  expect(styles).toMatch(/<w:docDefaults>.*w:eastAsia="仿宋_GB2312".*<w:sz w:val="32"\/>.*<w:spacing w:line="57\d" w:lineRule="exact"\/>/s)
  const runOf = (text: string) => [...xml.matchAll(/<w:r>(.*?)<\/w:r>/gs)].map(([, run]) => run!).find((run) => run.includes(text))
  expect(runOf('关于本周')).toMatch(/方正小标宋简体.*<w:sz w:val="44"\/>/)
  expect(runOf('一、')).toContain('w:eastAsia="黑体"')
  expect(runOf('（一）')).toContain('w:eastAsia="楷体_GB2312"')
  expect(runOf('1.信件')).toContain('w:eastAsia="仿宋_GB2312"')
  expect(await read('word/fontTable.xml')).toContain('<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>')
})

test('page numbers between dashes, on the outer side of each page', async () => {
  const { names, read, xml } = await opened(paper())
  const footers = await Promise.all(names.filter((name) => /^word\/footer\d+\.xml$/.test(name)).map(read))
  expect(footers).toHaveLength(2)
  for (const footer of footers) expect(footer).toMatch(/— .*PAGE.* —/s)
  expect(footers.map((footer) => /<w:jc w:val="(\w+)"/.exec(footer)![1]).sort()).toEqual(['left', 'right'])
  expect(xml).toMatch(/w:footerReference w:type="even"/)
  expect(await read('word/settings.xml')).toContain('evenAndOddHeaders')
})

test('addressee, issuer and date stand where the standard says', async () => {
  const { xml } = await opened(paper({ attachments: ['条目清单', '统计表'] }))
  const texts = [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text)
  expect(texts).toEqual(['关于本周执行信访工作的通报', '执行指挥中心：', '本周登记三件。', '附件：1.条目清单', '　　　2.统计表', '虚构市示范区人民法院执行局', '2026年11月9日'])
  // 右空二字; the date begins two characters after the issuer.
  expect(signatureBlanks('虚构市示范区人民法院执行局', '2026年11月9日')).toEqual({ issuer: 2, date: 13 - 6.5 })
  // A date longer than the issuer keeps two characters from the right, and the issuer still begins two before it.
  expect(signatureBlanks('执行局', '2026年11月9日')).toEqual({ issuer: 2 + 2 + 6.5 - 3, date: 2 })
})

test('a red head with its number and a red line, where one is wanted', async () => {
  expect((await opened(paper())).xml).not.toContain('FF0000')
  const { xml } = await opened(paper({ head: { name: '执行信访工作周通报', number: '2026年第45期' } }))
  expect(xml).toMatch(/<w:color w:val="FF0000"\/>.*执行信访工作周通报.*<w:pBdr><w:bottom [^>]*w:color="FF0000".*2026年第45期/s)
})

test('tables, bars and pictures: a bar is as long as its share, what is not nothing is seen, and no picture is cut off by the lines', async () => {
  const body: OfficialBlock[] = [
    { kind: 'table', head: ['庭室', '件数'], rows: [['执行一庭', '2'], ['执行二庭']] },
    { kind: 'bars', caption: '各渠道登记数', rows: [{ label: '来信', value: 40, words: '40件' }, { label: '来访', value: 10, words: '10件' }, { label: '来电', value: 0.1, words: '少' }, { label: '转办', value: 0, words: '0件' }] },
    { kind: 'picture', type: 'png', bytes: PNG, width: 40, height: 20, alt: '签名' },
  ]
  const { xml, names } = await opened(paper({ body }))
  expect(xml.match(/<w:tbl>/g)).toHaveLength(2)
  expect(xml).toContain('<w:tblHeader/>')
  const bars = [...xml.matchAll(/<w:gridSpan w:val="(\d+)"\/>(?:(?!<\/w:tcPr>).)*w:fill="7F9DB9"/gs)].map(([, span]) => Number(span))
  expect(bars).toEqual([40, 10, 1])
  expect(names.some((name) => name.startsWith('word/media/'))).toBe(true)
  // 40 mm × 20 mm: 36,000 units to a millimetre, in whole pixels.
  const [, cx, cy] = /<wp:extent cx="(\d+)" cy="(\d+)"/.exec(xml)!.map(Number)
  expect([Math.round(cx! / 36_000), Math.round(cy! / 36_000)]).toEqual([40, 20])
  const around = /<w:p>(?:(?!<w:p>).)*<w:drawing>/s.exec(xml)![0]
  expect(around).toContain('w:lineRule="auto"')
})

test('the same words make the same bytes, with pictures too', async () => {
  const body: OfficialBlock[] = [{ kind: 'picture', type: 'png', bytes: PNG, width: 10, height: 10, alt: '签名' }]
  const [one, two] = [await officialDocx(paper({ body })), await officialDocx(paper({ body }))]
  expect(one.equals(two)).toBe(true)
  // A zip counts time in steps of two seconds: that they were made in the same one is not enough.
  const { files } = await JSZip.loadAsync(one)
  expect([...new Set(Object.values(files).map(({ date }) => date.getUTCFullYear()))]).toEqual([1980])
})

test('whatever somebody wrote, the document opens and says it', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
    const { names, read } = await opened(paper({ title: text, to: text, issuedBy: text, body: [{ kind: 'paragraph', text }, { kind: 'table', rows: [[text]] }], attachments: [text], head: { name: text } }))
    for (const name of names.filter((name) => name.endsWith('.xml'))) expect([name, XMLValidator.validate(await read(name))]).toEqual([name, true])
  }), { numRuns: 30 })
  const { xml } = await opened(paper({ body: [{ kind: 'paragraph', text: '<w:t>&\u0000\ud800“引号”' }] }))
  expect(xml).toContain('&lt;w:t&gt;&amp;“引号”')
})

test('numbers of headings in Chinese', () => {
  expect([1, 5, 10, 11, 20, 32].map(ordinal)).toEqual(['一', '五', '十', '十一', '二十', '三十二'])
})
