import { encodeKey, orderOf } from '../bson/key'
import { T, type Value } from '../bson/value'
import { badValue, unsupported } from '../errors'
import type { Collection, Index } from '../store/catalog'
import { after, fitBody, fitBound, invert } from '../store/index-keys'
import { documentPrefix, indexPrefix } from '../store/store'
import type { Bound, Filter } from './matcher'
import type { SortField } from './sort'
import { equalTest } from './value-tests'

export interface Range {
  low: Buffer
  high: Buffer
}

/** Which keys to read, in which direction. What is read is always matched again, so a range may be too wide, never too narrow. */
export interface Plan {
  /** None: the documents themselves are read. Several: the ranges are those of an $or's branches. */
  indexes: Index[]
  ranges: Range[]
  reverse: boolean
  /** The documents come in the order that was asked for. */
  sorted: boolean
  /** A document may come more than once. */
  repeats: boolean
}

/** The most combinations of `$in` values that are looked up one by one. */
const MAX_POINTS = 1000

/** Picks the index that most equalities, then a range, then the sort can use; the whole collection if there is none. */
export function plan(collection: Collection, { bounds, alternatives }: Pick<Filter, 'bounds' | 'alternatives'>, sort: SortField[], hint?: Value): Plan {
  const forced = hint === undefined ? undefined : hinted(collection, hint)
  if (forced === null) return scanAll(collection, sort)
  if (forced) return planWith(forced, bounds, sort, true)!.plan
  const one = planByOne(collection, bounds, sort)
  if (one && one.score >= NARROW) return one.plan
  return planByAll(collection, bounds, alternatives, sort) ?? one?.plan ?? scanAll(collection, sort)
}

function planByOne(collection: Collection, bounds: Bound[], sort: SortField[]): Candidate | undefined {
  const candidates = collection.indexes.filter(({ partial }) => !partial).flatMap((index) => planWith(index, bounds, sort, false) ?? [])
  return candidates.reduce<Candidate | undefined>((best, each) => (best && best.score >= each.score ? best : each), undefined)
}

/** An $or each of whose branches an index narrows: the branches' ranges, one after the other. */
function planByAll(collection: Collection, bounds: Bound[], alternatives: Bound[][][], sort: SortField[]): Plan | undefined {
  for (const branches of alternatives) {
    const plans = branches.map((branch) => planByOne(collection, [...bounds, ...branch], []))
    if (!plans.every((each) => each !== undefined && each.score >= NARROW)) continue
    const indexes = plans.flatMap((each) => each!.plan.indexes)
    return { indexes, ranges: plans.flatMap((each) => each!.plan.ranges), reverse: false, sorted: sort.length === 0, repeats: true }
  }
  return undefined
}

function scanAll(collection: Collection, sort: SortField[]): Plan {
  // The natural order of a clustered collection is that of its _id.
  const clustered = collection.options.get('clusteredIndex') ? collection.indexes.slice(0, 1) : []
  const prefix = clustered[0] ? indexPrefix(clustered[0]) : documentPrefix(collection)
  const natural = sort.length === 1 && sort[0]!.path.name === '$natural'
  const ranges = [{ low: prefix, high: after(prefix) }]
  return { indexes: clustered, ranges, reverse: natural && sort[0]!.direction === -1, sorted: sort.length === 0 || natural, repeats: false }
}

function hinted(collection: Collection, hint: Value): Index | null {
  if (hint.isDocument && hint.firstName() === '$natural') return null
  const isMeant = hint.isDocument ? equalTest(hint) : () => false
  const found = collection.indexes.find(({ name, spec }) => name === hint.string() || isMeant(spec.get('key')))
  if (!found) throw badValue('error processing query: planner returned error: hint provided does not correspond to an existing index')
  if (found.partial || found.sparse) throw unsupported(`a hint at the sparse or partial index ${found.name}`)
  return found
}

/** What a plan is worth: an equality counts most, then a range, then the order; a key that only one document can have beats all. */
const WORTH = { unique: 100, equality: 10, range: 5, order: 3 }
/** From here on a plan reads fewer keys than there are. */
const NARROW = WORTH.range

interface Candidate {
  plan: Plan
  score: number
}

type Interval = { low: Buffer; high: Buffer; point: boolean; isNull: boolean }

