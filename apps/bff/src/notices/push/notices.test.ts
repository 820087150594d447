import { caseChain, pushChain, threadChain } from '@zhixin/shared/ids'
import { noticeOf, type PushNotice } from '@zhixin/shared/rules'
import { registerCase } from '../../cases'
import { signatureOf } from '../../connectors/sms-carriers/gateway'
import { CALLBACK_TOKEN, newCommandId, openTestCourt, type Persona, TEAM, type TestCourt } from '../../test-support/court'
import { GATEWAY, testNotices } from '../../test-support/identity'
import { pushFold } from './fold'

const OPENID = 'openid_of_the_owner'
const { progress, message: messageTemplate } = testNotices().wechat_templates
let court: TestCourt
let ownerToken: string
beforeAll(async () => {
  court = await openTestCourt({ callbacks: true })
  ownerToken = await bound(OPENID)
  // What the court's own cases have to say goes out before anything is allowed.
  await dispatched()
})
afterAll(() => court.close())

/** Somebody signs in with WeChat and binds as the owner. */
async function bound(openid: string): Promise<string> {
  const signed = await post('/auth/wechat', { code: court.wechatCode(openid) })
  const { phone, ...papers } = court.papersOf('owner')
  await post('/auth/sms-codes', { phone })
  const answer = await post('/bindings', { ...papers, phone, code: await court.codeSentTo(phone) }, signed.body.data.accessToken)
  if (answer.status !== 200) throw new Error(answer.text)
  return (await post('/auth/wechat', { code: court.wechatCode(openid) })).body.data.accessToken
}
async function post(path: string, body: object, token?: string) {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
  const response = await fetch(`${court.origin}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text) }
}

const register = (caseId: string, caseNumber: string, personId: string) =>
  registerCase(court.rooms.log, {
    caseId, caseNumber, cause: '买卖合同纠纷', filedOn: '2026-01-05', department: TEAM, officerIds: [court.id('officer')], judgeId: court.id('judge'),
    participants: [{ personId, side: 'respondent', role: 'principal' }],
  })

/** All that is due is done, doubles have told us what came of it, and that is known. */
async function dispatched(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await court.settled()
    await court.rooms.push.dispatch()
    await Promise.all([court.wechat.idle(), court.sms.idle()])
    await court.settled()
    await court.rooms.push.settleReports()
  }
  await court.settled()
}
async function tell(caseId: string, personId: string, body: object = {}): Promise<number> {
  const told = { ref: 'n_testtest1', node: 'online_sale', label: '启动网络拍卖', on: '2026-03-09', text: '法院已启动网络拍卖。', means: '', cite: '', ...body }
  const entry = await court.rooms.log.append({
    chain: threadChain({ caseId, personId }), key: `test/${newCommandId()}`,
    decide: async () => ({ type: 'node.told', actor: { kind: 'system', id: 'told', role: 'notice' }, body: told }),
  })
  return entry!.index
}
const notice = async (caseId: string, personId: string, of: number): Promise<PushNotice> =>
  noticeOf(await court.rooms.log.state(pushFold, pushChain({ caseId, personId })), of)
const settings = async (): Promise<{ wechat: boolean; phones: string[]; templates: { id: string; left: number | null }[] }> =>
  (await court.call('owner', 'GET', '/me/notice-settings')).body.data
const leftOf = async (id: string): Promise<number | null> => (await settings()).templates.find((one) => one.id === id)!.left
const allow = (commandId = newCommandId()) =>
  court.call('owner', 'POST', '/me/notice-settings/allowances', { commandId, results: [{ templateId: progress!.id, accepted: true }] })
const view = async (who: Persona, caseId: string, personId: string, of: number) =>
  (await court.call(who, 'GET', `/threads/${caseId}/${personId}/notices`)).body.data.notices.find((one: { of: number }) => one.of === of)

describe('WeChat', () => {
  it('shows what reaches me, with my number masked', async () => {
    expect(ownerToken).toBeTruthy()
    expect(await settings()).toMatchObject({ wechat: true, phones: ['199****0001'] })
    expect(await leftOf(progress!.id)).toBe(0)
  })
  it('sends one message for each time that I allowed one, counted once however often the phone says so; its event is the truth about delivery', async () => {
    const [caseId, commandId] = [await court.newCase(), newCommandId()]
    await allow(commandId)
    expect((await allow(commandId)).status).toBe(200)
    court.wechat.choose(OPENID, { [progress!.id]: 'accept' })
    await court.wechat.idle()
    expect(await leftOf(progress!.id)).toBe(1)

    const of = await tell(caseId, court.id('owner'))
    await dispatched()
    const sent = court.wechat.messages().at(-1)!
    expect(sent).toMatchObject({ openid: OPENID, fields: { thing3: '启动网络拍卖', date4: '2026年3月9日' } })
    expect(sent.page).toContain(`entry=${of}`)
    expect(await view('officer', caseId, court.id('owner'), of)).toMatchObject({ status: 'delivered', next: null, tries: [{ channel: 'wechat', outcome: 'delivered' }] })
    expect(await leftOf(progress!.id)).toBe(0)
  })
  it('goes on by text at once where WeChat says that nothing is allowed, and knows that from then on', async () => {
    const caseId = await court.newCase()
    // Counted here, and WeChat knows nothing of it: turned off there, say.
    await allow()
    const of = await tell(caseId, court.id('owner'))
    await dispatched()
    expect((await notice(caseId, court.id('owner'), of)).tries).toMatchObject([
      { channel: 'wechat', answer: { outcome: 'not_sent', reason: 'no_quota', code: '43101' } }, { channel: 'sms', confirmed: true },
    ])
    expect(await leftOf(progress!.id)).toBe(0)
    expect(await view('leader', caseId, court.id('owner'), of)).toMatchObject({ status: 'delivered' })
  })
  it('goes on by text for those that come at the same moment and are more than was allowed, without asking WeChat in vain', async () => {
    const caseId = await court.newCase()
    court.wechat.allow(OPENID, progress!.id)
    await allow()
    const told: number[] = []
    for (const label of ['启动网络拍卖', '拍卖成交', '发放案款']) told.push(await tell(caseId, court.id('owner'), { label }))
    await dispatched()
    const tried = await Promise.all(told.map(async (of) => (await notice(caseId, court.id('owner'), of)).tries.map(({ channel, answer }) => `${channel} ${answer!.outcome}`)))
    expect(tried.map((tries) => tries.join()).sort()).toEqual(['sms accepted', 'sms accepted', 'wechat accepted'])
    expect(await leftOf(progress!.id)).toBe(0)
  })
  it('gives back what was counted for a call that WeChat was too busy for', async () => {
    const caseId = await court.newCase()
    court.wechat.allow(OPENID, progress!.id)
    await allow()
    court.wechat.fail('busy')
    const of = await tell(caseId, court.id('owner'))
    await dispatched()
    expect(await leftOf(progress!.id)).toBe(1)
    expect(await view('officer', caseId, court.id('owner'), of)).toMatchObject({ status: 'retrying', next: { channel: 'wechat' } })
    court.wechat.fail(undefined)
    const back = court.later({ minutes: 2 })
    await dispatched()
    expect(await view('officer', caseId, court.id('owner'), of)).toMatchObject({ status: 'delivered' })
    expect(await leftOf(progress!.id)).toBe(0)
    back()
  })
  it('sends nothing again whose answer was lost: the event says that it arrived', async () => {
    const caseId = await court.newCase()
    court.wechat.allow(OPENID, progress!.id)
    await allow()
    court.wechat.fail('lost_answer')
    const [before, of] = [court.wechat.messages().length, await tell(caseId, court.id('owner'))]
    await dispatched()
    expect(await view('officer', caseId, court.id('owner'), of)).toMatchObject({ status: 'unknown' })
    court.wechat.fail(undefined)
    // Which try a report without an answer is about is only asked after a minute.
    const back = court.later({ minutes: 2 })
    await dispatched()
    expect(await view('officer', caseId, court.id('owner'), of)).toMatchObject({ status: 'delivered' })
    expect(court.wechat.messages()).toHaveLength(before + 1)
    back()
  })
  it('turned off in WeChat’s settings is turned off here', async () => {
    await allow()
    court.wechat.turnOff(OPENID, progress!.id)
    await court.wechat.idle()
    expect(await leftOf(progress!.id)).toBe(0)
  })
  it('allows nothing that the court does not send', async () => {
    const of = (results: object[]) => court.call('owner', 'POST', '/me/notice-settings/allowances', { commandId: newCommandId(), results })
    expect((await of([{ templateId: 'someone_elses', accepted: true }])).status).toBe(400)
    expect((await of(Array.from({ length: 6 }, () => ({ templateId: messageTemplate!.id, accepted: true })))).status).toBe(400)
  })
})

describe('whoever calls back', () => {
  const call = (path: string, body = '<xml></xml>') => fetch(`${court.origin}/api/v1${path}`, { method: 'POST', body })
  it('is not believed without a signature, and not with another one', async () => {
    expect((await call('/wechat/events')).status).toBe(401)
    expect((await call('/wechat/events?signature=0000&timestamp=1773108000&nonce=1&msg_signature=0000')).status).toBe(401)
    expect((await fetch(`${court.origin}/api/v1/wechat/events?echostr=x&signature=0000&timestamp=1&nonce=1`)).status).toBe(401)
    expect((await call('/sms/reports/guessed', '[]')).status).toBe(401)
    expect((await call('/sms/replies/guessed', '[]')).status).toBe(401)
  })
  it('who repeats what the gateway has signed, while its time is good, changes nothing; what the gateway signs anew counts', async () => {
    const phone = '19900000066'
    const meant = (digits: string) => court.rooms.identity.people.import({
      name: '当事人某', identityNumber: `0000001990010100${digits}`, phones: [{ number: phone, source: 'opponent', at: '2026-01-01T00:00:00.000Z' }],
    })
    const phonesOf = async (personId: string): Promise<number> => (await court.rooms.identity.reach.of(personId)).phones.length
    const body = JSON.stringify([{ phone, text: '0', at: court.clock.now().toISOString() }])
    const timestamp = String(Math.floor(court.clock.now().getTime() / 1000))
    const sent = (nonce: string) => fetch(`${court.origin}/api/v1/sms/replies/${CALLBACK_TOKEN}`, {
      method: 'POST', body,
      headers: { 'X-Key-Id': GATEWAY.keyId, 'X-Timestamp': timestamp, 'X-Nonce': nonce, 'X-Signature': signatureOf(GATEWAY.secret, timestamp, nonce, body) },
    })
    const first = await meant('66')
    expect([(await sent('nonce-one-')).status, await phonesOf(first)]).toEqual([200, 0])
    const next = await meant('67')
    const again = await sent('nonce-one-')
    // The gateway that got no answer repeats itself as well, and is to be content.
    expect([again.status, await again.json(), await phonesOf(next)]).toEqual([200, { code: 'OK' }, 1])
    expect([(await sent('nonce-two-')).status, await phonesOf(next)]).toEqual([200, 0])
    for (const nonce of ['', 'short']) expect((await sent(nonce)).status).toBe(401)
  })
  it('is not listened to for ever', async () => {
    expect((await call('/wechat/events', 'x'.repeat(300 * 1024))).status).toBe(413)
  })
})

describe('a number that is not confirmed', () => {
  it('gets a text that names nothing, and none any more once its owner wrote that they are not meant', async () => {
    const phone = '19900000055'
    const personId = await court.rooms.identity.people.import({
      name: '当事人某', identityNumber: '000000199001010055', phones: [{ number: phone, source: 'opponent', at: '2026-01-01T00:00:00.000Z' }],
    })
    const caseId = 'c_caseunknown1'
    await register(caseId, '（2026）虚01执5501号', personId)
    const of = await tell(caseId, personId, { act: { text: '请报告财产' } })
    await dispatched()
    const text = court.lastText(phone)!
    expect(text).toContain('12368')
    for (const said of ['当事人某', '执', '5501', '拍卖', '案']) expect(text.replace(/【.*?】/, '')).not.toContain(said)
    expect(await view('officer', caseId, personId, of)).toMatchObject({ status: 'sent', tries: [{ channel: 'sms', confirmed: false, outcome: 'delivered' }] })

    court.sms.reply(phone, '0')
    await court.sms.idle()
    expect((await court.rooms.identity.reach.of(personId)).phones).toEqual([])
    const sent = court.textsSent()
    const back = court.later({ days: 1 })
    await dispatched()
    expect(court.textsSent()).toBe(sent)
    expect((await court.call('hotline', 'GET', '/notice-calls')).body.data.calls).toMatchObject([{ caseId, personId, of, name: '当事人某' }])
    const url = `/notice-calls/${caseId}/${personId}/${of}`
    expect((await court.call('hotline', 'GET', url)).body.data).toMatchObject({ phones: [] })
    expect((await court.call('hotline', 'POST', url, { commandId: newCommandId(), outcome: 'no_number' })).status).toBe(200)
    await dispatched()
    expect(await view('officer', caseId, personId, of)).toMatchObject({ status: 'unreachable', canSendAgain: true })
    back()
  })
})

describe('what push-rules.yaml wants recorded of each push', () => {
  it('stands in its view: what, to whom, over what, when, what came of it, when it was read, and since when the file has it', async () => {
    const caseId = 'c_casefiledone'
    const personId = court.id('opponent')
    await register(caseId, '（2026）虚01执7701号', personId)
    const of = await tell(caseId, personId)
    await dispatched()
    const seen = () => view('officer', caseId, personId, of)
    const [text, when] = [expect.any(String), expect.stringMatching(/Z$/)]
    const tries = [{ channel: 'sms', at: when, outcome: 'delivered', code: text, deliveredAt: when }]
    expect(await seen()).toMatchObject({ of, label: '启动网络拍卖', toldAt: when, readAt: null, filedAt: null, tries })
    await court.call('opponent', 'POST', `/threads/${caseId}/${personId}/read`, { upTo: of })
    const filed = async (upTo: number): Promise<string> => {
      const filingId = `f_${String(upTo).repeat(32).slice(0, 32)}`
      const said = { filingId, personId, upTo, digest: 'a'.repeat(64) }
      const put = (type: string, body: object) => court.rooms.log.append({
        chain: caseChain(caseId), key: `test/${type}/${filingId}`, decide: async () => ({ type, actor: { kind: 'system', id: 'filing', role: 'filing' }, body: body as never }),
      })
      await put('filing.sent', { ...said, attempt: 1, why: 'on_demand', via: 'http', by: '0'.repeat(24) })
      return (await put('filing.acknowledged', { ...said, receipt: '卷1' }))!.at
    }
    // What went to the file before it does not have it; of two that have it the first says since when.
    if (of > 0) await filed(of - 1)
    expect((await seen()).filedAt).toBeNull()
    const at = await filed(of)
    const back = court.later({ days: 1 })
    await filed(of + 1)
    expect(await seen()).toMatchObject({ filedAt: at, readAt: when })
    back()
  })
})

describe('the hotline', () => {
  const caseId = 'c_caselandline'
  let personId: string
  let of: number
  const url = (): string => `/notice-calls/${caseId}/${personId}/${of}`
  const record = (body: object) => court.call('hotline', 'POST', url(), { commandId: newCommandId(), ...body })
  const code = (answer: { body: { error: { code: string } } }): string => answer.body.error.code
  beforeAll(async () => {
    personId = await court.rooms.identity.people.import({
      name: '当事人座机', identityNumber: '000000199001010077', phones: [{ number: '0000-1234567', source: 'self', at: '2026-01-01T00:00:00.000Z' }],
    })
    await register(caseId, '（2026）虚01执5502号', personId)
    of = await tell(caseId, personId, { label: '发出执行通知', text: '法院已发出执行通知书。', act: { text: '请报告财产' } })
    await dispatched()
  })

  it('sees whom to ring, and of what only after whoever answers has said who they are', async () => {
    const list = await court.call('hotline', 'GET', '/notice-calls')
    expect(list.body.data.calls).toMatchObject([{ caseId, personId, of, name: '当事人座机', failed: 0 }])
    expect(list.text).not.toContain('1234567')
    const one = await court.call('hotline', 'GET', url())
    expect(one.body.data.phones).toMatchObject([{ number: '0000-1234567', confirmed: true }])
    expect(one.text).not.toMatch(/报告财产|执行通知/)
    expect(code(await court.call('hotline', 'POST', `${url()}/check`, { lastFour: '9999' }))).toBe('notices.identity_wrong')
    const told = await court.call('hotline', 'POST', `${url()}/check`, { lastFour: '0077' })
    expect(told.body.data.words.join('')).toMatch(/执行通知书.*请报告财产/)
    // The party reads in their case who looked.
    const openings = (await court.rooms.log.list(`access:${caseId}`)).filter(({ actor }) => actor.id === court.id('hotline'))
    expect(openings).toHaveLength(1)
  })
  it('records no reaching without that, no number that is not theirs, and no two tries on one day', async () => {
    const { id } = (await court.call('hotline', 'GET', url())).body.data.phones[0]
    expect(code(await record({ outcome: 'reached' }))).toBe('notices.identity_wrong')
    expect(code(await record({ outcome: 'reached', lastFour: '1111' }))).toBe('notices.identity_wrong')
    expect(code(await record({ outcome: 'no_answer', phoneId: 'another' }))).toBe('notices.no_such_number')
    expect(code(await record({ outcome: 'no_number' }))).toBe('notices.no_such_number')
    expect(code(await record({ outcome: 'later' }))).toBe('notices.time_missing')
    const commandId = newCommandId()
    expect((await court.call('hotline', 'POST', url(), { commandId, outcome: 'no_answer', phoneId: id })).status).toBe(200)
    expect((await court.call('hotline', 'POST', url(), { commandId, outcome: 'no_answer', phoneId: id })).status).toBe(200)
    expect(code(await record({ outcome: 'no_answer', phoneId: id }))).toBe('notices.too_early')
    await court.settled()
    expect((await court.call('hotline', 'GET', '/notice-calls')).body.data).toMatchObject({ calls: [], later: { count: 1 } })
  })
  it('rings at the time somebody asked for, and is done when they were told', async () => {
    const laterAt = new Date(court.clock.now().getTime() + 3_600_000).toISOString()
    expect((await record({ outcome: 'later', laterAt })).status).toBe(200)
    const onward = court.later({ minutes: 61 })
    expect((await court.call('hotline', 'GET', '/notice-calls')).body.data.calls).toHaveLength(1)
    expect((await record({ outcome: 'reached', lastFour: '0077', note: '说知道了' })).status).toBe(200)
    expect(await view('officer', caseId, personId, of)).toMatchObject({
      status: 'told_by_phone', calls: [{ outcome: 'no_answer', byName: expect.stringMatching(/^工作人员\d+号$/) }, { outcome: 'later' }, { outcome: 'reached', note: '说知道了' }],
    })
    expect(code(await record({ outcome: 'reached', lastFour: '0077' }))).toBe('notices.not_on_list')
    onward()
  })
})

describe('what could not be sent', () => {
  it('is seen by whoever has to do with the case, who sends it again', async () => {
    const caseId = await court.newCase()
    court.failTexts('ARREARS')
    const of = await tell(caseId, court.id('opponent'))
    const backs: (() => void)[] = []
    await dispatched()
    for (const minutes of [1, 5, 30]) {
      backs.push(court.later({ minutes }))
      await dispatched()
    }
    court.failTexts(undefined)
    const mine = ({ body }: { body: { data: { letters: { caseId: string }[] } } }) => body.data.letters.filter((one) => one.caseId === caseId)
    expect(mine(await court.call('officer', 'GET', '/dead-letters'))).toMatchObject([{ personName: '当事人3号', notice: { status: 'dead', canSendAgain: true } }])
    expect(mine(await court.call('stranger', 'GET', '/dead-letters'))).toEqual([])
    const again = `/threads/${caseId}/${court.id('opponent')}/notices/${of}/again`
    const commandId = newCommandId()
    expect((await court.call('officer', 'POST', again, { commandId })).status).toBe(200)
    expect((await court.call('officer', 'POST', again, { commandId })).status).toBe(200)
    expect((await court.call('officer', 'POST', again, { commandId: newCommandId() })).body.error.code).toBe('notices.not_over')
    await dispatched()
    expect(await view('officer', caseId, court.id('opponent'), of)).toMatchObject({ status: 'delivered', tries: [{ outcome: 'delivered' }] })
    backs.forEach((back) => back())
  })
})
