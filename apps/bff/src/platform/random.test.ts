import { randomPiece } from './random'

test('gives the size that was asked for, never the same bytes twice', () => {
  const sizes = [16, 16, 32, 1, 4095, 4096, 5000, 16]
  const pieces = Array.from({ length: 2_000 }, (_, i) => randomPiece(sizes[i % sizes.length]!))
  expect(pieces.map(({ length }) => length)).toEqual(pieces.map((_, i) => sizes[i % sizes.length]))
  const long = pieces.filter(({ length }) => length >= 16).map((piece) => piece.toString('hex'))
  expect(new Set(long).size).toBe(long.length)
})
