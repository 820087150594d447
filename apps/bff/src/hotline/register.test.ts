import { callChain } from '@zhixin/shared/ids'
import { newCommandId, openTestCourt, type TestCourt } from '../test-support/court'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
}, 60_000)
afterAll(() => court.close())

const send = (who: 'hotline' | 'duty', target: string, body: object = {}) => court.call(who, 'POST', `/hotline${target}`, { commandId: newCommandId(), ...body })
const pickUp = async (): Promise<string> => (await send('hotline', '/calls', { line: 'hotline', number: '19911114444' })).body.data.callId
const PETITION = { name: '来电人', phone: '19911114444', matter: '判决下来半年没有执行', residence: 'local', arrival: 'first', confidentiality_asked: 'no' }
const register = (callId: string, kind: string, fields: object, more: object = {}) => send('hotline', `/calls/${callId}/registration`, { kind, fields, text: false, ...more })
const entriesOf = (callId: string) => court.rooms.log.list(callChain(callId))
const codeOf = ({ body }: { body: { error?: { code: string; field?: string } } }) => [body.error?.code, body.error?.field]
const check = (callId: string) => {
  const { name, identityNumber } = court.papersOf('owner')
  return send('hotline', `/calls/${callId}/check`, { name, caseNumber: '（2026）虚01执1号', lastFour: identityNumber.slice(-4) })
}
const mine = async () => (await court.call('hotline', 'GET', '/hotline/first-contact')).body.data.mine

