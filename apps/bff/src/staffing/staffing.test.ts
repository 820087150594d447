import { threadChain, staffChain } from '@zhixin/shared/ids'
import WebSocket from 'ws'
import { CASE, message, newCommandId, openTestCourt, OTHER_CASE, type Persona, TEAM, type TestCourt } from '../test-support/court'

let court: TestCourt
let colleague: string
const DAY_MS = 86_400_000
const path = (): string => `/threads/${CASE}/${court.id('owner')}`
const hence = (days: number): string => new Date(court.clock.now().getTime() + days * DAY_MS).toISOString()
const as = (who: Persona, method: string, target: string, body?: object) => court.call(who, method, target, body)

/** Somebody says that they are away from now on. */
const leave = (who: Persona, more: object = {}, by: Persona = who) =>
  as(by, 'POST', `/absences/${court.id(who)}`, { commandId: newCommandId(), from: hence(0), until: hence(5), reason: '年休假', deputyId: null, ...more })
async function comeBack(who: Persona): Promise<void> {
  const { absences } = (await as(who, 'GET', '/absences/mine')).body.data
  for (const { of } of absences) expect((await as(who, 'POST', `/absences/${court.id(who)}/${of}/end`, { commandId: newCommandId() })).status).toBe(200)
}
const seenBy = async (who: Persona): Promise<{ name: string; away: object | null }[]> => (await as(who, 'GET', path())).body.data.handlers

/** A socket of somebody's, and what it has heard and how it ended. */
async function listen(who: Persona) {
  const socket = new WebSocket(court.socketUrl)
  const heard: string[] = []
  const waiting: (() => void)[] = []
  let closed: number | undefined
  const changed = (): void => waiting.splice(0).forEach((go) => go())
  socket.on('message', (data) => {
    heard.push(String(data))
    changed()
  })
  socket.on('close', (code) => {
    closed = code
    changed()
  })
  await new Promise((done) => socket.on('open', done))
  socket.send(JSON.stringify({ type: 'auth', token: await court.tokenOf(who) }))
  const until = async (test: () => boolean): Promise<void> => {
    while (!test()) await new Promise<void>((go) => waiting.push(go))
  }
  await until(() => heard.some((line) => line.includes('"ready"')))
  return { heard, until, closed: () => closed, hears: (text: string) => heard.some((line) => line.includes(text)), close: () => socket.terminate() }
}

beforeAll(async () => {
  court = await openTestCourt()
  colleague = court.id('colleague')
  await as('owner', 'POST', `${path()}/messages`, message('到哪一步了？'))
  await court.settled()
})
afterAll(() => court.close())

