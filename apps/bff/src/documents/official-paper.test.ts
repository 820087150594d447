import JSZip from 'jszip'
import { PNG } from '../test-support/court'
import { paperDocx, type PaperDocument, paperPdf } from '.'
import { drawPaper } from './paper-document'
import { fitted, pictureSize } from './picture-size'

const paper = (more: Partial<PaperDocument> = {}): PaperDocument => ({
  court: '虚构市示范区人民法院', day: '2026-11-22', at: new Date('2026-11-22T02:00:00.000Z'), contentSm3: 'ab'.repeat(32), material: [{ name: '录音.mp3', sm3: 'cd'.repeat(32) }],
  text: { title: '答复笔录', number: '（2026）虚01执1号', sections: [
    { heading: '一、信访人的主要诉求', rows: [{ label: '主要诉求', lines: ['请求尽快执行。'] }] },
    { heading: '答复', rows: [{ label: '答复形式', lines: ['当面'] }, { label: '已告知', lines: ['1. 其一', '2. 其二'] }, { label: '地点', lines: [] }] },
  ] },
  signatures: [{ label: '信访人', words: '本人到场签字', sm3: 'ef'.repeat(32), picture: PNG, isScan: false }], ...more,
})
const wordsOf = async (docx: Buffer): Promise<string[]> => {
  const xml = await (await JSZip.loadAsync(docx)).file('word/document.xml')!.async('string')
  return [...xml.matchAll(/<w:p[ >][\s\S]*?<\/w:p>/g)].map(([one]) => [...one.matchAll(/<w:t[^>]*>([^<]*)</g)].map(([, text]) => text).join(''))
}

test('a paper is drawn aside to the same bytes as here, and its Word document is the same each time', async () => {
  expect((await paperPdf(paper())).equals(await drawPaper(paper()))).toBe(true)
  expect((await paperDocx(paper())).equals(await paperDocx(paper()))).toBe(true)
})
test('the Word document says all that was signed, in its order, with who signed and the hash', async () => {
  const words = await wordsOf(await paperDocx(paper()))
  expect(words.filter((line) => line !== '')).toEqual([
    '答复笔录', '（2026）虚01执1号', '一、信访人的主要诉求', '请求尽快执行。', '答复', '答复形式：当面', '已告知：', '1. 其一', '2. 其二', '地点：（未填）', '信访人（签字）：', '本人到场签字',
    '一并存卷的材料', '校验值（SM3）', '录音.mp3', 'cd'.repeat(32), `内容校验值（SM3）：${'ab'.repeat(32)}`, '虚构市示范区人民法院', '2026年11月22日',
  ])
})
test('a signature that no document can hold is said to lie in the file, and keeps nothing from being drawn', async () => {
  const broken = paper({ signatures: [{ label: '信访人', words: '纸上签字', sm3: '0'.repeat(64), picture: Buffer.from('RIFF....WEBP'), isScan: true }] })
  expect((await paperPdf(broken)).subarray(0, 5).toString()).toBe('%PDF-')
  expect(await wordsOf(await paperDocx(broken))).toContain('纸上签字')
})
test('pictures keep their proportions', () => {
  expect(pictureSize(PNG)).toEqual({ type: 'png', width: 1, height: 1 })
  const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080064012c01011100ffd9', 'hex')
  expect(pictureSize(jpeg)).toEqual({ type: 'jpg', width: 300, height: 100 })
  expect(pictureSize(Buffer.from('nothing at all, in many bytes'))).toBeUndefined()
  expect(fitted({ width: 400, height: 100 }, { width: 50, height: 20 })).toEqual({ width: 50, height: 12.5 })
})
