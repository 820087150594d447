import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readHeads, writeHeads } from './heads-file'
import type { ChainHead } from './log'

describe('a file of remembered heads', () => {
  let folder: string
  let file: string
  const heads: ChainHead[] = Array.from({ length: 3_000 }, (_, i) => ({ chain: `case:c_${String(i).padStart(8, '0')}`, index: i, entryHash: 'ab'.repeat(32) }))

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'heads-'))
    file = path.join(folder, 'heads')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function save(): Promise<void> {
    const writing = await writeHeads(file, 'demo')
    for (const head of heads) await writing.add(head)
    await writing.end(12_345)
  }
  async function load(court = 'demo'): Promise<{ chains: ChainHead[]; entries: number }> {
    const { chains, entries } = readHeads(file, court)
    const found: ChainHead[] = []
    for await (const head of chains) found.push(head)
    return { chains: found, entries: entries() }
  }

  it('gives back what was written', async () => {
    await save()
    expect(await load()).toEqual({ chains: heads, entries: 12_345 })
  })

  it('is not put in the place of the one before until it is whole', async () => {
    await save()
    const before = readFileSync(file, 'utf8')
    const writing = await writeHeads(file, 'demo')
    await writing.add(heads[0]!)
    expect(readFileSync(file, 'utf8')).toBe(before)
    await writing.giveUp()
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(readdirSync(folder)).toEqual(['heads'])
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, text.lastIndexOf('{')), 'is cut off'],
    ['cut in a line', (text: string) => text.slice(0, -4), 'is not understood'],
    ['empty', () => '', 'is cut off'],
    ['something else', () => 'Dear diary', 'is no file of heads'],
    ['changed', (text: string) => text.replace('"index":7', '"index":-7'), 'line 9 is not understood'],
    ['longer than its end', (text: string) => `${text}{"chain":"case:c_z","index":1,"entryHash":"${'ab'.repeat(32)}"}\n`, 'is not understood'],
  ])('is refused when it is %s', async (_, change, message) => {
    await save()
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    await expect(load()).rejects.toThrow(message)
  })

  it('is refused when it is another court’s, or not there', async () => {
    await save()
    await expect(load('other')).rejects.toThrow('is of another court, demo')
    rmSync(file)
    await expect(load()).rejects.toThrow('ENOENT')
  })
})
