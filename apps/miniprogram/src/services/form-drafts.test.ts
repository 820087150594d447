import { createAccountStorage } from './account-storage'
import { createFormDrafts, type FormDraft, type FormPlace } from './form-drafts'
import { createFakeStorage } from './test-support/fake-storage'
import { createFakeTimers } from './test-support/fake-timers'

const PLACE: FormPlace = { key: { caseId: 'c_casealpha', personId: 'p_respondent' }, form: 'property_report' }
const DRAFT: FormDraft = { version: 1, values: { reporter: '赵样例', others: [] }, attachments: [] }

/** An app on a phone; `again` is the same phone after the app was killed. */
let count = 0
function phone(storage = createFakeStorage()) {
  const time = createFakeTimers()
  const random = { bytes: async (length: number) => Uint8Array.from({ length }, () => ++count % 256), fraction: () => 0 }
  return { time, storage, drafts: createFormDrafts(createAccountStorage(storage, 'me'), time.timers, random), again: () => phone(storage) }
}

describe('a form that is being filled in', () => {
  test('is kept while one types, and is there again after the app was killed', async () => {
    const { drafts, time, again } = phone()
    drafts.save(PLACE, DRAFT)
    expect(await drafts.load(PLACE)).toEqual(DRAFT)
    await time.advance(1_000)
    expect(await again().drafts.load(PLACE)).toEqual(DRAFT)
  })
  test('is that of its form, its thread and what it adds to', async () => {
    const { drafts } = phone()
    drafts.save(PLACE, DRAFT)
    for (const other of [{ ...PLACE, form: 'relief_request' }, { ...PLACE, supplements: 3 }, { ...PLACE, key: { ...PLACE.key, personId: 'p_somebody' } }]) {
      expect(await drafts.load(other)).toBeUndefined()
    }
  })
  test('keeps the number it is handed in under over a lost answer and a new start; with other content it is another try', async () => {
    const { drafts, again } = phone()
    const first = await drafts.commandIdFor(PLACE, DRAFT)
    expect(await drafts.commandIdFor(PLACE, DRAFT)).toBe(first)
    const later = again().drafts
    const kept = (await later.load(PLACE))!
    expect(await later.commandIdFor(PLACE, kept)).toBe(first)
    expect(await later.commandIdFor(PLACE, { ...DRAFT, values: { reporter: '别人', others: [] } })).not.toBe(first)
  })
  test('typing on after a try does not forget the number of what was tried', async () => {
    const { drafts } = phone()
    const first = await drafts.commandIdFor(PLACE, DRAFT)
    drafts.save(PLACE, { ...DRAFT, values: { reporter: '赵样例一', others: [] } })
    drafts.save(PLACE, DRAFT)
    expect(await drafts.commandIdFor(PLACE, DRAFT)).toBe(first)
  })
  test('is gone once it was handed in', async () => {
    const { drafts, time, storage } = phone()
    drafts.save(PLACE, DRAFT)
    await drafts.clear(PLACE)
    await time.advance(1_000)
    expect([await drafts.load(PLACE), storage.values.size]).toEqual([undefined, 0])
  })
  test('on a phone without room it stays on the page, and nothing breaks', async () => {
    const { drafts, time } = phone(Object.assign(createFakeStorage(), { limitChars: 5 }))
    drafts.save(PLACE, DRAFT)
    await time.advance(1_000)
    expect(await drafts.load(PLACE)).toBeUndefined()
  })
})