function planWith(index: Index, bounds: Bound[], sort: SortField[], forced: boolean): Candidate | undefined {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  let last: Interval[] = []
  let equalities = 0
  let multikeyUsed = false
  let reachesNothingNull = false
  for (const [i, field] of index.fields.entries()) {
    if (index.multikey[i] && multikeyUsed) break
    const intervals = intervalsFor(field.path.name, bounds, Boolean(index.multikey[i]))
    if (!intervals || intervals.length * prefixes.length > MAX_POINTS) break
    multikeyUsed ||= Boolean(index.multikey[i])
    reachesNothingNull ||= intervals.every(({ isNull }) => !isNull)
    const turned = field.direction === 1 ? intervals : intervals.map(turn)
    if (!turned.every(({ point }) => point)) {
      last = turned
      break
    }
    prefixes = prefixes.flatMap((prefix) => turned.map(({ low }) => Buffer.concat([prefix, low])))
    equalities++
  }
  if (index.sparse && !reachesNothingNull) return undefined
  const order = sortOrder(index, sort, equalities, prefixes.length === 1 && last.length <= 1)
  if (!forced && equalities === 0 && last.length === 0 && !(sort.length > 0 && order)) return undefined
  const ranges = prefixes
    .flatMap((prefix) => rangesUnder(index, prefix, equalities === index.fields.length, last))
    .filter(({ low, high }) => Buffer.compare(low, high) < 0)
  ranges.sort((a, b) => Buffer.compare(a.low, b.low))
  const repeats = index.multikey.some(Boolean)
  const single = index.unique && equalities === index.fields.length
  const score = equalities * WORTH.equality + Number(last.length > 0) * WORTH.range + Number(Boolean(order) && sort.length > 0) * WORTH.order
  return {
    plan: { indexes: [index], ranges, reverse: order === 'backwards', sorted: order !== undefined, repeats },
    score: single ? score + WORTH.unique : score,
  }
}

function rangesUnder(index: Index, prefix: Buffer, whole: boolean, last: Interval[]): Range[] {
  const head = indexPrefix(index)
  const range = (low: Buffer, high: Buffer): Range => ({ low: Buffer.concat([head, low]), high: Buffer.concat([head, high]) })
  if (last.length > 0) return last.map(({ low, high }) => range(fitBound(Buffer.concat([prefix, low]), 'low'), fitBound(Buffer.concat([prefix, high]), 'high')))
  if (whole) {
    const { body } = fitBody(prefix)
    return [range(body, after(body))]
  }
  if (prefix.length === 0) return [{ low: head, high: after(head) }]
  return [range(fitBound(prefix, 'low'), fitBound(after(prefix), 'high'))]
}

/** An interval of keys seen from a field whose bytes are inverted. */
function turn({ low, high, ...rest }: Interval): Interval {
  return rest.point ? { ...rest, low: invert(low), high: after(invert(low)) } : { ...rest, low: after(invert(high)), high: after(invert(low)) }
}

/** Which of the field's keys can belong to a match; undefined when the bounds say nothing about it. Low end in, high end out. */
function intervalsFor(path: string, bounds: Bound[], multikey: boolean): Interval[] | undefined {
  const here = bounds.filter((bound) => bound.path === path && bound.values.every(isIndexable))
  const points = here.filter(({ op }) => op === '$in').sort((a, b) => a.values.length - b.values.length)[0]
  if (points) {
    const keys = points.values.flatMap((value) => (value.isNullish ? NULLS : [encodeKey(value)]))
    const unique = new Map(keys.map((key) => [key.toString('latin1'), key]))
    return [...unique.values()].sort(Buffer.compare).map((low) => ({ low, high: after(low), point: true, isNull: low[0]! <= 3 }))
  }
  const ranges = here.filter(({ values }) => !values[0]!.isNullish && values[0]!.type !== T.minKey && values[0]!.type !== T.maxKey)
  if (ranges.length === 0) return undefined
  // With an array, one element may satisfy one bound and another element the other: only one of them narrows.
  const used = multikey ? ranges.slice(0, 1) : ranges.filter(({ values }) => orderOf(values[0]) === orderOf(ranges[0]!.values[0]))
  const order = orderOf(used[0]!.values[0])
  let low: Buffer = Buffer.from([order])
  let high: Buffer = Buffer.from([order + 1])
  for (const { op, values } of used) {
    const key = encodeKey(values[0])
    const edge = op === '$gt' || op === '$lte' ? after(key) : key
    if (op.startsWith('$g') && Buffer.compare(edge, low) > 0) low = edge
    if (op.startsWith('$l') && Buffer.compare(edge, high) < 0) high = edge
  }
  return [{ low, high, point: false, isNull: false }]
}

/** Null finds absent fields too; those are indexed as null, and undefined (with empty arrays) just below it. */
const NULLS = [Buffer.from([2]), Buffer.from([3])]

/** An array is indexed by its elements, so a search for a whole array reads on. */
const isIndexable = (value: Value): boolean => !value.isArray && value.type !== T.regex && value.type !== T.codeWithScope

/** Whether the index, behind its equalities, has the order that is asked for. */
function sortOrder(index: Index, sort: SortField[], equalities: number, single: boolean): 'forwards' | 'backwards' | undefined {
  if (sort.length === 0) return 'forwards'
  if (!single || index.cut || index.sparse || sort[0]!.path.name === '$natural') return undefined
  const fixed = new Set(index.fields.slice(0, equalities).map(({ path }) => path.name))
  const open = sort.filter(({ path }) => !fixed.has(path.name))
  if (sort.length !== open.length && index.multikey.some(Boolean)) return undefined
  let order: 'forwards' | 'backwards' | undefined
  for (const [i, { path, direction }] of open.entries()) {
    const field = index.fields[equalities + i]
    if (!field || field.path.name !== path.name || index.multikey[equalities + i]) return undefined
    const way = field.direction === direction ? 'forwards' : 'backwards'
    if (order && order !== way) return undefined
    order = way
  }
  return order ?? 'forwards'
}