describe('while an officer is away', () => {
  afterEach(() => comeBack('officer'))

  it('the deputy answers, as one, and the party reads who stands in until when; coming back ends it at once', async () => {
    expect((await as('colleague', 'GET', path())).status).toBe(404)
    expect((await leave('officer', { deputyId: colleague })).status).toBe(200)
    const [officer] = await seenBy('owner')
    expect(officer!.away).toEqual({ until: hence(5), standIn: { name: '工作人员2号', officePhone: '000-0000-0012' } })
    for (const [who, other] of [['owner', `/cases/${CASE}`], ['opponent', `/cases/${CASE}`], ['opponent', `/threads/${CASE}/${court.id('opponent')}`]] as const) {
      expect((await as(who, 'GET', other)).body.data.handlers[0].away).toEqual(officer!.away)
    }
    const listed = (await as('owner', 'GET', '/cases')).body.data.cases.find(({ caseId }: { caseId: string }) => caseId === CASE)
    expect(listed.handlers[0].away).toEqual(officer!.away)
    expect((await as('owner', 'GET', path())).body.data.readers.slice(0, 2)).toEqual([
      { name: '工作人员0号', title: '执行人员' }, { name: '工作人员2号', title: '代执行人员工作人员0号' },
    ])
    expect((await as('colleague', 'POST', `${path()}/messages`, message('我代为答复'))).status).toBe(200)
    const { entries } = (await as('owner', 'GET', `${path()}/entries`)).body.data
    expect(entries.at(-1).actor).toEqual({ kind: 'staff', id: colleague, role: 'deputy' })
    expect((await as('officer', 'POST', `${path()}/messages`, message('我在外地，也能答'))).status).toBe(200)
    await comeBack('officer')
    expect((await as('colleague', 'POST', `${path()}/messages`, message('还能吗'))).status).toBe(404)
    expect((await seenBy('owner'))[0]!.away).toBeNull()
  })

  it('work list and case list of the deputy hold their cases, marked with whom they answer for', async () => {
    await as('owner', 'POST', `${path()}/messages`, message('请问进展？'))
    await leave('officer', { deputyId: colleague })
    await court.settled()
    const item = (await as('colleague', 'GET', '/work-list')).body.data.items.find(({ caseId }: { caseId: string }) => caseId === CASE)
    expect(item.standsInFor).toBe('工作人员0号')
    expect((await as('officer', 'GET', '/work-list')).body.data.items[0].standsInFor).toBeNull()
    const listed = (await as('colleague', 'GET', '/cases')).body.data.cases.find(({ caseId }: { caseId: string }) => caseId === CASE)
    expect(listed.myRole).toBe('承办人（代工作人员0号）')
    expect((await as('colleague', 'GET', '/absences/mine')).body.data.iStandInFor).toEqual([{ id: court.id('officer'), name: '工作人员0号', until: hence(5) }])
  })

  it('an open socket of the deputy hears the thread, and nothing more once it is over', async () => {
    const socket = await listen('colleague')
    await leave('officer', { deputyId: colleague })
    await socket.until(() => socket.hears('work_list_changed'))
    await as('owner', 'POST', `${path()}/messages`, message('第一句'))
    await socket.until(() => socket.hears('第一句'))
    await comeBack('officer')
    const officer = await listen('officer')
    await as('owner', 'POST', `${path()}/messages`, message('第二句'))
    await officer.until(() => officer.hears('第二句'))
    expect(socket.hears('第二句')).toBe(false)
    socket.close()
    officer.close()
  })

  it('the absence’s end by the clock ends the right too', async () => {
    await leave('officer', { deputyId: colleague, until: hence(1) })
    expect((await as('colleague', 'GET', path())).status).toBe(200)
    const back = court.later({ days: 1 })
    expect((await as('colleague', 'GET', path())).status).toBe(404)
    expect((await as('owner', 'GET', path())).body.data.handlers[0].away).toBeNull()
    back()
  })

  it('without a deputy, or with one who is away too, whoever is on duty answers', async () => {
    await leave('officer', { deputyId: colleague })
    await leave('colleague')
    expect((await as('colleague', 'GET', path())).status).toBe(404)
    expect((await as('duty', 'POST', `${path()}/messages`, message('值班人员代为答复'))).status).toBe(200)
    expect((await seenBy('owner'))[0]!.away).toMatchObject({ standIn: { name: '工作人员10号（指挥中心值班）' } })
    await comeBack('colleague')
    expect((await as('duty', 'GET', path())).status).toBe(404)
  })

  it('an absence of another case’s officer changes nothing here', async () => {
    const before = (await as('owner', 'GET', path())).text
    await leave('stranger')
    expect((await as('owner', 'GET', path())).text).toBe(before)
    await comeBack('stranger')
  })
})

