import type { ServerFrame } from '@zhixin/shared/contract'
import WebSocket from 'ws'
import { message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

describe('messages over the live socket', () => {
  let court: TestCourt
  let caseId: string
  const sockets: WebSocket[] = []
  beforeAll(async () => {
    court = await openTestCourt()
    // The notices of the closed case among them are told before anybody listens.
    await court.settled()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  afterEach(() => sockets.splice(0).forEach((socket) => socket.terminate()))

  const thread = (of = 'owner') => ({ caseId, personId: court.id(of) })
  const path = (of = 'owner') => `/threads/${caseId}/${court.id(of)}`

  async function connect(persona: Persona) {
    const token = await court.tokenOf(persona)
    const socket = new WebSocket(court.socketUrl)
    sockets.push(socket)
    const frames: ServerFrame[] = []
    const waiting: (() => void)[] = []
    socket.on('message', (data) => {
      frames.push(JSON.parse(String(data)))
      waiting.splice(0).forEach((wake) => wake())
    })
    const next = async <T extends ServerFrame['type']>(type: T, fits: (frame: Extract<ServerFrame, { type: T }>) => boolean = () => true) => {
      for (;;) {
        const at = frames.findIndex((frame) => frame.type === type && fits(frame as Extract<ServerFrame, { type: T }>))
        if (at >= 0) return frames.splice(at, 1)[0] as Extract<ServerFrame, { type: T }>
        await new Promise<void>((wake) => waiting.push(wake))
      }
    }
    await new Promise((resolve) => socket.on('open', resolve))
    const say = (frame: object): void => socket.send(JSON.stringify(frame))
    say({ type: 'auth', token })
    await next('ready')
    return { say, next, frames }
  }
  const sending = (text: string, of = 'owner') => {
    const ref = newCommandId()
    return { type: 'send', ref, ...thread(of), message: { clientMessageId: ref, text } }
  }

  it('shows the officer a message at once, and the sender that it is stored', async () => {
    const [owner, officer, judge] = [await connect('owner'), await connect('officer'), await connect('judge')]
    const frame = sending('到哪一步了？')
    owner.say(frame)
    const { stored } = await owner.next('stored', ({ ref }) => ref === frame.ref)
    for (const seen of [owner, officer, judge]) {
      expect((await seen.next('entry')).entry).toMatchObject({ index: 0, entryHash: stored.entryHash, body: { text: '到哪一步了？' } })
    }
  })

  it('stores a bunch of messages in the order in which they were said, whatever else comes with them', async () => {
    const [owner, officer] = [await connect('owner'), await connect('officer')]
    const bunch = Array.from({ length: 40 }, (_, i) => sending(`第 ${i} 条`))
    for (const [i, frame] of bunch.entries()) {
      owner.say(frame)
      if (i % 10 === 0) owner.say({ type: 'ping' })
      if (i % 10 === 5) owner.say(sending('别人的', 'opponent'))
    }
    for (const [index, frame] of bunch.entries()) {
      const { entry } = await officer.next('entry')
      expect(entry).toMatchObject({ index, body: { text: frame.message.text } })
      expect(await owner.next('stored', ({ ref }) => ref === frame.ref)).toMatchObject({ stored: { index } })
    }
    for (let i = 0; i < 4; i++) expect((await owner.next('refused')).error.code).toBe('input.not_found')
  }, 30_000)

  it('gives the same result over the socket and over HTTP', async () => {
    const owner = await connect('owner')
    const frame = sending('到哪一步了？')
    owner.say(frame)
    const { stored } = await owner.next('stored')
    const again = await court.call('owner', 'POST', `${path()}/messages`, frame.message)
    expect(again.body.data).toEqual(stored)
  })

  it('hands out what comes after an index, page by page', async () => {
    for (let i = 0; i < 130; i++) await court.call('owner', 'POST', `${path()}/messages`, message(`第${i}句`))
    const owner = await connect('owner')
    owner.say({ type: 'after', ...thread(), index: 9 })
    const first = await owner.next('entries')
    expect([first.entries.length, first.entries[0]?.index, first.hasMore]).toEqual([100, 10, true])
    owner.say({ type: 'after', ...thread(), index: 109 })
    const second = await owner.next('entries')
    expect([second.entries.length, second.hasMore]).toEqual([20, false])
  })

  it('shows read marks to the other side', async () => {
    const [owner, officer] = [await connect('owner'), await connect('officer')]
    owner.say(sending('您好'))
    await officer.next('entry')
    officer.say({ type: 'read', ...thread(), upTo: 0 })
    expect((await owner.next('entry', ({ entry }) => entry.type === 'message.read')).entry).toMatchObject({ actor: { kind: 'staff' }, body: { upTo: 0 } })
  })

  it('writes at most one mark of a kind in a few seconds, and the furthest of them in the end', async () => {
    const [owner, officer] = [await connect('owner'), await connect('officer')]
    for (let i = 0; i < 6; i++) owner.say(sending(`第${i}句`))
    await officer.next('entry', ({ entry }) => entry.index === 5)
    for (let upTo = 0; upTo < 6; upTo++) officer.say({ type: 'read', ...thread(), upTo })
    await owner.next('entry', ({ entry }) => entry.type === 'message.read' && entry.body?.upTo === 5)
    const { entries } = (await court.call('owner', 'GET', `${path()}/entries`)).body.data
    expect(entries.filter(({ type }: { type: string }) => type === 'message.read')).toHaveLength(2)
  })

  it('refuses with the same codes as HTTP, and stays open', async () => {
    const owner = await connect('owner')
    owner.say(sending(' '))
    expect((await owner.next('refused')).error).toMatchObject({ code: 'messaging.empty' })
    owner.say({ ...sending('您好'), personId: court.id('opponent') })
    expect((await owner.next('refused')).error).toMatchObject({ code: 'input.not_found' })
    owner.say(sending('您好'))
    await owner.next('stored')
  })

  it('lets the former officer hear that the case went and nothing after, on a socket that was open before', async () => {
    const [officer, colleague, owner] = [await connect('officer'), await connect('colleague'), await connect('owner')]
    const body = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
    await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, body)
    await owner.next('entry', ({ entry }) => entry.type === 'handler.changed')
    await officer.next('handed_over', ({ personId }) => personId === court.id('owner'))
    owner.say(sending('请问'))
    await colleague.next('entry', ({ entry }) => entry.type === 'message.sent')
    officer.say(sending('我再说一句'))
    expect((await officer.next('refused')).error).toMatchObject({ code: 'input.not_found' })
    expect(officer.frames.filter((frame) => frame.type === 'entry')).toEqual([])
  })

  it('tells the handlers that their work list has changed', async () => {
    // The registration of the case is behind us, so that what is heard is about the message.
    await court.settled()
    const officer = await connect('officer')
    await court.call('owner', 'POST', `${path()}/messages`, message('到哪一步了？'))
    await officer.next('work_list_changed')
    expect((await court.call('officer', 'GET', '/work-list')).body.data.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ caseId, lastText: '到哪一步了？' })]),
    )
  })
})
