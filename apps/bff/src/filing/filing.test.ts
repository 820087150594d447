import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { caseChain, threadChain } from '@zhixin/shared/ids'
import { VerifyError, verifyChain, type WithheldEntry } from '@zhixin/shared/verify'
import type { Entry } from '@zhixin/shared/log'
import { type CourtFileDouble, type FiledDocument, startCourtFileDouble } from '../../../../test/doubles'
import { createHttpCourtFile } from '../connectors/court-file-http'
import { sm3, sm3Hex } from '../log'
import type { CourtFile, DropBox } from '../ports/court-file'
import { isSignedBy } from '../signature'
import { createDropCourtFile } from './drop-file'
import { form, message, newCommandId, openTestCourt, PNG, type TestCourt } from '../test-support/court'

const ACCOUNT = { keyId: 'file', secret: 'sixteen-letters-and-more' }
const run = promisify(execFile)

/** What a PDF says, read out of it by a library that knows nothing of how it was made. In a process of its own: it is an ES module. */
async function textOf(pdf: Buffer): Promise<string> {
  const script = `
    import { extractText, getDocumentProxy } from 'unpdf'
    const parts = []
    for await (const part of process.stdin) parts.push(part)
    const document = await getDocumentProxy(new Uint8Array(Buffer.from(Buffer.concat(parts).toString(), 'base64')))
    process.stdout.write((await extractText(document, { mergePages: true })).text)`
  const running = run(process.execPath, ['--input-type=module', '-e', script], { cwd: path.resolve(__dirname, '../..'), maxBuffer: 10_000_000 })
  running.child.stdin!.end(pdf.toString('base64'))
  return (await running).stdout
}
/** Lines break where the page ends, so blanks say nothing. */
const words = async (pdf: Buffer): Promise<string> => (await textOf(pdf)).replace(/\s/g, '')

const fileOf = ({ files }: Pick<FiledDocument, 'files'>, name: string): Buffer => files.find((file) => file.name === name)!.bytes
interface Record {
  chain: string
  entries: (Entry | WithheldEntry)[]
}
const recordOf = (document: FiledDocument): Record => JSON.parse(fileOf(document, 'entries.json').toString()) as Record

