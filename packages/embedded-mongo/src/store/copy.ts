import { closeSync, copyFileSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { noteCopying } from './copy-note'
import { Store, TornCopyError } from './store'

const DATA = 'data.mdb'
/** Of a store that is written to all the while; each try is a copy of its own. */
const MOST_COPIES = 20

/**
 * Writes what a folder's store holds now into another, empty one, whole and on disk, while a server may go on reading and writing. It reads the file and
 * nothing else: where a second process opened a store in use with LMDB and had it make the copy, its server lost a write that it had acknowledged, in one
 * of some hundred and fifty copies. Whether the copy is of one state is looked at as with any other; while the note of it lies there, the server takes no
 * page again that was of use when the copying began.
 *
 * @throws TornCopyError when twenty copies were torn.
 */
export async function copyStore(from: string, to: string): Promise<void> {
  const copied = noteCopying(from)
  try {
    for (let tries = 1; !(await isWhole(from, to, tries === MOST_COPIES)); tries++);
  } finally {
    copied()
  }
  for (const path of [join(to, DATA), to]) {
    const file = openSync(path, 'r')
    fsyncSync(file)
    closeSync(file)
  }
}

async function isWhole(from: string, to: string, isLast: boolean): Promise<boolean> {
  const clear = (keeps: string[]): void => readdirSync(to).filter((name) => !keeps.includes(name)).forEach((name) => rmSync(join(to, name)))
  copyFileSync(join(from, DATA), join(to, DATA))
  try {
    const copy = new Store(to)
    copy.settleRoot()
    await copy.close()
    clear([DATA])
    return true
  } catch (error) {
    clear([])
    if (!(error instanceof TornCopyError) || isLast) throw error
    return false
  }
}
