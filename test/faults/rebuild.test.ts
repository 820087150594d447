import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Db } from 'mongodb'
import { type Person, signedIn, threadPath } from '../journeys/support/api'
import { type Product, ROOT, startProduct } from '../journeys/support/product'
import { inStore } from '../journeys/support/tamper'

const REBUILD = path.join(ROOT, 'apps/bff/dist/rebuild.js')

describe('`npm run rebuild` beside a running server', () => {
  let product: Product
  let applicant: Person
  let officer: Person
  let thread: ThreadKey

  beforeAll(async () => {
    product = await startProduct()
    applicant = signedIn(() => product.origin, 'applicant')
    officer = signedIn(() => product.origin, 'officer')
    const { personId } = await applicant.get<{ personId: string }>('/me')
    const { cases } = await applicant.get<{ cases: { caseId: string; status: string }[] }>('/cases')
    thread = { caseId: cases.find(({ status }) => status === 'open')!.caseId, personId }
  })
  afterAll(() => product?.remove())

  /** `killAfter`: milliseconds after which it is ended as a power cut would. */
  function rebuild(args: string[], killAfter?: number): Promise<{ code: number | null; said: string }> {
    const env = { ...process.env, DEMO: '1', DATA_DIR: product.dataDir, NODE_ENV: 'test' }
    const child = spawn(process.execPath, [REBUILD, ...args], { cwd: ROOT, env })
    if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
  }
  const send = (text: string) =>
    applicant.post(`${threadPath(thread)}/messages`, { clientMessageId: `m_${randomBytes(12).toString('hex')}`, text })

  /** The documents that count: those of the generation that the cursor names. */
  const documents = (name: string) =>
    inStore(product.dataDir, async (db: Db) => {
      const cursor = await db.collection<{ _id: string; generation: number }>('log_cursors').findOne({ _id: new RegExp(`/${name}$`) as unknown as string })
      // How far a document got moves on with every warning that the clocks write meanwhile; what it shows does not.
      return db.collection(cursor!.generation === 0 ? name : `${name}.${cursor!.generation}`).find({}, { projection: { upTo: 0 } }).sort({ _id: 1 }).toArray()
    })

  test('says what there is, what is none, and what it was called wrongly with', async () => {
    const list = await rebuild(['--list'])
    expect(list.code).toBe(0)
    expect(list.said).toMatch(/^cases {2}\d+ of \d+ entries, generation 0\nclocks {2}\d+ of \d+ entries, generation 0\nthreads {2}\d+ of \d+ entries, generation 0$/m)
    expect(await rebuild(['thread-notices'])).toEqual({ code: 2, said: expect.stringContaining('writes entries, which are for ever') })
    expect(await rebuild(['nonsense'])).toEqual({ code: 2, said: 'nonsense: no such read model.\nThere are: cases, clocks, threads, standing_requests, applications, binding_help, complaints, discipline_reports, hotline_calls, urgent, audit, inbox, notices, filings, urgings, counted_files\n' })
    for (const args of [[], ['threads', 'cases'], ['--list', 'cases']]) expect(await rebuild(args)).toMatchObject({ code: 2, said: expect.stringContaining('Usage') })
  })

  test('cut off anywhere, it changes nothing; left to end, every document comes out as it was', async () => {
    for (const name of ['cases', 'threads']) {
      await officer.get('/work-list')
      const before = await documents(name)
      for (const ms of [300, 600, 900, 1_200]) await rebuild([name], ms)
      await officer.get('/work-list')
      expect(await documents(name)).toEqual(before)
      expect(await rebuild([name])).toEqual({ code: 0, said: expect.stringMatching(new RegExp(`^${name}: built anew from \\d+ entries in `)) })
      await officer.get('/work-list')
      expect(await documents(name)).toEqual(before)
    }
  })

  test('whatever is written meanwhile is there once, and the work list is never without it', async () => {
    const unreadOf = async () => {
      const { items } = await officer.get<{ items: { caseId: string; personId: string; unread: number; lastText: string }[] }>('/work-list?show=all')
      return items.find(({ caseId, personId }) => caseId === thread.caseId && personId === thread.personId)!
    }
    const { unread } = await unreadOf()
    let building = true
    const rebuilt = (async () => {
      for (let i = 0; i < 2; i++) expect(await rebuild(['threads'])).toMatchObject({ code: 0 })
      building = false
    })()
    let sent = 0
    while (building) {
      await send(`第${++sent}句`)
      expect(await unreadOf()).toMatchObject({ unread: unread + sent, lastText: `第${sent}句` })
      // However long a rebuild takes: one person writes no more in a minute than config/limits.yaml allows.
      await new Promise((go) => setTimeout(go, 300))
    }
    await rebuilt
    expect(await unreadOf()).toMatchObject({ unread: unread + sent })
  })
})
