import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createFileKeyStore } from './file-key-store'

describe('key file', () => {
  const file = () => path.join(mkdtempSync(path.join(os.tmpdir(), 'keys-')), 'deep', 'key.json')

  test('is made once, for its owner alone, and stays the same', async () => {
    const name = file()
    const first = await createFileKeyStore(name, { create: true }).current()
    expect((await createFileKeyStore(name, { create: true }).current()).secret.equals(first.secret)).toBe(true)
    expect([first.secret.length, statSync(name).mode & 0o777]).toEqual([32, 0o600])
  })

  test('an older key is still found after a change; an unknown one is not', async () => {
    const name = file()
    const old = await createFileKeyStore(name, { create: true }).current()
    const content = JSON.parse(readFileSync(name, 'utf8')) as { keys: Record<string, string> }
    writeFileSync(name, JSON.stringify({ current: 'k2', keys: { ...content.keys, k2: 'ab'.repeat(32) } }))
    const store = createFileKeyStore(name, { create: false })
    expect((await store.current()).id).toBe('k2')
    expect((await store.byId(old.id)).secret.equals(old.secret)).toBe(true)
    await expect(store.byId('constructor')).rejects.toThrow('no master key')
  })

  test('one that others may read, that is missing or no key file is refused', () => {
    const name = file()
    expect(() => createFileKeyStore(name, { create: false })).toThrow('ENOENT')
    createFileKeyStore(name, { create: true })
    chmodSync(name, 0o644)
    expect(() => createFileKeyStore(name, { create: true })).toThrow('others may read it')
    chmodSync(name, 0o600)
    writeFileSync(name, '{}')
    expect(() => createFileKeyStore(name, { create: true })).toThrow('is no key file')
  })
})
