import { accessChain, caseChain, threadChain } from '@zhixin/shared/ids'
import { CASE, form as upload, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'

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
      expect(can).toEqual({ answerClue: false, supply: true })
      expect((await mine('officer', 'owner')).body).toMatchObject({ data, can: { answerClue: true, supply: false } })
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
    it('changes nothing that the other side receives, until it is docketed: then the catalogue tells them that there is one, and nothing of whose', async () => {
      const owners = async () => JSON.stringify([(await court.call('owner', 'GET', `${place('owner')}/entries`)).body.data, (await court.call('owner', 'GET', '/cases')).body.data, (await mine('owner')).body])
      await court.settled()
      const before = await owners()
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      await ask('window', 'opponent', index, ['裁定书照片'])
      await supply('opponent', index, ['见照片'])
      await court.settled()
      expect(await owners()).toBe(before)
      await docket('window', 'opponent', index)
      await court.settled()
      const told = (await court.call('owner', 'GET', `${place('owner')}/entries`)).body.data.entries.at(-1)
      expect(told).toMatchObject({ type: 'node.told', body: { node: 'docket_objection' } })
      expect(JSON.stringify(told.body)).not.toMatch(/执异|当事人3号/)
    })
  })

  const ask = (persona: Persona, of: string, index: number, texts: string[], about: (number | undefined)[] = []) =>
    court.call(persona, 'POST', `${at(of, index)}/correction`, { commandId: newCommandId(), items: texts.map((text, i) => ({ text, ...(about[i] !== undefined && { about: about[i] }) })) })
  const supply = (persona: Persona, index: number, words: string[], more: object = {}, of: string = persona) =>
    court.call(persona, 'POST', `${place(of)}/applications/${index}/supply`, { commandId: newCommandId(), parts: words.map((one, i) => ({ item: i + 1, words: one })), ...more })
  const giveBack = (persona: Persona, of: string, index: number) =>
    court.call(persona, 'POST', `${at(of, index)}/return`, { commandId: newCommandId(), reason: '逾期没有补正，退回申请' })

  describe('what is missing (一次性告知补正)', () => {
    it('is told at once, line by line, with the day until which it may come; the window’s clock stands still meanwhile, and counts anew from what came', async () => {
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      expect((await ask('window', 'opponent', index, ['裁定书照片', '身份证正反面'])).status).toBe(200)
      const [told] = (await mine('opponent')).body.data.applications
      expect(told).toMatchObject({
        clock: null, waiting: 'running',
        corrections: [{ items: [{ item: 1, text: '裁定书照片', about: null }, { item: 2, text: '身份证正反面' }], late: false, rule: { basis: 'law' }, supplied: null }],
      })
      expect((await mine('opponent')).body.can).toEqual({ answerClue: false, supply: true })
      await court.settled()
      expect((await court.rooms.log.list(threadChain({ caseId, personId: court.id('opponent') }))).at(-1)).toMatchObject({ type: 'application.correction_asked', visibility: 'sender_and_handler' })
      const back = court.later({ days: 2 })
      const file = (await court.call('opponent', 'POST', `${place('opponent')}/attachments`, upload(PNG, '裁定书.png', { kind: 'picture' }))).body.data.id
      const commandId = newCommandId()
      const brought = { commandId, attachments: [{ id: file, name: '裁定书.png', kind: 'picture' }] }
      const [first, again] = [await supply('opponent', index, ['见照片', '随后邮寄'], brought), await supply('opponent', index, ['见照片', '随后邮寄'], brought)]
      expect([first.status, again.body.data]).toEqual([200, first.body.data])
      const opened = (await court.call('window', 'GET', at('opponent', index))).body.data
      expect(opened).toMatchObject({ waiting: null, corrections: [{ supplied: { parts: [{ item: 1, words: '见照片' }, { item: 2, words: '随后邮寄' }], attachments: [{ id: file }] } }] })
      expect(Date.parse(opened.clock.dueAt) - court.clock.now().getTime()).toBeGreaterThan(3 * 86_400_000)
      expect((await court.call('window', 'GET', `${at('opponent', index)}/attachments/${file}`)).status).toBe(200)
      expect((await court.call('opponent', 'GET', `${place('opponent')}/attachments/${file}`)).status).toBe(200)
      back()
    })
    it('is not told twice: a second notice is refused, save line by line for what came in since', async () => {
      const { index } = (await hand('owner', 'resumption', RESUME)).body.data
      expect((await ask('window', 'owner', index, ['财产照片'])).status).toBe(200)
      expect(errorOf(await ask('window', 'owner', index, ['还缺地址']))).toEqual([409, 'applications.asked_once', 'body.items'])
      await supply('owner', index, ['见照片'])
      expect(errorOf(await ask('window', 'owner', index, ['还缺地址']))).toEqual([409, 'applications.asked_once', 'body.items'])
      expect((await ask('window', 'owner', index, ['照片看不清车牌'], [1])).status).toBe(200)
    })
    it('that does not come in time is returned with the reason, and not before', async () => {
      const { index } = (await hand('owner', 'resumption', RESUME)).body.data
      expect(errorOf(await giveBack('window', 'owner', index))).toEqual([409, 'applications.nothing_asked', undefined])
      await ask('window', 'owner', index, ['财产照片'])
      expect(errorOf(await giveBack('window', 'owner', index))).toEqual([409, 'applications.correction_running', undefined])
      expect(errorOf(await refuse('window', 'owner', index))[1]).toBe('applications.correction_running')
      const back = court.later({ days: 12 })
      expect((await desk('window'))[0]).toMatchObject({ waiting: 'over', corrections: [{ late: true }] })
      expect((await giveBack('window', 'owner', index)).status).toBe(200)
      expect((await mine('owner')).body.data.applications[0].end).toMatchObject({ how: 'returned', reason: '逾期没有补正，退回申请' })
      expect([await desk('window'), (await desk('window', 'over')).length]).toEqual([[], 1])
      expect(errorOf(await supply('owner', index, ['见照片']))[1]).toBe('applications.ended')
      back()
    })
    it('is nobody’s to bring but whoever handed it in, and no number of an account is said', async () => {
      const { index } = (await hand('owner', 'resumption', RESUME)).body.data
      expect(errorOf(await supply('owner', index, ['见照片']))[1]).toBe('applications.nothing_asked')
      await ask('window', 'owner', index, ['财产照片'])
      const statuses = async (...who: Persona[]) => Promise.all(who.map(async (one) => (await supply(one, index, ['见照片'], {}, 'owner')).status))
      expect(await statuses('anyone', 'officer', 'opponent', 'stranger', 'window')).toEqual([401, 403, 404, 404, 404])
      expect(errorOf(await ask('officer', 'owner', index, ['别的']))[0]).toBe(403)
      expect(errorOf(await supply('owner', index, []))[0]).toBe(400)
      expect(errorOf(await supply('owner', index, ['一', '二']))).toEqual([400, 'applications.line_missing', 'body.parts'])
      expect(errorOf(await supply('owner', index, ['卡号 4111111111111111']))).toEqual([400, 'messaging.sensitive_number', 'body.parts.0.words'])
      const other = (await court.call('opponent', 'POST', `${place('opponent')}/attachments`, upload(PNG, '别的.png', { kind: 'picture' }))).body.data.id
      expect(errorOf(await supply('owner', index, ['见照片'], { attachments: [{ id: other, name: '别的.png', kind: 'picture' }] }))[1]).toBe('messaging.attachment_unknown')
    })
  })

  describe('what docketing means for the case', () => {
    const recorded = async () =>
      (await court.rooms.log.list(caseChain(caseId))).filter(({ type }) => type === 'node.recorded').map(({ body, actor }) => [body.what, body.on, body.object, actor.id])
    const today = () => court.clock.now().toISOString().slice(0, 10)

    it('an objection: it was received, and is docketed; the review of fifteen days runs from the day on which it was complete', async () => {
      const { index } = (await hand('opponent', 'objection', OBJECTION)).body.data
      await docket('window', 'opponent', index)
      await court.settled()
      const number = '（2026）虚01执异5号'
      expect(await recorded()).toEqual([['objection_received', today(), number, 'filing-window'], ['docket_objection', today(), number, 'filing-window']])
      const { records, periods } = (await court.call('officer', 'GET', `/cases/${caseId}/progress`)).body.data
      expect(records.find(({ what }: { what: string }) => what === 'docket_objection')).toMatchObject({ by: '立案窗口', fields: [{ label: '类别', value: '执行异议' }] })
      expect(periods.find(({ what }: { what: string }) => what === 'review_objection')).toMatchObject({ object: number })
    })
    it('an application for resumption: both sides read that it goes on', async () => {
      const { index } = (await hand('owner', 'resumption', RESUME)).body.data
      await docket('window', 'owner', index)
      await court.settled()
      expect((await recorded()).map(([what]) => what)).toEqual(['resume_application_received', 'resume_execution'])
      for (const who of ['owner', 'opponent'] as const) {
        const entries = (await court.call(who, 'GET', `${place(who)}/entries`)).body.data.entries as { body: { node?: string } | null }[]
        expect(entries.filter(({ body }) => body?.node === 'resume_execution')).toHaveLength(1)
      }
    })
    it('a server that ends in between leaves it to be done, and the next one does it, once', async () => {
      const own = await openTestCourt()
      const there = `/threads/${CASE}/${own.id('owner')}`
      const nodes = async () => (await own.rooms.log.list(caseChain(CASE))).flatMap(({ type, body }) => (type === 'node.recorded' ? [body.what] : []))
      await own.rooms.applications.docketed.stop()
      const { index } = (await own.call('owner', 'POST', `${there}/forms`, { commandId: newCommandId(), form: 'resumption', version: 1, values: RESUME })).body.data
      const docketing = { commandId: newCommandId(), caseNumber: '(2026)虚01执恢5号', docketedOn: own.clock.now().toISOString().slice(0, 10) }
      await own.call('window', 'POST', `/applications/${CASE}/${own.id('owner')}/${index}/docketing`, docketing)
      expect(await nodes()).toEqual([])
      const servers = [await own.anotherServer(), await own.anotherServer()]
      try {
        for (const { rooms } of servers) await rooms.applications.docketed.reached(await own.rooms.log.courtHead(), 10_000)
        expect(await nodes()).toEqual(['resume_application_received', 'resume_execution'])
      } finally {
        for (const server of servers) await server.close()
        await own.close()
      }
    })
  })
})
