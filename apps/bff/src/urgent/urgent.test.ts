import { urgentChain } from '@zhixin/shared/ids'
import { concerning } from '../cases'
import { loadCourtConfig } from '../court-config'
import { createLogger } from '../platform/logger'
import { CONFIG_DIR, form, message, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'
import { urgentStaff } from '../urgent-staff'
import { createRinging } from './ringing'
import type { UrgentStaff } from './whom'

/** 10:00 on a working day; 23:10 is thirteen hours and ten minutes later. */
const TO_2310 = { minutes: 13 * 60 + 10 }
const RING = '有一件紧急事项等您处理，请打开执信，点最上面的红色卡片。'

describe('urgent clues over HTTP', () => {
  let court: TestCourt
  let caseId: string
  const backs: (() => void)[] = []
  const place = (of = 'owner'): string => `/urgent/${caseId}/${court.id(of)}`
  const raise = (more: object = {}, who: Persona = 'owner', of: string = who) =>
    court.call(who, 'POST', place(of), { commandId: newCommandId(), what: '他正在把设备装车', where: '示范路3号仓库', ...more })
  const take = (who: Persona) => court.call(who, 'POST', `${place()}/taking`, { commandId: newCommandId() })
  const settle = (who: Persona, summary = '已到现场，设备已查封') => court.call(who, 'POST', `${place()}/settlement`, { commandId: newCommandId(), summary })
  const view = (who: Persona) => court.call(who, 'GET', place())
  const list = async (who: Persona) => (await court.call(who, 'GET', '/urgent')).body.data.items.filter((item: { caseId: string }) => item.caseId === caseId)
  const calls = async (who: Persona) => (await court.call(who, 'GET', '/urgent-calls')).body.data.matters.filter((one: { caseId: string }) => one.caseId === caseId)
  const entries = async (who: Persona = 'owner', of: string = 'owner') =>
    (await court.call(who, 'GET', `/threads/${caseId}/${court.id(of)}/entries?limit=200`)).body.data.entries as { type: string; at: string; body: Record<string, unknown> }[]
  /** Who was rung so far in this thread, each ring, in order. */
  const rings = async () => {
    await court.settled()
    const found = await court.rooms.log.list(urgentChain({ caseId, personId: court.id('owner') }))
    const nameOf = (id: unknown): string => ['officer', 'judge', 'colleague', 'leader', 'director', 'duty', 'owner'].find((name) => court.id(name) === id) ?? String(id)
    return found.filter(({ type }) => type === 'urgent.ringing').map(({ body }) => `${String(body.step)} ${String(body.time)} ${nameOf(body.staffId)}`)
  }
  const later = (time: Parameters<TestCourt['later']>[0]): void => void backs.push(court.later(time))
  async function tick(): Promise<void> {
    await court.settled()
    await court.rooms.urgent.tick()
  }

  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  afterEach(async () => {
    // What is left open would ring in the tests after this one.
    await court.call('officer', 'POST', `${place()}/taking`, { commandId: newCommandId() })
    await settle('officer')
    while (backs.length > 0) backs.pop()!()
  })

  it.each<[string, Persona, number]>([
    ['nobody in particular', 'anyone', 401], ['who has bound no identity', 'account', 403], ['the opponent in their own thread', 'opponent', 403],
    ['the officer', 'officer', 403], ['somebody of another case', 'outsider', 404], ['an officer of elsewhere', 'stranger', 404],
  ])('is not raised by %s', async (_, who, status) => {
    const of = who === 'opponent' ? 'opponent' : 'owner'
    expect((await raise({}, who, of)).status).toBe(status)
    expect(await entries('owner')).toEqual([])
  })

  it.each<[string, object, string]>([
    ['says nothing', { what: ' ' }, 'body.what'], ['says a place alone', { what: '' }, 'body.what'], ['is longer than one reads', { what: '长'.repeat(501) }, 'body.what'],
    ['has a field nobody knows', { seq: 1 }, 'body.seq'],
  ])('answers one that %s with 400', async (_, body, field) => {
    const { status, body: answer } = await raise(body)
    expect([status, answer.error.field]).toEqual([400, field])
  })

  it('is filed once however often it is sent, and refuses another text under the same id', async () => {
    const commandId = newCommandId()
    const answers = await Promise.all([1, 2, 3].map(() => raise({ commandId })))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect((await raise({ commandId, what: '别的' })).body.error.code).toBe('log.key_conflict')
    expect((await entries()).filter(({ type }) => type === 'urgent.raised')).toHaveLength(1)
  })

  it('by day rings officer and judge at once, then who is on duty, who leads the team and the director; each is told neutrally', async () => {
    const before = court.textsSent()
    await raise()
    expect(await rings()).toEqual(['handlers 0 officer', 'handlers 0 judge'])
    expect(court.textsSent() - before).toBe(2)
    expect(court.lastText('19900000010')).toContain(RING)
    later({ minutes: 6 })
    await tick()
    expect((await rings()).slice(2)).toEqual(['handlers 1 officer', 'handlers 1 judge', 'duty 0 duty'])
    later({ minutes: 4 })
    await tick()
    expect((await rings()).slice(5)).toContain('team_leader 0 leader')
    expect(court.lastText('19900000013')).not.toMatch(/装车|示范路|执1|当事人/)
  })

  it('at 23:10 rings who is on duty in the same moment', async () => {
    later(TO_2310)
    await raise()
    expect(await rings()).toEqual(['handlers 0 officer', 'handlers 0 judge', 'duty 0 duty'])
  })

  it('rings nobody twice for one step: not at the same moment, and not after a downtime', async () => {
    await raise()
    await Promise.all([1, 2, 3].map(() => tick()))
    const other = court.rooms.urgent
    await Promise.all([other.ring({ caseId, personId: court.id('owner') }), other.tick(), other.tick()])
    expect(await rings()).toEqual(['handlers 0 officer', 'handlers 0 judge'])
    const before = court.textsSent()
    later({ minutes: 25 })
    await tick()
    // Six repetitions were missed: one text each, in the order of the ladder.
    expect((await rings()).slice(2)).toEqual(['handlers 5 officer', 'handlers 5 judge', 'duty 4 duty', 'team_leader 3 leader', 'director 1 director'])
    expect(court.textsSent() - before).toBe(5)
  })

  /** Another process that follows the same log, and may be slow to ask who is there. */
  function anotherRinging(before: () => Promise<unknown> = async () => undefined) {
    const { rooms, clock } = court
    const { roles, urgent: config, messaging, calendar } = loadCourtConfig(CONFIG_DIR)
    const known = urgentStaff(rooms.identity, roles)
    const staff: UrgentStaff = { ...known, all: async () => (await before(), known.all()) }
    return createRinging({ log: rooms.log, fold: rooms.messaging.fold, staff, config, messaging, calendar, clock, logger: createLogger('silent') })
  }

  it('of two processes that ring at once one sends each text', async () => {
    await raise()
    await court.settled()
    later({ minutes: 6 })
    const before = court.textsSent()
    const key = { caseId, personId: court.id('owner') }
    const others = [anotherRinging(), anotherRinging(), anotherRinging()]
    await Promise.all(others.map(({ ring }) => ring(key)))
    expect(court.textsSent() - before).toBe(3)
    expect(await rings()).toHaveLength(5)
  })

  it('rings nobody for what was taken in the very moment', async () => {
    await raise()
    await court.settled()
    later({ minutes: 6 })
    const before = court.textsSent()
    await anotherRinging(() => take('officer')).ring({ caseId, personId: court.id('owner') })
    expect(court.textsSent() - before).toBe(0)
    expect(await rings()).toHaveLength(2)
  })

  it('stops ringing once somebody has it; the second one hears who that is', async () => {
    await raise()
    await court.settled()
    later({ minutes: 6 })
    await tick()
    const [first, second] = [await take('duty'), await take('judge')]
    expect([first.status, second.status, second.body.error.code]).toEqual([200, 409, 'urgent.taken'])
    expect(second.body.error.message).toContain('值班人员')
    const before = await rings()
    later({ minutes: 9 })
    await tick()
    expect(await rings()).toEqual(before)
    const seen = (await view('owner')).body.data.matter
    expect(seen).toMatchObject({ status: 'taken', taken: { title: '值班人员', name: expect.stringContaining('工作人员') }, people: null })
  })

  it('of many who take it at once one has it', async () => {
    later(TO_2310)
    await raise()
    await court.settled()
    const answers = await Promise.all((['duty', 'officer', 'judge', 'leader', 'director'] as const).map(take))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409])
    expect((await entries()).filter(({ type }) => type === 'urgent.taken')).toHaveLength(1)
  })

  it('when the ladder is through, tells the sender whom to call, once, and rings no more; it can still be taken', async () => {
    await raise()
    await court.settled()
    later({ minutes: 41 })
    await tick()
    await tick()
    const told = (await entries()).filter(({ type }) => type === 'urgent.unreached')
    expect(told).toHaveLength(1)
    const { matter, numbers } = (await view('owner')).body.data
    expect(matter).toMatchObject({ status: 'unreached', next: null })
    expect(numbers.map(({ number }: { number: string }) => number)).toEqual(['110', '000-0000-0031', '12368'])
    const before = await rings()
    later({ minutes: 30 })
    await tick()
    expect(await rings()).toEqual(before)
    expect((await calls('hotline'))[0]).toMatchObject({ isThrough: true })
    expect((await take('leader')).status).toBe(200)
  })

  it('a gateway that answers nothing keeps nobody from being rung again, and the call list says so', async () => {
    court.failTexts('BUSY')
    await raise()
    await court.settled()
    court.failTexts(undefined)
    expect((await calls('duty'))[0].people[0]).toMatchObject({ result: 'busy', times: 1 })
    later({ minutes: 5 })
    await tick()
    expect((await calls('duty'))[0].people[0]).toMatchObject({ result: 'sent', times: 2 })
  })

  it('opens to who was rung or is on duty for as long as it is open, and its thread never does', async () => {
    expect((await view('duty')).status).toBe(404)
    later(TO_2310)
    await raise()
    await court.settled()
    for (const who of ['duty', 'leader', 'director'] as const) expect((await view(who)).body.data.matter.items[0]).toMatchObject({ what: '他正在把设备装车' })
    const others = ['colleague', 'stranger', 'hotline', 'window', 'president', 'outsider', 'opponent', 'agent', 'auditor'] as const
    for (const who of others) expect((await view(who)).status).toBe(404)
    expect((await court.call('duty', 'GET', `/threads/${caseId}/${court.id('owner')}`)).status).toBe(404)
    await take('duty')
    expect((await court.call('duty', 'POST', `${place()}/words`, { commandId: newCommandId(), text: '已通知法警出发' })).status).toBe(200)
    expect((await settle('duty')).status).toBe(200)
    expect([(await view('duty')).status, (await view('leader')).status, (await view('officer')).status, (await view('owner')).status]).toEqual([404, 404, 200, 200])
    expect((await view('owner')).body.data.matter).toMatchObject({
      status: 'settled', said: [{ text: '已通知法警出发' }], settled: { summary: '已到现场，设备已查封' },
    })
  })

  it('leaves word of each opening in the access chain', async () => {
    await raise()
    await court.settled()
    await view('judge')
    const opened = await court.rooms.log.list(`access:${caseId}`)
    expect(opened.map(({ body }) => body.what)).toContain(`urgent/${court.id('owner')}`)
  })

  it('keeps its picture, for its readers alone', async () => {
    later(TO_2310)
    const uploaded = await court.call('owner', 'POST', `/threads/${caseId}/${court.id('owner')}/attachments`, form(PNG, '车.png', { kind: 'picture' }))
    const note = { id: uploaded.body.data.id, name: '车.png', kind: 'picture' }
    expect((await raise({ what: '', attachments: [note] })).status).toBe(200)
    await court.settled()
    const get = async (who: Persona) => (await court.call(who, 'GET', `${place()}/attachments/${note.id}`)).status
    expect([await get('owner'), await get('duty'), await get('hotline'), await get('opponent'), await get('anyone')]).toEqual([200, 200, 404, 404, 401])
    expect(await court.rooms.isFiled(`thread:${caseId}/${court.id('owner')}`, note.id)).toBe(true)
    const foreign = await raise({ attachments: [{ ...note, id: 'a_0000000000000000000' }] })
    expect([foreign.status, foreign.body.error.code]).toEqual([409, 'messaging.attachment_unknown'])
  })

  it('counts what is added as one item, tells who has it, and not for each addition', async () => {
    await raise()
    await court.settled()
    await take('officer')
    const before = court.textsSent()
    for (let i = 0; i < 4; i++) await raise({ what: `补充${i}` })
    await court.settled()
    expect(court.textsSent() - before).toBe(1)
    expect(court.lastText('19900000010')).toContain('新的补充')
    expect(await list('officer')).toMatchObject([{ additions: 4, isMine: true }])
    later({ minutes: 5 })
    await tick()
    expect(court.textsSent() - before).toBe(2)
  })

  it('waits behind no slow mode, nor do its pictures', async () => {
    const thread = `/threads/${caseId}/${court.id('owner')}`
    const slow = await court.call('leader', 'POST', `${thread}/slow-mode`, { commandId: newCommandId(), days: 1, perDay: 3, reason: '一天发了两百条' })
    expect(slow.text).not.toContain('error')
    for (let i = 0; i < 3; i++) await court.call('owner', 'POST', `${thread}/messages`, message(`催问${i}`))
    expect((await court.call('owner', 'POST', `${thread}/messages`, message('再问'))).status).toBe(409)
    const uploaded = await court.call('owner', 'POST', `${thread}/attachments`, form(PNG, '车.png', { kind: 'picture' }))
    expect((await raise({ attachments: [{ id: uploaded.body.data.id, name: '车.png', kind: 'picture' }] })).status).toBe(200)
  })

  it('is never turned away by the count of a day, but becomes part of one item', async () => {
    for (let i = 0; i < 3; i++) {
      await raise({ what: `第${i}件` })
      await take('officer')
      await settle('officer')
    }
    await raise({ what: '第四件' })
    expect((await view('owner')).body.data.matter).toMatchObject({ status: 'ringing', items: [{ what: '第2件' }, { what: '第四件' }] })
    await court.settled()
    expect((await rings()).slice(-2)).toEqual(['handlers 0 officer', 'handlers 0 judge'])
  })

  it('stands first in the lists of those whom it concerns, and in nobody else’s', async () => {
    later(TO_2310)
    await raise()
    await court.settled()
    for (const who of ['officer', 'judge', 'duty', 'leader', 'director'] as const) expect(await list(who)).toMatchObject([{ status: 'ringing', takenBy: null }])
    for (const who of ['colleague', 'stranger', 'otherLeader'] as const) expect(await list(who)).toEqual([])
    expect((await court.call('hotline', 'GET', '/urgent')).status).toBe(403)
  })

  it('shows the desk whom to ring on which number, and nothing of the case', async () => {
    later(TO_2310)
    await raise()
    await court.settled()
    const answer = await court.call('hotline', 'GET', '/urgent-calls')
    const [matter] = await calls('hotline')
    expect(matter.people.map(({ phone, title }: { phone: string; title: string }) => `${title} ${phone}`)).toEqual([
      '执行人员 19900000010', '员额法官 19900000011', '指挥中心值班 19900000020',
    ])
    expect(answer.text).not.toMatch(/装车|示范路|虚01|当事人/)
    for (const who of ['officer', 'leader', 'director', 'window', 'auditor'] as const) expect((await court.call(who, 'GET', '/urgent-calls')).status).toBe(403)

    const record = (who: Persona, staff: string, outcome = 'no_answer', commandId = newCommandId()) =>
      court.call(who, 'POST', `/urgent-calls/${caseId}/${court.id('owner')}/${court.id(staff)}`, { commandId, outcome })
    expect((await record('hotline', 'officer')).status).toBe(200)
    expect((await record('duty', 'officer', 'wrong_number')).status).toBe(200)
    expect((await record('hotline', 'colleague')).body.error.code).toBe('urgent.not_rung')
    expect((await record('officer', 'judge')).status).toBe(403)
    expect((await record('hotline', 'officer', 'asleep')).status).toBe(400)
    expect((await calls('hotline'))[0].people[0].calls.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['no_answer', 'wrong_number'])
    await take('officer')
    expect(await calls('hotline')).toEqual([])
    expect((await record('hotline', 'officer')).status).toBe(409)
  })

  it('changes nothing that the opponent or a colleague of the sender gets', async () => {
    const seen = async () => Promise.all((['opponent', 'agent'] as const).map(async (who) => [
      (await court.call(who, 'GET', `/cases/${caseId}`)).text, (await court.call(who, 'GET', `/threads/${caseId}/${court.id(who)}`)).text, await entries(who, who),
    ]))
    const before = await seen()
    await raise()
    await take('officer')
    await settle('officer')
    await court.settled()
    expect(await seen()).toEqual(before)
  })

  it('rings on a chain that nothing waits for which a party reads', async () => {
    const key = { caseId, personId: court.id('owner') }
    const concerns = (who: string) => concerning(court.rooms.log, { kind: 'person', accountId: '', personId: court.id(who), sessionId: '' })
    expect(await Promise.all(['owner', 'opponent', 'agent'].map(async (who) => concerns(who)(urgentChain(key), 0)))).toEqual([false, false, false])
    await raise()
    await court.settled()
    const chains = new Set((await court.rooms.log.list(`case:${caseId}`)).map(({ type }) => type))
    expect([...chains]).toEqual(['case.registered'])
  })

  it('leaves the clock of messages as it is, whichever of the two is answered', async () => {
    const thread = `/threads/${caseId}/${court.id('owner')}`
    await court.call('owner', 'POST', `${thread}/messages`, message('到哪一步了？'))
    const matter = async () => (await court.call('officer', 'GET', thread)).body.data.matter
    const before = await matter()
    await raise()
    await take('officer')
    await settle('officer')
    expect(await matter()).toEqual(before)
    await raise({ what: '又来了' })
    await court.call('officer', 'POST', `${thread}/messages`, message('已在办理'))
    expect([await matter(), (await view('owner')).body.data.matter.status]).toEqual([null, 'ringing'])
  })

  it('counts as news for the sender that somebody took it', async () => {
    await raise()
    await take('officer')
    await court.settled()
    expect((await court.call('owner', 'GET', `/cases/${caseId}`)).body.data.unread).toBe(1)
  })

  describe('taken by somebody who forgets it', () => {
    const noted = async () => (await entries()).map(({ type }) => type).filter((type) => /reminded|rung_again|unreached/.test(type))
    const words = (who: Persona, text: string) => court.call(who, 'POST', `${place()}/words`, { commandId: newCommandId(), text })
    const pass = async (minutes: number): Promise<void> => {
      later({ minutes })
      await tick()
      await court.settled()
    }
    const SILENT = '您接手的紧急事项还没有回音'

    it('reminds them once by text, then rings the next step and says both to the sender; others may take it then', async () => {
      await raise()
      await take('officer')
      await court.settled()
      await pass(9)
      expect(await noted()).toEqual([])
      const before = court.textsSent()
      await pass(1)
      await tick()
      expect(court.textsSent() - before).toBe(1)
      expect(court.lastText('19900000010')).toContain(SILENT)
      expect(court.lastText('19900000010')).not.toMatch(/装车|示范路|执1|当事人/)
      expect((await view('owner')).body.data.matter).toMatchObject({ status: 'taken', taken: { title: '执行人员', remindedAt: expect.any(String), againAt: null }, next: null })
      expect([(await take('judge')).status, await calls('duty')]).toEqual([409, []])

      await pass(10)
      await tick()
      expect(await noted()).toEqual(['urgent.reminded', 'urgent.rung_again'])
      expect((await rings()).slice(-1)).toEqual(['duty 0 duty'])
      expect((await view('owner')).body.data.matter).toMatchObject({
        status: 'taken', taken: { againAt: expect.any(String) }, rung: [{ title: '执行指挥中心值班人员', times: 1 }], next: { title: '团队负责人' },
      })
      expect(await list('duty')).toMatchObject([{ ringsAgain: true, isMine: false, takenBy: expect.stringContaining('执行人员') }])
      expect((await calls('duty'))[0].people).toMatchObject([{ title: '指挥中心值班' }])
      expect([(await view('officer')).body.can.take, (await view('duty')).body.can.take]).toEqual([false, true])
      await pass(5)
      expect((await rings()).slice(-2)).toEqual(['duty 1 duty', 'team_leader 0 leader'])
      expect((await take('leader')).status).toBe(200)
      expect((await view('owner')).body.data.matter.taken).toMatchObject({ title: '团队负责人', remindedAt: null, againAt: null })
      expect([(await words('officer', '我在办')).status, (await words('leader', '已派法警')).status]).toEqual([409, 200])
    })

    it('stops with one word to the sender, and waits longer after that; a message or a call written down is a word too', async () => {
      await raise()
      await take('officer')
      await pass(8)
      expect((await words('officer', '法警已出发')).status).toBe(200)
      await pass(50)
      expect(await noted()).toEqual([])
      expect((await court.call('officer', 'POST', `/threads/${caseId}/${court.id('owner')}/messages`, message('正在现场'))).status).toBe(200)
      await pass(59)
      expect(await noted()).toEqual([])
      await pass(1)
      expect(await noted()).toEqual(['urgent.reminded'])
      await pass(60)
      expect(await noted()).toEqual(['urgent.reminded', 'urgent.rung_again'])
      expect((await words('officer', '查封完毕，正在贴封条')).status).toBe(200)
      const before = await rings()
      await pass(10)
      expect(await rings()).toEqual(before)
      expect((await view('owner')).body.data.matter).toMatchObject({ status: 'taken', taken: { remindedAt: null, againAt: null } })
    })

    it('is not silenced by taking it again, nor by handing it back and taking it again, without a word', async () => {
      await raise()
      await take('officer')
      await pass(9)
      expect([(await take('officer')).body.data.stored, (await words('officer', ' ')).status]).toEqual([null, 400])
      await pass(1)
      expect(await noted()).toEqual(['urgent.reminded'])
      for (let minutes = 10; minutes < 20; minutes += 5) {
        await court.call('officer', 'POST', `${place()}/return`, { commandId: newCommandId(), reason: '点错了' })
        expect((await take('officer')).status).toBe(200)
        await pass(5)
      }
      expect(await noted()).toContain('urgent.rung_again')
      expect((await rings()).at(-1)).toBe('duty 0 duty')
      await take('officer')
      await pass(5)
      expect((await rings()).slice(-2)).toEqual(['duty 1 duty', 'team_leader 0 leader'])
    })

    it('after a downtime has each of it once, of however many processes', async () => {
      await raise()
      await take('officer')
      await court.settled()
      later({ minutes: 25 })
      const before = court.textsSent()
      const key = { caseId, personId: court.id('owner') }
      await Promise.all([anotherRinging(), anotherRinging(), anotherRinging()].map(({ ring }) => ring(key)))
      await tick()
      await court.settled()
      expect((await noted()).sort()).toEqual(['urgent.reminded', 'urgent.rung_again'])
      expect(court.textsSent() - before).toBe(2)
      expect((await rings()).slice(-2)).toEqual([expect.stringMatching(/^silent \d+ officer$/), 'duty 0 duty'])
    })

    it('never rings who has it for what they have: their step of the ladder is passed over', async () => {
      await raise()
      await court.settled()
      await take('duty')
      await pass(20)
      expect((await rings()).at(-1)).toBe('team_leader 0 leader')
      await settle('officer')
      await raise({ what: '又来了' })
      await court.settled()
      await take('leader')
      await pass(20)
      await pass(5)
      expect((await rings()).slice(-2)).toEqual(['duty 0 duty', 'duty 1 duty'])
      await pass(10)
      expect((await rings()).slice(-2)).toEqual(['duty 3 duty', 'director 0 director'])
    })

    it('does not say that they were reminded where the text did not go', async () => {
      await raise()
      await take('officer')
      await court.settled()
      court.failTexts('BUSY')
      await pass(10)
      court.failTexts(undefined)
      expect(await noted()).toEqual([])
      expect((await view('owner')).body.data.matter.taken).toMatchObject({ remindedAt: null })
    })

    it('when nobody of those rung again takes it, tells the sender whom to call', async () => {
      await raise()
      await take('officer')
      await pass(20)
      await pass(40)
      await tick()
      expect(await noted()).toEqual(['urgent.reminded', 'urgent.rung_again', 'urgent.unreached'])
      expect((await view('owner')).body.data.matter).toMatchObject({ status: 'unreached', taken: { againAt: expect.any(String) }, next: null })
      expect((await words('officer', '到现场了')).status).toBe(200)
      expect((await view('owner')).body.data.matter).toMatchObject({ status: 'taken' })
    })

    it('says nothing of it to anybody else, and is over with the settling', async () => {
      await raise()
      await take('officer')
      const before = [await entries('opponent', 'opponent'), await list('stranger')]
      await pass(25)
      expect([await entries('opponent', 'opponent'), await list('stranger')]).toEqual(before)
      await settle('officer')
      const known = await rings()
      await pass(60)
      expect(await rings()).toEqual(known)
    })
  })

  // The last one: the officer stays on leave.
  it('with the officer on leave rings nobody who is away: who stands in, or who is on duty at once', async () => {
    const now = court.clock.now().getTime()
    const absence = { from: new Date(now).toISOString(), until: new Date(now + 86_400_000).toISOString(), reason: '年休假', deputyId: null }
    const said = await court.call('officer', 'POST', `/absences/${court.id('officer')}`, { commandId: newCommandId(), ...absence })
    expect(said.text).not.toContain('error')
    later({ minutes: 5 })
    await raise()
    expect(await rings()).toEqual(['handlers 0 duty', 'handlers 0 judge'])
    expect((await view('duty')).status).toBe(200)
    expect(await take('duty')).toMatchObject({ status: 200 })
    expect((await view('owner')).body.data.matter.taken.title).toBe('值班人员')
  })
})
