import type { RootDatabase, Transaction } from 'lmdb'

/** How long, and over how many changes at most, a state's pages are left alone. */
const KEEP_MS = 10_000
const KEEP_CHANGES = 5_000

/**
 * Keeps LMDB from writing over pages that were current some seconds ago, so that a plain copy of the folder, made meanwhile, comes
 * out whole. (Whether it did is checked when it is opened.) The freed pages are used again afterwards; under full load the file
 * is some 100 MB larger for it.
 */
export class KeptStates {
  /** How many entries were put or removed since the newest kept state. */
  changes = 0
  private since = -Infinity
  private readonly kept: Transaction[] = []

  /** `isBeingCopied`: somebody needs the states of when they began, however long it takes. */
  constructor(private readonly lmdb: RootDatabase<Buffer, Buffer>, private readonly isBeingCopied: () => boolean) {}

  /** To be called before each write. */
  keep(): void {
    const now = performance.now()
    if (now - this.since < KEEP_MS && this.changes < KEEP_CHANGES) return
    this.since = now
    this.changes = 0
    if (this.kept.length > 0 && this.isBeingCopied()) return
    this.lmdb.resetReadTxn()
    this.kept.push(this.lmdb.useReadTransaction())
    // The older one stays as well: a copy may have begun just before the newer.
    if (this.kept.length > 2) this.kept.shift()!.done()
  }

  close(): void {
    for (const each of this.kept.splice(0)) each.done()
  }
}
