import path from 'node:path'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { TransferConfigSchema } from '@zhixin/shared/rules'
import * as fc from 'fast-check'
import { loadCourtConfig } from '../court-config'
import { sm3Hex } from '../log'
import { readConfig } from '../platform/config-file'
import { CONFIG_DIR } from '../test-support/court'
import { cut, joined, type WayFile } from './pieces'

async function cutUp(contents: readonly Uint8Array[], size: number): Promise<Buffer[]> {
  const pieces: Buffer[] = []
  const each = (async function* () {
    yield* contents
  })()
  for await (const piece of cut(each, size)) pieces.push(piece)
  return pieces
}
async function read(files: readonly WayFile[], pieces: readonly (Buffer | undefined)[]): Promise<Buffer[]> {
  const found: Buffer[] = []
  for await (const { bytes } of joined(files, async (n) => pieces[n - 1])) found.push(bytes)
  return found
}
const filesOf = (contents: readonly Uint8Array[]): WayFile[] => contents.map((bytes, i) => ({ name: `f${i}`, sm3: sm3Hex(bytes), size: bytes.length }))

describe('a case cut into pieces', () => {
  const files = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 6 })

  it('is the same once they are joined, whatever their size; every piece but the last is as long as one may be', async () => {
    await fc.assert(fc.asyncProperty(files, fc.integer({ min: 1, max: 300 }), async (contents, size) => {
      const pieces = await cutUp(contents, size)
      expect(await read(filesOf(contents), pieces)).toEqual(contents.map((bytes) => Buffer.from(bytes)))
      expect(pieces.slice(0, -1).every(({ length }) => length === size)).toBe(true)
    }))
  })

  it('is nothing where a piece is missing or a byte of it is another', async () => {
    await fc.assert(fc.asyncProperty(files, fc.nat(), async (contents, at) => {
      const pieces = await cutUp(contents, 50)
      const n = at % pieces.length
      await expect(read(filesOf(contents), pieces.map((piece, i) => (i === n ? undefined : piece)))).rejects.toThrow(`piece ${n + 1} is missing`)
      const wrong = Buffer.from(pieces[n]!)
      wrong[at % wrong.length]! ^= 1
      await expect(read(filesOf(contents), pieces.map((piece, i) => (i === n ? wrong : piece)))).rejects.toThrow('not the one that was signed')
    }))
  })
})

describe('what keeps the server from starting', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'transfer-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const { transfer } = loadCourtConfig(CONFIG_DIR)
  const [court] = transfer.courts

  it.each([
    ['a court twice', { courts: [court, court] }, /xuli-demo stands twice/],
    ['an address without the door that it is of', { courts: [{ ...court, exchange: { via: 'folders', url: 'https://a.example' } }] }, /courts\.0\.exchange\.url/],
    ['a door without its address', { courts: [{ ...court, exchange: { via: 'http', system: 'x' } }] }, /courts\.0\.exchange\.url/],
    ['a piece that does not fit into a request', { piece: { ...transfer.piece, most_request_bytes: transfer.piece.bytes } }, /piece\.most_request_bytes/],
    ['nothing to wait for between tries', { retry_after_minutes: { ...transfer.retry_after_minutes, http: [] } }, /retry_after_minutes\.http/],
  ])('is a configuration with %s', (_, changed, message) => {
    const file = path.join(root, 'file')
    writeFileSync(file, JSON.stringify({ ...transfer, ...changed }))
    expect(() => readConfig(file, TransferConfigSchema)).toThrow(message)
  })
})
