import { Binary, BSONRegExp, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, type Collection, type Document } from 'mongodb'
import { refusal, serve } from '../test-support/served'

const served = serve()
const decimal = (text: string) => Decimal128.fromString(text)
const ABSENT = Symbol('absent')

/** Values in ascending order; those in one row are equal to each other, and to no others. */
const ORDERS: Record<string, unknown[][]> = {
  'numbers of all types, to the last digit': [
    [new Double(-Infinity), decimal('-Infinity')], [Long.MIN_VALUE, new Double(-(2 ** 63))], [new Double(-1.5), decimal('-1.50')],
    [0, new Double(0), new Double(-0), Long.ZERO, decimal('0'), decimal('-0E+3')], [decimal('0.1')], [new Double(0.1)],
    [1, new Double(1), Long.ONE, decimal('1'), decimal('1.000')], [decimal('1.000000000000000000001')],
    [new Double(2 ** 53), Long.fromString('9007199254740992'), decimal('9007199254740992')], [Long.fromString('9007199254740993'), decimal('9007199254740993')],
    [Long.fromString('9223372036854775806')], [Long.MAX_VALUE, decimal('9223372036854775807')], [new Double(2 ** 63), decimal('9223372036854775808')],
    [new Double(Infinity), decimal('Infinity')],
  ],
  'strings by their UTF-8 bytes, also beyond the BMP': [[''], [' '], ['A'], ['a'], ['a\0'], ['a\0b'], ['ab'], ['é'], ['法'], ['\uFFFD'], ['\u{1F600}'], ['\u{1F600}a']],
  'documents by their fields in their order: type, name, value': [
    [{}], [{ a: 1 }, { a: new Double(1) }, { a: Long.ONE }], [{ a: 1, b: 1 }], [{ a: 1, b: 2 }], [{ a: 2 }], [{ ab: 1 }], [{ b: 1 }], [{ b: 1, a: 1 }], [{ a: 'x' }], [{ a: { b: 1, c: 1 } }],
    [{ a: { c: 1, b: 1 } }],
  ],
  'types among each other, nothing there being null': [
    [new MinKey()], [null, ABSENT], [-5, decimal('-5')], ['x'], [{ a: 1 }], [new Binary(Buffer.from('z'))], [new Binary(Buffer.from('aa'))], [new ObjectId('6'.repeat(24))],
    [false], [true], [new Date(-1)], [new Date(1)], [new Timestamp({ t: 1, i: 1 })], [new Timestamp({ t: 1, i: 2 })], [new BSONRegExp('a', '')], [new BSONRegExp('a', 'i')],
    [new Code('x')], [new MaxKey()],
  ],
}

interface Item {
  value: unknown
  row: number
}
const documentFor = ({ value, row }: Item): Document => (value === ABSENT ? { row } : { v: value, row })

async function filled(items: Item[], indexed: boolean): Promise<Collection<Document>> {
  const c = served.fresh()
  if (indexed) await c.createIndex({ v: 1 })
  await c.insertMany(items.map(documentFor))
  return c
}

