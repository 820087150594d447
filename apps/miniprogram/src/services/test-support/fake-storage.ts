import type { StorageAdapter } from '../adapters'

/** A phone's storage, and in `files` what was fetched to be shown; both outlive the app. `limitChars` makes it full. */
export function createFakeStorage(limitChars = 10_000_000) {
  const values = new Map<string, string>()
  const size = (): number => [...values].reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  const storage: StorageAdapter & { values: Map<string, string>; files: Set<string>; limitChars: number } = {
    values,
    files: new Set(),
    limitChars,
    get: async (key) => values.get(key),
    async set(key, value) {
      const before = values.get(key)
      values.set(key, value)
      if (size() <= storage.limitChars) return
      if (before === undefined) values.delete(key)
      else values.set(key, before)
      throw new Error('setStorage:fail exceed storage max size')
    },
    remove: async (key) => void values.delete(key),
    keys: async () => [...values.keys()],
  }
  return storage
}
export type FakeStorage = ReturnType<typeof createFakeStorage>
