import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * LMDB writes a page's next content elsewhere and takes the old place again two transactions later. Whoever copies the file
 * meanwhile (`cp -r` of a folder in use) may catch the root of one state with pages of later ones: a torn copy, which LMDB would
 * open without a word. But each page says which transaction wrote it, so a copy is whole exactly when nothing below its root is
 * younger than the root. That is looked at when a store's file is not the one it was when last opened here, hence not at
 * every start. Format: LMDB's data version 2 as lmdb-js writes it; another one is refused, since nothing can be said of it.
 */

const DATA = 'data.mdb'
const PLACE = 'embedded-mongo.place'
const MAGIC = 0xbeefc0de
const VERSION = 2
const HEADER = 24
const [BRANCH, LEAF, OVERFLOW] = [1, 2, 4]
const BIG_VALUE = 1
const NO_PAGE = 0xffff_ffff_ffff_ffffn

/** What a file is known by on this machine; any copy of it has another number, or another hour of birth. */
function placeOf(folder: string): string | undefined {
  const found = statSync(join(folder, DATA), { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev} ${found.ino} ${found.birthtimeNs}\n`
}

function notedPlace(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, PLACE), 'utf8')
  } catch {
    return undefined
  }
}

/** Whether this very file was opened here before; false for a copy, a restored backup and a store that does not exist yet. */
export const isAtItsPlace = (folder: string): boolean => notedPlace(folder) !== undefined && notedPlace(folder) === placeOf(folder)
export const notePlace = (folder: string): void => writeFileSync(join(folder, PLACE), placeOf(folder)!, { mode: 0o600 })

interface Tree {
  depth: number
  root: bigint
}

interface Meta {
  pageSize: number
  trees: Tree[]
  transaction: bigint
}

/** @throws when the pages under the newest root are not all of its state. LMDB must have opened the file, and not yet written to it. */
export function checkPages(folder: string): void {
  const file = openSync(join(folder, DATA), 'r')
  try {
    new Walk(file).run()
  } finally {
    closeSync(file)
  }
}

class Walk {
  private readonly meta: Meta

  constructor(private readonly file: number) {
    const first = this.readMeta(0)
    const second = this.readMeta(first.pageSize)
    this.meta = first.transaction >= second.transaction ? first : second
  }

  run(): void {
    for (const { root, depth } of this.meta.trees) if (root !== NO_PAGE) this.visit(root, depth)
  }

  private read(at: number, bytes: number): Buffer {
    const out = Buffer.allocUnsafe(bytes)
    if (readSync(this.file, out, 0, bytes, at) !== bytes) throw new Error('its end is missing')
    return out
  }

  private readMeta(at: number): Meta {
    const meta = this.read(at + HEADER, 144)
    if (meta.readUInt32LE(0) !== MAGIC || (meta.readUInt32LE(4) & 0xffff) !== VERSION) throw new Error('it is not of the version of LMDB that is known')
    const tree = (from: number): Tree => ({ depth: meta.readUInt16LE(from + 6), root: meta.readBigUInt64LE(from + 40) })
    return { pageSize: meta.readUInt32LE(24), trees: [tree(24), tree(72)], transaction: meta.readBigUInt64LE(128) }
  }

  private page(number: bigint, kind: number): Buffer {
    const { pageSize, transaction } = this.meta
    const page = this.read(Number(number) * pageSize, pageSize)
    const fits = page.readBigUInt64LE(0) === number && page.readBigUInt64LE(8) <= transaction && (page.readUInt16LE(18) & 7) === kind
    if (!fits) throw new Error(`page ${number} is of another state than the root`)
    return page
  }

  private visit(number: bigint, depth: number): void {
    const page = this.page(number, depth > 1 ? BRANCH : LEAF)
    const nodes = page.readUInt16LE(20) >> 1
    for (let i = 0; i < nodes; i++) {
      const node = HEADER + page.readUInt16LE(HEADER + 2 * i)
      if (depth > 1) this.visit(BigInt(page.readUIntLE(node, 6)), depth - 1)
      else if (page.readUInt16LE(node + 4) & BIG_VALUE) this.visitBigValue(page, node + 8 + page.readUInt16LE(node + 6))
    }
  }

  /** A value of several pages: only the first has a header, so none of the others may look as if it had one of its own. */
  private visitBigValue(leaf: Buffer, at: number): void {
    const [first, pages] = [leaf.readBigUInt64LE(at), leaf.readBigUInt64LE(at + 16)]
    this.page(first, OVERFLOW)
    for (let number = first + 1n; number < first + pages; number++) {
      const head = this.read(Number(number) * this.meta.pageSize, 16)
      if (head.readBigUInt64LE(0) === number && head.readBigUInt64LE(8) > this.meta.transaction) throw new Error(`page ${number} is of another state than its first`)
    }
  }
}
