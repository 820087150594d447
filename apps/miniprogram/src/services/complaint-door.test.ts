import type { HttpRequest } from './adapters'
import type { Api } from './api'
import { createComplaintDoor } from './complaint-door'
import { createHttp } from './http'
import { createFakeStorage } from './test-support/fake-storage'
import { createFakeTimers } from './test-support/fake-timers'

const RECEIPT = { receipt: 'ABCD-EFGH', followUp: 'ABCDE-FGHJK', receivedAt: '2026-03-10T02:00:00.000Z', told: '收到了', next: null }

/** A phone, and a court that keeps the first thing said under a number. `lose`: how many answers get lost on the way back. */
let count = 0
function phone(storage = createFakeStorage(), kept = new Map<string, string>()) {
  const asked: HttpRequest[] = []
  const state = { lose: 0, refuse: false }
  const time = createFakeTimers()
  const random = { bytes: async (length: number) => Uint8Array.from({ length }, () => ++count % 252), fraction: () => 0 }
  const request = async (sent: HttpRequest) => {
    asked.push(sent)
    if (state.refuse) return { status: 400, body: { error: { code: 'complaints.number_in_text', message: '', requestId: 'r' } } }
    const { commandId } = JSON.parse(String(sent.body)) as { commandId: string }
    const first = kept.get(commandId)
    if (first === undefined) kept.set(commandId, String(sent.body))
    if (state.lose-- > 0) throw Object.assign(new Error('lost'), { reason: 'offline' })
    const isOther = first !== undefined && first !== String(sent.body)
    return isOther ? { status: 409, body: { error: { code: 'log.key_conflict', message: '', requestId: 'r' } } } : { status: 200, body: { data: RECEIPT } }
  }
  const http = createHttp({ request, upload: request, download: request } as never, 'https://court.example', async () => 'this-phone')
  const written: [string, unknown][] = []
  const api = {
    write: async (path: string, _schema: unknown, _answer: unknown, body: unknown) => void written.push([path, body]),
    upload: async ({ path, ...file }: { path: string }) => {
      written.push([path, file])
      return { attachmentId: 'a_1', name: '照片.jpg', size: 1, type: 'image/jpeg' }
    },
  } as unknown as Api
  const door = createComplaintDoor({ http, api, storage, timers: time.timers, random })
  return { door, asked, written, kept, state, time, again: () => phone(storage, kept) }
}

describe('the door for complaints on a phone', () => {
  test('what goes without a name goes without token, this phone’s name, and what was typed for another choice', async () => {
    const { door, asked } = phone()
    await door.submit({ ...(await door.begin('discipline', 'anonymous')), matter: '有人收了钱物', name: '钱有诉', phone: '19900000001', address: '某路', caseId: 'c_casealpha' })
    const [{ headers, body }] = asked as [HttpRequest]
    expect(Object.keys(headers)).toEqual(['Content-Type'])
    for (const word of ['钱有诉', '19900000001', '某路', 'c_casealpha']) expect(String(body)).not.toContain(word)
  })

  test('keeps number and words over a lost answer and a killed app, and the court has one', async () => {
    const first = phone()
    const draft = { ...(await first.door.begin('petition', 'named')), matter: '没有到账', name: '钱有诉' }
    first.state.lose = 1
    await expect(first.door.submit(draft)).rejects.toBeDefined()
    const later = first.again()
    const receipt = await later.door.submit((await later.door.load())!)
    expect([receipt.receipt, receipt.isEarlier, later.kept.size]).toEqual([RECEIPT.receipt, false, 1])
  })

  test('something changed after a lost answer: the receipt of what the court had is fetched, and said to be the earlier one', async () => {
    const { door, state, kept } = phone()
    const draft = { ...(await door.begin('petition', 'named')), matter: '没有到账', name: '钱有诉' }
    state.lose = 1
    await expect(door.submit(draft)).rejects.toBeDefined()
    const changed = { ...(await door.load())!, matter: '没有到账，还有别的' }
    expect((await door.submit(changed)).isEarlier).toBe(true)
    expect([...kept.values()].join()).not.toContain('还有别的')
  })

  test('goes back after a lost answer, changes a letter on the page and sends: the number of what the court had comes, then and after a new start', async () => {
    const { door, state, kept, time, again } = phone()
    const page = { ...(await door.begin('petition', 'named')), matter: '没有到账', name: '钱有诉' }
    expect(door.maybeSent(page)).toBe(false)
    state.lose = 1
    await expect(door.submit(page)).rejects.toBeDefined()
    expect(door.maybeSent(page)).toBe(true)
    const changed = { ...page, matter: '没有到账！' }
    door.save(changed)
    await time.advance(1_000)
    const killed = again()
    expect(killed.door.maybeSent((await killed.door.load())!)).toBe(true)
    // That answer is lost as well, and the next change too.
    state.lose = 1
    await expect(door.submit(changed)).rejects.toBeDefined()
    expect((await door.submit({ ...changed, matter: '没有到账！！' })).isEarlier).toBe(true)
    const later = again()
    const draft = (await later.door.load())!
    expect([later.door.maybeSent(draft), (await later.door.submit(draft)).isEarlier, kept.size]).toEqual([true, true, 1])
    expect([...kept.values()].join()).not.toContain('！')
  })

  test('what was refused is not taken for sent', async () => {
    const { door, state } = phone()
    const draft = { ...(await door.begin('petition', 'named')), matter: '没有到账', name: '钱有诉' }
    state.refuse = true
    await expect(door.submit(draft)).rejects.toMatchObject({ code: 'complaints.number_in_text' })
    expect(door.maybeSent(draft)).toBe(false)
    state.refuse = false
    expect((await door.submit({ ...draft, matter: '改好了' })).isEarlier).toBe(false)
  })

  test('signed in, one adds to one’s own and decides in it without the code: by its id, as who one is', async () => {
    const { door, asked, written } = phone()
    await door.add({ complaintId: 'k_1' }, { text: '补充一句', files: [] })
    await door.step({ complaintId: 'k_1' }, 'not_satisfied')
    expect(await door.addFile({ complaintId: 'k_1' }, { path: 'tmp/1.jpg', name: '照片.jpg', kind: 'picture' })).toMatchObject({ attachmentId: 'a_1', kind: 'picture' })
    expect(written).toEqual([
      ['/complaints/mine/k_1/supplements', { commandId: expect.any(String), text: '补充一句', files: [] }],
      ['/complaints/mine/k_1/steps', { commandId: expect.any(String), step: 'not_satisfied' }],
      ['/complaints/mine/k_1/uploads', { filePath: 'tmp/1.jpg', fileName: '照片.jpg', fields: { kind: 'picture' } }],
    ])
    expect(asked).toEqual([])
  })

  test('is kept while somebody types, and gone from the phone once they say so', async () => {
    const { door, time, again } = phone()
    door.save({ ...(await door.begin('feedback', 'named')), matter: '写了一半' })
    await time.advance(1_000)
    expect((await again().door.load())?.matter).toBe('写了一半')
    await door.clear()
    expect(await again().door.load()).toBeUndefined()
  })
})
