import type { UrgentView } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { Api } from './api'
import type { Live } from './live'
import { createFakeTimers, settle } from './test-support'
import { createUrgentCalls } from './urgent-lists'
import { createUrgentStore } from './urgent-store'
import { silenceWords, urgentEntryWords, urgentHeadline, urgentSteps } from './urgent-words'

const KEY = { caseId: 'c_00000001', personId: 'p_00000001' }
const AT = '2026-03-10T15:10:00.000Z'
const matter = { since: 0, startedAt: AT, status: 'ringing' as const, items: [], rung: [], next: null, taken: null, said: [], settled: null, people: null }
const stored = { chain: 'thread:c_00000001/p_00000001', index: 0, entryHash: '', at: AT }

/** A court that answers what is asked of urgent clues, keeps what it was told, and loses answers when told to. */
function aCourt() {
  const told: { path: string; value: Record<string, unknown> }[] = []
  const uploads: string[] = []
  const frames = new Set<(frame: never) => void>()
  const court = {
    told, uploads, reads: 0, losesAnswers: false,
    say: (frame: object) => frames.forEach((hear) => hear(frame as never)),
  }
  const view = (): UrgentView => ({
    ...KEY, caseNumber: '', cause: '', personName: '', personRole: '', numbers: [], matter: told.length > 0 ? matter : null,
  })
  const api = {
    async readWithCan() {
      court.reads++
      return { data: view(), can: { raise: true, take: false, answer: false, settle: false, openThread: false } }
    },
    async read() {
      court.reads++
      return { matters: [] }
    },
    async upload({ filePath }: { filePath: string }) {
      uploads.push(filePath)
      return { id: `a_${uploads.length}`, name: 'x', kind: 'picture' }
    },
    async write(path: string, _input: unknown, _answer: unknown, value: Record<string, unknown>) {
      if (!told.some((one) => one.value.commandId === value.commandId)) told.push({ path, value })
      if (court.losesAnswers) throw new CodedError('client.timeout')
      return { stored }
    },
  } as unknown as Api
  const live = { onFrame: (hear: never) => (frames.add(hear), () => frames.delete(hear)), onOnline: () => () => undefined } as unknown as Live
  const clock = createFakeTimers()
  const timers = clock.ofPhone(() => true)
  let seed = 1
  const random = { bytes: async (length: number) => Uint8Array.from({ length }, () => (seed = (seed * 48271) % 2147483647) % 256), fraction: () => 0.5 }
  const attachmentFiles = { fetch: async () => 'fetched', putAwayBeside: async () => undefined }
  return { court, clock, parts: { api, live, timers, random, attachmentFiles } }
}

describe('an urgent clue on the phone', () => {
  it('is sent once though its answer was lost and one taps again, and no picture is uploaded twice', async () => {
    const { court, parts } = aCourt()
    const store = createUrgentStore(KEY, parts)
    const clue = { what: ' 他在装车 ', where: '', files: [{ path: 'blob:1', name: '车.png', kind: 'picture' as const }] }
    court.losesAnswers = true
    await expect(store.raise(clue)).rejects.toMatchObject({ code: 'client.timeout' })
    court.losesAnswers = false
    await store.raise(clue)
    expect(court.uploads).toEqual(['blob:1'])
    expect(court.told).toMatchObject([{ path: '/urgent/c_00000001/p_00000001', value: { what: '他在装车', attachments: [{ id: 'a_1' }] } }])
    expect(court.told[0]!.value).not.toHaveProperty('where')
    store.stop()
  })

  it('shows what has become of it even where the answer was lost', async () => {
    const { court, parts } = aCourt()
    const store = createUrgentStore(KEY, parts)
    court.losesAnswers = true
    await expect(store.raise({ what: '他在装车', where: '', files: [] })).rejects.toBeDefined()
    expect(store.getSnapshot().view?.matter?.status).toBe('ringing')
    store.stop()
  })

  it('looks again by itself while it rings, and at once when the court says something of it', async () => {
    const { court, clock, parts } = aCourt()
    const store = createUrgentStore(KEY, parts)
    await store.raise({ what: '他在装车', where: '', files: [] })
    const before = court.reads
    await clock.advance(20_000)
    await settle()
    expect(court.reads).toBeGreaterThan(before)
    const then = court.reads
    court.say({ type: 'entry', caseId: 'c_00000002', personId: KEY.personId, entry: { type: 'urgent.taken' } })
    court.say({ type: 'entry', ...KEY, entry: { type: 'message.sent' } })
    await clock.advance(1_000)
    await settle()
    expect(court.reads).toBe(then)
    court.say({ type: 'entry', ...KEY, entry: { type: 'urgent.taken' } })
    await clock.advance(1_000)
    await settle()
    expect(court.reads).toBe(then + 1)
    store.stop()
  })

  it('is asked for anew at once when something of its thread is sealed, and of no other', async () => {
    const { court, parts } = aCourt()
    const store = createUrgentStore(KEY, parts)
    await store.load()
    const before = court.reads
    court.say({ type: 'put_away', caseId: 'c_00000002', personId: KEY.personId, index: 0, because: 'sealed' })
    await settle()
    expect(court.reads).toBe(before)
    court.say({ type: 'put_away', ...KEY, index: 0, because: 'sealed' })
    await settle()
    expect(court.reads).toBe(before + 1)
    store.stop()
  })

  it('writes down what came of a call and asks for the list again', async () => {
    const { court, parts } = aCourt()
    const calls = createUrgentCalls(parts)
    await calls.record(KEY, 's_0001', 'no_answer')
    expect([court.told.map(({ path, value }) => [path, value.outcome]), court.reads]).toEqual([[['/urgent-calls/c_00000001/p_00000001/s_0001', 'no_answer']], 1])
    calls.stop()
  })
})