describe.each(Object.entries(ORDERS))('%s', (_, rows) => {
  const items = rows.flatMap((row, i) => row.map((value): Item => ({ value, row: i })))
  const rowsOf = (docs: Document[]): number[] => docs.map(({ row }) => row as number)
  const ascending = items.map(({ row }) => row)

  test.each([false, true])('sorted, up and down (index: %s)', async (indexed) => {
    const c = await filled([...items].reverse(), indexed)
    expect(rowsOf(await c.find().sort({ v: 1 }).toArray())).toEqual(ascending)
    expect(rowsOf(await c.find().sort({ v: -1 }).toArray())).toEqual([...ascending].reverse())
    expect(rowsOf(await c.aggregate([{ $match: {} }, { $skip: 0 }, { $sort: { v: 1 } }]).toArray())).toEqual(ascending)
  })

  test.each([false, true])('found by equality and by what lies behind, in one type (index: %s)', async (indexed) => {
    const c = await filled(items, indexed)
    for (const { value, row } of items) {
      const wanted = value === ABSENT ? null : value
      const equal = ascending.filter((other) => other === row)
      expect(rowsOf(await c.find({ v: { $eq: wanted } }).toArray())).toEqual(equal)
      expect(rowsOf(await c.find({ v: { $in: [wanted, 'in no row'] } }).toArray())).toEqual(wanted instanceof BSONRegExp ? expect.any(Array) : equal)
      const computed = await c.find({ $expr: { $eq: ['$v', { $literal: wanted }] } }).toArray()
      // An expression tells nothing there from null.
      expect(rowsOf(computed)).toEqual(wanted === null ? [row] : equal)
      if (wanted instanceof BSONRegExp) continue
      const behind = await c.find({ v: { $gt: wanted } }).sort({ v: 1 }).toArray()
      const isBracket = (other: number) => rows[other]!.some((v) => kindOf(v) === kindOf(wanted)) || wanted instanceof MinKey
      expect(rowsOf(behind)).toEqual(ascending.filter((other) => other > row && isBracket(other)))
    }
  })

  test('told apart by distinct, $group and unique indexes', async () => {
    const c = await filled(items, false)
    const there = rows.filter((row) => row.some((value) => value !== ABSENT))
    expect(await c.distinct('v')).toHaveLength(there.length)
    expect(await c.aggregate([{ $group: { _id: '$v', n: { $sum: 1 } } }]).toArray()).toHaveLength(rows.length)
    const unique = served.fresh()
    await unique.createIndex({ v: 1 }, { unique: true })
    const error = items.length === rows.length
      ? await unique.insertMany(items.map(documentFor)).then(() => undefined)
      : await refusal(unique.insertMany(items.map(documentFor), { ordered: false }))
    expect(await unique.countDocuments()).toBe(rows.length)
    expect(error?.code).toBe(items.length === rows.length ? undefined : 11000)
  })
})

/** Ranges stay among values of one of these kinds. */
function kindOf(value: unknown): string {
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Double || value instanceof Int32 || value instanceof Long || value instanceof Decimal128) return 'number'
  return value === null || value === ABSENT ? 'null' : Object.prototype.toString.call(value) === '[object Object]' ? value!.constructor.name : typeof value === 'object' ? value.constructor.name : typeof value
}

describe('arrays', () => {
  const ids = async (cursor: { toArray(): Promise<Document[]> }): Promise<unknown[]> => (await cursor.toArray()).map(({ _id }) => _id as unknown)
  const docs = [
    { _id: 'low and high', v: [1, 9] }, { _id: 'middle', v: [4, 5] }, { _id: 'three', v: 3 }, { _id: 'empty', v: [] }, { _id: 'null', v: null }, { _id: 'absent' },
    { _id: 'nested', v: [[1, 9], 2] }, { _id: 'seven', v: [7] },
  ]

  test.each<[string, Document, Document, unknown[]]>([
    ['an element', { v: 9 }, {}, ['low and high']],
    ['the whole, and the whole as an element', { v: [1, 9] }, {}, ['low and high', 'nested']],
    ['the whole in another order', { v: [9, 1] }, {}, []],
    ['null is not the empty one', { v: null }, {}, ['null', 'absent']],
    ['the empty one', { v: [] }, {}, ['empty']],
    ['a range that two elements fulfil together', { v: { $gt: 5, $lt: 3 } }, {}, ['low and high']],
    ['a range that one element fulfils', { v: { $elemMatch: { $gt: 5, $lt: 9 } } }, {}, ['seven']],
    ['a range of whole arrays', { v: { $gt: [1, 9] } }, {}, ['middle', 'nested', 'seven']],
    ['up: by the least element, the empty one first', {}, { v: 1, _id: 1 }, ['empty', 'absent', 'null', 'low and high', 'nested', 'three', 'middle', 'seven']],
    ['down: by the greatest element', {}, { v: -1, _id: 1 }, ['nested', 'low and high', 'seven', 'middle', 'three', 'absent', 'null', 'empty']],
    ['by what is in their documents', { 'v.x': null }, {}, ['three', 'null', 'absent']],
  ])('%s', async (_, filter, sort, expected) => {
    for (const indexed of [false, true]) {
      const c = served.fresh()
      if (indexed) await c.createIndex({ v: 1 })
      await c.insertMany(docs as never[])
      const found = await ids(c.find(filter).sort(sort))
      if (Object.keys(sort).length > 0) expect(found).toEqual(expected)
      else expect(new Set(found)).toEqual(new Set(expected))
    }
  })

  test('in a unique index each element counts, but a document may hold the same one twice', async () => {
    const c = served.fresh()
    await c.createIndex({ v: 1 }, { unique: true })
    await c.insertOne({ v: [1, 1, 2] })
    expect((await refusal(c.insertOne({ v: [3, new Double(2)] }))).message).toContain('dup key: { v: 2.0 }')
  })
})
