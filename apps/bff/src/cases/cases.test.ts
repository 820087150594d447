import { accessChain } from '@zhixin/shared/ids'
import { CASE, CLOSED_CASE, message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

describe('cases over HTTP', () => {
  let court: TestCourt
  const thread = (of = 'owner', caseId = CASE): string => `/threads/${caseId}/${court.id(of)}`
  const handOver = (by: Persona, to: string, more: object = {}) =>
    court.call(by, 'POST', `/cases/${CASE}/hand-overs`, { commandId: newCommandId(), officerIds: [court.id(to)], judgeId: court.id('judge'), reason: '工作调整', ...more })
  const cases = async (persona: Persona, query = '') => (await court.call(persona, 'GET', `/cases${query}`)).body.data.cases
  const workList = async (persona: Persona, query = '') => (await court.call(persona, 'GET', `/work-list${query}`)).body.data

  const open = async (): Promise<void> => {
    court = await openTestCourt()
    await court.settled()
  }
  const close = (): Promise<void> => court.close()

  describe('as they are', () => {
    beforeAll(open)
    afterAll(close)

    it('leaves one entry in the access log for each sitting in which staff opened something, and none for parties', async () => {
      for (const path of [`/cases/${CASE}`, thread(), `${thread()}/entries`, thread('opponent')]) await court.call('officer', 'GET', path)
      await court.call('officer', 'GET', thread())
      await court.call('owner', 'GET', thread())
      const opened = await court.rooms.log.list(accessChain(CASE))
      expect(opened.map(({ actor, body }) => [actor.id, body.what])).toEqual([
        [court.id('officer'), 'case'], [court.id('officer'), `thread/${court.id('owner')}`], [court.id('officer'), `thread/${court.id('opponent')}`],
      ])
      court.forgetTokens()
      await court.call('officer', 'GET', thread())
      expect(await court.rooms.log.list(accessChain(CASE))).toHaveLength(4)
    })

    it('shows each person their own cases with what they are in them, and nobody else’s', async () => {
      expect((await cases('owner')).map(({ caseId, myRole }: { caseId: string; myRole: string }) => [caseId, myRole]).sort()).toEqual([[CASE, '申请执行人'], [CLOSED_CASE, '申请执行人']])
      expect((await cases('agent'))[0]).toMatchObject({ caseId: CASE, myRole: '申请执行人的委托代理人（一般授权）' })
      expect((await cases('opponent'))[0]).toMatchObject({ myRole: '被执行人' })
      expect((await court.call('window', 'GET', '/cases')).status).toBe(403)
    })

    it('shows a participant their own thread alone, and staff all threads of the case', async () => {
      const threads = async (persona: Persona) => (await court.call(persona, 'GET', `/cases/${CASE}`)).body.data.threads.map(({ personId }: { personId: string }) => personId)
      expect(await threads('opponent')).toEqual([court.id('opponent')])
      expect(await threads('officer')).toHaveLength(3)
    })

    it('names the officers and the judge with their office phones, and no mobile', async () => {
      const { text, body } = await court.call('owner', 'GET', `/cases/${CASE}`)
      expect(body.data.handlers).toEqual([
        { id: court.id('officer'), name: expect.any(String), title: '执行人员', officePhone: expect.stringMatching(/^000-/), away: null },
        { id: court.id('judge'), name: expect.any(String), title: '员额法官', officePhone: expect.stringMatching(/^000-/), away: null },
      ])
      expect(text).not.toMatch(/1990000001/)
    })

    it('finds a case by number or name, and takes a search for words, not for a pattern', async () => {
      expect(await cases('owner', `?search=${encodeURIComponent('执1号')}`)).toHaveLength(1)
      expect(await cases('officer', `?search=${encodeURIComponent('当事人3号')}`)).toHaveLength(1)
      expect(await cases('owner', `?search=${encodeURIComponent('.*')}`)).toEqual([])
      expect((await court.call('owner', 'GET', '/cases?search[$gt]=')).status).toBe(400)
    })
  })

  describe('when something changes', () => {
    beforeEach(open)
    afterEach(close)

    describe('handing a case over', () => {
      beforeEach(async () => {
        await court.call('owner', 'POST', `${thread()}/messages`, message('到哪一步了？'))
      })

      it('moves threads, unread and clocks; the former officer is out at once; both sides are told', async () => {
        const before = (await workList('officer')).items[0]
        expect((await handOver('leader', 'colleague')).status).toBe(200)
        expect((await court.call('officer', 'POST', `${thread()}/messages`, message('我再说一句'))).status).toBe(404)
        expect((await court.call('officer', 'GET', thread())).status).toBe(404)
        await court.settled()
        expect((await workList('officer')).items).toEqual([])
        expect((await workList('officer')).handOvers).toMatchObject([{ caseId: CASE, direction: 'out', reason: '工作调整' }])
        const after = await workList('colleague')
        expect(after.items[0]).toEqual(before)
        expect(after.handOvers).toMatchObject([{ caseId: CASE, direction: 'in' }])
        for (const persona of ['owner', 'agent', 'opponent'] as const) {
          const { entries } = (await court.call(persona, 'GET', `${thread(persona)}/entries`)).body.data
          expect(entries.at(-1)).toMatchObject({ type: 'handler.changed', body: { to: [{ id: court.id('colleague') }] } })
        }
        expect((await court.call('colleague', 'POST', `${thread()}/messages`, message('我接着办。'))).status).toBe(200)
      })

      it('is done once, however often it is sent', async () => {
        const command = { commandId: newCommandId() }
        const [first, second] = [await handOver('leader', 'colleague', command), await handOver('leader', 'colleague', command)]
        expect([first.status, second.status]).toEqual([200, 200])
        await court.settled()
        const { entries } = (await court.call('owner', 'GET', `${thread()}/entries`)).body.data
        expect(entries.filter(({ type }: { type: string }) => type === 'handler.changed')).toHaveLength(1)
      })

      it.each([
        ['to who handles it already', {}, 'officer', 'cases.same_handler'],
        ['to someone of another department', {}, 'stranger', 'staff.unknown'],
        ['to someone who is no officer', {}, 'leader', 'staff.unknown'],
        ['to nobody known', { officerIds: ['s_nobody00'] }, 'officer', 'staff.unknown'],
      ])('is refused %s with 409', async (_, more, to, code) => {
        const { status, body } = await handOver('leader', to, more)
        expect([status, body.error.code]).toEqual([409, code])
      })

      it('is refused without a reason with 400, and of a closed case with 409', async () => {
        expect((await handOver('leader', 'colleague', { reason: '' })).body.error.field).toBe('body.reason')
        const body = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
        expect((await court.call('leader', 'POST', `/cases/${CLOSED_CASE}/hand-overs`, body)).body.error.code).toBe('cases.closed')
      })
    })

    it('shows the same after its read models were thrown away and built again from the log', async () => {
      await court.call('owner', 'POST', `${thread()}/messages`, message('到哪一步了？'))
      await court.call('opponent', 'POST', `${thread('opponent')}/messages`, message('能分期吗？'))
      await court.call('officer', 'POST', `${thread('opponent')}/messages`, message('请书面申请。'))
      await court.call('opponent', 'POST', `${thread('opponent')}/read`, { upTo: 1 })
      await handOver('leader', 'colleague')
      await court.settled()
      const documents = async () => {
        const all = [court.rooms.cases.list, court.rooms.messaging.summaries.model].map(async (model) => {
          const { generation } = (await model.standing())!
          return court.connection.db!.collection(generation === 0 ? model.name : `${model.name}.${generation}`).find({}).sort({ _id: 1 }).toArray()
        })
        return (await Promise.all(all)).flat()
      }
      const before = await documents()
      expect(before.length).toBeGreaterThan(5)
      await court.rebuildReadModels()
      expect(await documents()).toEqual(before)
    })

    it('keeps the thread of a closed case open: anyone of the department’s officers may answer', async () => {
      const chain = thread('owner', CLOSED_CASE)
      expect((await court.call('owner', 'POST', `${chain}/messages`, message('结案证明在哪里开？'))).status).toBe(200)
      await court.settled()
      expect((await workList('colleague')).items).toMatchObject([{ caseId: CLOSED_CASE, caseStatus: 'closed' }])
      expect((await workList('stranger')).items).toEqual([])
      expect((await court.call('stranger', 'POST', `${chain}/messages`, message('在窗口。'))).status).toBe(404)
      expect((await court.call('colleague', 'POST', `${chain}/messages`, message('在执行接待窗口。'))).status).toBe(200)
    })

    it('orders the work list by the oldest clock and says how urgent each is', async () => {
      await court.call('opponent', 'POST', `${thread('opponent')}/messages`, message('能分期吗？'))
      court.later({ days: 1 })
      await court.call('owner', 'POST', `${thread()}/messages`, message('到哪一步了？'))
      await court.settled()
      const { items, counts } = await workList('officer')
      expect(items.map(({ personId, urgency }: { personId: string; urgency: string }) => [personId, urgency])).toEqual([[court.id('opponent'), 'due'], [court.id('owner'), 'open']])
      expect(counts).toEqual({ late: 0, due: 1, open: 1, unread: 2 })
      court.later({ days: 6 })
      expect((await workList('officer')).counts).toMatchObject({ late: 2 })
      expect((await workList('officer', `?search=${encodeURIComponent('当事人3号')}`)).items).toHaveLength(1)
      expect((await court.call('officer', 'GET', '/work-list?show=everything')).status).toBe(400)
    })
  })
})
