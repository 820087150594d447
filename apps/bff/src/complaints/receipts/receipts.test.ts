import type { ComplaintKey } from '@zhixin/shared/ids'
import { openTestIdentity, type TestIdentity, testKeyStore } from '../../test-support/identity'
import { openRoots } from '../roots'
import { createContacts } from '../contacts'
import { createReceipts, type Receipts } from '.'

const STREAMS = ['feedback', 'petition', 'discipline', 'inquiry'] as const
const target = (stream: ComplaintKey['stream'], n = 1): ComplaintKey => ({ stream, complaintId: `k_${stream.slice(0, 4)}000${n}` })
const HOME = '203.0.113.7'
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

describe('a receipt and its follow-up code', () => {
  let t: TestIdentity
  let receipts: Receipts
  const { inspectors: _, ...general } = testKeyStore

  const opened = async (keyStore = testKeyStore, attempts: TestIdentity['identity']['attempts'] = t.identity.attempts) => {
    const db = t.store.connection.db!
    return createReceipts({ db, roots: await openRoots(db, keyStore), attempts })
  }
  const stored = (): Promise<unknown[]> => t.store.connection.db!.collection('complaint_receipts').find({}).toArray()
  beforeEach(async () => {
    t = await openTestIdentity()
    receipts = await opened()
  })
  afterEach(() => t.close())

  test.each(STREAMS)('%s: together they find the file, as they were given or as somebody types them; one of them alone finds nothing', async (stream) => {
    const { receipt, followUp } = await receipts.open(target(stream), { key: 'm_1', content: 'words' })
    expect([receipt, followUp]).toEqual([expect.stringMatching(/^[2-9A-HJ-KM-NP-Z]{4}-[2-9A-HJ-KM-NP-Z]{4}$/), expect.stringMatching(/^[2-9A-HJ-KM-NP-Z]{5}-[2-9A-HJ-KM-NP-Z]{5}$/)])
    expect(await receipts.lookUp(receipt, followUp, HOME)).toEqual(target(stream))
    expect(await receipts.lookUp(` ${receipt.replace('-', '').toLowerCase()}`, followUp.replace('-', ' '), HOME)).toEqual(target(stream))
    const other = await receipts.open(target('petition', 2), { key: 'm_2', content: 'other words' })
    for (const [number, code] of [[receipt, other.followUp], [other.receipt, followUp], ['', ''], [receipt, ''], [followUp, receipt]]) {
      await expect(receipts.lookUp(number!, code!, HOME)).rejects.toMatchObject({ code: 'input.not_found' })
    }
  })

  test('a repeat after a lost answer gives the same ones, from another process too; other words under the same id are refused', async () => {
    const first = await receipts.open(target('discipline'), { key: 'm_1', content: 'words' })
    const again = await Promise.all([receipts, await opened()].map((one) => one.open(target('discipline', 2), { key: 'm_1', content: 'words' })))
    for (const one of again) expect(one).toEqual(first)
    for (const [stream, content] of [['discipline', 'other words'], ['petition', 'words']] as const) {
      await expect(receipts.open(target(stream), { key: 'm_1', content })).rejects.toMatchObject({ code: 'log.key_conflict', status: 409 })
    }
    const atOnce = await Promise.all([1, 2, 3].map((n) => receipts.open(target('petition', n), { key: 'm_9', content: 'at once' })))
    expect(new Set(atOnce.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(await stored()).toHaveLength(2)
  })

  test('what is stored tells neither stream nor file, and is of one length; staff with a number find every file but a report', async () => {
    const given = await Promise.all(STREAMS.map((stream, n) => receipts.open(target(stream), { key: `m_${n}`, content: 'x'.repeat(n * 300) })))
    const all = await stored()
    const lengths = all.map((one) => JSON.stringify(one).length)
    expect(new Set(lengths).size).toBe(1)
    const ids = STREAMS.map((stream) => target(stream).complaintId)
    for (const word of [...STREAMS, ...ids, ...given.flatMap(({ receipt, followUp }) => [receipt, followUp])]) expect(JSON.stringify(all)).not.toContain(word)
    expect(await Promise.all(given.map(({ receipt }) => receipts.find(receipt)))).toEqual([target('feedback'), target('petition'), undefined, target('inquiry')])
    // Whoever has the general key, and this program, gets no further.
    const narrow = await opened(general)
    await expect(narrow.lookUp(given[2]!.receipt, given[2]!.followUp, HOME)).rejects.toMatchObject({ code: 'input.not_found' })
    await expect(narrow.open(target('discipline', 5), { key: 'm_5', content: '' })).rejects.toMatchObject({ code: 'log.key_absent' })
    expect(await narrow.lookUp(given[1]!.receipt, given[1]!.followUp, HOME)).toEqual(target('petition'))
  })

  test('ten thousand guesses at the code of a known number: none is right, though nothing slowed them down', async () => {
    const { receipt, followUp } = await receipts.open(target('discipline'), { key: 'm_1', content: 'words' })
    const unlimited = await opened(testKeyStore, { begin: async () => ({ succeeded: async () => {} }) })
    const guess = (n: number): string => Array.from({ length: 10 }, (_unused, i) => LETTERS[(Math.floor(n / 31 ** (i % 4)) + i * 7) % 31]).join('')
    const outcomes = new Map<string, number>()
    for (let n = 0; n < 10_000; n += 500) {
      const tried = (i: number) => unlimited.lookUp(receipt, guess(n + i), HOME).then(() => 'right', (error: { code: string }) => error.code)
      const codes = Array.from({ length: 500 }, (_unused, i) => tried(i))
      for (const code of await Promise.all(codes)) outcomes.set(code, (outcomes.get(code) ?? 0) + 1)
    }
    expect(Object.fromEntries(outcomes)).toEqual({ 'input.not_found': 10_000 })
    expect(await unlimited.lookUp(receipt, followUp, HOME)).toEqual(target('discipline'))
  })

  test('a network gets sixty wrong ones in a quarter of an hour; whoever has the code gets in from anywhere else meanwhile, and from there afterwards', async () => {
    const { receipt, followUp } = await receipts.open(target('discipline'), { key: 'm_1', content: 'words' })
    const codes: string[] = []
    for (let n = 0; n < 70; n++) await receipts.lookUp(receipt, 'AAAAA-AAAAA', '198.51.100.9').catch((error: { code: string }) => codes.push(error.code))
    expect([codes.filter((code) => code === 'input.not_found').length, codes.filter((code) => code === 'auth.locked').length]).toEqual([60, 10])
    await expect(receipts.lookUp(receipt, followUp, '198.51.100.9')).rejects.toMatchObject({ code: 'auth.locked' })
    expect(await receipts.lookUp(receipt, followUp, HOME)).toEqual(target('discipline'))
    t.clock.advance({ minutes: 16 })
    expect(await receipts.lookUp(receipt, followUp, '198.51.100.9')).toEqual(target('discipline'))
  })

  test('what counts attempts knows no receipt, and forgets the network', async () => {
    const { receipt, followUp } = await receipts.open(target('discipline'), { key: 'm_1', content: 'words' })
    await receipts.lookUp(receipt, followUp, HOME)
    const attempts = () => t.store.connection.db!.collection('identity_attempts').find({}).toArray()
    expect((await attempts()).map(({ count }) => count as number)).toEqual([0])
    expect(JSON.stringify(await attempts())).not.toContain(HOME)
    t.clock.advance({ minutes: 16 })
    await t.identity.sweep()
    expect(await attempts()).toEqual([])
  })

  test('who complained and is nobody the court knows stands sealed under the file’s own key, findable by nothing', async () => {
    const roots = await openRoots(t.store.connection.db!, testKeyStore)
    const contacts = createContacts({ court: 'court-1', db: t.store.connection.db!, keys: t.parts.log.keys, roots })
    const contact = { name: '钱有诉', phone: '13900000009', address: '示范市某路 9 号', wantsText: true }
    for (const stream of STREAMS) await contacts.keep(target(stream), contact)
    await contacts.keep(target('petition'), { ...contact, phone: null })
    expect(await contacts.of(target('petition'))).toEqual({ ...contact, phone: null })
    expect(await contacts.of(target('discipline'))).toEqual(contact)
    const all = JSON.stringify(await t.store.connection.db!.collection('complaint_contacts').find({}).toArray())
    for (const word of ['钱有诉', Buffer.from('钱有诉').toString('base64').slice(0, 8), '13900000009', ...STREAMS, ...STREAMS.map((stream) => target(stream).complaintId)]) expect(all).not.toContain(word)
    const narrow = createContacts({ court: 'court-1', db: t.store.connection.db!, keys: t.parts.log.keys, roots: await openRoots(t.store.connection.db!, general) })
    await expect(narrow.of(target('discipline'))).rejects.toMatchObject({ code: 'log.key_absent' })
    expect(await contacts.of(target('petition', 2))).toBeUndefined()
  })
})
