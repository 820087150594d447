import { caseChain, threadChain } from '@zhixin/shared/ids'
import { clocksOf, isRunning } from '@zhixin/shared/rules'
import { verifyChain } from '@zhixin/shared/verify'
import WebSocket from 'ws'
import { registerCase } from '../cases'
import { sm3 } from '../log'
import type { DropBox, HandedFile } from '../ports/court-file'
import { progressFold } from '../progress'
import { loadCourtConfig } from '../court-config'
import { CONFIG_DIR, message, newCommandId, openTestCourt, type Persona, TEAM, type TestCourt } from '../test-support/court'

type Drop = { kind: string; id: string; files: { name: string; bytes: Buffer }[] }

/** What one court puts into its folder lies in the other's, once somebody has carried it over. */
function folders() {
  const lying: Record<'a' | 'b', Drop[]> = { a: [], b: [] }
  const boxOf = (own: 'a' | 'b'): DropBox => ({
    async put(kind: string, id: string, files: HandedFile[]) {
      const there = lying[own === 'a' ? 'b' : 'a']
      if (!there.some((drop) => drop.kind === kind && drop.id === id)) there.push({ kind, id, files })
    },
    take: async (kind) => lying[own].filter((drop) => drop.kind === kind).map((drop) => ({
      id: drop.id, files: drop.files, done: async () => void lying[own].splice(lying[own].indexOf(drop), 1),
    })),
  })
  return { lying, a: boxOf('a'), b: boxOf('b') }
}