describe('back to the court’s electronic file', () => {
  let double: CourtFileDouble
  let court: TestCourt
  let caseId: string
  /** Stands for the court's file of this test's court: the double, or what a test puts in its place. */
  let behind: CourtFile | undefined
  let http: CourtFile

  beforeAll(async () => {
    let now = (): number => 0
    double = await startCourtFileDouble({ ...ACCOUNT, now: () => now() })
    const courtFile: CourtFile = {
      via: 'http',
      put: (document) => (behind ?? http).put(document),
      receipts: () => (behind ?? http).receipts(),
    }
    court = await openTestCourt({ courtFile })
    now = () => court.clock.now().getTime()
    http = createHttpCourtFile({ ...ACCOUNT, url: double.origin }, court.clock)
  })
  afterAll(async () => {
    await court.close()
    await double.close()
  })
  beforeEach(async () => {
    caseId = await court.newCase()
    behind = undefined
    double.fail(undefined)
  })

  const base = (of = 'owner'): string => `/threads/${caseId}/${court.id(of)}`
  const mine = (): FiledDocument[] => double.documents().filter(({ files }) => recordOf({ files } as FiledDocument).chain.includes(caseId))
  const say = async (who: 'owner' | 'officer', text: string, more: object = {}): Promise<void> => {
    expect((await court.call(who, 'POST', `${base()}/messages`, message(text, more))).status).toBe(200)
  }
  const fileNow = (who: Parameters<TestCourt['call']>[0] = 'officer') =>
    court.call(who, 'POST', `/cases/${caseId}/filings/${court.id('owner')}`, { commandId: newCommandId() })
  const entriesOf = async (type: string) => (await court.rooms.log.list(caseChain(caseId))).filter((entry) => entry.type === type)
  const stateOf = async () =>
    (await court.call('officer', 'GET', `/cases/${caseId}/filings`)).body.data.threads.find(({ personId }: { personId: string }) => personId === court.id('owner'))
  /** Time goes by, and the server looks what is due. */
  const pass = async (minutes: number): Promise<void> => {
    court.later({ minutes })
    await court.settled()
    await court.rooms.filing.tick()
    await court.rooms.filing.idle()
    await court.settled()
  }

  it('goes there by itself some minutes after an answer, and the paper says who said what when', async () => {
    const uploaded = await court.call('owner', 'POST', `${base()}/attachments`, form(PNG, '欠条照片.png', { kind: 'picture' }))
    const { id, sm3: hash } = uploaded.body.data
    await say('owner', '法官您好，请问我的案款到了吗？', { attachments: [{ id, name: '欠条照片.png', kind: 'picture' }] })
    await pass(60)
    expect(mine()).toHaveLength(0)
    await say('officer', '已经到账，三天内发放。', { offHoursReason: '值班' })
    await pass(5)
    expect(mine()).toHaveLength(0)
    await pass(6)
    const [document, ...others] = mine()
    expect(others).toEqual([])
    const said = await words(fileOf(document!, 'document.pdf'))
    for (const part of ['法官您好，请问我的案款到了吗？', '已经到账，三天内发放。', '当事人1号（申请执行人）', '（执行人员）', '第1条', '2026-03-10', '欠条照片.png', hash, '正卷', '第1页，共1页', '（普通']) {
      expect([part, said.includes(part.replace(/\s/g, ''))]).toEqual([part, true])
    }
    expect(document!.volume).toBe('正卷')
    expect(await stateOf()).toMatchObject({ stands: 'filed', filedTo: 2, pending: 0 })
    await say('owner', '还有一件事，利息怎么算？')
    expect(await stateOf()).toMatchObject({ stands: 'waits', filedTo: 2, pending: 1 })
  })

  it('holds entries that an outsider can verify, and one changed letter is found', async () => {
    await say('owner', '请问进展')
    await say('officer', '正在查控。', { offHoursReason: '值班' })
    expect((await fileNow()).body.data.thread).toMatchObject({ stands: 'filed', filedTo: 2 })
    const [document] = mine()
    const { chain, entries } = recordOf(document!)
    expect(verifyChain(sm3, chain, entries).next).toBe(2)
    const manifestBytes = fileOf(document!, 'manifest.json')
    const manifest = JSON.parse(manifestBytes.toString())
    expect(manifest).toMatchObject({ format: 'zhixin-filing/1', head: entries.at(-1)!.entryHash, upTo: 1, replaces: null })
    for (const { name, sm3: wanted } of manifest.files) expect(sm3Hex(fileOf(document!, name))).toBe(wanted)
    const { publicKey, signature } = JSON.parse(fileOf(document!, 'signature.json').toString())
    expect(isSignedBy(publicKey, manifestBytes, signature)).toBe(true)
    for (const bytes of [manifestBytes, fileOf(document!, 'entries.json')]) {
      const changed = Buffer.from(bytes)
      changed[changed.indexOf(':')]! ^= 1
      expect(isSignedBy(publicKey, changed, signature)).toBe(false)
    }
    const rewritten = entries.map((entry, i) => (i === 0 ? { ...entry, body: { ...entry.body!, text: '请问进度' } } : entry)) as Entry[]
    expect(() => verifyChain(sm3, chain, rewritten)).toThrow(VerifyError)
    expect(() => verifyChain(sm3, chain, entries.slice(1))).toThrow(VerifyError)
  })

  it('leaves out what is sealed and what is for the handler alone, and still verifies; a seal replaces what was filed before', async () => {
    await say('owner', '他在城南有一间仓库', { mark: 'property_clue' })
    await say('owner', '我的存折密码是九八七')
    await say('officer', '收到，会去查。', { offHoursReason: '值班' })
    await pass(11)
    const before = mine()
    expect(before).toHaveLength(1)
    expect(fileOf(before[0]!, 'entries.json').toString()).toContain('九八七')
    expect(fileOf(before[0]!, 'entries.json').toString()).not.toContain('城南')
    expect(await words(fileOf(before[0]!, 'document.pdf'))).toContain('只给承办人看，内容不在本文书中')

    await court.call('owner', 'POST', `${base()}/messages/1/seal-request`, { commandId: newCommandId(), reason: 'other_people' })
    expect((await court.call('leader', 'POST', `${base()}/messages/1/seal-request/approval`, { commandId: newCommandId() })).status).toBe(200)
    await pass(11)
    const [, document] = mine()
    for (const { bytes } of document!.files) expect(bytes.toString()).not.toContain('九八七')
    const said = await words(fileOf(document!, 'document.pdf'))
    expect(said).not.toContain('九八七')
    expect(said).toContain('已封存，内容不在本文书中')
    expect(JSON.parse(fileOf(document!, 'manifest.json').toString())).toMatchObject({
      replaces: before[0]!.filingId, withheld: [{ index: 0, because: 'confidential' }, { index: 1, because: 'sealed' }],
    })
    const { chain, entries } = recordOf(document!)
    expect(verifyChain(sm3, chain, entries).next).toBe(entries.length)
  })

  it('is tried again after a crash between sending and confirmation, and is one document', async () => {
    await say('owner', '请问进展')
    behind = { via: 'http', put: async (document) => (await http.put(document), Promise.reject(new Error('the process ended here'))), receipts: async () => [] }
    expect((await fileNow()).status).toBe(500)
    expect(await stateOf()).toMatchObject({ stands: 'under_way', filedTo: 0 })
    behind = undefined
    await fileNow()
    expect(await entriesOf('filing.sent')).toHaveLength(1)
    court.later({ minutes: 6 })
    expect((await fileNow()).body.data.thread).toMatchObject({ stands: 'filed', filedTo: 1 })
    expect((await entriesOf('filing.sent')).map(({ body }) => body.attempt)).toEqual([1, 2])
    expect(mine()).toHaveLength(1)
  })

  it('comes again after the court’s minutes when the file is out of order, and in the end waits for a person', async () => {
    await say('owner', '请问进展')
    await say('officer', '正在查控。', { offHoursReason: '值班' })
    double.fail('busy')
    for (const minutes of [11, 1, 5, 30, 120, 720]) await pass(minutes)
    expect((await entriesOf('filing.failed')).map(({ body }) => [body.attempt, body.because])).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, 'unreachable']))
    const calls = double.count()
    await pass(5000)
    expect(double.count()).toBe(calls)
    expect(await stateOf()).toMatchObject({ stands: 'given_up', because: 'unreachable', filedTo: 0 })
    const listed = (await court.call('officer', 'GET', '/filings')).body.data.items
    expect(listed[0]).toMatchObject({ caseId, stands: 'given_up', pending: 2 })
    double.fail(undefined)
    expect((await court.call('duty', 'POST', '/filings/retries', { commandId: newCommandId() })).body.data.tried).toBeGreaterThan(0)
    expect(await stateOf()).toMatchObject({ stands: 'filed', filedTo: 2 })
  })

  it.each([
    ['another hash', 'other_hash', 'wrong_hash'], ['somebody else’s signature', 'unsigned', 'unsigned'], ['a refusal', 'refuse', 'refused'], ['a lost answer', 'lose_answer', 'unreachable'],
  ] as const)('does not take %s for a confirmation', async (_, how, because) => {
    await say('owner', '请问进展')
    double.fail(how)
    expect((await fileNow()).body.data.thread).toMatchObject({ stands: 'failed', because, filedTo: 0 })
    double.fail(undefined)
    expect((await fileNow()).body.data.thread).toMatchObject({ stands: 'filed', filedTo: 1 })
    expect(mine()).toHaveLength(1)
  })

  it('goes by two folders where no HTTP passes, and is filed once the receipt has come back', async () => {
    const out = new Map<string, Parameters<DropBox['put']>[2]>()
    let inbox: { id: string; body: object }[] = []
    const drops: DropBox = {
      canPut: () => true,
      put: async (kind, id, files) => void out.set(`${kind}-${id}`, files),
      take: async () => inbox.map(({ id, body }) => ({
        id, files: [{ name: 'receipt.json', bytes: Buffer.from(JSON.stringify(body)) }], done: async () => void (inbox = inbox.filter((one) => one.id !== id)),
      })),
    }
    behind = createDropCourtFile(drops)
    await say('owner', '请问进展')
    expect((await fileNow()).body.data.thread).toMatchObject({ stands: 'under_way', filedTo: 0 })
    const [[name, files]] = [...out] as [[string, Parameters<DropBox['put']>[2]]]
    const filingId = name.replace('filing-', '')
    inbox = [
      { id: '1', body: { filingId: 'f_'.padEnd(34, '0'), digest: '0'.repeat(64), receipt: 'x' } },
      { id: '2', body: { filingId, digest: '0'.repeat(64), receipt: 'x' } },
    ]
    await pass(0)
    expect(inbox).toEqual([])
    expect(await stateOf()).toMatchObject({ stands: 'failed', because: 'wrong_hash', filedTo: 0 })
    inbox = [{ id: '3', body: { filingId, digest: sm3Hex(files[0]!.bytes), receipt: '电子卷宗-7' } }]
    await pass(0)
    expect(await stateOf()).toMatchObject({ stands: 'filed', filedTo: 1 })
    expect((await entriesOf('filing.acknowledged'))[0]!.body).toMatchObject({ receipt: '电子卷宗-7', upTo: 0 })
  })

  it('goes there at a hand-over and when the case ends, whatever is open', async () => {
    await say('owner', '请问进展')
    await court.call('judge', 'POST', `/cases/${caseId}/hand-overs`, { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '轮岗' })
    await pass(11)
    expect((await entriesOf('filing.sent')).find(({ body }) => body.personId === court.id('owner'))!.body).toMatchObject({ why: 'handed_over' })
    expect(await words(fileOf(mine().find((document) => recordOf(document).chain.endsWith(court.id('owner')))!, 'document.pdf'))).toContain('承办人变更')
  })

  it('is handed in once by two servers on one store', async () => {
    await say('owner', '请问进展')
    const before = double.count()
    const answers = await Promise.all([fileNow('officer'), fileNow('judge'), fileNow('leader')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(double.count()).toBe(before + 1)
  })

  it('lets nobody in where they do not belong', async () => {
    await say('owner', '请问进展')
    for (const [who, status] of [['anyone', 401], ['owner', 403], ['opponent', 403], ['stranger', 404], ['otherLeader', 404], ['hotline', 404]] as const) {
      expect([who, (await fileNow(who)).status]).toEqual([who, status])
      expect([who, (await court.call(who, 'GET', `/cases/${caseId}/filings`)).status]).toEqual([who, status])
      expect([who, (await court.call(who, 'GET', `/cases/${caseId}/filings/${court.id('owner')}/document`)).status]).toEqual([who, status])
    }
    expect((await court.call('owner', 'GET', '/filings')).status).toBe(403)
    expect((await court.call('officer', 'POST', '/filings/retries', { commandId: newCommandId() })).status).toBe(403)
    expect((await court.call('officer', 'POST', `/cases/${caseId}/filings/${court.id('outsider')}`, { commandId: newCommandId() })).status).toBe(404)
    expect((await court.call('officer', 'POST', `/cases/${caseId}/filings/${court.id('owner')}`, {})).status).toBe(400)
    // Others' cases are in no list; the duty desk sees that something waits, and not whose it is.
    expect((await court.call('stranger', 'GET', '/filings')).text).not.toContain(caseId)
    const atDesk = (await court.call('duty', 'GET', '/filings')).body.data.items
    expect(atDesk.every(({ personName }: { personName: string }) => personName === '')).toBe(true)
    const pdf = await court.call('leader', 'GET', `/cases/${caseId}/filings/${court.id('owner')}/document`)
    expect([pdf.status, pdf.headers.get('content-type'), pdf.headers.get('cache-control')]).toEqual([200, 'application/pdf', 'private, no-store'])
  })

  it('says nothing of it to parties: not a byte, not a number', async () => {
    await say('owner', '请问进展')
    await court.settled()
    const seen = async () => Promise.all(['/cases', `/cases/${caseId}`, base(), `${base()}/entries`].map(async (path) => (await court.call('owner', 'GET', path)).text))
    const before = await seen()
    await fileNow()
    await court.settled()
    expect(await seen()).toEqual(before)
    expect((await court.rooms.log.list(threadChain({ caseId, personId: court.id('owner') }))).length).toBe(1)
  })
})

describe('a court without an electronic file', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  it('lets documents wait, and says so', async () => {
    const caseId = await court.newCase()
    await court.call('owner', 'POST', `/threads/${caseId}/${court.id('owner')}/messages`, message('请问进展'))
    const { connected, items } = (await court.call('officer', 'GET', '/filings')).body.data
    expect(connected).toBe(false)
    expect(items).toContainEqual(expect.objectContaining({ caseId, stands: 'waits', filedTo: 0, pending: 1 }))
    const answer = await court.call('officer', 'POST', `/cases/${caseId}/filings/${court.id('owner')}`, { commandId: newCommandId() })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'filing.not_connected'])
  })
})
