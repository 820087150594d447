import { accessChain, caseChain, threadChain } from '@zhixin/shared/ids'
import { form as upload, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'

const CLUE = { kind: 'vehicle', what: '一辆白色货车，每天停在厂门口', where: '虚构市示范路9号', urgent: 'no' }
const OBJECTION = { asks: '请求撤销限制消费令', facts: '已经全部履行', proof: '付款凭证一张，见照片', address: '虚构市示范路1号，电话已登记' }
const RESUME = { because: 'property', facts: '发现被执行人名下有一辆车', address: '虚构市示范路2号' }

describe('clues and applications', () => {
  let court: TestCourt
  let caseId: string
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  afterEach(() => court.settled())

  const place = (of: string) => `/threads/${caseId}/${court.id(of)}`
  const hand = (persona: Persona, form: string, values: object, more: object = {}) =>
    court.call(persona, 'POST', `${place(persona)}/forms`, { commandId: newCommandId(), form, version: 1, values, ...more })
  const mine = (persona: Persona, of: string = persona) => court.call(persona, 'GET', `${place(of)}/applications`)
  const desk = async (persona: Persona, show = 'open') => (await court.call(persona, 'GET', `/applications?show=${show}`)).body.data.applications.filter((one: { caseId: string }) => one.caseId === caseId)
  const answer = (persona: Persona, of: string, index: number, more: object = {}) =>
    court.call(persona, 'POST', `${place(of)}/applications/${index}/answer`, { commandId: newCommandId(), result: 'controlled', words: '已经查封，谢谢您', ...more })
  const at = (of: string, index: number) => `/applications/${caseId}/${court.id(of)}/${index}`
  const docket = (persona: Persona, of: string, index: number, more: object = {}) =>
    court.call(persona, 'POST', `${at(of, index)}/docketing`, { commandId: newCommandId(), caseNumber: '(2026)虚01执异5号', docketedOn: court.clock.now().toISOString().slice(0, 10), ...more })
  const refuse = (persona: Persona, of: string, index: number, reason = '异议已超过法律规定的期限') =>
    court.call(persona, 'POST', `${at(of, index)}/refusal`, { commandId: newCommandId(), reason })
  const errorOf = ({ status, body }: Awaited<ReturnType<typeof hand>>) => [status, body.error?.code, body.error?.field]

  describe('a clue to property', () => {
    it('has a clock of seven days, of three where it presses, as its sender and the officer read; the day of receipt does not count', async () => {
      const { index } = (await hand('owner', 'property_clue', CLUE)).body.data
      await hand('owner', 'property_clue', { ...CLUE, urgent: 'yes' })
      const days = (one: { at: string; clock: { dueAt: string } }) => (Date.parse(one.clock.dueAt) - Date.parse(one.at)) / 86_400_000
      const { data, can } = (await mine('owner')).body
      expect(data.applications).toMatchObject([{ urgent: true, by: 'handlers', end: null }, { index, urgent: false, clock: { late: false, rule: { basis: 'law' } } }])
      // 24:00 of a day; a last day that is none moves to the next working day.
      expect(days(data.applications[0])).toBeGreaterThan(3)
      expect(days(data.applications[1])).toBeGreaterThan(7)
      expect(days(data.applications[1])).toBeGreaterThan(days(data.applications[0]))
      expect(can).toEqual({ answerClue: false })
      expect((await mine('officer', 'owner')).body).toMatchObject({ data, can: { answerClue: true } })
      expect((await desk('officer')).map((one: { urgent: boolean; personName: string }) => [one.urgent, one.personName])).toEqual([[true, '当事人1号'], [false, '当事人1号']])
    })
    it('is answered once, in plain words, by whoever handles the case; the matter it opened is settled with it', async () => {
      const { index } = (await hand('owner', 'property_clue', CLUE)).body.data
      const thread = threadChain({ caseId, personId: court.id('owner') })
      expect((await court.rooms.messaging.stateOf({ caseId, personId: court.id('owner') })).matter?.since).toBe(index)
      expect(errorOf(await answer('officer', 'owner', index, { words: '钱在 4111111111111111' }))).toEqual([400, 'messaging.sensitive_number', 'body.words'])
      expect(errorOf(await answer('officer', 'owner', index + 7))).toEqual([409, 'applications.unknown', 'params.index'])
      const commandId = newCommandId()
      const [first, again] = [await answer('officer', 'owner', index, { commandId }), await answer('officer', 'owner', index, { commandId })]
      expect([first.status, again.body.data]).toEqual([200, first.body.data])
      expect(errorOf(await answer('judge', 'owner', index))).toEqual([409, 'applications.ended', undefined])
      expect((await court.rooms.messaging.stateOf({ caseId, personId: court.id('owner') })).matter).toBeUndefined()
      expect((await mine('owner')).body.data.applications[0]).toMatchObject({ clock: null, end: { how: 'answered', result: 'controlled', words: '已经查封，谢谢您' } })
      expect((await court.rooms.log.list(thread)).at(-1)).toMatchObject({ type: 'clue.answered', visibility: 'sender_and_handler' })
      expect([await desk('officer'), (await desk('officer', 'over')).length]).toEqual([[], 1])
    })
    it('and its answer are shown to nobody but sender and handlers: not to a leader, not to the window, not to the opponent or a colleague', async () => {
      const { index } = (await hand('owner', 'property_clue', CLUE)).body.data
      await answer('officer', 'owner', index)
      expect((await mine('leader', 'owner')).body.data.applications).toEqual([])
      const entries = (await court.call('leader', 'GET', `${place('owner')}/entries`)).body.data.entries as { type: string; body: object | null }[]
      expect(entries.filter(({ type }) => type === 'clue.answered' || type === 'form.submitted').map(({ body }) => body)).toEqual([null, null])
      for (const who of ['opponent', 'outsider', 'stranger', 'colleague'] as const) expect((await mine(who, 'owner')).status).toBe(404)
      expect([await desk('window'), await desk('window', 'over'), await desk('stranger')]).toEqual([[], [], []])
      expect((await court.call('window', 'GET', at('owner', index))).status).toBe(404)
      expect((await docket('window', 'owner', index)).status).toBe(404)
    })
    it('is not for the respondent, and not for whoever does not handle the case to answer', async () => {
      expect(errorOf(await hand('opponent', 'property_clue', CLUE))).toEqual([403, 'forms.not_entitled', undefined])
      const { index } = (await hand('owner', 'property_clue', CLUE)).body.data
      const statuses = async (...who: Persona[]) => Promise.all(who.map(async (one) => (await answer(one, 'owner', index)).status))
      expect(await statuses('anyone', 'owner', 'leader', 'opponent', 'stranger', 'window')).toEqual([401, 403, 403, 404, 404, 404])
    })
  })

  describe('an application to the filing window', () => {
    it('waits at the window with its clock, and ends in a case number that its sender reads; whoever opened it is on record', async () => {
      const file = (await court.call('opponent', 'POST', `${place('opponent')}/attachments`, upload(PNG, '凭证.png', { kind: 'picture' }))).body.data.id
      const { index } = (await hand('opponent', 'objection', OBJECTION, { attachments: [{ id: file, name: '凭证.png', kind: 'picture' }] })).body.data
      const [listed] = await desk('window')
      expect(listed).toMatchObject({ index, title: '执行异议申请书', personName: '当事人3号', clock: { rule: { label: '执行异议申请立案' } }, end: null })
      const opened = (await court.call('window', 'GET', at('opponent', index))).body.data
      expect(opened).toMatchObject({ said: { values: OBJECTION }, definition: { id: 'objection' } })
      expect((await court.call('window', 'GET', `${at('opponent', index)}/attachments/${file}`)).status).toBe(200)
      expect((await court.rooms.log.list(accessChain(caseId))).filter(({ actor, body }) => actor.role === 'window' && body.what === `application/${court.id('opponent')}/${index}`)).toHaveLength(1)
      expect((await docket('window', 'opponent', index)).status).toBe(200)
      expect((await mine('opponent')).body.data.applications).toMatchObject([{ clock: null, end: { how: 'docketed', caseNumber: '（2026）虚01执异5号' } }])
      expect(errorOf(await refuse('window', 'opponent', index))).toEqual([409, 'applications.ended', undefined])
      expect([await desk('window'), (await desk('window', 'over')).length]).toEqual([[], 1])
    })
    it('or in a refusal that says why', async () => {
      const { index } = (await hand('owner', 'resumption', RESUME)).body.data
      expect(errorOf(await refuse('window', 'owner', index, '不行'))[0]).toBe(400)
      expect(errorOf(await refuse('window', 'owner', index, '请看账号 4111111111111111'))).toEqual([400, 'messaging.sensitive_number', 'body.reason'])
      expect((await refuse('window', 'owner', index, '没有写明财产在哪里，也没有证据')).status).toBe(200)
      expect((await mine('owner')).body.data.applications[0].end).toMatchObject({ how: 'refused', reason: '没有写明财产在哪里，也没有证据' })
    })
    it('asks the officer for no answer, and is not the officer’s to answer', async () => {
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      expect((await court.rooms.messaging.stateOf({ caseId, personId: court.id('opponent') })).matter).toBeUndefined()
      expect(errorOf(await answer('officer', 'opponent', index))).toEqual([409, 'applications.unknown', 'params.index'])
      expect(await desk('officer')).toEqual([])
      for (const who of ['officer', 'judge', 'leader', 'director', 'president', 'hotline', 'inspector', 'opponent'] as const) {
        expect([who, (await court.call(who, 'GET', at('opponent', index))).status, (await docket(who, 'opponent', index)).status]).toEqual([who, 403, 403])
      }
      expect((await docket('anyone', 'opponent', index)).status).toBe(401)
    })
    it('is late once its last day is over', async () => {
      await hand('opponent', 'objection', OBJECTION)
      const back = court.later({ days: 20 })
      const [late] = await desk('window')
      back()
      expect(late.clock.late).toBe(true)
    })
    it('that was sealed is gone from the window', async () => {
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      const seal = (who: Persona, what: string, more: object = {}) =>
        court.call(who, 'POST', `${place('opponent')}/messages/${index}/seal-request${what}`, { commandId: newCommandId(), ...more })
      expect((await seal('opponent', '', { reason: 'wrong_case' })).status).toBe(200)
      expect((await seal('leader', '/approval')).status).toBe(200)
      expect(await desk('window')).toEqual([])
      expect([(await court.call('window', 'GET', at('opponent', index))).status, (await docket('window', 'opponent', index)).status]).toEqual([404, 404])
    })
    it('cannot be docketed for a day to come, nor one that is none, nor read a paper of another entry', async () => {
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      expect(errorOf(await docket('window', 'opponent', index, { docketedOn: '2099-01-01' }))).toEqual([400, 'input.invalid', 'body.docketedOn'])
      expect(errorOf(await docket('window', 'opponent', index + 9))[0]).toBe(404)
      const other = (await court.call('opponent', 'POST', `${place('opponent')}/attachments`, upload(PNG, '别的.png', { kind: 'picture' }))).body.data.id
      expect((await court.call('window', 'GET', `${at('opponent', index)}/attachments/${other}`)).status).toBe(404)
      expect((await court.call('window', 'GET', `/applications/c_nosuchcase/${court.id('opponent')}/${index}`)).status).toBe(404)
    })
    it('of a case that another court has by now is not answered here any more', async () => {
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      const on = '2026-01-06'
      await court.rooms.log.append({
        chain: caseChain(caseId), key: `out/${caseId}`,
        decide: async () => ({
          type: 'case.transferred_out', actor: { kind: 'staff', id: court.id('director'), role: 'director' },
          body: {
            transferId: 'x_00000000000000000000', kind: 'designated', to: { courtId: 'other-court', name: '另一法院', phone: '000-0000-0099' }, paper: '（2026）虚执他1号', reason: '指定执行',
            approval: { role: 'bureau_director', name: '某局长', on, paper: '审批1号' }, from: { officerIds: [court.id('officer')], judgeId: court.id('judge') },
          },
        }),
      })
      expect(errorOf(await docket('window', 'opponent', index))[1]).toBe('cases.transferred')
      expect(errorOf(await refuse('window', 'opponent', index))[1]).toBe('cases.transferred')
    })
    it('changes nothing that the other side receives', async () => {
      const before = JSON.stringify([(await court.call('owner', 'GET', `${place('owner')}/entries`)).body.data, (await court.call('owner', 'GET', '/cases')).body.data, (await mine('owner')).body])
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      await docket('window', 'opponent', index)
      await court.settled()
      expect(JSON.stringify([(await court.call('owner', 'GET', `${place('owner')}/entries`)).body.data, (await court.call('owner', 'GET', '/cases')).body.data, (await mine('owner')).body])).toBe(before)
    })
  })
})