describe('a case that goes to another court', () => {
  const between = folders()
  let from: TestCourt
  let to: TestCourt
  let caseId: string
  let newCaseId: string
  let numbers = 0

  beforeAll(async () => {
    const courtsOfA: { id: string; name: string; phone: string; public_key: string }[] = []
    const config = loadCourtConfig(CONFIG_DIR)
    from = await openTestCourt({ drops: between.a, config: { ...config, transfer: { ...config.transfer, courts: courtsOfA } } })
    const own = from.rooms
    to = await openTestCourt({
      drops: between.b,
      config: {
        ...config, court: { ...config.court, id: 'court-b', name: '乙法院' },
        transfer: { ...config.transfer, courts: [{ id: own.log.court, name: '甲法院', phone: '000-1', public_key: own.signature.publicKey }] },
      },
    })
    courtsOfA.push({ id: 'court-b', name: '乙法院', phone: '000-2', public_key: to.rooms.signature.publicKey })
  })
  afterAll(async () => {
    await from.close()
    await to.close()
  })
  beforeEach(async () => {
    caseId = await from.newCase()
    newCaseId = `c_taken${String(++numbers).padStart(8, '0')}`
    between.lying.a = []
    between.lying.b = []
  })

  const thread = (court: TestCourt, of: string, inCase = caseId): string => `/threads/${inCase}/${court.id(of)}`
  const wanted = (more: object = {}): object => ({
    commandId: newCommandId(), courtId: 'court-b', kind: 'designated', paper: '（2026）指执1号', reason: '指定执行',
    approval: { role: 'superior_court', name: '某庭长', on: '2026-03-09', paper: '指令1号' }, ...more,
  })
  const giveAway = (more?: object, who: Persona = 'director') => from.call(who, 'POST', `/cases/${caseId}/transfer`, wanted(more))
  const carried = async (): Promise<void> => {
    for (const court of [from, to, from]) {
      await court.settled()
      await court.rooms.transfer.tick()
    }
    await from.settled()
    await to.settled()
  }
  const registerThere = (inCase = newCaseId): Promise<void> => registerCase(to.rooms.log, {
    caseId: inCase, caseNumber: `（2026）乙02执${numbers}号`, cause: '买卖合同纠纷', filedOn: '2026-03-10', department: TEAM,
    officerIds: [to.id('officer')], judgeId: to.id('judge'),
    participants: [
      { personId: to.id('owner'), side: 'applicant', role: 'principal' },
      { personId: to.id('agent'), side: 'applicant', role: 'agent', authority: 'general', principalId: to.id('owner') },
      { personId: to.id('opponent'), side: 'respondent', role: 'principal' },
    ],
  })
  async function talk(): Promise<void> {
    await from.call('owner', 'POST', `${thread(from, 'owner')}/messages`, message('请问进展'))
    await from.call('owner', 'POST', `${thread(from, 'owner')}/messages`, message('他有一间仓库', { mark: 'property_clue' }))
    await from.call('officer', 'POST', `${thread(from, 'owner')}/messages`, message('正在查控。', { offHoursReason: '值班' }))
    await from.call('opponent', 'POST', `${thread(from, 'opponent')}/messages`, message('我想分期还'))
  }
  const incoming = async () => {
    const { caseNumber } = (await from.call('director', 'GET', `/cases/${caseId}`)).body.data
    return (await to.call('director', 'GET', '/transfers-in')).body.data.transfers.find((one: { caseNumber: string }) => one.caseNumber === caseNumber)
  }
  async function takeIn(transferId: string, more: object = {}) {
    const { suggested } = (await to.call('director', 'POST', `/transfers-in/${transferId}/candidates`, { caseNumber: `（2026）乙02执${numbers}号` })).body.data
    return to.call('director', 'POST', `/transfers-in/${transferId}/acceptance`, { commandId: newCommandId(), caseId: newCaseId, people: suggested, ...more })
  }
  const running = async (court: TestCourt, inCase: string) =>
    clocksOf(await court.rooms.log.state(progressFold, caseChain(inCase)), court.config.catalogue, court.config.calendar).filter(isRunning)

  it('is read and no longer written where it was: by nobody, at once, on open sockets too; clocks end', async () => {
    await talk()
    const socket = new WebSocket(from.socketUrl)
    const heard: { type: string; ref?: string; code?: string }[] = []
    socket.on('message', (data) => heard.push(JSON.parse(String(data)) as (typeof heard)[number]))
    const until = async (fits: (frame: (typeof heard)[number]) => boolean): Promise<void> => {
      while (!heard.some(fits)) await new Promise<void>((done) => void socket.once('message', () => done()))
    }
    await new Promise<void>((open) => void socket.once('open', () => open()))
    socket.send(JSON.stringify({ type: 'auth', token: await from.tokenOf('officer') }))
    await until(({ type }) => type === 'ready')
    expect((await running(from, caseId)).length).toBeGreaterThan(0)

    expect((await giveAway()).body).toMatchObject({ data: { transferred: { name: '乙法院', stands: 'waits', newCaseNumber: null } }, can: { transfer: false, undo: true } })
    socket.send(JSON.stringify({ type: 'send', ref: 'late', caseId, personId: from.id('owner'), message: message('再补一句', { offHoursReason: '值班' }) }))
    await until(({ ref, type }) => type === 'refused' && ref === 'late')
    await until(({ type }) => type === 'handed_over')
    socket.close()
    expect(await running(from, caseId)).toEqual([])

    for (const who of ['officer', 'judge'] as const) {
      expect([who, (await from.call(who, 'GET', thread(from, 'owner'))).status]).toEqual([who, 404])
      expect([who, (await from.call(who, 'POST', `${thread(from, 'owner')}/messages`, message('再说', { offHoursReason: '值班' }))).status]).toEqual([who, 404])
      expect([who, (await from.call(who, 'GET', `/cases/${caseId}`)).status]).toEqual([who, 404])
    }
    for (const who of ['leader', 'director', 'owner'] as const) expect([who, (await from.call(who, 'GET', `${thread(from, 'owner')}/entries`)).status]).toEqual([who, 200])
    const refused = await from.call('owner', 'POST', `${thread(from, 'owner')}/messages`, message('我还要说'))
    expect([refused.status, refused.body.error.code]).toEqual([409, 'cases.transferred'])
    const urgent = await from.call('owner', 'POST', `/urgent/${caseId}/${from.id('owner')}`, { commandId: newCommandId(), what: '他在装车' })
    expect([urgent.status, urgent.body.error.code]).toEqual([409, 'cases.transferred'])
    const handOver = { commandId: newCommandId(), officerIds: [from.id('colleague')], judgeId: from.id('judge'), reason: '轮岗' }
    expect((await from.call('leader', 'POST', `/cases/${caseId}/hand-overs`, handOver)).body.error.code).toBe('cases.transferred')
    await from.settled()
    const view = (await from.call('owner', 'GET', thread(from, 'owner'))).body
    expect(view).toMatchObject({ data: { transferred: { name: '乙法院', phone: '000-2', newCaseNumber: null }, handlers: [], matter: null }, can: { send: false } })
    expect((await from.call('owner', 'GET', `/cases/${caseId}`)).body.data).toMatchObject({ transferred: { name: '乙法院' } })
    expect((await from.call('officer', 'GET', '/work-list?show=all')).text).not.toContain(caseId)
    expect((await from.call('owner', 'GET', `${thread(from, 'owner')}/entries`)).body.data.entries.at(-1)).toMatchObject({ type: 'case.transferred_notice' })
  })

  it('goes on there as one case: what was said before stands above, whole, with the clocks as they were', async () => {
    await talk()
    const clocks = await running(from, caseId)
    await giveAway()
    await carried()
    const transfer = await incoming()
    expect(transfer).toMatchObject({ fromName: expect.any(String), people: expect.arrayContaining([expect.objectContaining({ name: '当事人1号', entries: 4 })]) })
    await registerThere()
    expect((await takeIn(transfer.transferId)).body).toMatchObject({ data: { caseId: newCaseId } })
    await carried()

    expect((await running(to, newCaseId)).map(({ clockId, dueAt }) => [clockId, dueAt])).toEqual(clocks.map(({ clockId, dueAt }) => [clockId, dueAt]))
    const view = (await to.call('owner', 'GET', thread(to, 'owner', newCaseId))).body
    expect(view).toMatchObject({ data: { former: { entries: 4 }, transferred: null }, can: { send: true } })
    const former = (await to.call('owner', 'GET', `${thread(to, 'owner', newCaseId)}/former`)).body.data
    expect(former.entries.map(({ type }: { type: string }) => type)).toEqual(['message.sent', 'message.sent', 'message.sent', 'case.transferred_notice'])
    // Both parts are whole, and the former one ends where our own chain says.
    expect(verifyChain(sm3, former.chain, former.entries, { index: former.entries.length - 1, entryHash: former.head }).next).toBe(4)
    await to.call('owner', 'POST', `${thread(to, 'owner', newCaseId)}/messages`, message('到乙法院了，请问谁办？'))
    const { entries } = (await to.call('owner', 'GET', `${thread(to, 'owner', newCaseId)}/entries`)).body.data
    expect(verifyChain(sm3, threadChain({ caseId: newCaseId, personId: to.id('owner') }), entries).next).toBe(entries.length)
    expect(entries[0]).toMatchObject({ type: 'case.taken_over_notice', body: { formerNumber: expect.stringContaining('虚01执') } })

    // The handlers there read it all; who leads them, what is for sender and handler alone not.
    const as = async (who: Persona) => (await to.call(who, 'GET', `${thread(to, 'owner', newCaseId)}/former`)).text
    expect(await as('officer')).toContain('仓库')
    expect(await as('leader')).not.toContain('仓库')
    for (const [who, status] of [['anyone', 401], ['opponent', 404], ['stranger', 404]] as const) {
      expect([who, (await to.call(who, 'GET', `${thread(to, 'owner', newCaseId)}/former`)).status]).toEqual([who, status])
    }
    expect((await to.call('opponent', 'GET', `${thread(to, 'opponent', newCaseId)}/former`)).text).not.toContain('仓库')

    // The former court knows the new number, and can no longer take the case back.
    expect((await from.call('owner', 'GET', thread(from, 'owner'))).body.data.transferred).toMatchObject({ newCaseNumber: `（2026）乙02执${numbers}号` })
    const undone = await from.call('director', 'POST', `/cases/${caseId}/transfer/undo`, { commandId: newCommandId(), reason: '录错了案件' })
    expect([undone.status, undone.body.error.code]).toEqual([409, 'transfer.acknowledged'])
    const again = await takeIn(transfer.transferId)
    expect(again.status).toBe(200)
    expect((await to.rooms.log.list(caseChain(newCaseId))).filter(({ type }) => type === 'case.taken_over')).toHaveLength(1)
  })

  it('can be taken back until then: whoever handled it writes again, and everybody is told', async () => {
    await talk()
    await giveAway()
    const undo = (who: Persona) => from.call(who, 'POST', `/cases/${caseId}/transfer/undo`, { commandId: newCommandId(), reason: '录错了案件' })
    expect((await undo('leader')).status).toBe(403)
    expect((await undo('director')).body.data.transferred).toBeNull()
    await from.settled()
    expect((await from.call('officer', 'POST', `${thread(from, 'owner')}/messages`, message('仍由我办。', { offHoursReason: '值班' }))).status).toBe(200)
    expect((await from.call('owner', 'POST', `${thread(from, 'owner')}/messages`, message('好的'))).status).toBe(200)
    expect((await running(from, caseId)).length).toBeGreaterThan(0)
    expect((await from.call('owner', 'GET', `${thread(from, 'owner')}/entries`)).text).toContain('case.transfer_undone_notice')
  })

  it.each([
    ['one letter of an entry', 'thread-', '请问进展', '请问进度'],
    ['what the court says of it', 'manifest.json', '"reason":"指定执行"', '"reason":"协商一致"'],
    ['the head that is promised', 'manifest.json', '"entries":4', '"entries":3'],
    ['the periods', 'progress.json', '2026-01-05', '2026-02-05'],
  ])('is not taken where %s was changed on the way: nothing of it is written', async (_, name, was, is) => {
    await talk()
    await giveAway()
    await from.settled()
    await from.rooms.transfer.tick()
    const drop = between.lying.b.find(({ files }) => files[0]!.bytes.toString().includes(caseId))!
    const changed = drop.files.map((file) => (file.name.startsWith(name) ? { ...file, bytes: Buffer.from(file.bytes.toString().replace(was, is)) } : file))
    expect(Buffer.concat(changed.map(({ bytes }) => bytes)).equals(Buffer.concat(drop.files.map(({ bytes }) => bytes)))).toBe(false)
    const count = (await to.call('director', 'GET', '/transfers-in')).body.data.transfers.length
    between.lying.b = [{ ...drop, files: changed }]
    await to.rooms.transfer.tick()
    expect((await to.call('director', 'GET', '/transfers-in')).body.data.transfers).toHaveLength(count)
  })

  it('is not believed to be taken by whoever only says so', async () => {
    await giveAway()
    await from.settled()
    await from.rooms.transfer.tick()
    const { id } = between.lying.b.at(-1)!
    const reception = Buffer.from(JSON.stringify({ transferId: id, digest: '0'.repeat(64), newCaseNumber: '（2026）假1号' }))
    const signedBy = (court: TestCourt): Buffer => Buffer.from(JSON.stringify({ signature: court.rooms.signature.sign(reception) }))
    // Not signed by the court that the case went to; then signed by it, of another case than it was given.
    for (const court of [from, to]) {
      between.lying.a = [{ kind: 'transfer_ack', id, files: [{ name: 'reception.json', bytes: reception }, { name: 'signature.json', bytes: signedBy(court) }] }]
      await from.rooms.transfer.tick()
    }
    await from.settled()
    expect((await from.call('director', 'GET', `/cases/${caseId}/transfer`)).body.data.transferred).toMatchObject({ stands: 'sent', newCaseNumber: null })
  })

  it('lets nobody give a case away, or take one, who may not', async () => {
    for (const [who, status] of [['anyone', 401], ['owner', 403], ['officer', 403], ['judge', 403], ['leader', 403], ['otherLeader', 404], ['stranger', 404]] as const) {
      expect([who, (await giveAway({}, who)).status]).toEqual([who, status])
    }
    expect((await giveAway({ courtId: 'nowhere' })).body.error.code).toBe('transfer.court_unknown')
    expect((await giveAway({ paper: '' })).status).toBe(400)
    await talk()
    await giveAway()
    await carried()
    const { transferId } = await incoming()
    await registerThere()
    expect((await to.call('officer', 'GET', '/transfers-in')).status).toBe(403)
    expect((await takeIn(transferId, { people: [] })).body.error.code).toBe('transfer.people_missing')
    // The applicant's thread is not the respondent's.
    const crossed = (await incoming()).people.map(({ ref, name }: { ref: string; name: string }) => ({ ref, personId: to.id(name === '当事人1号' ? 'opponent' : 'owner') }))
    expect((await takeIn(transferId, { people: crossed.slice(0, 3) })).status).toBe(409)
  })
})