describe('saying that somebody is away', () => {
  it('is refused where it overlaps, is over, names a deputy who cannot be one, or is nobody’s to say', async () => {
    expect((await leave('judge')).status).toBe(200)
    expect((await leave('judge')).body.error.code).toBe('staff.absence_overlaps')
    await comeBack('judge')
    expect((await leave('judge', { until: hence(-1), from: hence(-2) })).status).toBe(400)
    for (const deputyId of [court.id('judge'), court.id('stranger'), court.id('window'), court.id('leader')]) expect((await leave('judge', { deputyId })).body.error.code).toBe('staff.deputy_unfit')
    expect((await leave('judge', {}, 'officer')).status).toBe(404)
    expect((await leave('judge', {}, 'otherLeader')).status).toBe(404)
    expect((await leave('judge', { reason: '' })).status).toBe(400)
    expect((await leave('systemAdmin')).status).toBe(403)
  })

  it('may be done by the team’s leader or the director for them; the same command twice is one absence', async () => {
    const command = { commandId: newCommandId() }
    expect((await leave('judge', command, 'leader')).status).toBe(200)
    expect((await leave('judge', command, 'leader')).status).toBe(200)
    expect((await as('judge', 'GET', '/absences/mine')).body.data.absences).toHaveLength(1)
    expect((await as('leader', 'GET', '/absences/team')).body.data.absences.map(({ name }: { name: string }) => name)).toEqual(['工作人员1号'])
    await comeBack('judge')
  })
})

describe('who is on duty', () => {
  it('is whose shift it is, else everybody with a duty role', async () => {
    expect((await as('duty', 'GET', '/duty-roster')).body.data.onDuty.map(({ id }: { id: string }) => id)).toEqual([court.id('duty')])
    expect((await as('director', 'POST', `/duty-roster/${court.id('officer')}`, { commandId: newCommandId(), from: hence(0), until: hence(1) })).body.error.code).toBe('staff.not_on_duty')
    expect((await as('director', 'POST', `/duty-roster/${court.id('duty')}`, { commandId: newCommandId(), from: hence(0), until: hence(1) })).status).toBe(200)
    const [shift] = (await as('duty', 'GET', '/duty-roster')).body.data.shifts
    expect(shift).toMatchObject({ staffId: court.id('duty'), now: true })
    expect((await as('duty', 'POST', `/duty-roster/${court.id('duty')}/${shift.of}/removal`, { commandId: newCommandId() })).status).toBe(200)
    expect((await as('duty', 'GET', '/duty-roster')).body.data.shifts).toEqual([])
  })
})

