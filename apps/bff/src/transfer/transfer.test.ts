import { caseChain, threadChain } from '@zhixin/shared/ids'
import { clocksOf, isRunning, type TransferCourt } from '@zhixin/shared/rules'
import { verifyChain } from '@zhixin/shared/verify'
import WebSocket from 'ws'
import { registerCase } from '../cases'
import { sm3 } from '../log'
import type { DropBox, HandedFile } from '../ports/court-file'
import { type Manifest, noteFiles, signedFiles } from '.'
import { progressFold } from '../progress'
import { loadCourtConfig } from '../court-config'
import { CONFIG_DIR, form, message, newCommandId, openTestCourt, type Persona, PNG, TEAM, type TestCourt } from '../test-support/court'

type Drop = { kind: string; id: string; files: { name: string; bytes: Buffer }[] }

/** What one court puts into its folder lies in the other's, once somebody has carried it over. */
function folders() {
  const lying: Record<'a' | 'b', Drop[]> = { a: [], b: [] }
  const boxOf = (own: 'a' | 'b'): DropBox => ({
    async put(kind: string, id: string, files: HandedFile[]) {
      const there = lying[own === 'a' ? 'b' : 'a']
      // A file of bytes that are somebody's own: what lies there does not change with what is kept.
      if (there.some((drop) => drop.kind === kind && drop.id === id)) return
      there.push({ kind, id, files: files.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) })) })
    },
    canPut: () => true,
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
    const courtsOfA: TransferCourt[] = []
    const config = loadCourtConfig(CONFIG_DIR)
    // So small that every case is cut.
    config.transfer.piece.bytes = 1500
    from = await openTestCourt({ drops: between.a, config: { ...config, transfer: { ...config.transfer, courts: courtsOfA } } })
    const own = from.rooms
    to = await openTestCourt({
      drops: between.b,
      config: {
        ...config, court: { ...config.court, id: 'court-b', name: '乙法院' },
        transfer: { ...config.transfer, courts: [{ id: own.log.court, name: '甲法院', phone: '000-1', public_key: own.signature.publicKey, exchange: { via: 'folders' } }] },
      },
    })
    courtsOfA.push({ id: 'court-b', name: '乙法院', phone: '000-2', public_key: to.rooms.signature.publicKey, exchange: { via: 'folders' } })
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
    for (const court of [from, to, from, to]) {
      await court.settled()
      await court.rooms.transfer.tick()
    }
    await from.settled()
    await to.settled()
  }
  const registerThere = (inCase = newCaseId): Promise<unknown> => registerCase(to.rooms.log, {
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
    expect(transfer).toMatchObject({ fromName: expect.any(String), stands: 'whole', people: expect.arrayContaining([expect.objectContaining({ name: '当事人1号', entries: 4 })]) })
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

  const isOfCase = ({ files }: Drop): boolean => files.some(({ bytes }) => bytes.toString().includes(caseId))
  const lyingOf = (kind: string): Drop[] => between.lying.b.filter((drop) => drop.kind === kind && isOfCase(drop))
  const handedOver = async (): Promise<Drop[]> => {
    await giveAway()
    await from.settled()
    await from.rooms.transfer.tick()
    return lyingOf('transfer')
  }
  const view = async (court = from, of = caseId) => (await court.call('director', 'GET', `/cases/${of}/transfer`)).body.data
  const noted = (court: TestCourt, more: object): Drop => {
    const note = { transferId: '', from: court.rooms.log.court, to: 'court-b', digest: '0'.repeat(64), ...more } as Parameters<typeof noteFiles>[0]
    return { kind: 'transfer_note', id: `n${++numbers}`, files: noteFiles(note, court.rooms.signature) }
  }

  it('comes in pieces, in any order and twice: what is missing is waited for, shown, and sent again', async () => {
    await talk()
    const pieces = await handedOver()
    expect(pieces.length).toBeGreaterThan(2)
    expect(await view()).toMatchObject({ transferred: { stands: 'sent', hitch: null, nextAt: expect.any(String) } })
    const [lost, ...rest] = pieces
    between.lying.b = [...rest].reverse().flatMap((drop) => [drop, { ...drop, id: `${drop.id}-again` }])
    await to.rooms.transfer.tick()
    expect(await incoming()).toMatchObject({ stands: 'arriving', pieces: { here: pieces.length - 1, of: pieces.length, missing: [1] }, taken: null })
    const { transferId } = await incoming()
    await registerThere()
    expect((await takeIn(transferId)).body.error.code).toBe('transfer.not_here')
    // The other court hears which one; when its time has come that one alone goes out again.
    await from.rooms.transfer.tick()
    between.lying.b = []
    from.clock.advance({ days: 1 })
    from.forgetTokens()
    await from.rooms.transfer.tick()
    expect(lyingOf('transfer').map(({ id }) => id)).toEqual([lost!.id])
    await carried()
    from.clock.advance({ days: -1 })
    from.forgetTokens()
    expect(await incoming()).toMatchObject({ stands: 'whole', pieces: { missing: [] } })
    expect(await view()).toMatchObject({ transferred: { stands: 'arrived', nextAt: null } })
  })

  it.each([
    ['one letter of an entry', 'thread-', '请问进展', '请问进度', 'whole'],
    ['what the court says of it', 'manifest.json', '"reason":"指定执行"', '"reason":"协商一致"', 'manifest'],
    ['the head that is promised', 'manifest.json', '"entries":4', '"entries":3', 'manifest'],
    ['the periods', 'progress.json', '2026-01-05', '2026-02-05', 'whole'],
  ])('is not taken where %s was changed on the way: nothing of it can be decided on', async (_, name, was, is, where) => {
    await talk()
    const pieces = await handedOver()
    const count = (await to.call('director', 'GET', '/transfers-in')).body.data.transfers.length
    let changes = 0
    // In the manifest, or wherever in the pieces the file lies: by bytes, which may be cut in two.
    between.lying.b = pieces.map((drop) => ({
      ...drop,
      files: drop.files.map((file) => {
        const fits = where === 'manifest' ? file.name === name : file.name.startsWith('piece-')
        const at = fits ? file.bytes.indexOf(was) : -1
        if (at < 0) return file
        changes++
        return { ...file, bytes: Buffer.concat([file.bytes.subarray(0, at), Buffer.from(is), file.bytes.subarray(at + Buffer.byteLength(was))]) }
      }),
    }))
    expect(changes).toBeGreaterThan(0)
    await to.rooms.transfer.tick()
    const all = (await to.call('director', 'GET', '/transfers-in')).body.data.transfers
    if (where === 'manifest') expect(all).toHaveLength(count)
    else expect(await incoming()).toMatchObject({ stands: 'arriving', pieces: { missing: [expect.any(Number)] } })
  })

  it('is not taken from whoever signs as somebody else, sends what is another court’s, cuts it off, or puts somebody of another case into it', async () => {
    await talk()
    const [first, ...others] = await handedOver()
    const manifest = JSON.parse(first!.files[0]!.bytes.toString()) as Manifest
    const count = async (): Promise<number> => (await to.call('director', 'GET', '/transfers-in')).body.data.transfers.length
    const before = await count()
    const piece = first!.files.find(({ name }) => name.startsWith('piece-'))!
    const resigned = (changed: object, court: TestCourt = from): Drop => {
      const ofCourt = { publicKey: from.rooms.signature.publicKey, sign: court.rooms.signature.sign }
      return { ...first!, files: [...signedFiles('manifest.json', { ...manifest, ...changed }, ofCourt), piece] }
    }
    const stranger = to.id('outsider')
    between.lying.b = [
      // Signed by somebody who is not the court that it names; meant for another court; from a court that is in no list.
      resigned({}, to), resigned({ to: { id: 'court-c', name: '丙法院' } }), resigned({ from: { ...manifest.from, id: 'court-x' } }),
      // A thread, or an enclosure, of somebody who is nobody in this case; sizes that do not add up.
      resigned({ threads: [...manifest.threads, { ...manifest.threads[0]!, ref: stranger }] }),
      resigned({ attachments: [{ ref: stranger, id: 'a_0000000000000000000', name: 'x', kind: 'file', type: 'text/plain', sm3: '0'.repeat(64), size: 1, file: null }] }),
      resigned({ files: manifest.files.slice(1) }), { ...first!, files: first!.files.slice(0, 1) },
    ]
    await to.rooms.transfer.tick()
    expect(await count()).toBe(before)
    // Cut off: the piece is not the one that was signed for, and is waited for.
    between.lying.b = [...others, { ...first!, files: [...first!.files.slice(0, 2), { ...piece, bytes: piece.bytes.subarray(0, 10) }] }]
    await to.rooms.transfer.tick()
    expect(await incoming()).toMatchObject({ stands: 'arriving', pieces: { missing: [1] } })
    // The same transfer with another content, though signed: what is here stays.
    between.lying.b = [resigned({ reason: '另一份' })]
    await to.rooms.transfer.tick()
    expect(await incoming()).toMatchObject({ stands: 'arriving', pieces: { missing: [1] } })
    between.lying.b = [first!]
    await to.rooms.transfer.tick()
    expect(await incoming()).toMatchObject({ stands: 'whole' })
  })

  it('is not believed to be taken, refused or let go of by whoever only says so', async () => {
    const transferId = JSON.parse((await handedOver())[0]!.files[0]!.bytes.toString()).transferId as string
    const say = { what: 'taken', newCaseNumber: '（2026）假1号' }
    const back = { from: 'court-b', to: from.rooms.log.court, transferId }
    between.lying.a = [
      // Signed by another court than it names; by the right one, of another case than it was given; of a transfer that there is not.
      noted(from, { ...back, say }), noted(to, { ...back, say }), noted(to, { ...back, say: { what: 'recalled' } }),
      noted(to, { ...back, transferId: `x_${'9'.repeat(24)}`, say: { what: 'refused', reason: '没有' } }),
    ]
    await from.rooms.transfer.tick()
    await from.settled()
    expect(await view()).toMatchObject({ transferred: { stands: 'sent', newCaseNumber: null } })
  })

  it('is asked back once it has gone out: nobody works on it until the other court lets go, and then whoever did before', async () => {
    await talk()
    await handedOver()
    await carried()
    const { transferId } = await incoming()
    await registerThere()
    const undo = () => from.call('director', 'POST', `/cases/${caseId}/transfer/undo`, { commandId: newCommandId(), reason: '录错了案件' })
    expect((await undo()).body).toMatchObject({ data: { transferred: { stands: 'recalling', recallReason: '录错了案件' } }, can: { undo: false } })
    expect((await undo()).body.error.code).toBe('transfer.recall_asked')
    expect((await from.call('officer', 'GET', thread(from, 'owner'))).status).toBe(404)
    await carried()
    expect(await incoming()).toMatchObject({ stands: 'recalled', reason: '录错了案件' })
    expect((await takeIn(transferId)).body.error.code).toBe('transfer.not_here')
    expect(await view()).toMatchObject({ transferred: null, cameBack: { how: 'undone', reason: '录错了案件', name: '乙法院' } })
    expect((await from.call('officer', 'POST', `${thread(from, 'owner')}/messages`, message('仍由我办。', { offHoursReason: '值班' }))).status).toBe(200)
    // It may go there again, as another transfer.
    expect((await giveAway()).status).toBe(200)
  })

  it('asked back too late stays where it is; not taken comes back with why, and both courts know that the other knows', async () => {
    await talk()
    await giveAway()
    await carried()
    const taken = (await incoming()).transferId
    await registerThere()
    await from.call('director', 'POST', `/cases/${caseId}/transfer/undo`, { commandId: newCommandId(), reason: '录错了案件' })
    await takeIn(taken)
    await carried()
    expect(await view()).toMatchObject({ transferred: { stands: 'acknowledged', newCaseNumber: `（2026）乙02执${numbers}号` } })
    expect(await incoming()).toMatchObject({ stands: 'taken', isTold: true })

    caseId = await from.newCase()
    await talk()
    await giveAway()
    await carried()
    const { transferId } = await incoming()
    const refuse = (who: Persona, reason = '不属于指定范围') => to.call(who, 'POST', `/transfers-in/${transferId}/refusal`, { commandId: newCommandId(), reason })
    for (const [who, status] of [['anyone', 401], ['owner', 403], ['officer', 403], ['leader', 403]] as const) expect([who, (await refuse(who)).status]).toEqual([who, status])
    expect((await refuse('director', '')).status).toBe(400)
    expect((await refuse('director')).status).toBe(200)
    expect((await refuse('director')).status).toBe(200)
    await carried()
    expect(await incoming()).toMatchObject({ stands: 'refused', reason: '不属于指定范围', isTold: true })
    expect(await view()).toMatchObject({ transferred: null, cameBack: { how: 'refused', reason: '不属于指定范围' } })
    const told = (await from.call('owner', 'GET', `${thread(from, 'owner')}/entries`)).text
    expect(told).toContain('乙法院')
    expect(told).not.toContain('不属于指定范围')
    expect((await from.call('officer', 'POST', `${thread(from, 'owner')}/messages`, message('仍由我办。', { offHoursReason: '值班' }))).status).toBe(200)
    expect((await running(from, caseId)).length).toBeGreaterThan(0)
  })

  it('takes what was enclosed along, sealed for whoever has the thread there; what was sealed stays', async () => {
    const upload = async (name: string) => {
      const { id } = (await from.call('owner', 'POST', `${thread(from, 'owner')}/attachments`, form(PNG, name, { kind: 'picture' }))).body.data
      const { index } = (await from.call('owner', 'POST', `${thread(from, 'owner')}/messages`, message('请看', { attachments: [{ id, name, kind: 'picture' }] }))).body.data
      return { id: id as string, index: index as number }
    }
    const [shown, sealed] = [await upload('欠条.png'), await upload('错传.png')]
    const sealing = `${thread(from, 'owner')}/messages/${sealed.index}/seal-request`
    expect((await from.call('owner', 'POST', sealing, { commandId: newCommandId(), reason: 'wrong_case' })).status).toBe(200)
    expect((await from.call('leader', 'POST', `${sealing}/approval`, { commandId: newCommandId() })).status).toBe(200)
    await from.settled()
    await giveAway()
    await carried()
    const transfer = await incoming()
    expect(transfer).toMatchObject({ stands: 'whole', attachments: { here: 1, lost: 0 } })
    await registerThere()
    expect((await takeIn(transfer.transferId)).status).toBe(200)
    const bytesOf = (who: Persona, id: string, inThread = 'owner') => to.call(who, 'GET', `${thread(to, inThread, newCaseId)}/former/attachments/${id}`)
    for (const [who, status] of [['owner', 200], ['officer', 200], ['leader', 200], ['anyone', 401], ['opponent', 404], ['stranger', 404]] as const) {
      expect([who, (await bytesOf(who, shown.id)).status]).toEqual([who, status])
    }
    const { headers } = await bytesOf('owner', shown.id)
    expect(headers.get('content-type')).toBe('image/png')
    expect((await bytesOf('owner', sealed.id)).status).toBe(404)
    // It is no attachment of ours: no message can name it, and no sweep takes it.
    const named = message('请看', { attachments: [{ id: shown.id, name: '欠条.png', kind: 'picture' }] })
    expect((await to.call('owner', 'POST', `${thread(to, 'owner', newCaseId)}/messages`, named)).body.error.code).toBe('messaging.attachment_unknown')
    const back = to.later({ days: 60 })
    await to.rooms.attachments.removeUnsent(to.rooms.isFiled)
    expect((await bytesOf('owner', shown.id)).status).toBe(200)
    back()
    await carried()
    expect(await to.connection.db!.collection('transfer_pieces').countDocuments({ place: { $regex: transfer.transferId } })).toBe(0)
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
