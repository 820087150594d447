import { caseChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import type { Model } from 'mongoose'
import { setPayment } from '../cases'
import type { ReadModel } from '../log'
import { CASE, message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

type Documents = Model<{ _id: string }>

/** Lists, cases and the work list are read models. They may lag, stand still or be built anew; nobody may be shown less than is true. */
describe('what is shown out of read models', () => {
  let court: TestCourt
  const held: (() => void)[] = []

  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  function letGo(): void {
    for (const release of held.splice(0)) release()
    jest.restoreAllMocks()
  }
  afterEach(async () => {
    letGo()
    await court.settled()
  })

  const models = () => court.rooms.readModels as ReadModel<Documents>[]
  const modelOf = (name: string) => models().find((model) => model.name === name)!
  const get = (persona: Persona, target: string) => court.call(persona, 'GET', target)
  const say = (persona: Persona, text: string, caseId = CASE, of: string = persona) =>
    court.call(persona, 'POST', `/threads/${caseId}/${court.id(of)}/messages`, message(text))

  /** The store takes nothing more from this read model's tail until the test lets it. The answer resolves when the tail waits for it. */
  function hold(name: string): { waits: Promise<void> } {
    const { collection } = modelOf(name).documents()
    const write = collection.bulkWrite.bind(collection)
    const until = new Promise<void>((done) => held.push(done))
    const waits = new Promise<void>((done) => {
      jest.spyOn(collection, 'bulkWrite').mockImplementation(async (...args: Parameters<typeof write>) => {
        done()
        await until
        return write(...args)
      })
    })
    return { waits }
  }

  /** Somebody has read, so the server has found out which documents count, and they have everything. */
  async function seen(): Promise<void> {
    await court.settled()
    while ((await get('officer', '/work-list')).status !== 200) await court.settled()
  }

  /** Every route that shows something out of a read model, as these people see it. */
  const VIEWS: [Persona, () => string][] = [
    ['owner', () => '/cases'], ['owner', () => `/cases/${CASE}`],
    ['opponent', () => '/cases'], ['opponent', () => `/cases/${CASE}`], ['outsider', () => '/cases'],
    ['officer', () => '/cases'], ['officer', () => `/cases/${CASE}`], ['officer', () => '/work-list?show=all'], ['officer', () => `/cases/${CASE}/colleagues`],
    ['leader', () => '/cases'],
  ]
  const views = async (): Promise<Map<string, Awaited<ReturnType<typeof get>>>> =>
    new Map(await Promise.all(VIEWS.map(async ([persona, target]) => [`${persona} ${target()}`, await get(persona, target())] as const)))
  const textsOf = (answers: Awaited<ReturnType<typeof views>>) => Object.fromEntries([...answers].map(([view, { status, text }]) => [view, `${status} ${text}`]))
  const refused = (answers: Awaited<ReturnType<typeof views>>) => [...answers].filter(([, { status }]) => status !== 200).map(([view]) => view)

  it('while the tail of threads stands still: 503 for whom something is missing, the right answer for everybody else', async () => {
    await court.settled()
    const before = await views()
    expect(refused(before)).toEqual([])
    hold('threads')
    expect((await say('owner', '到哪一步了？')).status).toBe(200)
    const meanwhile = await views()
    expect(refused(meanwhile)).toEqual([
      'owner /cases', `owner /cases/${CASE}`, 'officer /cases', `officer /cases/${CASE}`, 'officer /work-list?show=all', 'leader /cases',
    ])
    for (const [view, { status, headers, body, text }] of meanwhile) {
      if (status === 200) expect(text).toBe(before.get(view)!.text)
      else expect([status, body.error.code, headers.get('retry-after')]).toEqual([503, 'read.behind', '1'])
    }
    // What comes from the chains themselves is there all the time.
    expect((await get('officer', `/threads/${CASE}/${court.id('owner')}/entries`)).body.data.entries).toHaveLength(1)

    held.pop()!()
    const after = await views()
    expect(refused(after)).toEqual([])
    expect(after.get('officer /work-list?show=all')!.body.data).toMatchObject({ counts: { open: 1, unread: 1 } })
    expect(after.get(`opponent /cases/${CASE}`)!.text).toBe(before.get(`opponent /cases/${CASE}`)!.text)
  })

  it('while the tail of cases stands still: whoever a hand-over concerns waits, a stranger to the case does not', async () => {
    hold('cases')
    const body = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
    expect((await court.call('leader', 'POST', `/cases/${CASE}/hand-overs`, body)).status).toBe(200)
    // A former officer's case no longer exists for them, whatever lists say; the chain decides that.
    expect((await get('officer', `/cases/${CASE}`)).status).toBe(404)
    const meanwhile = [...(await views())].map(([view, { status }]) => [view, status])
    expect(meanwhile).toEqual([
      ['owner /cases', 503], [`owner /cases/${CASE}`, 503], ['opponent /cases', 503], [`opponent /cases/${CASE}`, 503], ['outsider /cases', 200],
      ['officer /cases', 503], [`officer /cases/${CASE}`, 404], ['officer /work-list?show=all', 503], [`officer /cases/${CASE}/colleagues`, 404], ['leader /cases', 503],
    ])
    expect((await get('leader', `/cases/${CASE}/colleagues`)).status).toBe(503)
    held.pop()!()
    const casesOf = async (persona: Persona) => (await get(persona, '/work-list?show=all')).body.data.items.map(({ caseId }: { caseId: string }) => caseId)
    expect(await casesOf('officer')).not.toContain(CASE)
    expect(await casesOf('colleague')).toContain(CASE)
  })

  describe('while tails stand still, a litigant’s lists do not wait', () => {
    let caseId: string
    const fromCourtSystem = (type: string, body: JsonObject) =>
      court.rooms.log.append({ chain: caseChain(caseId), key: newCommandId(), decide: async () => ({ type, actor: { kind: 'system', id: 'court-system', role: 'import' }, body }) })
    const relationOf = (who: Persona) => court.id(who).replace('p_', 'l_')
    const begins = (who: Persona, of: Persona) =>
      fromCourtSystem('relation.began', { relationId: relationOf(who), personId: court.id(who), partyId: court.id(of), standing: 'agent', authority: 'general', evidence: { kind: 'court_system' } })
    const ends = (who: Persona) => fromCourtSystem('relation.ended', { relationId: relationOf(who), because: 'revoked' })
    const onOpponents = (what: string, more: object = {}) =>
      court.call('officer', 'POST', `/threads/${caseId}/${court.id('opponent')}/messages/0/${what}`, { commandId: newCommandId(), ...more })
    const flags = () => onOpponents('flags', { kind: 'threat', note: '' })
    const done = async (act: Promise<unknown>): Promise<void> => {
      const answer = (await act) as { status?: number } | undefined
      if (answer?.status !== undefined) expect(answer.status).toBe(200)
    }
    /** Both tails wait for the store with somebody's own words, which concern no other party. */
    async function standStill(by: Persona = 'opponent'): Promise<void> {
      await court.settled()
      const { waits } = hold('threads')
      expect((await say(by, '还有一句。', caseId)).status).toBe(200)
      await waits
      hold('cases')
    }
    const lists = async (persona: Persona) => (await Promise.all([get(persona, '/cases'), get(persona, `/cases/${caseId}`)])).map(({ status }) => status)

    beforeEach(async () => {
      caseId = await court.newCase()
      expect((await court.call('opponent', 'POST', `/threads/${caseId}/${court.id('opponent')}/messages`, message('我每月还两千', { mark: 'settlement' }))).status).toBe(200)
      await court.call('opponent', 'POST', `/threads/${caseId}/${court.id('opponent')}/messages/0/consent`, { commandId: newCommandId() })
    })

    it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
      ['a flag on what the opponent wrote', async () => {}, flags],
      ['such a flag being taken back', flags, async () => {
        const flag = (await get('officer', `/threads/${caseId}/${court.id('opponent')}/flags`)).body.data.flags[0].id
        return court.call('officer', 'POST', `/threads/${caseId}/${court.id('opponent')}/flags/${flag}/withdrawal`, { commandId: newCommandId(), reason: '是气话' })
      }],
      ['the opponent’s proposal being passed on to one’s co-party', async () => {}, () => onOpponents('pass-on', { toPersonId: court.id('agent'), text: '对方愿意谈' })],
      ['the opponent’s new agent', async () => {}, () => begins('outsider', 'opponent')],
      ['the end of an authority that the opponent gave', () => begins('outsider', 'opponent'), () => ends('outsider')],
      ['where the opponent pays', async () => {}, () => setPayment(court.rooms.log, caseId, newCommandId(), { payee: '某某法院', bank: '示范银行', account: '12345678901', source: '执行通知书' })],
    ])('for %s', async (_, before, act) => {
      await done(before())
      await standStill()
      await done(act())
      expect(await lists('owner')).toEqual([200, 200])
      // Those who are shown it wait: the test does not pass because nothing stood still.
      expect(await lists('officer')).toEqual([503, 503])
    })

    it('but whoever begins or ceases to act for somebody waits for just that, and so does everybody for a new party, and for one that was none', async () => {
      await standStill()
      await begins('outsider', 'opponent')
      expect([await lists('outsider'), await lists('owner')]).toEqual([[503, 503], [200, 200]])
      await fromCourtSystem('party.replaced', {
        partyId: court.id('opponent'), by: { partyId: court.id('former'), form: 'natural', relationId: 'l_newcomer1' }, evidence: { kind: 'court_system' }, approvedBy: court.id('judge'),
      })
      expect(await lists('owner')).toEqual([503, 503])
      letGo()
      await standStill('agent')
      expect(await lists('owner')).toEqual([200, 200])
      await fromCourtSystem('relation.ended', { relationId: 'l_newcomer1', because: 'mistaken' })
      expect(await lists('owner')).toEqual([503, 503])
    })
  })

  it('tells operators which tail is behind and by how much, and nobody else', async () => {
    hold('threads')
    await say('opponent', '能分期吗？')
    await say('opponent', '请尽快回复。')
    expect((await court.rooms.log.behind()).get('threads')).toBeGreaterThanOrEqual(2)
    const checks = court.rooms.log.checks()
    expect(Object.keys(checks)).toEqual(expect.arrayContaining(['cases', 'settlement-pass-on', 'thread-notices', 'threads']))
    expect(Object.keys(checks)).toEqual(court.rooms.log.tails().map(({ name }) => name).filter((name) => !name.includes('discipline')))
    await expect(checks.threads!()).rejects.toThrow('threads')
    await checks.cases!()
  })

  describe('built anew', () => {
    const documents = (name: string) => modelOf(name).documents().collection.find({}).sort({ _id: 1 }).toArray()

    const handOver = (caseId: string, to: string) =>
      court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, {
        commandId: newCommandId(), officerIds: [court.id(to)], judgeId: court.id('judge'), reason: '工作调整',
      })

    async function bustle(caseId: string, rounds: number): Promise<void> {
      for (let i = 0; i < rounds; i++) {
        await Promise.all((['owner', 'opponent', 'agent'] as const).map((persona) => say(persona, `第${i}次`, caseId)))
        await say('officer', '正在办理', caseId, 'owner')
        await court.call('officer', 'POST', `/threads/${caseId}/${court.id('opponent')}/read`, { upTo: i })
        if (i === 2) await handOver(caseId, 'colleague')
      }
    }

    it.each(['cases', 'threads'])('%s come out identical, field by field, whatever was written meanwhile', async (name) => {
      const model = modelOf(name)
      await bustle(await court.newCase(), 4)
      await court.settled()
      const before = await documents(name)
      await model.rebuild()
      await seen()
      expect(await documents(name)).toEqual(before)

      const busy = [await court.newCase(), await court.newCase()].map((caseId) => bustle(caseId, 6))
      for (let i = 0; i < 3; i++) await model.rebuild()
      await Promise.all(busy)
      await seen()
      const kept = await documents(name)
      await model.rebuild()
      await seen()
      expect(await documents(name)).toEqual(kept)
      expect(kept.length).toBeGreaterThan(before.length)
    })

    it.each(['cases', 'threads'])('%s count nothing twice when, as after a crash, all comes again together with what is new', async (name) => {
      const model = modelOf(name)
      const caseId = await court.newCase()
      await bustle(caseId, 4)
      await court.settled()
      const handled = await court.rooms.log.courtHead()
      const { waits } = hold(name)
      await bustle(caseId, 1)
      await handOver(caseId, 'officer')
      await waits
      await handOver(caseId, 'colleague')
      await bustle(caseId, 2)
      await court.connection.db!.collection<{ _id: string }>('log_cursors').updateOne({ _id: `${court.rooms.log.court}/${name}` }, { $set: { seq: handled } })
      model.tail.reload()
      held.pop()!()
      await court.settled()
      const kept = await documents(name)
      await model.rebuild()
      await seen()
      expect(kept).toEqual(await documents(name))
    })

    it('is right again when its documents were dropped, and shows everybody what they saw before', async () => {
      await court.settled()
      const before = textsOf(await views())
      for (const model of models()) {
        await model.documents().collection.deleteMany({})
        await model.rebuild()
      }
      await seen()
      expect(textsOf(await views())).toEqual(before)
    })
  })
})