describe('the three administrators', () => {
  it('come near no case: of all routes they get only those that show none', async () => {
    const thread = { caseId: CASE, personId: court.id('owner') }
    const [attachment] = await court.rooms.log.list(threadChain(thread))
    expect(attachment).toBeDefined()
    const fill = (route: string): string => route.replace(':caseId', CASE).replace(':personId', court.id('owner')).replace(/:[a-zA-Z]+/g, 'x_00000000')
    const open = /^\/(about|auth|demo|me|staff\/activation-codes|admin|audit|forms|transfers\/key)(\/|$)/
    for (const admin of ['systemAdmin', 'securityAdmin', 'auditor'] as const) {
      for (const { method, path: route } of court.routes.filter((one) => !open.test(one.path) && !one.policy.audience.includes('anyone'))) {
        const { status, text } = await as(admin, method.toUpperCase(), fill(route), method === 'get' || method === 'delete' ? undefined : {})
        // 400: what no schema describes is not looked at any further; with bodies that fit, authorization.test.ts walks the same.
        expect([admin, method, route, [400, 401, 403, 404].includes(status)]).toEqual([admin, method, route, true])
        expect(text).not.toContain('到哪一步了')
      }
      const { heard, close } = await listen(admin).then(async (socket) => {
        await as('owner', 'POST', `${path()}/messages`, message('只给承办人看'))
        return socket
      })
      expect(heard.join()).not.toContain('只给承办人看')
      close()
    }
  })

  it('the auditor reads who opened which case when, and neither name of a party nor a word of a thread', async () => {
    await as('leader', 'GET', `/cases/${CASE}`)
    const { openings } = (await as('auditor', 'GET', '/audit/openings')).body.data
    const mine = openings.filter(({ staffId }: { staffId: string }) => staffId === court.id('leader'))
    expect(mine[0]).toEqual({ at: expect.any(String), staffId: court.id('leader'), name: '工作人员3号', number: 'Z3', role: '团队负责人', caseNumber: '（2026）虚01执1号', what: 'case' })
    const { text } = await as('auditor', 'GET', '/audit/openings?staffNumber=Z0')
    expect(JSON.parse(text).data.openings.every(({ number }: { number: string }) => number === 'Z0')).toBe(true)
    for (const secret of ['当事人', court.id('owner'), '到哪一步了', '只给承办人看']) expect(text).not.toContain(secret)
    expect((await as('auditor', 'GET', '/audit/openings?day=2020-01-01')).body.data).toEqual({ openings: [], hasMore: false })
    const { changes } = (await as('auditor', 'GET', '/audit/staff-changes?staffNumber=Z0')).body.data
    expect(changes.map(({ type }: { type: string }) => type)).toContain('登记外出')
    expect(JSON.stringify(changes)).not.toContain('年休假')
  })

  it('roles: kept-apart ones are never combined, nobody gives themselves any, and what is taken is gone at once', async () => {
    const give = (who: Persona, roles: string[]) => as('securityAdmin', 'POST', `/admin/staff/${court.id(who)}/roles`, { commandId: newCommandId(), roles })
    expect((await give('auditor', ['audit_admin', 'officer'])).body.error.code).toBe('staff.roles_apart')
    expect((await give('securityAdmin', ['officer'])).body.error.code).toBe('staff.not_yourself')
    expect((await give('stranger', ['emperor'])).body.error.code).toBe('staff.role_unknown')
    const socket = await listen('stranger')
    expect((await give('stranger', [])).status).toBe(200)
    await socket.until(() => socket.closed() !== undefined)
    court.forgetTokens()
    expect((await as('stranger', 'GET', '/cases')).status).toBe(403)
    expect((await give('stranger', ['officer'])).status).toBe(200)
    court.forgetTokens()
  })

  it('a reset alone opens nothing: the new way in is confirmed by somebody else, and the first password changed', async () => {
    const target = `/admin/staff/${court.id('window')}`
    const { firstPassword } = (await as('systemAdmin', 'POST', `${target}/access`, { commandId: newCommandId(), phone: '19900000088' })).body.data
    expect(firstPassword).toMatch(/^[0-9A-Z-]{13}$/)
    court.forgetTokens()
    const issue = () => as('window', 'POST', '/window/binding-codes', { name: '某某', identityNumber: '000000199001010099', checkedCard: true })
    expect((await issue()).status).toBe(403)
    expect((await as('systemAdmin', 'POST', `${target}/access/confirmation`, { commandId: newCommandId() })).status).toBe(403)
    expect((await as('securityAdmin', 'POST', `${target}/access/confirmation`, { commandId: newCommandId() })).status).toBe(200)
    expect((await issue()).status).toBe(403)
    expect((await as('window', 'POST', '/me/password', { current: 'wrong', next: 'a long new one' })).body.error.code).toBe('staff.password_wrong')
    expect((await as('window', 'POST', '/me/password', { current: firstPassword, next: 'short' })).body.error.code).toBe('staff.password_weak')
    expect((await as('window', 'POST', '/me/password', { current: firstPassword, next: 'a long new one' })).status).toBe(200)
    expect((await as('window', 'GET', '/me')).status).toBe(401)
    court.forgetTokens()
    expect((await issue()).status).toBe(409)
  })

  it('somebody new has no role; a number is given once; no password or phone stands in the record', async () => {
    const body = { commandId: newCommandId(), number: 'Q7', name: '新来的', department: TEAM, officePhone: '000-0000-0077', phone: '19900000066' }
    const added = (await as('systemAdmin', 'POST', '/admin/staff', body)).body.data
    expect((await as('systemAdmin', 'POST', '/admin/staff', { ...body, commandId: newCommandId() })).body.error.code).toBe('staff.number_taken')
    const again = (await as('systemAdmin', 'POST', '/admin/staff', body)).body.data
    expect(again.staffId).toBe(added.staffId)
    const entries = await court.rooms.log.list(staffChain(added.staffId))
    expect(entries.map(({ type, body: said }) => [type, said])).toEqual([['staff.registered', { number: 'Q7', name: '新来的', department: TEAM, roles: [] }]])
  })
})

