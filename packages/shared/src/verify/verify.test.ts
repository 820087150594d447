import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { bodyHash, type Entry, entryHash, type EntryHeader } from '../log'
import { type RememberedHead, verifyChain, VerifyError, type WithheldEntry } from '.'

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

describe('a chain of which some bodies are withheld', () => {
  const header = (entry: Entry, more: Partial<EntryHeader>): EntryHeader => ({ ...entry, ...more })
  /** Three messages, then what is said of the second. */
  function told(last: { type: string; of: number; also?: number[] } | undefined, visibility: EntryHeader['visibility'] = 'all'): (Entry | WithheldEntry)[] {
    const entries: Entry[] = []
    const add = (type: string, body: Entry['body'], more: Partial<EntryHeader> = {}): void => {
      const [model] = chainOf(['x'])
      const head = header(model!, { type, index: entries.length, bodyHash: bodyHash(sm3, nonce, body), prev: entries.at(-1)?.entryHash ?? null, ...more })
      entries.push({ ...head, entryHash: entryHash(sm3, head), body, nonce })
    }
    add('message.sent', { text: '一' })
    add('message.sent', { text: '二' }, { visibility })
    add('message.sent', { text: '三' })
    if (last) add(last.type, { of: last.of, ...(last.also && { also: last.also }) })
    return entries.map((entry) => (entry.index === 1 ? { ...entry, body: null, nonce: null } : entry))
  }
  const outcome = (entries: (Entry | WithheldEntry)[]): string => {
    try {
      return `whole to ${verifyChain(sm3, chain, entries).next}`
    } catch (error) {
      return error instanceof VerifyError ? `${error.code}@${error.index}` : String(error)
    }
  }

  it.each([
    ['sealed', told({ type: 'seal.approved', of: 1 }), 'whole to 4'],
    ['sealed with what it is about', told({ type: 'seal.approved', of: 0, also: [1] }), 'whole to 4'],
    ['not shown, and others are sealed together', told({ type: 'seal.approved', of: 0, also: [2] }), 'entry.withheld_unexplained@1'],
    ['confined by its sender', told({ type: 'message.confined', of: 1 }), 'whole to 4'],
    ['sent for the handler alone', told(undefined, 'sender_and_handler'), 'whole to 3'],
    ['not shown, and nothing says why', told(undefined), 'entry.withheld_unexplained@1'],
    ['not shown, and another one is sealed', told({ type: 'seal.approved', of: 0 }), 'entry.withheld_unexplained@1'],
    ['not shown, and a seal was only asked for', told({ type: 'seal.asked', of: 1 }), 'entry.withheld_unexplained@1'],
  ])('%s', (_, entries, wanted) => expect(outcome(entries)).toBe(wanted))

  it('still holds every header to its hash', () => {
    const entries = told({ type: 'seal.approved', of: 1 })
    entries[1] = { ...entries[1]!, at: '2026-01-05T02:00:00.001Z' }
    expect(outcome(entries)).toBe('entry.hash_mismatch@1')
  })
  it('takes half a secret for none', () => {
    const entries = told({ type: 'seal.approved', of: 1 })
    entries[1] = { ...entries[1]!, nonce } as unknown as Entry
    expect(outcome(entries)).toBe('entry.body_mismatch@1')
  })
})
