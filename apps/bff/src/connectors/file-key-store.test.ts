import { chmodSync, copyFileSync, mkdtempSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createFileKeyStore, openFileKeyStore } from './file-key-store'

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

  test('the inspectors have a file of their own, and no key of the other; without it the rest opens', async () => {
    const files = { court: file(), inspectors: file() }
    const { inspectors, ...court } = openFileKeyStore(files, { create: true })
    const [ours, theirs] = await Promise.all([court.current(), inspectors!.current()])
    expect(theirs.secret.equals(ours.secret)).toBe(false)
    await expect(court.byId(theirs.id)).rejects.toThrow('no master key')
    unlinkSync(files.inspectors)
    expect(openFileKeyStore(files, { create: false })).not.toHaveProperty('inspectors')
    // Made anew, it does not answer to the name of the one that was lost.
    expect((await openFileKeyStore(files, { create: true }).inspectors!.current()).id).not.toBe(theirs.id)
    copyFileSync(files.court, files.inspectors)
    expect(() => openFileKeyStore(files, { create: false })).toThrow('discipline needs one of its own')
  })
})