describe('one member of staff, as an administrator sees them', () => {
  const of = (who: string): string => `/admin/staff/${court.id(who)}`
  const seen = async (by: Persona, who: string) => (await as(by, 'GET', of(who))).body
  const nothing = { change: false, giveRoles: false, resetAccess: false, confirmAccess: false, stop: false, takeBack: false }

  it('is shown with what follows when they are stopped to who may stop them, and to each what is theirs to do', async () => {
    await leave('officer', { deputyId: court.id('colleague') })
    const { data, can } = await seen('systemAdmin', 'officer')
    expect(data).toEqual({
      staff: expect.objectContaining({ number: 'Z0', name: '工作人员0号', department: TEAM, titles: ['执行人员'], active: true, lockedUntil: null }),
      follows: { openCases: expect.any(Number), shifts: 0, deputyOf: [] },
    })
    expect(data.follows.openCases).toBeGreaterThan(0)
    expect(can).toEqual({ ...nothing, change: true, resetAccess: true, stop: true })
    expect((await seen('systemAdmin', 'colleague')).data.follows).toMatchObject({ deputyOf: ['工作人员0号'] })
    await comeBack('officer')
    expect(await seen('securityAdmin', 'officer')).toMatchObject({ data: { follows: null }, can: { ...nothing, giveRoles: true } })
    expect(await seen('auditor', 'officer')).toMatchObject({ data: { follows: null }, can: nothing })
    expect((await seen('systemAdmin', 'systemAdmin')).can).toEqual(nothing)
    expect((await as('systemAdmin', 'GET', '/admin/staff/s_0000000000000000')).status).toBe(404)
    expect(JSON.stringify(await seen('systemAdmin', 'officer'))).not.toMatch(/虚01执|当事人|199000/)
  })

  it('is refused by the server what is not offered: each administrator the others’ part, and everybody themselves', async () => {
    const details = { commandId: newCommandId(), name: '改名', department: TEAM, officePhone: '000-0000-0001' }
    const refused: [Persona, string, object, number][] = [
      ['securityAdmin', 'details', details, 403], ['auditor', 'details', details, 403], ['securityAdmin', 'departure', { why: 'left', reason: '调离' }, 403],
      ['auditor', 'departure', { why: 'left', reason: '调离' }, 403], ['systemAdmin', 'roles', { roles: ['officer'] }, 403], ['auditor', 'roles', { roles: [] }, 403],
      ['securityAdmin', 'access', {}, 403], ['auditor', 'return', { reason: '回来' }, 403], ['director', 'details', details, 403], ['officer', 'departure', { why: 'left', reason: '调离' }, 403],
    ]
    for (const [who, what, body, status] of refused) expect([who, what, (await as(who, 'POST', `${of('window')}/${what}`, { commandId: newCommandId(), ...body })).status]).toEqual([who, what, status])
    expect((await as('systemAdmin', 'POST', `${of('systemAdmin')}/details`, details)).body.error.code).toBe('staff.not_yourself')
    expect((await seen('systemAdmin', 'window')).data.staff.name).not.toBe('改名')
  })

  it('has another name at once, and another department only signed in anew', async () => {
    const change = (department: string) =>
      as('systemAdmin', 'POST', `${of('hotline')}/details`, { commandId: newCommandId(), name: '新名字', department, officePhone: '000-0000-0123' })
    const { department } = (await seen('systemAdmin', 'hotline')).data.staff
    expect((await change(department)).status).toBe(200)
    expect((await as('hotline', 'GET', '/me')).body.data).toMatchObject({ name: '新名字', officePhone: '000-0000-0123' })
    expect((await change('立案庭')).status).toBe(200)
    expect((await as('hotline', 'GET', '/me')).status).toBe(401)
    court.forgetTokens()
    expect((await as('hotline', 'GET', '/me')).body.data.department).toBe('立案庭')
  })

  it('is back after they had left: without a role, and nothing to do about them but that before', async () => {
    const reason = { reason: '调离本院' }
    expect((await as('systemAdmin', 'POST', `${of('window')}/departure`, { commandId: newCommandId(), why: 'left', ...reason })).status).toBe(200)
    expect(await seen('systemAdmin', 'window')).toMatchObject({ data: { staff: { active: false }, follows: null }, can: { ...nothing, takeBack: true } })
    expect((await seen('securityAdmin', 'window')).can).toEqual(nothing)
    expect((await as('systemAdmin', 'POST', `${of('window')}/details`, { commandId: newCommandId(), name: '某某', department: TEAM, officePhone: '000-000' })).body.error.code).toBe('staff.not_active')
    expect((await as('systemAdmin', 'POST', `${of('window')}/return`, { commandId: newCommandId(), reason: '调回本院' })).status).toBe(200)
    expect(await seen('systemAdmin', 'window')).toMatchObject({ data: { staff: { active: true, roles: [], titles: [] } }, can: { ...nothing, change: true, resetAccess: true, stop: true } })
    expect((await seen('securityAdmin', 'window')).can.giveRoles).toBe(true)
    court.forgetTokens()
    expect((await as('window', 'GET', '/me')).body.can.may).toEqual([])
  })
})

