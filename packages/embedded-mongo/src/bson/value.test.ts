import { serialize, type Document } from 'bson'
import fc from 'fast-check'
import { MalformedError } from '../errors'
import { encodeDocument, type Node } from './write'
import { documentOf, validateDocument, type Value } from './value'

const sample: Document = { _id: 1, s: 'text', d: 1.5, n: null, a: [1, 'b', { c: true }], o: { x: { y: /r/i } }, b: Buffer.from('abc'), t: new Date(0) }

function walk(value: Value): void {
  for (const [, field] of value.fields()) {
    field.string()
    field.number()
    field.regex()
    if (field.isDocument || field.isArray) walk(field)
  }
}

test('a document with any bytes changed is refused as malformed, or can be read to its end', () => {
  const good = Buffer.from(serialize(sample))
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
    const bytes = Buffer.from(good)
    for (const [at, byte] of changes) bytes[at] = byte
    try {
      expect(validateDocument(bytes, 0, bytes.length)).toBeLessThanOrEqual(bytes.length)
    } catch (error) {
      expect(error instanceof MalformedError || error instanceof RangeError).toBe(true)
      return
    }
    walk(documentOf(bytes.subarray(0, bytes.readInt32LE(0))))
  }), { numRuns: 3000 })
})

test('a document nested too deep is refused instead of ending the process', () => {
  let deep: Document = {}
  for (let i = 0; i < 1000; i++) deep = { d: deep }
  const bytes = Buffer.from(serialize(deep))
  expect(() => validateDocument(bytes, 0, bytes.length)).toThrow(MalformedError)
})

test('what is not touched is written back byte for byte', () => {
  const bytes = Buffer.from(serialize(sample))
  expect(encodeDocument(new Map<string, Node>(documentOf(bytes).fields())).equals(bytes)).toBe(true)
})
