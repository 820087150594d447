import { documentOf, type Value } from '../bson/value'
import { MongoError } from '../errors'
import type { Collection } from '../store/catalog'
import { documentKey, type Store } from '../store/store'
import type { Filter } from './matcher'
import { plan, type Plan } from './planner'
import { sortKey, type SortField } from './sort'

export interface Found {
  record: Buffer
  doc: Value
}

export interface Query {
  filter: Filter
  sort: SortField[]
  skip: number
  /** 0 is no limit. */
  limit: number
  hint?: Value | undefined
  /** How long may be read, all batches together; 0 is no limit. */
  maxTimeMS?: number
}

/** What `explain` tells. */
export interface Counts {
  keys: number
  docs: number
}

const SORT_MEMORY = 100 * 1024 * 1024

/**
 * A query being read. It keeps where it is, not what it found: between two calls of `read` anything may be written, and
 * the reading goes on behind the last key. A sort that no index gives keeps the record numbers in order, and their documents
 * are read and matched again when they are handed out.
 */
export class Scan {
  readonly counts: Counts = { keys: 0, docs: 0 }
  readonly plan: Plan
  private readonly ranges: { low: Buffer; high: Buffer }[]
  private readonly seen: Set<string> | undefined
  private sortedRecords: Buffer[] | undefined
  private toSkip: number
  private left: number
  private timeLeft: number
  private until = Infinity

  constructor(
    private readonly store: Store,
    private readonly collection: Collection,
    private readonly query: Query,
  ) {
    this.plan = plan(collection, query.filter, query.sort, query.hint)
    this.ranges = this.plan.reverse ? [...this.plan.ranges].reverse() : [...this.plan.ranges]
    this.seen = this.plan.repeats ? new Set() : undefined
    this.toSkip = query.skip
    this.left = query.limit || Infinity
    this.timeLeft = query.maxTimeMS || Infinity
  }

  /** Hands out what is left, one by one, until `take` answers false; true when nothing is left. That last one is not lost. */
  read(take: (found: Found) => boolean): boolean {
    if (this.left <= 0) return true
    const each = (found: Found): boolean => {
      if (this.toSkip > 0) {
        this.toSkip--
        return true
      }
      this.left--
      return take(found) && this.left > 0
    }
    this.until = performance.now() + this.timeLeft
    const ended = this.plan.sorted ? this.readRanges(each) : this.readSorted(each)
    this.timeLeft = this.until - performance.now()
    return ended || this.left <= 0
  }

  private readRanges(each: (found: Found) => boolean): boolean {
    for (let range = this.ranges[0]; range; range = this.ranges[0]) {
      for (const { key, value } of this.store.range(range.low, range.high, this.plan.reverse)) {
        if (this.plan.reverse) range.high = key
        else range.low = after0(key)
        const byIndex = this.plan.indexes.length > 0
        if (byIndex) this.counts.keys++
        const found = byIndex ? this.fetch(value) : this.match(key.subarray(5), value)
        if (found && !each(found)) return false
      }
      this.ranges.shift()
    }
    return true
  }

  private fetch(record: Buffer): Found | undefined {
    if (this.seen) {
      const id = record.toString('latin1')
      if (this.seen.has(id)) return undefined
      this.seen.add(id)
    }
    const bytes = this.store.get(documentKey(this.collection, record))
    return bytes && this.match(record, bytes)
  }

  private match(record: Buffer, bytes: Buffer): Found | undefined {
    this.counts.docs++
    if (this.query.maxTimeMS && performance.now() > this.until) throw new MongoError(50, 'MaxTimeMSExpired', 'operation exceeded time limit')
    const doc = documentOf(bytes)
    return this.query.filter.test(doc) ? { record, doc } : undefined
  }

  private readSorted(each: (found: Found) => boolean): boolean {
    this.sortedRecords ??= this.collectSorted()
    for (let record = this.sortedRecords.pop(); record; record = this.sortedRecords.pop()) {
      const bytes = this.store.get(documentKey(this.collection, record))
      const doc = bytes && documentOf(bytes)
      if (doc && this.query.filter.test(doc) && !each({ record, doc })) return this.sortedRecords.length === 0
    }
    return true
  }

  /** The matches' record numbers, last one first. With a limit no more than twice as many are ever kept. */
  private collectSorted(): Buffer[] {
    const { sort, skip, limit } = this.query
    const most = limit ? skip + limit : Infinity
    let kept: { key: Buffer; record: Buffer }[] = []
    let memory = 0
    const settle = () => {
      kept.sort((a, b) => Buffer.compare(a.key, b.key) || Buffer.compare(a.record, b.record))
      kept = kept.slice(0, most)
      memory = kept.reduce((sum, { key }) => sum + key.length + 100, 0)
    }
    this.readRanges(({ record, doc }) => {
      const key = sortKey(doc, sort)
      kept.push({ key, record })
      memory += key.length + 100
      if (kept.length >= most * 2 + 1000) settle()
      if (memory > SORT_MEMORY) throw new MongoError(292, 'QueryExceededMemoryLimitNoDiskUseAllowed', 'Sort exceeded memory limit of 104857600 bytes')
      return true
    })
    settle()
    return kept.reverse().map(({ record }) => record)
  }
}

/** The least key above this one. */
const after0 = (key: Buffer): Buffer => Buffer.concat([key, Buffer.from([0])])

/** The matches, for writes: which they are is settled before the first is handed out, so no write leads the reading astray. */
export function* matching(store: Store, collection: Collection, query: Query): Generator<Found> {
  const records: Buffer[] = []
  new Scan(store, collection, query).read(({ record }) => Boolean(records.push(record)))
  for (const record of records) yield { record, doc: documentOf(store.get(documentKey(collection, record))!) }
}