describe('somebody who leaves', () => {
  it('is out at once, socket too, and their open cases stand on the director’s page; nothing of messages does', async () => {
    expect((await as('director', 'GET', '/director/uncovered')).body.data.cases).toEqual([])
    const socket = await listen('stranger')
    const depart = { commandId: newCommandId(), why: 'left', reason: '调离本院' }
    expect((await as('systemAdmin', 'POST', `/admin/staff/${court.id('stranger')}/departure`, depart)).status).toBe(200)
    await socket.until(() => socket.closed() !== undefined)
    expect(socket.closed()).toBe(4401)
    expect((await as('stranger', 'GET', '/me')).status).toBe(401)
    const { body, text } = await as('president', 'GET', '/director/uncovered')
    expect(body.data.cases).toEqual([
      { caseId: OTHER_CASE, caseNumber: '（2026）虚01执2号', cause: '买卖合同纠纷', department: expect.any(String), missing: [{ name: '工作人员4号', title: '执行人员', why: 'left' }] },
    ])
    expect(body.can).toEqual({ handOver: false })
    expect(text).not.toContain('当事人')
    expect((await as('systemAdmin', 'POST', `/admin/staff/${court.id('systemAdmin')}/departure`, { ...depart, commandId: newCommandId() })).body.error.code).toBe('staff.not_yourself')
  })

  it('a record that another process wrote is followed: the tail applies it, and twice is once', async () => {
    const chain = staffChain(court.id('otherJudge'))
    await court.rooms.log.append({
      chain, key: 'from elsewhere', decide: async () => ({ type: 'staff.left', actor: { kind: 'system', id: 'x', role: 'import' }, body: { why: 'left', reason: '调离本院' } }),
    })
    await Promise.all(court.rooms.log.tails().map(async (tail) => tail.reached(await court.rooms.log.courtHead(), 10_000)))
    expect((await as('otherJudge', 'GET', '/me')).status).toBe(401)
    expect((await court.rooms.identity.staff.byId(court.id('otherJudge')))!.active).toBe(false)
  })
})