describe('what is said of an urgent clue', () => {
  const now = '2026-03-10T15:40:00.000Z'
  const has = { name: '褚某', title: '值班人员', at: AT, remindedAt: null, againAt: null }
  it.each([
    ['while it rings', { ...matter }, '已发出，正在呼叫法院的人'],
    ['when somebody has it', { ...matter, status: 'taken' as const, taken: { ...has, at: '2026-03-10T15:12:00.000Z' } }, '褚某（值班人员）已接手，23:12'],
    ['when nobody answered', { ...matter, status: 'unreached' as const }, '还没有联系上人，请马上打电话'],
    ['when it is done', { ...matter, status: 'settled' as const, settled: { name: '褚某', at: '2026-03-10T15:30:00.000Z', summary: '' } }, '已办结，今天 23:30'],
  ])('%s', (_, said, words) => expect(urgentHeadline(said, now)).toBe(words))

  it('names whom it rang, how often, and whom it rings next', () => {
    const rung = [{ title: '承办人', times: 1, at: AT, lastAt: AT }, { title: '值班人员', times: 3, at: AT, lastAt: '2026-03-10T15:20:00.000Z' }]
    expect(urgentSteps({ startedAt: AT, rung, taken: null, next: { title: '执行局长', at: now } })).toEqual([
      '23:10 您的线索已送到法院，已附卷', '23:10 已呼叫承办人', '23:10 已呼叫值班人员，到 23:20 已呼叫 3 次', '如果没有人接，23:40 呼叫执行局长',
    ])
  })

  it('says of who has it and is silent that they were reminded, and that others are rung', () => {
    const said = (more: object, status = 'taken' as 'taken' | 'settled') => silenceWords({ status, taken: { ...has, ...more } }, now)
    const reminded = { remindedAt: '2026-03-10T15:20:00.000Z' }
    expect(said({})).toEqual([])
    expect(said(reminded)).toEqual(['仍在处理；23:20 已再次提醒褚某。'])
    expect(said({ ...reminded, againAt: '2026-03-10T15:30:00.000Z' })).toEqual([expect.stringMatching(/^褚某还没有回音。23:20 已再次提醒褚某。23:30 起又呼叫了法院其他人/)])
    expect(said({ againAt: '2026-03-10T15:30:00.000Z' })).toEqual([expect.not.stringContaining('提醒')])
    expect([said(reminded, 'settled'), silenceWords({ status: 'ringing', taken: null }, now)]).toEqual([[], []])
  })

  it('stands in the conversation in plain words; what cannot be read, and other entries, are somebody else’s to say', () => {
    const say = (type: string, body: object | null) => urgentEntryWords({ type, body: body as never, actorName: '张某' })?.text
    expect(say('urgent.raised', { what: '他在装车', where: '仓库', attachments: [] })).toBe('张某：他在装车。地点：仓库')
    expect(say('urgent.raised', { what: '他在装车。', where: '仓库', attachments: [] })).toBe('张某：他在装车。地点：仓库')
    expect(say('urgent.settled', { of: 0, summary: '已查封' })).toBe('张某：已查封')
    expect(say('urgent.rung_again', { of: 0, since: 1, from: 'duty' })).toContain('呼叫法院其他人')
    expect([say('urgent.raised', null), say('message.sent', { text: 'x' })]).toEqual([undefined, undefined])
  })
})
