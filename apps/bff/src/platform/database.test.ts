import { Schema, trusted } from 'mongoose'
import { openTestStore, type TestStore } from '../test-support/store'
import { isDuplicateKey, pingDatabase } from './database'

let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

test('an operator in a filter is a value unless the code says it is trusted, and an unknown field is refused', async () => {
  const notes = store.connection.model('Note', new Schema<{ _id: string; count: number }>({ _id: String, count: Number }))
  await notes.create({ _id: 'a', count: 1 })
  const hostile = { $gt: '' } as unknown as string
  await expect(notes.findOne({ _id: hostile })).rejects.toThrow('Cast to string failed')
  expect(await notes.countDocuments({ count: trusted({ $gt: 0 }) })).toBe(1)
  await expect(notes.countDocuments({ nothing: 1 } as object)).rejects.toThrow('nothing')
})

test('a double key is told from other errors', async () => {
  const notes = store.connection.model('Other', new Schema<{ _id: string }>({ _id: String }))
  await notes.create({ _id: 'a' })
  expect(isDuplicateKey(await notes.create({ _id: 'a' }).catch((error: unknown) => error))).toBe(true)
  expect(isDuplicateKey(new Error('E11000'))).toBe(false)
})

test('a store that is there answers a ping; one that is gone does not', async () => {
  await expect(pingDatabase(store.connection)).resolves.toBeUndefined()
  const other = await openTestStore()
  await other.close()
  await expect(pingDatabase(other.connection)).rejects.toThrow()
})
