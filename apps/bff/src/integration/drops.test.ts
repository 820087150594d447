import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openTestCourt, TEST_KEYS, type TestCourt } from '../test-support/court'
import { openDrop, sealDrop } from './drops/envelope'

/** Files in two folders, for a court whose inner network lets no HTTP through. */
describe('signed files in folders', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'drops-'))
  const at = (...parts: string[]): string => path.join(root, ...parts)
  const key = TEST_KEYS[0]!
  let court: TestCourt
  let count = 0
  beforeAll(async () => {
    court = await openTestCourt({ dropsDir: root })
  })
  afterAll(async () => {
    await court.close()
    rmSync(root, { recursive: true, force: true })
  })
  const look = (): Promise<number> => court.rooms.integration.drops!.lookAround()
  const jsonFiles = (folder: string): string[] => readdirSync(at(folder)).filter((name) => name.endsWith('.json')).sort()

  const item = (n = ++count): object => ({
    externalId: `W-${n}`, caseNumber: `（2026）虚01执${8000 + n}号`, cause: '买卖合同纠纷', filedOn: '2026-03-02', department: '执行实施一团队', officers: ['Z0'], judge: 'Z1',
    parties: [{ externalId: '1', side: 'applicant', person: { name: '申请人', identityNumber: `00000019800202${String(1000 + n)}` } }],
  })
  function drop(content: object, more: { kind?: string; nonce?: string } = {}): string {
    const { kind = 'cases', nonce = `drop-nonce-${String(++count).padStart(8, '0')}` } = more
    return JSON.stringify(sealDrop({ timestamp: '1770000000', nonce, kind, body: JSON.stringify(content) }, key))
  }
  const put = (name: string, text: string): void => writeFileSync(at('in', name), text)
  /** An acknowledgement, its signature checked as the other side would. */
  function ack(name: string): { drop: string; results: { externalId: string; result: string; code?: string }[] } {
    const found = openDrop(readFileSync(at('out', name), 'utf8'), { goodKey: (id) => TEST_KEYS.find((one) => one.id === id) })
    return JSON.parse(found!.drop.body)
  }
  const why = (name: string): { code: string; field?: string } => JSON.parse(readFileSync(at('in', 'broken', `${name}.why.txt`), 'utf8'))

  it('are taken in like requests, answered item by item, and moved away', async () => {
    put('a.json', drop({ items: [item(), { externalId: 'W-bad' }] }))
    expect(await look()).toBe(1)
    expect(ack('a.ack.json')).toMatchObject({ drop: 'a.json', kind: 'cases', results: [{ result: 'created' }, { externalId: 'W-bad', result: 'refused', code: 'input.invalid' }] })
    expect(jsonFiles('in')).toEqual([])
    expect(jsonFiles('in/processed')).toContain('a.json')
    expect(await look()).toBe(0)
  })

  it('that come twice are answered again and change nothing', async () => {
    const text = drop({ items: [item()] })
    put('b.json', text)
    await look()
    const first = ack('b.ack.json')
    await court.settled()
    const head = await court.rooms.log.courtHead()
    rmSync(at('out', 'b.ack.json'))
    put('b.json', text)
    expect(await look()).toBe(1)
    expect(ack('b.ack.json')).toEqual(first)
    expect(first.results[0]!.result).toBe('created')
    expect(await court.rooms.log.courtHead()).toBe(head)
    expect(jsonFiles('in/processed')).toEqual(expect.arrayContaining(['b.json', 'b-1.json']))
  })

  it('are gone on with where the server was killed: before its answer was out, and before the file was moved', async () => {
    const [before, after] = [item(), item()]
    // Killed after the items and before the answer: the items are there.
    await court.send('/integration/cases', { items: [before] })
    put('c.json', drop({ items: [before, after] }))
    await look()
    expect(ack('c.ack.json').results.map(({ result }) => result)).toEqual(['unchanged', 'created'])
    // Killed between answer and moving: the file is there still.
    put('c.json', readFileSync(at('in', 'processed', 'c.json'), 'utf8'))
    await look()
    expect(ack('c.ack.json').results.map(({ result }) => result)).toEqual(['unchanged', 'created'])
  })

  it('are left alone while somebody writes, and set aside once a broken one stands still', async () => {
    const text = drop({ items: [item()] })
    put('.hidden.json', text)
    put('d.json.tmp', text)
    put('d.json', text.slice(0, 80))
    await look()
    expect(jsonFiles('in')).toContain('d.json')
    put('d.json', text.slice(0, 160))
    await look()
    expect(jsonFiles('in')).toContain('d.json')
    put('d.json', text)
    expect(await look()).toBe(1)
    put('e.json', text.slice(0, 80))
    await look()
    await look()
    expect(why('e.json')).toMatchObject({ code: 'input.malformed' })
    expect(readdirSync(at('in'))).toEqual(expect.arrayContaining(['.hidden.json', 'd.json.tmp']))
  })

  it('are set aside with why when anything of them was changed, or is not theirs to send', async () => {
    // What follows from the files before is written by those who follow the log.
    await court.settled()
    const head = await court.rooms.log.courtHead()
    const text = drop({ items: [item()] })
    put('f1.json', text.replace('买卖', '买买'))
    put('f2.json', JSON.stringify({ ...JSON.parse(text), kind: 'parties' }))
    put('f3.json', JSON.stringify({ ...JSON.parse(text), more: 1 }))
    put('f4.json', drop({ items: [item()] }, { kind: 'salaries' }))
    put('f5.json', drop({ items: [] }))
    const nonce = 'one-nonce-two-contents'
    put('f6.json', drop({ items: [{}] }, { nonce }))
    put('f7.json', drop({ items: [{}, {}] }, { nonce }))
    await look()
    expect(['f1', 'f2', 'f3', 'f4', 'f5', 'f7'].map((name) => why(`${name}.json`).code)).toEqual([
      'integration.signature_wrong', 'integration.signature_wrong', 'input.invalid', 'access.forbidden', 'input.invalid', 'integration.replayed',
    ])
    expect(ack('f6.ack.json').results).toMatchObject([{ externalId: '#1', result: 'refused' }])
    expect(await court.rooms.log.courtHead()).toBe(head)
  })

  it('are no requests, and requests no files: the signature says which', async () => {
    const body = JSON.stringify({ items: [item()] })
    const { signature, timestamp, nonce } = sealDrop({ timestamp: String(Math.floor(court.clock.now().getTime() / 1000)), nonce: 'drop-as-a-request-0', kind: 'cases', body }, key)
    const headers = { 'X-Signature': signature, 'X-Timestamp': timestamp, 'X-Nonce': nonce }
    expect((await court.send('/integration/cases', body, { headers })).status).toBe(401)
  })

  it('go out signed, once for an id, and what the court’s file acknowledges comes in until it is done with', async () => {
    const drops = court.rooms.integration.drops!
    await drops.put('filing', 'f_1', [{ name: '案卷.pdf', type: 'application/pdf', bytes: Buffer.from('PDF') }])
    const text = readFileSync(at('out', 'filing-f_1.json'), 'utf8')
    await drops.put('filing', 'f_1', [])
    expect(readFileSync(at('out', 'filing-f_1.json'), 'utf8')).toBe(text)
    const { drop: out } = openDrop(text, { goodKey: (id) => TEST_KEYS.find((one) => one.id === id) })!
    expect([out.kind, JSON.parse(out.body)]).toEqual(['filing', { id: 'f_1', files: [{ name: '案卷.pdf', type: 'application/pdf', base64: 'UERG' }] }])
    put('ack1.json', drop({ id: 'f_1', files: [{ name: 'receipt.json', base64: 'e30=' }] }, { kind: 'filing_ack' }))
    expect(await look()).toBe(0)
    for (const _ of [1, 2]) expect((await drops.take('filing_ack')).map(({ id, files }) => [id, files[0]!.bytes.toString()])).toEqual([['f_1', '{}']])
    await (await drops.take('filing_ack'))[0]!.done()
    expect(await drops.take('filing_ack')).toEqual([])
  })
})
