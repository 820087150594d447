import { requestChain } from '@zhixin/shared/ids'
import { clientOf, tokensIn } from '../test-support/identity'
import { form, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'

const IN_PERSON = ['document_original', 'face_matches']
const CALL_BACK = ['called_known_number', 'case_facts']
let court: TestCourt
let count = 0
beforeAll(async () => {
  court = await openTestCourt({ trustProxy: 1, addressOfCall: () => `10.1.${++count >> 8}.${count & 255}` })
})
afterAll(() => court.close())

const ask = (more: object = {}): object => ({ commandId: newCommandId(), reason: 'wrong_phone', name: '某某', identityNumber: '000000199001010099', phone: '19900000099', ...more })

/** Somebody who has signed in with a WeChat of their own and is bound to nobody. */
async function newAccount() {
  const token = (await court.call('anyone', 'POST', '/auth/wechat', { code: court.wechatCode(`helped-${++count}`) })).body.data.accessToken as string
  return async (method: string, path: string, body?: object) => {
    const isForm = body instanceof FormData
    const response = await fetch(`${court.origin}/api/v1${path}`, {
      method, headers: { Authorization: `Bearer ${token}`, 'X-Forwarded-For': `10.2.${++count >> 8}.${count & 255}`, ...(body && !isForm && { 'Content-Type': 'application/json' }) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
    return { status: response.status, body: (await response.json()) as any }
  }
}
async function register(by: Persona, more: object = {}) {
  const answer = await court.call(by, 'POST', '/desk/binding-help', { way: 'telephone', ...ask({ phone: undefined }), ...more })
  return answer.body.data as { requestId: string; receipt: string; followUp: string }
}
const at = (requestId: string, what = '') => `/desk/binding-help/${requestId}${what}`
const take = (by: Persona, requestId: string) => court.call(by, 'POST', at(requestId, '/taking'), { commandId: newCommandId() })
const papersOf = (who: 'owner' | 'opponent' | 'outsider') => {
  const { name, identityNumber } = court.papersOf(who)
  return { name, identityNumber }
}
const issue = (by: Persona, requestId: string, more: object) =>
  court.call(by, 'POST', at(requestId, '/code'), { commandId: newCommandId(), handedOver: 'in_person', checks: IN_PERSON, ...more })
async function listed(by: Persona, show = 'open'): Promise<{ requestId: string; nameMasked: string; mine: boolean; takenBy: string | null; urgency: string }[]> {
  return (await court.call(by, 'GET', `/desk/binding-help?show=${show}`)).body.data.requests
}
const bodies = async (requestId: string) => (await court.rooms.log.list(requestChain(requestId))).map(({ type, actor, body }) => ({ type, by: actor.id, body }))

describe('in the app', () => {
  test('asked, with a picture; the desk takes it, looks at the papers, hands the code over; it binds, and the request says so', async () => {
    const me = await newAccount()
    const asked = await me('POST', '/binding-help', ask({ ...papersOf('owner'), note: '号码换了' }))
    expect([asked.status, asked.body.data.request]).toEqual([200, {
      receipt: expect.stringMatching(/^[2-9A-Z]{8}$/), reason: 'wrong_phone', status: 'waiting', askedAt: '2026-03-10T02:00:00.000Z',
      targetAt: '2026-03-11T16:00:00.000Z', alarmAt: '2026-03-13T16:00:00.000Z', closedAt: null, refusal: null, papers: 0,
    }])
    expect((await me('POST', '/binding-help/mine/papers', form(PNG, '证件.png', { commandId: newCommandId() }))).body.data.request.papers).toBe(1)

    const [item] = (await listed('window')).slice(-1)
    expect(item).toMatchObject({ nameMasked: '当＊＊＊号', takenBy: null, mine: false, urgency: 'open' })
    const { requestId } = item!
    expect((await court.call('window', 'GET', at(requestId))).body.data.details).toBeNull()
    const taken = await take('window', requestId)
    expect(taken.body.can).toEqual({ take: false, issueCode: true, refuse: true, inPerson: true })
    expect(taken.body.data.details).toMatchObject({
      ...papersOf('owner'), phone: '19900000099', note: '号码换了', known: true, callBack: [{ number: '19900000001', source: 'self', since: '2026-01-01T00:00:00.000Z' }],
    })
    const [picture] = taken.body.data.details.pictures
    expect((await court.call('window', 'GET', at(requestId, `/papers/${picture.attachmentId}`))).headers.get('content-type')).toBe('image/png')
    expect((await court.call('hotline', 'GET', at(requestId, `/papers/${picture.attachmentId}`))).body.error.code).toBe('help.not_taken')
    expect(await court.rooms.isFiled(requestChain(requestId), picture.attachmentId)).toBe(true)

    const { code } = (await issue('window', requestId, papersOf('owner'))).body.data
    expect((await me('GET', '/binding-help/mine')).body.data.request.status).toBe('code_issued')
    expect((await me('POST', '/bindings/window-code', { ...papersOf('owner'), windowCode: code })).body.data.kind).toBe('person')
    expect((await me('GET', '/binding-help/mine')).body.data.request).toMatchObject({ status: 'bound', closedAt: expect.any(String) })
    expect((await court.call('window', 'GET', at(requestId))).body.data.details).toBeNull()
    const entries = await bodies(requestId)
    expect(entries.map(({ type }) => type)).toEqual(['help.asked', 'help.paper_added', 'help.taken', 'help.code_issued', 'help.bound'])
    expect(entries[3]).toMatchObject({ by: court.id('window'), body: { personId: court.id('owner'), checks: IN_PERSON, handedOver: 'in_person' } })
    // Neither who asked nor any number is in the log, nor the code.
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`当事人|0000001990|1990000|号码换了|${code}`))
  })

  test('the same asking again is the same request; another while it is open is not', async () => {
    const me = await newAccount()
    const wish = ask()
    const [first, second] = [await me('POST', '/binding-help', wish), await me('POST', '/binding-help', wish)]
    expect(second.body.data.request.receipt).toBe(first.body.data.request.receipt)
    expect((await me('POST', '/binding-help', { ...wish, name: '别人' })).body.error.code).toBe('log.key_conflict')
    expect((await me('POST', '/binding-help', ask())).body.error.code).toBe('help.already_open')
    expect((await me('POST', '/binding-help/mine/withdrawal', { commandId: newCommandId() })).body.data.request.status).toBe('withdrawn')
    expect((await me('POST', '/binding-help', ask())).body.data.request.status).toBe('waiting')
  })

  test('of many at once one is kept; three in a day and no more', async () => {
    const me = await newAccount()
    const all = await Promise.all(Array.from({ length: 4 }, () => me('POST', '/binding-help', ask())))
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    for (let n = 0; n < 2; n++) {
      await me('POST', '/binding-help/mine/withdrawal', { commandId: newCommandId() })
      expect((await me('POST', '/binding-help', ask())).status).toBe(200)
    }
    await me('POST', '/binding-help/mine/withdrawal', { commandId: newCommandId() })
    expect((await me('POST', '/binding-help', ask())).body.error.code).toBe('help.too_many')
  })

  test('a code that is out ends with the request that is taken back', async () => {
    const me = await newAccount()
    await me('POST', '/binding-help', ask(papersOf('opponent')))
    const { requestId } = (await listed('window')).at(-1)!
    await take('window', requestId)
    const { code } = (await issue('window', requestId, papersOf('opponent'))).body.data
    await me('POST', '/binding-help/mine/withdrawal', { commandId: newCommandId() })
    expect((await me('POST', '/bindings/window-code', { ...papersOf('opponent'), windowCode: code })).body.error.code).toBe('binding.failed')
  })

  test.each([
    [{ reason: 'nonsense' }, 'body.reason'], [{ name: '王' }, 'body.name'], [{ identityNumber: '123456' }, 'body.identityNumber'], [{ phone: '1' }, 'body.phone'],
    [{ personId: 'p_00000000' }, 'body.personId'], [{ documentKind: 'library_card', identityNumber: 'AB123456' }, 'body.documentKind'],
    [{ documentKind: 'hk_macao_permit', identityNumber: 'X12345678' }, 'body.identityNumber'],
  ])('%j is refused with its field', async (more, field) => {
    const answer = await (await newAccount())('POST', '/binding-help', ask(more))
    expect([answer.status, answer.body.error.field]).toEqual([400, field])
  })
})

describe('by telephone and at the window', () => {
  test('the asker reads how it stands, and why not, by number and follow-up code', async () => {
    const { requestId, receipt, followUp } = await register('hotline', papersOf('owner'))
    const look = async (body: object) => court.call('anyone', 'POST', '/binding-help/lookup', body)
    expect((await look({ receipt: ` ${receipt.toLowerCase()} `, followUp })).body.data).toMatchObject({ status: 'waiting', refusal: null })
    await take('hotline', requestId)
    const reason = '照片看不清。请本人带证件原件到接待窗口。'
    expect((await court.call('hotline', 'POST', at(requestId, '/refusal'), { commandId: newCommandId(), reason })).body.data.status).toBe('refused')
    expect((await look({ receipt, followUp })).body.data).toMatchObject({ status: 'refused', refusal: reason })
    expect(Object.keys((await look({ receipt, followUp })).body.data)).not.toContain('name')
  })

  test('a wrong code, a number that nobody has: the very same answer; guesses lock the number guessed at, and nobody else', async () => {
    const [mine, other] = [await register('hotline'), await register('hotline')]
    const look = (body: object) => court.call('anyone', 'POST', '/binding-help/lookup', body)
    const answers = [await look({ receipt: mine.receipt, followUp: other.followUp }), await look({ receipt: 'ZZZZ2222', followUp: mine.followUp })]
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    for (let n = 0; n < 8; n++) await look({ receipt: mine.receipt, followUp: `WRNG222${n + 2}` })
    expect((await look({ receipt: mine.receipt, followUp: mine.followUp })).body.error.code).toBe('auth.locked')
    expect((await look({ receipt: other.receipt, followUp: other.followUp })).status).toBe(200)
  })

  test('a call goes back to a number the court has from the person themselves, and to no other', async () => {
    const { requestId } = await register('hotline', papersOf('owner'))
    await take('hotline', requestId)
    const call = (calledNumber?: string) => issue('hotline', requestId, { ...papersOf('owner'), handedOver: 'call_back', checks: CALL_BACK, ...(calledNumber && { calledNumber }) })
    expect([(await call()).body.error.code, (await call('19900000099')).body.error.code]).toEqual(['help.number_unknown', 'help.number_unknown'])
    expect((await call('19900000001')).body.data.code).toMatch(/^[2-9A-Z]{8}$/)
    expect((await bodies(requestId)).at(-1)!.body).toMatchObject({ handedOver: 'call_back', calledNumber: { source: 'self', since: '2026-01-01T00:00:00.000Z' } })
  })

  test('the hotline hands nothing over in person and adds nobody; without the checks nobody does', async () => {
    const { requestId } = await register('hotline', papersOf('owner'))
    await take('hotline', requestId)
    expect((await issue('hotline', requestId, papersOf('owner'))).body.error.code).toBe('access.forbidden')
    expect((await issue('hotline', requestId, { ...papersOf('owner'), handedOver: 'call_back', checks: CALL_BACK, addPerson: true })).body.error.code).toBe('access.forbidden')
    await take('window', requestId)
    expect((await issue('hotline', requestId, { ...papersOf('owner'), handedOver: 'call_back', checks: CALL_BACK, calledNumber: '19900000001' })).body.error.code).toBe('help.not_taken')
    expect((await issue('window', requestId, { ...papersOf('owner'), checks: ['document_original'] })).body.error.code).toBe('help.check_missing')
    expect((await issue('window', requestId, { ...papersOf('owner'), note: '手机13800000001' })).body.error.code).toBe('help.number_in_note')
  })

  test('somebody with a passport whom the court does not know is added with who did it on what evidence, and binds by it', async () => {
    const foreigner = { name: '演示安娜', documentKind: 'passport', identityNumber: 'E12345678' }
    const { requestId } = await register('window', { way: 'window', reason: 'other_document', ...foreigner })
    await take('window', requestId)
    expect((await issue('window', requestId, foreigner)).body.error.code).toBe('binding.person_unknown')
    const { code } = (await issue('window', requestId, { ...foreigner, addPerson: true, note: '护照原件' })).body.data
    expect((await bodies(requestId)).slice(-2)).toMatchObject([
      { type: 'help.person_added', by: court.id('window'), body: { documentKind: 'passport', checks: IN_PERSON, note: '护照原件' } }, { type: 'help.code_issued' },
    ])
    const me = await newAccount()
    expect((await me('POST', '/bindings/window-code', { ...foreigner, windowCode: code })).body.data).toMatchObject({ kind: 'person', identityNumberMasked: 'E******78' })
    // In the records is not in a case.
    expect((await me('GET', '/cases')).body.data.cases).toEqual([])
  })

  test('a number that stands under another name is not given a second one', async () => {
    const { requestId } = await register('window', { way: 'window' })
    await take('window', requestId)
    const answer = await issue('window', requestId, { name: '冒名的人', identityNumber: papersOf('owner').identityNumber, addPerson: true })
    expect(answer.body.error.code).toBe('help.name_differs')
    expect((await bodies(requestId)).map(({ type }) => type)).toEqual(['help.asked', 'help.taken'])
  })

  test('a phone is confirmed at the window: in place of all others, which are told', async () => {
    const { requestId } = await register('window', { way: 'window', reason: 'phone_change', ...papersOf('outsider') })
    await take('window', requestId)
    const phone = '19900000777'
    await court.call('window', 'POST', at(requestId, '/phone-codes'), { phone })
    const change = { commandId: newCommandId(), ...papersOf('outsider'), phone, endsOthers: true, checks: IN_PERSON }
    expect((await court.call('window', 'POST', at(requestId, '/phone'), { ...change, code: '000000' })).body.error.code).toBe('phones.failed')
    const done = await court.call('window', 'POST', at(requestId, '/phone'), { ...change, code: await court.codeSentTo(phone) })
    expect([done.status, done.body.data.status]).toEqual([200, 'phone_confirmed'])
    expect((await court.call('outsider', 'GET', '/me')).body.data.phones).toMatchObject([{ source: 'window' }])
    await court.rooms.identity.idle()
    expect((await court.call('anyone', 'GET', '/demo/sms?phone=19900000004')).body.data.text).toMatch(/手机号有变动/)
    expect(JSON.stringify(await bodies(requestId))).not.toContain('1990000')
  })
})

describe('how to talk with whoever asks', () => {
  const EARS = { icon: 'sound', text: '听力不好：说话慢一些，要紧的话写成字发一遍' }
  const OWN_WORDS = { icon: 'person', text: '本人说明：请用短信' }
  const told = { needs: ['ears', 'ears'], note: '请用短信', agreed: true }
  const needsSeen = async (by: Persona, requestId: string) => (await court.call(by, 'GET', at(requestId))).body.data.details?.helpNeeds
  const mineAs = async (token: Awaited<ReturnType<typeof newAccount>>) => (await token('GET', '/me/help-needs')).body.data

  test('is offered before sign-in, with what for', async () => {
    const { helpNeeds } = (await court.call('anyone', 'GET', '/binding-help/options')).body.data
    expect(helpNeeds).toMatchObject({ purpose: expect.stringMatching(/可以不填/), choices: [{ id: 'eyes', icon: 'eye' }, { id: 'ears', icon: 'sound' }, { icon: 'text' }, { id: 'language', icon: 'language', asksWhich: true }] })
  })

  test('is told when asking in the app; whoever takes the request sees it; it becomes the person’s own once they have bound and say so', async () => {
    const me = await newAccount()
    expect((await me('POST', '/binding-help', ask({ ...papersOf('opponent'), helpNeeds: told }))).status).toBe(200)
    const { requestId } = (await listed('hotline')).at(-1)!
    expect(await needsSeen('hotline', requestId)).toBeUndefined()
    await take('window', requestId)
    expect(await needsSeen('window', requestId)).toEqual({ asked: [EARS, OWN_WORDS], told: null })
    expect(await needsSeen('hotline', requestId)).toBeUndefined()
    const { code } = (await issue('window', requestId, papersOf('opponent'))).body.data
    // It is nobody's yet.
    expect((await court.call('window', 'POST', '/desk/help-needs', papersOf('opponent'))).body.data.helpNeeds).toBeNull()
    expect((await me('POST', '/bindings/window-code', { ...papersOf('opponent'), windowCode: code })).status).toBe(200)
    expect(await mineAs(me)).toMatchObject({ told: null, asked: { needs: ['ears'], which: null, note: '请用短信' } })
    const inThread = async () => (await court.call('officer', 'GET', `/threads/c_casealpha/${court.id('opponent')}`)).body.data.helpNeeds
    expect(await inThread()).toBeNull()
    expect((await me('PUT', '/me/help-needs', { needs: ['ears'], agreed: true })).body.data).toMatchObject({ told: { needs: ['ears'] }, asked: null })
    expect((await inThread()).lines).toEqual([EARS])
    expect((await me('DELETE', '/me/help-needs')).body.data).toMatchObject({ told: null, asked: null })
    // What a crash left undone is done again: whoever has said no is not asked a second time.
    await court.rooms.bindingHelp.requests.noteBound(requestId, (await court.rooms.identity.help.boundBy(requestId))!)
    expect((await mineAs(me)).asked).toBeNull()
    expect(JSON.stringify(await bodies(requestId))).not.toMatch(/ears|短信/)
    expect(JSON.stringify(await court.connection.db!.collection('identity_help_needs').find().toArray())).not.toMatch(/ears|短信/)
  })

  test('is written down for somebody on the telephone; of somebody the court knows the desk also sees what they told before, and that it looked is kept', async () => {
    await court.call('outsider', 'PUT', '/me/help-needs', { needs: ['eyes'], agreed: true })
    const { requestId } = await register('hotline', { ...papersOf('outsider'), helpNeeds: told })
    await take('hotline', requestId)
    expect(await needsSeen('hotline', requestId)).toMatchObject({ asked: [EARS, OWN_WORDS], told: { lines: [{ icon: 'eye' }] } })
    const kept = await court.connection.db!.collection<{ _id: string; traces: { what: string; by: string }[] }>('identity_help_needs').findOne({ _id: court.id('outsider') })
    expect(kept!.traces.at(-1)).toMatchObject({ what: 'looked', by: court.id('hotline') })
    // Under another name nothing of theirs shows; and what somebody told themselves is not written over, but for their own word.
    const other = await register('hotline', { ...papersOf('outsider'), name: '另一个人', helpNeeds: told })
    await take('hotline', other.requestId)
    expect((await needsSeen('hotline', other.requestId)).told).toBeNull()
    await court.rooms.bindingHelp.requests.noteBound(requestId, { accountId: 'u_outsider', personId: court.id('outsider') })
    expect((await court.call('outsider', 'GET', '/me/help-needs')).body.data).toMatchObject({ told: { needs: ['eyes'] }, asked: { needs: ['ears'] } })
    await court.call('outsider', 'PUT', '/me/help-needs', { needs: ['eyes'], agreed: true })
    expect((await court.call('outsider', 'GET', '/me/help-needs')).body.data).toMatchObject({ told: { needs: ['eyes'] }, asked: null })
  })

  test('waits for whoever confirms a phone at the window, too', async () => {
    const { requestId } = await register('window', { way: 'window', reason: 'phone_change', ...papersOf('owner'), helpNeeds: told })
    await take('window', requestId)
    const phone = '19900000778'
    await court.call('window', 'POST', at(requestId, '/phone-codes'), { phone })
    const change = { commandId: newCommandId(), ...papersOf('owner'), phone, endsOthers: false, checks: IN_PERSON, code: await court.codeSentTo(phone) }
    expect((await court.call('window', 'POST', at(requestId, '/phone'), change)).status).toBe(200)
    expect((await court.call('owner', 'GET', '/me/help-needs')).body.data.asked).toEqual({ needs: ['ears'], which: null, note: '请用短信' })
    expect((await court.call('opponent', 'GET', '/me/help-needs')).body.data.asked).toBeNull()
  })

  test.each([
    ['without the consent', { ...told, agreed: false }, 'body.helpNeeds.agreed'], ['with what the court does not list', { ...told, needs: ['money'] }, 'body.helpNeeds.needs'],
    ['with nothing said', { needs: [], agreed: true }, 'body.helpNeeds.needs'], ['with a field that is none', { ...told, personId: 'p_00000000' }, 'body.helpNeeds.personId'],
  ])('is refused %s, and nothing is asked', async (_, helpNeeds, field) => {
    const me = await newAccount()
    const answer = await me('POST', '/binding-help', ask({ helpNeeds }))
    expect([answer.status, answer.body.error.field]).toEqual([400, field])
    expect((await me('GET', '/binding-help/mine')).body.data.request).toBeNull()
  })
})

test('what a crash left undone is done by the next round; what is over is forgotten after its time', async () => {
  const { requestId } = await register('window', { way: 'window', ...papersOf('owner') })
  await take('window', requestId)
  const { code } = (await issue('window', requestId, papersOf('owner'))).body.data
  const token = tokensIn(await clientOf(court.identityAlone).post('/auth/wechat', { code: court.wechatCode(`helped-${++count}`) })).accessToken
  const bound = await clientOf(court.identityAlone, { token }).post('/bindings/window-code', { ...papersOf('owner'), windowCode: code })
  expect([bound.status, (await bodies(requestId)).at(-1)!.type]).toEqual([200, 'help.code_issued'])
  const db = court.connection.db!
  await court.settled()
  await court.rooms.bindingHelp.sweep()
  expect((await bodies(requestId)).filter(({ type }) => type === 'help.bound')).toHaveLength(1)
  expect(await db.collection<{ _id: string }>('identity_help').countDocuments({ _id: requestId })).toBe(1)
  const back = court.later({ days: 32 })
  await court.rooms.bindingHelp.sweep()
  expect(await db.collection<{ _id: string }>('identity_help').countDocuments({ _id: requestId })).toBe(0)
  back()
})

test('what identity keeps of a request is sealed', async () => {
  await (await newAccount())('POST', '/binding-help', ask({ name: '演示封存', note: '请打邻居电话' }))
  const kept = JSON.stringify(await court.connection.db!.collection('identity_help').find().toArray())
  expect(kept).not.toMatch(/演示封存|邻居|19900000099|000000199001010099/)
})

describe('slips', () => {
  const slip = (by: Persona, caseId: string, person: string) => court.call(by, 'GET', `/cases/${caseId}/slips/${person}`)
  test('the handler and the window print one; whose it is need be in the case', async () => {
    const caseId = await court.newCase()
    const printed = await slip('officer', caseId, court.id('owner'))
    expect([printed.status, printed.headers.get('content-type'), printed.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
    expect((await slip('window', caseId, court.id('owner'))).status).toBe(200)
    for (const [by, who] of [['officer', 'outsider'], ['window', 'outsider'], ['stranger', 'owner']] as const) expect((await slip(by, caseId, court.id(who))).status).toBe(404)
    expect((await slip('hotline', caseId, court.id('owner'))).status).toBe(403)
  })
  test('the window finds by the whole number, masked, and learns nothing else', async () => {
    const found = await court.call('window', 'POST', '/desk/slips/search', { caseNumber: '(2026)虚01执2号' })
    expect(found.body.data.slips).toEqual([{ caseId: 'c_casebravo', personId: court.id('outsider'), nameMasked: '当＊＊＊号', title: '申请执行人' }])
    expect((await court.call('window', 'POST', '/desk/slips/search', { caseNumber: '（2026）虚01' })).body.data.slips).toEqual([])
  })
})
