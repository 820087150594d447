import fc from 'fast-check'
import { utf8 } from './utf8'

test('gives the bytes that every other encoder gives', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(Buffer.from(utf8(text))).toEqual(Buffer.from(text, 'utf8'))
  }))
})

test.each([['\ud800'], ['\udc00'], ['a\ud800b'], ['\ud800\ud800'], ['\udc00\ud800'], ['好\udfff']])('refuses a lone surrogate: %j', (text) => {
  expect(() => utf8(text)).toThrow(URIError)
})
