import { caseChain, threadChain } from '@zhixin/shared/ids'
import { setPayment } from '../cases'
import { CASE, form as upload, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'
import { importTask } from '.'

const EMPTY = { real_estate: [], vehicles: [], deposits: [], wages: [], claims: [], shares: [], others: [] }
const REPORT = { as_of: '2026-01-06', reporter: '当事人3号', ...EMPTY, deposits: [{ bank: '示范银行', account: '6222 0200 0000 0000 007', balance: '32.50' }] }
const PAYMENT = { payee: '示范法院', bank: '示范银行', account: '62220000000000000', remark: '写明案号', source: '（2026）虚01执1号执行通知书' }

describe('what a respondent must do', () => {
  let court: TestCourt
  let caseId: string
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })

  const place = (of: string) => `/threads/${caseId}/${court.id(of)}`
  const toDo = (persona: Persona, of: string = persona) => court.call(persona, 'GET', `${place(of)}/to-do`)
  const ask = (persona: Persona, more: object = {}, of = 'opponent') =>
    court.call(persona, 'POST', `${place(of)}/tasks`, { commandId: newCommandId(), kind: 'report_property', what: '请如实填写财产报告', dueOn: '2099-01-16', ...more })
  const hand = (persona: Persona, more: object = {}, of: string = persona) =>
    court.call(persona, 'POST', `${place(of)}/forms`, { commandId: newCommandId(), form: 'property_report', version: 1, values: REPORT, ...more })
  const errorOf = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [status, body.error?.code, body.error?.field]
  const entriesOf = (of: string) => court.rooms.log.list(threadChain({ caseId, personId: court.id(of) }))

  it('is asked by the officer with the day that the court set; the days left are counted for both, done ones stand below', async () => {
    const today = court.clock.now().toISOString().slice(0, 10)
    const inTen = new Date(Date.parse(today) + 10 * 86_400_000).toISOString().slice(0, 10)
    expect((await ask('officer', { kind: 'pay', what: '按执行通知书付款', dueOn: undefined, basis: '（2026）虚01执1号' })).status).toBe(200)
    expect((await ask('officer', { dueOn: inTen })).status).toBe(200)
    const { data, can } = (await toDo('opponent')).body
    expect(data.tasks.map((task: { label: string; daysLeft: number | null }) => [task.label, task.daysLeft])).toEqual([['报告财产', 10], ['付款', null]])
    expect(can).toEqual({ askTask: false, setReceivingAccount: true, readReceivingAccounts: false })
    expect((await toDo('officer', 'opponent')).body.can).toEqual({ askTask: true, setReceivingAccount: false, readReceivingAccounts: true })
    const pay = data.tasks[1].taskId
    expect((await court.call('officer', 'POST', `${place('opponent')}/tasks/${pay}/done`, { commandId: newCommandId(), how: '已付清' })).status).toBe(200)
    const back = court.later({ days: 12 })
    const later = (await toDo('opponent')).body.data.tasks
    back()
    expect(later.map((task: { daysLeft: number | null; done: { how?: string } | null }) => [task.daysLeft, task.done?.how])).toEqual([[-2, undefined], [null, '已付清']])
  })

  it('cannot be asked of an applicant, with an account in it, for a day that is past, or by whoever does not handle the case', async () => {
    expect(errorOf(await ask('officer', {}, 'owner'))).toEqual([409, 'tasks.respondent_only', undefined])
    expect(errorOf(await ask('officer', { what: '请付到 4111111111111111' }))).toEqual([400, 'messaging.sensitive_number', 'body.what'])
    expect(errorOf(await ask('officer', { dueOn: '2020-01-01' }))).toEqual([409, 'tasks.day_is_past', 'body.dueOn'])
    expect(errorOf(await ask('officer', { kind: 'nonsense' }))).toEqual([400, 'input.invalid', 'body.kind'])
    expect(errorOf(await ask('officer', { what: '' }))[0]).toBe(400)
    expect(errorOf(await ask('leader'))[0]).toBe(403)
    expect(errorOf(await ask('opponent'))[0]).toBe(403)
    expect(errorOf(await ask('owner'))[0]).toBe(404)
    expect(errorOf(await ask('anyone'))[0]).toBe(401)
    expect((await entriesOf('opponent')).filter(({ type }) => type === 'task.asked')).toEqual([])
  })

  it('asked twice under one number stands once', async () => {
    const commandId = newCommandId()
    const [first, again] = [await ask('officer', { commandId }), await ask('officer', { commandId })]
    expect(again.body.data).toEqual(first.body.data)
    expect(errorOf(await ask('officer', { commandId, what: '另一件事' }))).toEqual([409, 'log.key_conflict', undefined])
  })

  it('comes from the court’s own system too, once, and only to the respondent’s side', async () => {
    const task = { taskId: 't_00000001', kind: 'report_property', label: '报告财产', what: '报告财产令', basis: '（2026）虚01执1号', form: 'property_report', dueOn: '2026-02-01' }
    for (const who of ['opponent', 'opponent', 'owner']) await importTask(court.rooms.log, { caseId, personId: court.id(who) }, task)
    expect((await toDo('opponent')).body.data.tasks).toHaveLength(1)
    const applicants = (await toDo('owner')).body.data
    expect(applicants).toMatchObject({ tasks: [], pays: false, payment: null })
    expect(applicants.forms.map(({ id }: { id: string }) => id)).toEqual(['property_clue', 'objection', 'reconsideration', 'resumption'])
  })

  it('a property report settles what asked for it, and is read by its sender and the handlers alone', async () => {
    await ask('officer')
    const uploaded = await court.call('opponent', 'POST', `${place('opponent')}/attachments`, upload(PNG, '存折.png', { kind: 'picture' }))
    const note = { id: uploaded.body.data.id, name: '存折.png', kind: 'picture' }
    const answer = await hand('opponent', { attachments: [note] })
    expect(answer.status).toBe(200)
    const [task] = (await toDo('opponent')).body.data.tasks
    expect(task.done).toMatchObject({ index: answer.body.data.index })
    const read = async (persona: Persona) =>
      (await court.call(persona, 'GET', `${place('opponent')}/entries`)).body.data.entries.find(({ type }: { type: string }) => type === 'form.submitted')
    for (const persona of ['opponent', 'officer', 'judge'] as const) {
      expect((await read(persona)).body.values.deposits).toEqual([{ bank: '示范银行', account: '6222020000000000007', balance: '32.50' }])
      expect((await court.call(persona, 'GET', `${place('opponent')}/attachments/${note.id}`)).status).toBe(200)
    }
    expect((await read('leader')).body).toBeNull()
    expect((await court.call('leader', 'GET', `${place('opponent')}/attachments/${note.id}`)).status).toBe(403)
    expect(await court.rooms.isFiled(threadChain({ caseId, personId: court.id('opponent') }), note.id)).toBe(true)
  })

  it('a report is handed in once, however often it is sent; after that it is supplemented', async () => {
    const commandId = newCommandId()
    const first = await hand('opponent', { commandId })
    expect((await hand('opponent', { commandId })).body.data).toEqual(first.body.data)
    expect(errorOf(await hand('opponent', { commandId, values: { ...REPORT, reporter: '别人' } }))).toEqual([409, 'log.key_conflict', undefined])
    expect(errorOf(await hand('opponent'))).toEqual([409, 'forms.already_submitted', undefined])
    const more = { form: 'property_supplement', values: { what_changed: '卖了车' } }
    expect(errorOf(await hand('opponent', more))).toEqual([409, 'forms.nothing_to_supplement', 'body.supplements'])
    expect((await hand('opponent', { ...more, supplements: first.body.data.index })).status).toBe(200)
    const offers = Object.fromEntries((await toDo('opponent')).body.data.forms.map((one: { id: string; can: boolean; submitted: unknown[] }) => [one.id, [one.can, one.submitted.length]]))
    expect(offers).toEqual({
      property_report: [false, 1], property_supplement: [true, 1], relief_request: [true, 0], objection: [true, 0], reconsideration: [true, 0],
    })
  })

  it('what is missing is named; what is not asked, and a form of yesterday, are refused', async () => {
    expect(errorOf(await hand('opponent', { values: { ...REPORT, reporter: ' ' } }))).toEqual([400, 'forms.invalid', 'body.values.reporter'])
    expect(errorOf(await hand('opponent', { values: { ...REPORT, deposits: [{ bank: '行', balance: '很多' }] } }))).toEqual([400, 'forms.invalid', 'body.values.deposits.0.balance'])
    expect(errorOf(await hand('opponent', { values: { ...REPORT, extra: 'x' } }))).toEqual([400, 'forms.invalid', 'body.values.extra'])
    expect(errorOf(await hand('opponent', { values: { ...REPORT, others: [{ what: '卡号 4111111111111111' }] } }))).toEqual([400, 'forms.invalid', 'body.values.others.0.what'])
    expect(errorOf(await hand('opponent', { version: 2 }))).toEqual([409, 'forms.outdated', 'body.version'])
    expect(errorOf(await hand('opponent', { form: 'none' }))).toEqual([400, 'input.invalid', 'body.form'])
    expect(errorOf(await hand('owner'))[0]).toBe(403)
    expect(errorOf(await hand('officer', {}, 'opponent'))[0]).toBe(403)
    expect(errorOf(await hand('owner', {}, 'opponent'))[0]).toBe(404)
  })

  it('a picture that somebody else uploaded goes with no form', async () => {
    const theirs = await court.call('officer', 'POST', `${place('opponent')}/attachments`, upload(PNG, 'a.png', { kind: 'picture' }))
    const note = { id: theirs.body.data.id, name: 'a.png', kind: 'picture' }
    expect(errorOf(await hand('opponent', { attachments: [note] }))).toEqual([409, 'messaging.attachment_unknown', 'body.attachments'])
  })

  it('asking to be taken off a list must be answered: it opens a matter with the ordinary clock', async () => {
    const values = { kind: 'lift', about: 'both', reason: '已经全部付清', proof: '付款凭证，见照片' }
    expect((await hand('opponent', { form: 'relief_request', values })).status).toBe(200)
    const { matter } = (await court.call('officer', 'GET', place('opponent'))).body.data
    expect(matter).toMatchObject({ since: 0, answeredBy: 'handler' })
    await court.settled()
    const work = (await court.call('officer', 'GET', '/work-list?show=all')).body.data.items.find((item: { caseId: string }) => item.caseId === caseId)
    expect(work).toMatchObject({ unread: 1, matter: { since: 0 } })
  })

  it('where to pay comes from the court’s own system alone, and only the respondent’s side and the handlers see it', async () => {
    expect((await toDo('opponent')).body.data).toMatchObject({ pays: true, payment: null })
    await setPayment(court.rooms.log, caseId, 'n1', PAYMENT)
    await setPayment(court.rooms.log, caseId, 'n1', PAYMENT)
    await court.settled()
    expect((await toDo('opponent')).body.data.payment).toMatchObject({ ...PAYMENT, warning: expect.stringContaining('个人账户') })
    expect((await toDo('officer', 'opponent')).body.data.payment).toMatchObject({ account: PAYMENT.account })
    for (const [persona, of] of [['owner', 'owner'], ['agent', 'agent'], ['officer', 'owner'], ['leader', 'opponent']] as const) {
      expect((await toDo(persona, of)).text).not.toContain(PAYMENT.account)
    }
    const told = (await entriesOf('opponent')).filter(({ type }) => type === 'payment.changed')
    expect(told.map(({ body }) => body)).toEqual([{ source: PAYMENT.source }])
    expect((await entriesOf('owner')).filter(({ type }) => type === 'payment.changed')).toEqual([])
    await setPayment(court.rooms.log, caseId, 'n2', { ...PAYMENT, account: '62220000000000018' })
    expect((await toDo('opponent')).body.data.payment.account).toBe('62220000000000018')
  })

  it('a case’s page says on which side its reader stands', async () => {
    await court.settled()
    const sideOf = async (persona: Persona) => (await court.call(persona, 'GET', `/cases/${caseId}`)).body.data.mySide
    expect([await sideOf('owner'), await sideOf('agent'), await sideOf('opponent'), await sideOf('officer')]).toEqual(['applicant', 'applicant', 'respondent', null])
  })

  it('a form is the court’s printed matter: read by whoever is signed in, in the version asked for', async () => {
    expect((await court.call('outsider', 'GET', '/forms/property_report')).body.data).toMatchObject({ id: 'property_report', version: 1 })
    expect((await court.call('officer', 'GET', '/forms/property_report?version=9')).status).toBe(404)
    expect((await court.call('anyone', 'GET', '/forms/property_report')).status).toBe(401)
    expect((await court.call('owner', 'GET', '/forms/property_report?version=x')).status).toBe(400)
  })

  it('nothing of it stands in the case’s own chain but what the court’s system gave', async () => {
    await ask('officer')
    await hand('opponent')
    expect((await court.rooms.log.list(caseChain(caseId))).map(({ type }) => type)).toEqual(['case.registered'])
    expect(CASE).not.toBe(caseId)
  })
})
