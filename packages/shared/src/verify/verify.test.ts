import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { bodyHash, type Entry, entryHash, type EntryHeader } from '../log'
import { type RememberedHead, verifyChain, VerifyError } from '.'

const sm3 = (bytes: Uint8Array): Uint8Array => createHash('sm3').update(bytes).digest()
const chain = 'thread:c_aaaaaaaa/p_bbbbbbbb'
const nonce = '00'.repeat(16)

function chainOf(texts: string[]): Entry[] {
  const entries: Entry[] = []
  for (const [index, text] of texts.entries()) {
    const header: EntryHeader = {
      v: 1, court: 'court', chain, index, at: '2026-01-05T02:00:00.000Z', type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' },
      visibility: 'all', bodyHash: bodyHash(sm3, nonce, { text }), attachments: [], prev: entries.at(-1)?.entryHash ?? null,
    }
    entries.push({ ...header, entryHash: entryHash(sm3, header), body: { text }, nonce })
  }
  return entries
}
const headOf = (entries: Entry[]): RememberedHead => ({ index: entries.length - 1, entryHash: entries.at(-1)!.entryHash })
const texts = (count: number, word = '句'): string[] => Array.from({ length: count }, (_, i) => `${word}${i}`)

const code = (entries: Entry[], remembered: RememberedHead): string => {
  try {
    verifyChain(sm3, chain, entries, remembered)
    return 'whole'
  } catch (error) {
    return error instanceof VerifyError ? `${error.code}@${error.index}` : String(error)
  }
}

describe('a chain held against its remembered head', () => {
  it('is whole as long as it goes on from there, and otherwise the first missing index is named', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), (remembered, shown) => {
      const before = chainOf(texts(remembered))
      const now = chainOf(texts(shown))
      expect(code(now, headOf(before))).toBe(shown >= remembered ? 'whole' : `chain.head_missing@${shown}`)
    }))
  })

  it('is another history when what was remembered is not in it, however well its hashes fit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.nat({ max: 7 }), fc.nat({ max: 5 }), (remembered, from, more) => {
      fc.pre(from < remembered)
      const before = texts(remembered)
      const rewritten = chainOf([...before.slice(0, from), ...texts(remembered - from, '别'), ...texts(more)])
      expect(code(rewritten, headOf(chainOf(before)))).toBe(`chain.other_history@${remembered - 1}`)
    }))
  })
})
