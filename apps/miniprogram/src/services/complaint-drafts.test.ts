import { createAccountStorage } from './account-storage'
import { type ComplaintDraft, createComplaintDrafts, emptyDraft } from './complaint-drafts'
import { createFakeStorage } from './test-support/fake-storage'
import { createFakeTimers } from './test-support/fake-timers'

const DRAFT: ComplaintDraft = { ...emptyDraft, fields: { result: '查过了' }, declared: ['sure'], papers: { p: [{ id: 'a_1', name: '照片', kind: 'picture' }] } }
let count = 0
function phone(storage = createFakeStorage()) {
  const time = createFakeTimers()
  const random = { bytes: async (length: number) => Uint8Array.from({ length }, () => ++count % 256), fraction: () => 0 }
  return { time, drafts: createComplaintDrafts(createAccountStorage(storage, 'me'), time.timers, random), again: () => phone(storage) }
}

it('is kept while one types, under its own name, and is there after the app was killed', async () => {
  const { drafts, time, again } = phone()
  drafts.save('k_1/conclude', DRAFT)
  await time.advance(1_000)
  expect(await again().drafts.load('k_1/conclude')).toEqual(DRAFT)
  expect(await drafts.load('k_1/reply')).toBeUndefined()
})

it('keeps its number over a lost answer, a new start and a save; changed, it is another try', async () => {
  const { drafts, time, again } = phone()
  const first = await drafts.commandIdFor('k_1/conclude', DRAFT)
  drafts.save('k_1/conclude', DRAFT)
  await time.advance(1_000)
  const later = again().drafts
  expect(await later.commandIdFor('k_1/conclude', (await later.load('k_1/conclude'))!)).toBe(first)
  expect(await later.commandIdFor('k_1/conclude', { ...DRAFT, declared: [] })).not.toBe(first)
})

it('is gone once it is done', async () => {
  const { drafts, again } = phone()
  const first = await drafts.commandIdFor('k_1/conclude', DRAFT)
  await drafts.clear('k_1/conclude')
  expect(await again().drafts.load('k_1/conclude')).toBeUndefined()
  expect(await drafts.commandIdFor('k_1/conclude', DRAFT)).not.toBe(first)
})
