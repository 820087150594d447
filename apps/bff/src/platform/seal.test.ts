import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { deriveKeys, open, seal, SealError } from './seal'

const keys = deriveKeys(Buffer.alloc(32, 7), 'test')

test('what is sealed opens again under the same key and context', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
      const plaintext = Buffer.from(bytes)
      expect(open(keys, seal(keys, plaintext, context), context).equals(plaintext)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('one changed bit anywhere, and it does not open', () => {
  const sealed = seal(keys, Buffer.from('110101199001011237'), 'person/p_1')
  for (let i = 0; i < sealed.length; i++) {
    const bent = Buffer.from(sealed)
    bent[i]! ^= 1
    expect(() => open(keys, bent, 'person/p_1')).toThrow(SealError)
  }
})

test('sealed bytes moved to another record, key or purpose do not open, nor does a stump', () => {
  const sealed = seal(keys, Buffer.from('x'), 'person/p_1')
  expect(() => open(keys, sealed, 'person/p_2')).toThrow(SealError)
  expect(() => open(deriveKeys(randomBytes(32), 'test'), sealed, 'person/p_1')).toThrow(SealError)
  expect(() => open(deriveKeys(Buffer.alloc(32, 7), 'other'), sealed, 'person/p_1')).toThrow(SealError)
  expect(() => open(keys, sealed.subarray(0, 20), 'person/p_1')).toThrow(SealError)
  expect(() => open(keys, Buffer.alloc(0), 'person/p_1')).toThrow(SealError)
})

test('the same text sealed twice looks different', () => {
  expect(seal(keys, Buffer.from('x'), 'c').equals(seal(keys, Buffer.from('x'), 'c'))).toBe(false)
})
