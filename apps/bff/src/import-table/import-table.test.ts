import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BatchAnswer, IntegrationKind } from '@zhixin/shared/integration'
import ExcelJS from 'exceljs'
import { COLUMNS, importTable, inspect, refusedTable, TableError, tableWriter, type Tally, writeTemplate } from './index'
import { REASON_HEADING } from './columns'

/** Tables as courts export them, read row by row; a server that takes what it is sent stands for the real one (see integration.test.ts). */
describe('a court’s table', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'table-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  let count = 0
  const place = (end: string): string => path.join(root, `${++count}${end}`)
  function written(content: string | Buffer, end = '.csv'): string {
    const file = place(end)
    writeFileSync(file, content)
    return file
  }
  type Item = Record<string, unknown>
  interface Run {
    items: Item[]
    batches: number[]
    refusedFile: string
    tally: Tally
  }
  const created = (items: readonly unknown[]): BatchAnswer =>
    ({ dryRun: false, results: (items as { externalId: string }[]).map(({ externalId }) => ({ externalId, result: 'created' })) })

  interface How {
    kind?: IntegrationKind
    end?: string
    most?: number
    dryRun?: boolean
  }
  async function run(file: string, answer: (items: readonly unknown[]) => BatchAnswer = created, more: How = {}): Promise<Run> {
    const { kind, end = '.csv', most = 100, dryRun = false } = more
    const table = await inspect(file, kind)
    const refusedFile = place(`.refused${end}`)
    const items: Item[] = []
    const batches: number[] = []
    const refused = tableWriter(refusedFile, [...table.headings.filter((heading) => heading !== REASON_HEADING), REASON_HEADING])
    const tally = await importTable({
      file, table, most, dryRun, refused, onProgress: () => undefined,
      async send(sent) {
        items.push(...(sent as Item[]))
        batches.push(sent.length)
        return answer(sent)
      },
    })
    return { items, batches, refusedFile, tally }
  }

  const NODES = '节点编号,案件编号,节点,日期,时间,内容,备注,更新时间\n'
  const PARTIES = '案件编号,当事人编号,诉讼地位,姓名或名称,证件号码\n'

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
  ])('is read in %s', async (_, encode) => {
    const { items } = await run(written(encode(`${NODES}N1,AJ1,员额法官接收案件,2026-03-04,,,,\r\n`)))
    expect(items).toEqual([{ type: 'node', externalId: 'N1', case: 'AJ1', node: '员额法官接收案件', on: '2026-03-04' }])
  })

  it('is read in GB18030, as old Excel writes it, also where a character lies across two pieces of the file', async () => {
    // 张 is d5 c5, 样 d1 f9, 例 c0 fd in GB18030.
    const name = Buffer.from([0xd5, 0xc5, 0xd1, 0xf9, 0xc0, 0xfd])
    const heading = Buffer.from('b0b8bcfeb1e0bac52cb5b1cac2c8cbb1e0bac52cd0d5c3fbbbf2c3fbb3c62cd6a4bcfebac5c2eb', 'hex')
    const rows = Array.from({ length: 9_000 }, (_, n) => Buffer.concat([Buffer.from(`\nAJ${n},1,`), name, Buffer.from(',00000019900101001X')]))
    const { items } = await run(written(Buffer.concat([heading, ...rows])), created, { kind: 'parties' })
    expect(items).toHaveLength(9_000)
    expect(new Set(items.map(({ person }) => (person as { name: string }).name))).toEqual(new Set(['张样例']))
  })

  it('has days, times and instants in the ways people write them, and in a spreadsheet’s numbers', async () => {
    const written_ = ['2026-03-04', '2026/3/4', '2026.03.04', '2026年3月4日', '20260304', '46085', '2026-03-04 00:00:00', '２０２６－３－４']
    const rows = written_.map((day, n) => `N${n},AJ1,x,${day},9:05,,,2026/3/4 9:05`)
    const { items } = await run(written(NODES + rows.join('\n')))
    expect(new Set(items.map(({ on }) => on))).toEqual(new Set(['2026-03-04']))
    expect(items[0]).toMatchObject({ time: '09:05', asOf: '2026-03-04T09:05:00+08:00' })
  })

  it('gives back rows that cannot be read, each with its column and why, and sends the others', async () => {
    const rows = ['N1,AJ1,x,2026-02-30,,,,', 'N2,AJ1,x,gestern,,,,', 'N3,AJ1,x,2026-03-04,25:00,,,', 'N4,AJ1,x,2026-03-04,,起拍价,,', '', 'N5,AJ1,x,2026-03-04,,起拍价=1000；保证金=100,"两行\n备注",']
    const { items, tally, refusedFile } = await run(written(NODES + rows.join('\n')))
    expect(items).toMatchObject([{ externalId: 'N5', fields: { 起拍价: '1000', 保证金: '100' }, note: '两行\n备注' }])
    expect(tally).toMatchObject({ created: 1, refused: 4 })
    const back = readFileSync(refusedFile, 'utf8').split('\r\n')
    expect(back[0]).toBe(`\uFEFF${NODES.trim()},退回原因`)
    expect(back.slice(1, 5).map((line) => line.split(',').at(-1))).toEqual(['日期：没有这一天', '日期：日期要写成 2026-03-02 这样', '时间：时间要写成 10:20 这样', '内容：要写成“名称=值”，几项用分号隔开'])
  })

  it('says which identity numbers a spreadsheet has spoilt', async () => {
    const { tally, refusedFile } = await run(written(`${PARTIES}AJ1,1,申请执行人,甲,3.10101E+17\nAJ1,2,被执行人,乙,00000019900101001X`))
    expect(tally).toMatchObject({ created: 1, refused: 1 })
    expect(readFileSync(refusedFile, 'utf8')).toContain('证件号码：在表里是数字格式，末几位已经丢失')
  })

  it('that came back can be mended and sent again as it is', async () => {
    const refusing = (items: readonly unknown[]): BatchAnswer => ({
      dryRun: false, results: items.map((item) => ({ externalId: String((item as Item).externalId), result: 'refused', code: 'staff.unknown', message: '没有这位工作人员。', field: 'person.name' })),
    })
    const first = await run(written(`${PARTIES}AJ1,1,申请执行人,"甲, 乙",00000019900101001X`), refusing)
    expect(readFileSync(first.refusedFile, 'utf8')).toContain('"甲, 乙",00000019900101001X,姓名或名称：没有这位工作人员。')
    const second = await run(first.refusedFile)
    expect(second.items).toEqual(first.items)
    const third = await run(second.refusedFile.replace(/.*/, first.refusedFile), refusing, { end: '.xlsx' })
    expect((await run(third.refusedFile)).items).toEqual(first.items)
  })

  it('of cases has a row for each party, and the rows of one case are one item', async () => {
    const headings = '案件编号,案号,案由,立案日期,承办部门,承办人工号,员额法官工号,当事人编号,诉讼地位,身份,姓名或名称,证件号码,手机,手机来源,代理何人,代理权限,结案方式,结案日期\n'
    const head = 'AJ1,（2026）虚01执1号,借款,2026-03-02,一团队,Z1、Z2,Z3'
    const rows = [
      `${head},1,申请执行人,,甲,00000019900101001X,19900000001,本人,,,,`, `${head},2,,委托代理人,律师,000000199001010028,,,1,特别授权,,`,
      'AJ2,（2026）虚01执2号,借款,2026-03-02,一团队,Z1,Z3,,,,,,,,,,执行完毕,2026-03-09',
    ]
    const { items, batches } = await run(written(headings + rows.join('\n')))
    expect(batches).toEqual([2])
    expect(items[0]).toMatchObject({
      externalId: 'AJ1', officers: ['Z1', 'Z2'], judge: 'Z3',
      parties: [
        { externalId: '1', side: 'applicant', person: { name: '甲', phones: [{ number: '19900000001', givenBy: 'self' }] } },
        { externalId: '2', standing: 'agent', authority: 'special', for: '1' },
      ],
    })
    expect(items[1]).toMatchObject({ externalId: 'AJ2', parties: [], closed: { way: '执行完毕', on: '2026-03-09' } })
  })

  it('is refused whole before anything is sent when its columns or its form are wrong', async () => {
    await expect(inspect(written('甲,乙\n1,2'))).rejects.toThrow('看不出是哪一种表')
    await expect(inspect(written('节点编号,案件编号,日子\n1,2,3'))).rejects.toThrow('不认识的列：日子')
    await expect(inspect(written('节点编号,案件编号,日期,日期\n1,2,3,3'))).rejects.toThrow('列重复：日期')
    await expect(inspect(written('当事人编号,姓名或名称,证件号码\n1,2,3'), 'parties')).rejects.toThrow('缺少列：案件编号')
    await expect(inspect(written(`${NODES}N1,AJ1,"x,2026-03-04`))).rejects.toThrow('引号没有配对')
    await expect(inspect(written(''))).rejects.toThrow('文件是空的')
    await expect(inspect(written('PK and no spreadsheet', '.xlsx'))).rejects.toThrow(TableError)
    await expect(inspect(path.join(root, 'none.csv'))).rejects.toThrow('打不开文件')
  })

  it('as a spreadsheet has real days, formulas, rich text and numbers that are none', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('节点')
    sheet.addRow(NODES.trim().split(','))
    const day = new Date(Date.UTC(2026, 2, 4))
    sheet.addRow(['N1', 'AJ1', { formula: 'CONCATENATE("限制","消费")', result: '限制消费' }, day, 0.4305555556, '', { richText: [{ text: '甲' }, { text: '乙' }] }, new Date(Date.UTC(2026, 2, 4, 10, 30))])
    sheet.addRow([7, 'AJ1', 'x', { formula: 'A1+1', result: day }])
    sheet.addRow(['N3', 'AJ1', { formula: '1/0', result: { error: '#DIV/0!' } }, day])
    const file = place('.xlsx')
    await book.xlsx.writeFile(file)
    const { items, tally, refusedFile } = await run(file)
    expect(items).toEqual([
      { type: 'node', externalId: 'N1', case: 'AJ1', node: '限制消费', on: '2026-03-04', time: '10:20', note: '甲乙', asOf: '2026-03-04T10:30:00+08:00' },
      { type: 'node', externalId: '7', case: 'AJ1', node: 'x', on: '2026-03-04' },
    ])
    expect(tally.refused).toBe(1)
    expect(readFileSync(refusedFile, 'utf8')).toContain('节点：公式出错或没有算过，没有值')
  })

  it.each(['.csv', '.xlsx'])('has a template with every column of its kind (%s)', async (end) => {
    for (const kind of Object.keys(COLUMNS) as IntegrationKind[]) {
      const file = place(end)
      await writeTemplate(file, kind)
      expect(await inspect(file)).toMatchObject({ kind, count: 0, headings: COLUMNS[kind].map(({ heading }) => heading) })
    }
  })

  it('is sent in batches, and a dry run counts as let through who acts for somebody of an earlier batch', async () => {
    const rows = ['AJ1,1,申请执行人,,甲,00000019900101001X', 'AJ1,2,,1,律师,000000199001010028', 'AJ1,3,,9,律师,000000199001010036']
    const answer = (items: readonly unknown[]): BatchAnswer => ({
      dryRun: true,
      results: (items as Item[]).map(({ externalId, for: of }) => ({ externalId: String(externalId), ...(of === undefined ? { result: 'created' } : { result: 'refused', code: 'integration.party_unknown', message: '没有' }) })),
    })
    const file = written(`案件编号,当事人编号,诉讼地位,代理何人,姓名或名称,证件号码\n${rows.join('\n')}`)
    const { batches, tally } = await run(file, answer, { most: 1, dryRun: true })
    expect(batches).toEqual([1, 1, 1])
    expect(tally).toMatchObject({ created: 2, refused: 1 })
  })

  it('is given back by the server with the numbers and why, in columns that can be filled in and sent again', async () => {
    const refused = [
      { externalId: 'JD-2', result: 'refused' as const, code: 'integration.case_unknown' as const, field: 'case', message: '没有这个案件，"先"导入' },
      { externalId: '#3', result: 'refused' as const },
    ]
    const table = refusedTable('nodes', refused)
    expect(table).toContain('JD-2,')
    expect(table).toContain('"案件编号：没有这个案件，""先""导入"')
    expect(await inspect(written(table))).toMatchObject({ kind: 'nodes', count: 2, headings: [...COLUMNS.nodes.map(({ heading }) => heading), REASON_HEADING] })
  })
})
