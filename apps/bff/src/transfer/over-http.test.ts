import { caseChain } from '@zhixin/shared/ids'
import WebSocket from 'ws'
import { registerCase } from '../cases'
import { createHttpCourtDoor } from '../connectors/court-door-http'
import { signatureOf } from '../integration'
import { loadCourtConfig } from '../court-config'
import { type CourtDoor, CourtDoorError } from '../ports/court-door'
import type { IntegrationKey } from '../ports/integration-keys'
import { CONFIG_DIR, form, message, newCommandId, openTestCourt, PNG, TEAM, type TestCourt } from '../test-support/court'
import { CASES } from '../test-support/one-side/session'
import { STAFF_ROUTES } from '../test-support/one-side/deeds'
import { noteFiles } from '.'

const KEY: IntegrationKey = { id: 'between', system: 'other-court', algorithm: 'hmac-sm3', secret: Buffer.alloc(32, 7) }
const OVER: IntegrationKey = { ...KEY, id: 'over', secret: Buffer.alloc(32, 8), until: '2026-01-01T00:00:00.000Z' }
const OWN: IntegrationKey = { id: 'k1', system: 'court-system', algorithm: 'hmac-sm3', secret: Buffer.alloc(32, 1) }

/** Two courts whose networks let each into the other's signed route. */
describe('a case that goes to another court over HTTP', () => {
  let from: TestCourt
  let to: TestCourt
  let caseId: string
  let signsWith: IntegrationKey = KEY

  const doorTo = (court: () => TestCourt): CourtDoor => {
    const door = (): CourtDoor => createHttpCourtDoor({
      url: court().origin, sign: (request) => ({ keyId: signsWith.id, signature: signatureOf(request, signsWith) }),
    }, court().clock)
    return { isReady: () => true, put: (kind, files) => door().put(kind, files) }
  }
  beforeAll(async () => {
    const config = loadCourtConfig(CONFIG_DIR)
    const systems = [{ ...config.integration.systems[0]!, may: ['cases' as const] }, { id: 'other-court', label: '另一法院', may: ['transfer' as const] }]
    const courtsOf = { a: [] as typeof config.transfer.courts, b: [] as typeof config.transfer.courts }
    const exchange = { via: 'http' as const, system: 'other-court', url: 'http://127.0.0.1:9' }
    const parts = { integrationKeys: [KEY, OVER, OWN] }
    const base = { ...config, integration: { ...config.integration, systems } }
    const piece = { ...config.transfer.piece, bytes: 2000 }
    from = await openTestCourt({ ...parts, courtDoors: new Map([['court-b', doorTo(() => to)]]), config: { ...base, transfer: { ...config.transfer, piece, courts: courtsOf.a } } })
    to = await openTestCourt({
      ...parts, courtDoors: new Map([[from.rooms.log.court, doorTo(() => from)]]),
      config: { ...base, court: { ...config.court, id: 'court-b', name: '乙法院' }, transfer: { ...config.transfer, piece, courts: courtsOf.b } },
    })
    courtsOf.a.push({ id: 'court-b', name: '乙法院', phone: '000-2', public_key: to.rooms.signature.publicKey, exchange })
    courtsOf.b.push({ id: from.rooms.log.court, name: '甲法院', phone: '000-1', public_key: from.rooms.signature.publicKey, exchange })
  })
  afterAll(async () => {
    await from.close()
    await to.close()
  })
  beforeEach(async () => {
    caseId = await from.newCase()
    await from.call('owner', 'POST', `/threads/${caseId}/${from.id('owner')}/messages`, message('请问进展'))
  })

  const giveAway = () => from.call('director', 'POST', `/cases/${caseId}/transfer`, {
    commandId: newCommandId(), courtId: 'court-b', kind: 'cross', paper: '（2026）交执1号', reason: '交叉执行',
    approval: { role: 'superior_court', name: '某庭长', on: '2026-03-09', paper: '指令1号' },
  })
  const tick = async (...courts: TestCourt[]): Promise<void> => {
    for (const court of courts) {
      await court.settled()
      await court.rooms.transfer.tick()
    }
  }
  const view = async () => (await from.call('director', 'GET', `/cases/${caseId}/transfer`)).body.data.transferred
  const incoming = async () => {
    const { caseNumber } = (await from.call('director', 'GET', `/cases/${caseId}`)).body.data
    return (await to.call('director', 'GET', '/transfers-in')).body.data.transfers.find((one: { caseNumber: string }) => one.caseNumber === caseNumber)
  }

  let taken = 0
  /** Our own case for what has come, with the same people by name. */
  async function takeIn(transferId: string) {
    const [ours, caseNumber] = [`c_overhttp${String(++taken).padStart(4, '0')}`, `（2026）乙02执${70 + taken}号`]
    await registerCase(to.rooms.log, {
      caseId: ours, caseNumber, cause: '买卖合同纠纷', filedOn: '2026-03-10', department: TEAM, officerIds: [to.id('officer')], judgeId: to.id('judge'),
      participants: [
        { personId: to.id('owner'), side: 'applicant', role: 'principal' }, { personId: to.id('opponent'), side: 'respondent', role: 'principal' },
        { personId: to.id('agent'), side: 'applicant', role: 'agent', authority: 'general', principalId: to.id('owner') },
      ],
    })
    const { suggested } = (await to.call('director', 'POST', `/transfers-in/${transferId}/candidates`, { caseNumber })).body.data
    return to.call('director', 'POST', `/transfers-in/${transferId}/acceptance`, { commandId: newCommandId(), caseId: ours, people: suggested })
  }

  it('comes whole, is taken once, and both courts know it; the keys are there to be compared', async () => {
    await giveAway()
    await tick(from, to)
    expect(await incoming()).toMatchObject({ stands: 'whole' })
    expect(await view()).toMatchObject({ stands: 'arrived', hitch: null })
    const { transferId, people } = await incoming()
    const admin = (await to.call('systemAdmin', 'GET', '/admin/exchanges/transfers')).text
    expect(JSON.parse(admin).data.transfers[0]).toMatchObject({ transferId, direction: 'in', court: '甲法院', stands: 'whole' })
    for (const { name } of people) expect(admin).not.toContain(name)
    expect((await takeIn(transferId)).status).toBe(200)
    await tick(to, from, to)
    expect(await view()).toMatchObject({ stands: 'acknowledged', newCaseNumber: '（2026）乙02执71号' })
    expect(await incoming()).toMatchObject({ stands: 'taken', isTold: true })
    // Taken is taken: neither again, with another case, nor refused.
    expect((await takeIn(transferId)).body.error.code).toBe('transfer.not_here')
    const refused = await to.call('director', 'POST', `/transfers-in/${transferId}/refusal`, { commandId: newCommandId(), reason: '不接收' })
    expect(refused.body.error.code).toBe('transfer.not_here')

    const { fingerprint } = (await from.call('officer', 'GET', '/transfers/key')).body.data
    expect(fingerprint).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
    expect((await to.call('director', 'GET', '/transfers/key')).body.data).toMatchObject({
      publicKey: to.rooms.signature.publicKey, courts: [{ name: '甲法院', via: 'http', hitch: null, fingerprint }],
    })
  })

  it('waits, is shown as waiting, and goes again by itself while the other court does not answer, or the key is over', async () => {
    await giveAway()
    signsWith = OVER
    await tick(from)
    expect(await view()).toMatchObject({ stands: 'sent', hitch: 'unreachable', nextAt: expect.any(String) })
    await expect(doorTo(() => to).put('transfer', [])).rejects.toBeInstanceOf(CourtDoorError)
    signsWith = KEY
    // Not before its time.
    await tick(from, to)
    expect(await incoming()).toBeUndefined()
    for (const court of [from, to]) court.clock.advance({ minutes: 2 })
    await tick(from, to)
    expect(await incoming()).toMatchObject({ stands: 'whole' })
    for (const court of [from, to]) court.clock.advance({ minutes: -2 })
  })

  it('lets in what another court has signed under its own key alone, once or twice, and nothing of it changes', async () => {
    const note = noteFiles({ transferId: `x_${'7'.repeat(24)}`, from: from.rooms.log.court, to: 'court-b', digest: 'd'.repeat(64), say: { what: 'recall', reason: '误录' } }, from.rooms.signature)
    const body = { kind: 'transfer_note', files: note.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })) }
    const post = (changed: object = {}, sent: object = body) => to.send('/integration/transfers', sent, { key: KEY, ...changed })
    expect([(await post()).status, (await post()).status]).toEqual([200, 200])
    expect((await post({ key: OVER })).status).toBe(401)
    expect((await post({ key: { ...KEY, secret: Buffer.alloc(32, 9) } })).status).toBe(401)
    // A system that may send cases of its own court and nothing of others'.
    expect((await post({ key: OWN })).status).toBe(403)
    expect((await to.call('director', 'POST', '/integration/transfers', body)).status).toBe(403)
    expect((await to.call('anyone', 'POST', '/integration/transfers', body)).status).toBe(401)
    expect((await post({}, { kind: 'transfer', files: [] })).status).toBe(400)
    expect((await post({}, { ...body, kind: 'transfer' })).body.error.code).toBe('transfer.not_signed')
    const forged = noteFiles({ transferId: `x_${'7'.repeat(24)}`, from: from.rooms.log.court, to: 'court-b', digest: 'd'.repeat(64), say: { what: 'recalled' } }, to.rooms.signature)
    const asFrom = { kind: 'transfer_note', files: forged.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })) }
    expect((await post({}, asFrom)).body.error.code).toBe('transfer.not_signed')
  })

  it('leaves whoever handled it nothing to write, by any door and any frame', async () => {
    await giveAway()
    await from.settled()
    const here = (target: string): string => target.replace(CASES.first, caseId).replace(':me', from.id('owner'))
    // Uploads are tried below, with a file.
    const doors = STAFF_ROUTES.filter(([method, target]) => method !== 'GET' && target.includes(CASES.first) && !target.endsWith('/papers'))
    // Every door of a case or thread that writes is among them, or is a party's own.
    const tried = (pattern: RegExp): boolean => doors.some(([method, target]) => pattern.test(`${method.toLowerCase()} ${target}`))
    const ofParties = /messages$|attachments$|read$|delivered$|standing|forms$|receiving-account|done$|consents?\b|urgent\/:caseId\/:personId$|seal-request$|confinement|account\/codes|supply$|service|hearing/
    const writes = from.routes.filter(({ method, path, policy }) => method !== 'get' && path.includes(':caseId') && policy.audience.includes('staff'))
    const untried = writes.filter(({ upload }) => !upload)
      .filter(({ method, path }) => !tried(new RegExp(`^${method} ${path.replace(/:[a-zA-Z]+/g, '[^/]+')}$`)) && !ofParties.test(path))
      .map(({ method, path }) => `${method} ${path}`)
    expect(untried).toEqual([])
    expect(doors.length).toBeGreaterThan(30)
    const head = await from.rooms.log.courtHead()
    for (const [method, target, body] of doors) {
      for (const who of ['officer', 'judge'] as const) {
        const { status } = await from.call(who, method, here(target), body)
        expect([who, method, target, [403, 404, 409].includes(status) ? 'kept out' : status]).toEqual([who, method, target, 'kept out'])
      }
    }
    const said = message('再补一句', { offHoursReason: '值班' })
    for (const who of ['officer', 'judge'] as const) {
      expect((await from.call(who, 'POST', `/threads/${caseId}/${from.id('owner')}/messages`, said)).status).toBe(404)
      for (const { path } of writes.filter(({ upload }) => upload)) {
        const place = path.replace(':caseId', caseId).replace(':personId', from.id('owner'))
        expect([path, (await from.call(who, 'POST', place, form(PNG, 'a.png', { kind: 'picture' }))).status]).toEqual([path, 404])
      }
      const socket = new WebSocket(from.socketUrl)
      const heard: { type: string; ref?: string }[] = []
      socket.on('message', (data) => heard.push(JSON.parse(String(data)) as (typeof heard)[number]))
      const until = async (fits: (frame: (typeof heard)[number]) => boolean): Promise<void> => {
        while (!heard.some(fits)) await new Promise<void>((done) => void socket.once('message', () => done()))
      }
      await new Promise<void>((open) => void socket.once('open', () => open()))
      socket.send(JSON.stringify({ type: 'auth', token: await from.tokenOf(who) }))
      await until(({ type }) => type === 'ready')
      const key = { caseId, personId: from.id('owner') }
      socket.send(JSON.stringify({ type: 'send', ref: 'a', ...key, message: said }))
      await until(({ type, ref }) => type === 'refused' && ref === 'a')
      socket.close()
    }
    expect((await from.rooms.log.list(caseChain(caseId))).map(({ type }) => type).slice(-1)).toEqual(['case.transferred_out'])
    expect(await from.rooms.log.courtHead()).toBe(head)
  })
})
