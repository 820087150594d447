import type { KeyStore } from '../ports/key-store'
import { openTestStore, type TestStore } from '../test-support/store'
import { createModels } from './model'
import { openVault } from './vault'

let store: TestStore
let secrets: ReturnType<typeof createModels>['secrets']
beforeAll(async () => {
  store = await openTestStore()
  secrets = createModels(store.connection).secrets
})
afterAll(() => store.close())

/** A key store that has these keys, the last one current. */
function keyStore(...ids: string[]): KeyStore {
  const byId = async (id: string) => {
    if (!ids.includes(id)) throw new Error(`no master key ${id}`)
    return { id, secret: Buffer.alloc(32, id) }
  }
  return { byId, current: () => byId(ids.at(-1)!) }
}

test('after a change of the master key numbers are still found and opened, also without the old one', async () => {
  const [first, atOnce] = await Promise.all([openVault(secrets, keyStore('a')), openVault(secrets, keyStore('a'))])
  const [index, sealed] = [first.indexOf('phone', '13800000001'), first.seal('13800000001', 'x')]
  expect(atOnce.indexOf('phone', '13800000001')).toBe(index)
  for (const keys of [keyStore('a', 'b'), keyStore('b')]) {
    const later = await openVault(secrets, keys)
    expect([later.indexOf('phone', '13800000001'), later.open(sealed, 'x')]).toEqual([index, '13800000001'])
  }
  await expect(openVault(secrets, keyStore('a'))).rejects.toThrow('no master key b')
  expect(first.indexOf('identity', '13800000001')).not.toBe(index)
})