describe('registering in a call', () => {
  it('takes in each kind with what it asks for, whoever rings, and gives a number and a code to read out', async () => {
    const callId = await pickUp()
    const of = { name: '来电人', phone: '19911114444' }
    for (const [kind, fields] of [
      ['petition', PETITION], ['feedback', { ...of, case_number: '（2026）虚01执1号', about: '不知道', matter: '不接电话' }],
      ['question', { ...of, matter: '怎么申请' }], ['opinion', { name: '来电人', matter: '窗口太少' }], ['discipline', { about: '某某', matter: '收了钱' }],
    ] as const) {
      const { status, body } = await register(callId, kind, fields)
      expect([kind, status]).toEqual([kind, 200])
      expect(body.data).toMatchObject({ kind, receipt: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/), followUp: expect.any(String), told: expect.any(String), textedTo: null })
      const seen = await court.call('anyone', 'POST', '/complaints/lookup', { receipt: body.data.receipt, followUp: body.data.followUp })
      expect([kind, seen.status]).toEqual([kind, 200])
    }
    const said = (await entriesOf(callId)).filter(({ type }) => type === 'call.registered').map(({ body }) => body)
    expect(said.map(({ kind }) => kind)).toEqual(['petition', 'feedback', 'question', 'opinion'])
    expect(JSON.stringify(said)).not.toMatch(/来电人|19911114444|收了钱/)
  })

  it('says which field is missing, wrong or not asked for', async () => {
    const callId = await pickUp()
    const { matter: _, ...without } = PETITION
    expect(codeOf(await register(callId, 'petition', without))).toEqual(['input.invalid', 'body.fields.matter'])
    expect(codeOf(await register(callId, 'petition', { ...PETITION, residence: 'abroad' }))).toEqual(['input.invalid', 'body.fields.residence'])
    expect(codeOf(await register(callId, 'petition', { ...PETITION, phone: '123' }))).toEqual(['input.invalid', 'body.fields.phone'])
    expect(codeOf(await register(callId, 'petition', { ...PETITION, about: '某某' }))).toEqual(['input.invalid', 'body.fields.about'])
    expect(codeOf(await register(callId, 'opinion', { name: '来电人', matter: '窗口太少' }, { text: true }))).toEqual(['input.invalid', 'body.fields.phone'])
    expect((await register(callId, 'nonsense', PETITION)).status).toBe(400)
  })

  it('is done once if the answer is lost, and the text goes once', async () => {
    const callId = await pickUp()
    const commandId = newCommandId()
    const before = court.textsSent()
    const first = await register(callId, 'petition', PETITION, { commandId, text: true })
    const again = await register(callId, 'petition', PETITION, { commandId, text: true })
    expect(first.body.data.textedTo).toBe('199****4444')
    expect([again.body.data.receipt, again.body.data.followUp]).toEqual([first.body.data.receipt, first.body.data.followUp])
    await court.rooms.identity.idle()
    expect(court.textsSent()).toBe(before + 1)
    expect((await entriesOf(callId)).filter(({ type }) => type === 'call.registered')).toHaveLength(1)
    // What was changed before the answer came is told apart: it is no second complaint.
    for (const [kind, fields] of [['petition', { ...PETITION, matter: '改过的话' }], ['opinion', { name: '来电人', matter: PETITION.matter }]] as const) {
      expect(codeOf(await register(callId, kind, fields, { commandId }))[0]).toBe('log.key_conflict')
    }
  })

  it('takes in whoever has a landline alone, sends no text there, and never to a number that is none', async () => {
    const callId = await pickUp()
    for (const phone of ['0371-60000001', '(0371) 6', '60000001']) {
      const { status } = await register(callId, 'petition', { ...PETITION, phone })
      expect([phone, status]).toEqual([phone, phone.startsWith('(') ? 400 : 200])
    }
    const before = court.textsSent()
    expect(codeOf(await register(callId, 'petition', { ...PETITION, phone: '0371-60000001' }, { text: true }))).toEqual(['input.invalid', 'body.fields.phone'])
    await court.rooms.identity.idle()
    expect(court.textsSent()).toBe(before)
    const { complaintId } = (await court.call('hotline', 'GET', `/hotline/calls/${callId}`)).body.data.registered[0]
    const { data } = (await court.call('duty', 'GET', `/complaint-files/petition/${complaintId}`)).body
    expect(data.complainant).toMatchObject({ name: '来电人', phone: '037160000001' })
  })

  it('takes a report of misconduct with a number in its words, and with a phone but no name; its text goes once', async () => {
    const callId = await pickUp()
    const commandId = newCommandId()
    const said = { about: '某某', matter: '钱打到了银行卡6222021234567890128', phone: '19911118888' }
    const before = court.textsSent()
    const first = await register(callId, 'discipline', said, { commandId, text: true })
    const again = await register(callId, 'discipline', said, { commandId, text: true })
    expect([first.status, again.body.data.receipt]).toEqual([200, first.body.data.receipt])
    await court.rooms.identity.idle()
    expect(court.textsSent()).toBe(before + 1)
    await court.settled()
    const { reports } = (await court.call('inspector', 'GET', '/discipline/reports')).body.data
    const { complaintId } = reports.find(({ receipt }: { receipt: string }) => receipt === first.body.data.receipt)
    const report = (await court.call('inspector', 'GET', `/discipline/reports/${complaintId}`)).body.data
    expect(report).toMatchObject({ matter: said.matter, complainant: { by: 'named', name: null, phone: '19911118888' } })
    // Elsewhere such a number stands in no entry.
    expect(codeOf(await register(callId, 'petition', { ...PETITION, matter: said.matter }))[0]).toBe('complaints.number_in_text')
  })

  it('keeps what is said in confidence from every reader of the file but who handles it', async () => {
    const callId = await pickUp()
    const confidential = '邻居告诉我的'
    const of = { name: '来电人', phone: '19911114444' }
    await register(callId, 'petition', { ...PETITION, confidential })
    await register(callId, 'question', { ...of, matter: '怎么申请', confidential })
    const { registered } = (await court.call('hotline', 'GET', `/hotline/calls/${callId}`)).body.data
    const seenBy = async ({ stream, complaintId }: { stream: string; complaintId: string }) => {
      const readers = ['officer', 'judge', 'leader', 'window', 'director', 'president', 'duty', 'hotline', 'inspector'] as const
      const answers = await Promise.all(readers.map(async (who) => [who, await court.call(who, 'GET', `/complaint-files/${stream}/${complaintId}`)] as const))
      return Object.fromEntries(answers.filter(([, { status }]) => status === 200).map(([who, { body }]) => [who, body.data.confidential]))
    }
    const [petition, question] = await Promise.all(registered.map(seenBy))
    expect(Object.keys(petition).length).toBeGreaterThan(2)
    expect(Object.entries(petition).filter(([, said]) => said !== null)).toEqual([['duty', confidential]])
    expect(Object.entries(question).filter(([, said]) => said !== null).sort()).toEqual([['duty', confidential], ['hotline', confidential]])
    expect(question.window).toBeNull()
  })

  it('ties what a verified caller brings to them and their case, and needs no name', async () => {
    const callId = await pickUp()
    await check(callId)
    const { matter, residence, arrival, confidentiality_asked } = PETITION
    const { body } = await register(callId, 'petition', { matter, residence, arrival, confidentiality_asked, case_number: '(2026)虚01执1号' })
    const { complaintId } = body.data.call.registered[0]
    expect(await court.rooms.complaints.files.state({ stream: 'petition', complaintId })).toMatchObject({
      by: 'person', personId: court.id('owner'), caseId: 'c_casealpha', channel: 'hotline', firstContact: { staffId: court.id('hotline'), handedOver: null },
    })
  })

  it('of a report of misconduct its clerk can read nothing', async () => {
    const callId = await pickUp()
    await court.call('hotline', 'PUT', `/hotline/calls/${callId}/draft`, { kind: 'discipline', fields: { matter: '收了钱' } })
    const before = court.textsSent()
    const { body } = await register(callId, 'discipline', { about: '某某', matter: '收了钱' })
    await court.rooms.identity.idle()
    expect(court.textsSent()).toBe(before)
    const view = await court.call('hotline', 'GET', `/hotline/calls/${callId}`)
    expect(view.body.data).toMatchObject({ draft: null, registered: [] })
    await court.settled()
    const everything = [view, await court.call('hotline', 'GET', '/hotline/desk'), await court.call('hotline', 'GET', '/hotline/first-contact')].map(({ text }) => text).join()
    expect(everything).not.toMatch(new RegExp(`收了钱|${body.data.receipt}`))
    await send('hotline', `/calls/${callId}/search`, { by: 'receipt', words: body.data.receipt })
    expect((await entriesOf(callId)).at(-1)?.body).toEqual({ by: 'receipt', found: 0 })
    // Asked for by the caller, a text goes, and says nothing of what it is about.
    await register(await pickUp(), 'discipline', { about: '某某', matter: '收了钱', phone: '19911115555', name: '某人' }, { text: true })
    await court.rooms.identity.idle()
    expect(court.lastText('19911115555')).not.toMatch(/举报|纪检|违纪|投诉/)
  })

  it('of a verified caller’s report of misconduct says nowhere that there was one; the same again gives the same number', async () => {
    const store = async () => {
      const db = court.connection.db!
      const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).filter((name) => name.startsWith('hotline'))
      return Promise.all(names.sort().map(async (name) => [name, await db.collection(name).find({}).toArray()] as const))
    }
    const shapes = async (callId: string) => (await store()).flatMap(([name, documents]) =>
      documents.filter(({ _id }) => String(_id) === callId).map((document) => [name, Object.keys(document).filter((key) => key !== 'upTo' && key !== 'begun').sort()]))
    const begin = async (): Promise<string> => {
      const callId = await pickUp()
      await check(callId)
      await court.call('hotline', 'PUT', `/hotline/calls/${callId}/draft`, { kind: 'discipline', fields: { matter: '收了钱' } })
      return callId
    }
    const [silent, reported] = [await begin(), await begin()]
    await court.settled()
    const [entries, desk] = [await entriesOf(reported), (await court.call('hotline', 'GET', '/hotline/desk')).body.data.today]
    const commandId = newCommandId()
    const said = { about: '某某', matter: '收了钱', phone: '19911117777' }
    const first = await register(reported, 'discipline', said, { commandId })
    const again = await register(reported, 'discipline', said, { commandId })
    expect([first.status, again.body.data.receipt, again.body.data.followUp]).toEqual([200, first.body.data.receipt, first.body.data.followUp])
    await court.settled()
    expect(await entriesOf(reported)).toEqual(entries)
    expect((await court.call('hotline', 'GET', '/hotline/desk')).body.data.today).toEqual(desk)
    for (const callId of [silent, reported]) await send('hotline', `/calls/${callId}/end`, { how: 'answered' })
    await court.settled()
    const [one, other] = [await entriesOf(silent), await entriesOf(reported)].map((all) => all.map(({ type, body }) => [type, body]))
    expect(other).toEqual(one)
    // Nor is anything missing there that is kept of other calls: who rang is kept of none.
    expect(await shapes(reported)).toEqual(await shapes(silent))
    const kept = await court.connection.db!.collection('hotline_kept').findOne({ _id: reported as never })
    expect(kept).not.toHaveProperty('number')
    expect(kept).not.toHaveProperty('draft')
    expect(JSON.stringify(await store())).not.toMatch(/restricted|discipline|举报/)
  })

  it('stays with whoever took it first, in plain words, until it is handed over', async () => {
    const { body } = await register(await pickUp(), 'question', { name: '来电人', phone: '19911114444', matter: '怎么申请' })
    const { complaintId } = body.data.call.registered[0]
    const found = (await mine()).find((one: { complaintId: string }) => one.complaintId === complaintId)
    expect(found).toMatchObject({ stream: 'inquiry', kind: 'question', receipt: body.data.receipt, told: '我们收到了您的咨询或者意见。' })
    expect((await court.call('duty', 'GET', '/hotline/first-contact')).body.data.mine).toEqual([])
    const handed = await court.call('hotline', 'POST', `/complaint-files/inquiry/${complaintId}/hand-over`, { commandId: newCommandId(), toDepartment: '执行指挥中心', note: '请回电' })
    expect(handed.status).toBe(200)
    expect((await mine()).some((one: { complaintId: string }) => one.complaintId === complaintId)).toBe(false)
  })

  it('is not possible in a call that is over, in another clerk’s, or of a kind that its line does not take', async () => {
    const callId = await pickUp()
    expect((await send('duty', `/calls/${callId}/registration`, { kind: 'opinion', fields: { matter: '窗口太少' }, text: false })).status).toBe(404)
    await send('hotline', `/calls/${callId}/end`, { how: 'cut_off' })
    expect(codeOf(await register(callId, 'opinion', { matter: '窗口太少' }))[0]).toBe('hotline.call_over')
    const line = (await send('hotline', '/misconduct-calls')).body.data.callId
    expect(codeOf(await register(line, 'opinion', { matter: '窗口太少' }))[0]).toBe('hotline.not_on_this_line')
    expect((await register(line, 'discipline', { about: '某某', matter: '收了钱' })).status).toBe(200)
  })
})
