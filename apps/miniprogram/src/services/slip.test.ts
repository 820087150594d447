import { CodedError } from '@zhixin/shared/errors'
import type { Api } from './api'
import { createSlip, slipIn } from './slip'

const TOKEN = 'AbCdEfGhIjKlMnOpQrSt_-'

test.each([
  [{ slip: TOKEN }, TOKEN],
  [{ q: encodeURIComponent(`https://court.example/#/sub-binding/pages/bind/index?slip=${TOKEN}`) }, TOKEN],
  [{ scene: encodeURIComponent(TOKEN) }, TOKEN],
  [{}, undefined],
  [{ slip: '../../cases' }, undefined],
  [{ q: '%E0%A4%A' }, undefined],
  [{ q: encodeURIComponent('https://elsewhere.example/?slip=short') }, undefined],
])('%j holds %s', (query, token) => expect(slipIn(query)).toBe(token))

describe('a scanned slip', () => {
  function phone(answer: () => Promise<unknown>) {
    const kept = new Map<string, string>()
    const storage = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: string) => void kept.set(key, value),
      remove: async (key: string) => void kept.delete(key),
      keys: async () => [...kept.keys()],
    }
    return { kept, slip: createSlip({ write: answer } as unknown as Api, storage) }
  }
  test('leads into its case once', async () => {
    const { slip, kept } = phone(async () => ({ caseId: 'c_00000001' }))
    await slip.keep(TOKEN)
    expect([await slip.land(), await slip.land(), kept.size]).toEqual(['c_00000001', null, 0])
  })
  test('of somebody else’s leads nowhere and stops nobody', async () => {
    const { slip, kept } = phone(() => Promise.reject(new CodedError('input.not_found')))
    await slip.keep(TOKEN)
    expect([await slip.land(), kept.size]).toEqual([null, 0])
  })
  test('is kept while the court cannot be asked', async () => {
    const { slip, kept } = phone(() => Promise.reject(new CodedError('client.offline')))
    await slip.keep(TOKEN)
    expect([await slip.land(), kept.size]).toEqual([null, 1])
  })
})
