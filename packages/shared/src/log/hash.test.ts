import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { verifyChain, VerifyError, verifyNext, startOf } from '../verify'
import { bodyHash, canonicalBytes, type Entry, entryHash, type EntryHeader, fromHex, type Sm3, toHex } from '.'

const sm3: Sm3 = (data) => createHash('sm3').update(data).digest()
const chain = 'thread:c_aaaaaaaa/p_bbbbbbbb'

function entry(index: number, prev: string | null, text: string, at = '2026-01-05T02:00:00.000Z'): Entry {
  const nonce = index.toString(16).padStart(32, '0')
  const header: EntryHeader = {
    v: 1, court: 'demo-court', chain, index, at, type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' },
    visibility: 'all', bodyHash: bodyHash(sm3, nonce, { text }), attachments: [], prev,
  }
  return { ...header, entryHash: entryHash(sm3, header), nonce, body: { text } }
}
function chainOf(texts: string[]): Entry[] {
  return texts.reduce<Entry[]>((entries, text) => [...entries, entry(entries.length, entries.at(-1)?.entryHash ?? null, text)], [])
}

describe('hashing', () => {
  it('has not changed since the first entry: a known header keeps its hash', () => {
    expect(entry(0, null, '您好').entryHash).toBe('5d27881cd2b19065269e5bfe421ec19817295ecded08c83a5150bcc103101af7')
  })
  it('is the same for the same JSON in whatever order', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const turned = Object.fromEntries(Object.entries(object).reverse())
      expect(toHex(canonicalBytes(turned))).toBe(toHex(canonicalBytes(object)))
    }))
  })
  it('writes UTF-8 as Node does', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(Buffer.from(canonicalBytes(text)).toString('utf8')).toBe(JSON.stringify(text))
    }))
  })
  it('refuses what is no hex', () => {
    expect(() => fromHex('0G')).toThrow(RangeError)
    expect(() => fromHex('abc')).toThrow(RangeError)
  })
})

describe('verifying a chain', () => {
  const whole = chainOf(['一', '二', '三'])
  const code = (entries: Entry[], remembered?: { index: number; entryHash: string }): string => {
    try {
      verifyChain(sm3, chain, entries, remembered)
      return 'whole'
    } catch (error) {
      return error instanceof VerifyError ? `${error.code}@${error.index}` : String(error)
    }
  }
  const changed = (index: number, change: object): Entry[] => whole.map((item, i) => (i === index ? ({ ...item, ...change }) : item))

  it('passes when it is whole', () => expect(code(whole)).toBe('whole'))
  it.each([
    ['modified-body@1', changed(1, { body: { text: '改' } }), 'entry.body_mismatch@1'],
    ['modified-nonce@1', changed(1, { nonce: 'zz' }), 'entry.body_mismatch@1'],
    ['modified-time@1', changed(1, { at: '2026-01-05T03:00:00.000Z' }), 'entry.hash_mismatch@1'],
    ['modified-actor@0', changed(0, { actor: { kind: 'staff', id: 's_oooo', role: 'officer' } }), 'entry.hash_mismatch@0'],
    ['time-went-back@1', changed(1, { at: '2026-01-04T03:00:00.000Z' }), 'chain.time_went_back@1'],
    ['index-as-text@1', changed(1, { index: '1' }), 'entry.malformed@1'],
    ['other-chain@2', changed(2, { chain: 'thread:c_aaaaaaaa/p_cccccccc' }), 'chain.wrong_chain@2'],
    ['missing@1', [whole[0]!, whole[2]!], 'chain.index_gap@1'],
    ['rewritten@0', [entry(0, null, '别的'), whole[1]!, whole[2]!], 'chain.prev_mismatch@1'],
    ['not-an-entry@0', [{} as Entry], 'entry.malformed@0'],
  ])('%s', (_, entries, expected) => expect(code(entries)).toBe(expected))
  it('finds a tail cut off against a remembered head', () => {
    const head = { index: 2, entryHash: whole[2]!.entryHash }
    expect(code(whole, head)).toBe('whole')
    expect(code(whole.slice(0, 2), head)).toBe('chain.head_missing@2')
  })
  it('never throws anything but its own error, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (thing) => {
      try {
        verifyNext(sm3, startOf(chain), thing as Entry)
      } catch (error) {
        expect(error).toBeInstanceOf(VerifyError)
      }
    }))
  })
})
