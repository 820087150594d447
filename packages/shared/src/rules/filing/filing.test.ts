import { decideAcknowledgement, decideFailure, decideSending, evolveFiling, type FilingConfig, filingOf, noFiling, standsAt, type WantedFiling } from '.'

const cite = { basis: 'proposal', source: 'test' } as const
const config: FilingConfig = {
  moments: { when: ['answered'], gather_minutes: 0, cite }, volume: { name: '正卷', cite }, retry_after_minutes: { values: [1, 10], cite },
  answer_within_minutes: { http: 5, drop: 60, cite }, picture_max_bytes: { value: 0, cite },
}
const P = 'p_aaaaaaaa'
const id = (n: number): string => `f_${String(n).repeat(32)}`
const digest = (n: number): string => String(n).repeat(64)
const wanted = (n: number, more: Partial<WantedFiling> = {}): WantedFiling =>
  ({ filingId: id(n), personId: P, upTo: n, digest: digest(n), why: 'answered', via: 'http', by: 'a'.repeat(24), ...more })
const at = (minutes: number): string => new Date(Date.parse('2026-03-10T02:00:00.000Z') + minutes * 60_000).toISOString()

function story() {
  let state = noFiling
  const take = (draft: { type: string; body: Record<string, unknown> } | undefined, minutes: number) => {
    if (draft) state = evolveFiling(state, { ...draft, at: at(minutes) })
    return draft
  }
  return {
    send: (n: number, minutes: number, more?: Partial<WantedFiling>) => take(decideSending(state, wanted(n, more), config, at(minutes)), minutes),
    fail: (n: number, attempt: number, minutes: number) => take(decideFailure(state, { filingId: id(n), personId: P, attempt, because: 'unreachable' }), minutes),
    confirm: (n: number, minutes: number, said = digest(n)) => take(decideAcknowledgement(state, { filingId: id(n), personId: P, digest: said, receipt: 'R1' }), minutes),
    stands: (minutes: number) => standsAt(filingOf(state, P), config, at(minutes)),
    filing: () => filingOf(state, P),
  }
}

test('what is on its way, or filed, is not handed in again', () => {
  const { send, confirm, filing } = story()
  expect(send(3, 0)?.body).toMatchObject({ attempt: 1, upTo: 3 })
  expect(send(3, 1)).toBeUndefined()
  expect(send(3, 1, { why: 'on_demand' })).toBeUndefined()
  confirm(3, 2)
  expect(filing().filed).toMatchObject({ upTo: 3, at: at(2) })
  expect(filing().sent).toBeUndefined()
  expect(send(3, 60, { why: 'on_demand' })).toBeUndefined()
  expect(confirm(3, 3)).toBeUndefined()
})

test('a failed attempt comes again after the court’s minutes, and in the end only when somebody says so', () => {
  const { send, fail, stands } = story()
  send(3, 0)
  fail(3, 1, 0)
  expect(stands(0)).toEqual({ is: 'failed', nextAt: at(1) })
  expect(send(3, 0.5)).toBeUndefined()
  expect(send(3, 1)?.body.attempt).toBe(2)
  fail(3, 2, 1)
  expect(send(3, 10)).toBeUndefined()
  expect(send(3, 11)?.body.attempt).toBe(3)
  fail(3, 3, 11)
  expect(stands(5000)).toEqual({ is: 'given_up' })
  expect(send(3, 5000)).toBeUndefined()
  expect(send(3, 5000, { why: 'on_demand' })?.body.attempt).toBe(4)
  expect(fail(3, 3, 5001)).toBeUndefined()
})

test('an attempt of which nothing was heard, as after a crash, is made again in its time', () => {
  const { send, stands, confirm, filing } = story()
  send(3, 0)
  expect(stands(4.9).is).toBe('under_way')
  expect(send(3, 5)?.body.attempt).toBe(2)
  confirm(3, 6)
  expect(filing().filed?.upTo).toBe(3)
  const drop = story()
  drop.send(3, 0, { via: 'drop' })
  expect(drop.send(3, 59, { via: 'drop' })).toBeUndefined()
  expect(drop.send(3, 60, { via: 'drop' })?.body.attempt).toBe(2)
})

test('a confirmation of something else is none; one of what was never handed in is refused', () => {
  const { send, confirm, filing, stands } = story()
  expect(() => confirm(3, 0)).toThrow('filing.unknown')
  send(3, 0)
  expect(confirm(3, 1, digest(9))).toMatchObject({ type: 'filing.failed', body: { because: 'wrong_hash' } })
  expect(filing().filed).toBeUndefined()
  expect(stands(1).is).toBe('failed')
  expect(confirm(3, 1, digest(9))).toBeUndefined()
  expect(confirm(3, 2)?.type).toBe('filing.acknowledged')
})

test('a late confirmation of an older document does not take back a newer one, nor stop one that is on its way', () => {
  const { send, confirm, filing } = story()
  send(3, 0)
  send(5, 1)
  confirm(3, 2)
  expect(filing()).toMatchObject({ filed: { upTo: 3 }, sent: { upTo: 5 } })
  confirm(5, 3)
  expect(filing()).toMatchObject({ filed: { upTo: 5 } })
  const other = story()
  other.send(3, 0)
  other.send(5, 1)
  other.confirm(5, 2)
  other.confirm(3, 3)
  expect(other.filing().filed?.upTo).toBe(5)
})
