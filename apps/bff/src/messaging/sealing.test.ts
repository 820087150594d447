import type { ServerFrame } from '@zhixin/shared/contract'
import { accessChain, threadChain } from '@zhixin/shared/ids'
import { verifyChain } from '@zhixin/shared/verify'
import WebSocket from 'ws'
import { aSound } from '../demo/sound'
import { fsckChains, sm3 } from '../log'
import { form, message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

/** Said by nobody else, and anew for each test. */
let WORDS: string
let FILE_NAME: string
let FILE_WORDS: string
const secrets = (): string[] => [WORDS, FILE_NAME, encodeURIComponent(FILE_NAME), FILE_WORDS, encodeURIComponent(WORDS)]
const PERSONAS: Persona[] = [
  'anyone', 'account', 'owner', 'agent', 'opponent', 'outsider', 'officer', 'judge', 'colleague', 'leader', 'stranger', 'otherJudge', 'otherLeader', 'window', 'director',
  'duty', 'hotline', 'inspector', 'auditor',
]

/** Whoever was shown something of the kind before it was sealed: all that the first test, which asks as everybody, leaves to be asked again. */
const WHO_READ_IT: Persona[] = ['owner', 'opponent', 'officer', 'judge', 'leader', 'director', 'duty']

/** More than one way of asking; lists do not echo what was looked for. */
const QUERIES: Record<string, string[]> = {
  '/work-list': ['', '?show=all', '?show=unread', '?show=all&search=WORDS'], '/cases': ['', '?search=WORDS'], '/threads/:caseId/:personId/entries': ['', '?after=-1', '?before=3'],
}

describe('what is sealed (封存)', () => {
  let court: TestCourt
  let caseId: string
  const sockets: WebSocket[] = []
  const base = (of = 'owner'): string => `/threads/${caseId}/${court.id(of)}`
  const post = (persona: Persona, path: string, body: object = {}) => court.call(persona, 'POST', `${base()}${path}`, { commandId: newCommandId(), ...body })
  const entries = async (persona: Persona) => (await court.call(persona, 'GET', `${base()}/entries?limit=200`)).body.data.entries
  const code = async (answer: Promise<{ status: number; body: { error?: { code: string } } }>): Promise<unknown> => {
    const { status, body } = await answer
    return body?.error ? `${status} ${body.error.code}` : status
  }
  const ask = (persona: Persona, index: number, reason = 'wrong_case') => post(persona, `/messages/${index}/seal-request`, { reason })
  const approve = (persona: Persona, index: number) => post(persona, `/messages/${index}/seal-request/approval`)

  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
    WORDS = `紫藤萝${caseId.slice(-4)}密语`
    FILE_NAME = `蓝胡子${caseId.slice(-4)}.txt`
    FILE_WORDS = `绿宝石${caseId.slice(-4)}暗号`
  })
  afterEach(() => sockets.splice(0).forEach((socket) => socket.terminate()))

  async function listen(persona: Persona) {
    const token = await court.tokenOf(persona)
    const socket = new WebSocket(court.socketUrl)
    sockets.push(socket)
    const heard: string[] = []
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
      socket.on('error', reject)
      socket.on('message', (data) => {
        heard.push(String(data))
        if (String(data).startsWith('{"type":"ready"')) resolve()
      })
    })
    /** Everything that was said to it before a pong comes back. */
    const flushed = (): Promise<string[]> =>
      new Promise((resolve) => {
        socket.on('message', (data) => String(data).includes('"pong"') && resolve(heard))
        socket.send(JSON.stringify({ type: 'ping' }))
      })
    const until = async (fits: (frame: ServerFrame) => boolean): Promise<void> => {
      while (!heard.some((text) => fits(JSON.parse(text)))) await new Promise<void>((resolve) => void socket.once('message', () => resolve()))
    }
    return { heard, flushed, until, say: (frame: object): void => socket.send(JSON.stringify(frame)) }
  }

  /** A message with words, a file with a telling name, and what is in it. */
  async function sendSecret(more: object = {}): Promise<{ body: object; attachmentId: string }> {
    const uploaded = await court.call('owner', 'POST', `${base()}/attachments`, form(Buffer.from(FILE_WORDS), FILE_NAME, { kind: 'file' }))
    const attachmentId = uploaded.body.data.id as string
    const body = message(WORDS, { attachments: [{ id: attachmentId, name: FILE_NAME, kind: 'file' }], ...more })
    expect((await court.call('owner', 'POST', `${base()}/messages`, body)).status).toBe(200)
    return { body, attachmentId }
  }

  /** Asks every route that can be asked without changing anything, as each of these people, and looks at whatever the store holds that is not under seal. */
  async function nobodySays(of: string, { attachmentId = 'a_none', index = '0', personas = WHO_READ_IT } = {}): Promise<number> {
    let asked = 0
    const params = (path: string): string =>
      path.replace(':caseId', caseId).replace(':personId', court.id(of)).replace(':attachmentId', attachmentId).replace(':index', index).replace(/:id\b/, 'q_00000000000000000000')
        .replace(/:requestId/, 'r_00000000000000000000').replace(/:[a-zA-Z]+/g, 'unknown00')
    for (const persona of personas) {
      for (const { method, path } of court.routes.filter((route) => route.method === 'get')) {
        for (const query of QUERIES[path] ?? ['']) {
          const target = params(path) + query.replace('WORDS', encodeURIComponent(WORDS))
          saysNothing(`${persona} ${method} ${path}${query}`, await court.call(persona, 'GET', target))
          asked++
        }
      }
      saysNothing(`${persona} kept`, await court.call(persona, 'POST', '/threads/kept', { threads: [{ caseId, personId: court.id(of) }] }))
    }
    for (const { name } of await court.connection.db!.listCollections().toArray()) {
      for (const document of await court.connection.db!.collection(name).find({}).toArray()) {
        const text = JSON.stringify(document, (_, value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : value))
        for (const secret of secrets()) expect([name, text.includes(secret)]).toEqual([name, false])
      }
    }
    return asked
  }

  function saysNothing(what: string, { text, headers }: { text: string; headers: Headers }): void {
    const all = `${text}\n${JSON.stringify([...headers])}`
    for (const secret of secrets()) if (all.includes(secret)) throw new Error(`${what} still says ${secret}`)
  }

  /** Whole: every header in its place with its hash, though bodies are withheld. */
  async function stillVerifies(of = 'owner'): Promise<void> {
    for (const persona of ['officer', 'leader', of] as Persona[]) {
      const { entries: now } = (await court.call(persona, 'GET', `${base(of)}/entries?limit=200`)).body.data
      expect(verifyChain(sm3, threadChain({ caseId, personId: court.id(of) }), now).next).toBe(now.length)
    }
    const { rooms } = court
    const attachmentSm3 = (chain: string, { id }: { id: string }) => rooms.attachments.storedSm3(chain, id)
    for await (const result of fsckChains({ court: rooms.log.court, reader: rooms.log, keys: rooms.log.keys, attachmentSm3 })) expect(result).not.toHaveProperty('misfit')
  }

  it('is gone from every route, list, search and frame of everybody, and the chain still verifies', async () => {
    const { body, attachmentId } = await sendSecret()
    await court.call('officer', 'POST', `${base()}/messages`, message('您好，请说说看。', { offHoursReason: '值班' }))
    await sendSecret({ text: `${WORDS}再说一遍` })
    // Somebody looks at everything beforehand: what they were shown then must not come from some cache afterwards.
    for (const persona of ['owner', 'officer', 'leader', 'director'] as const) expect((await court.call(persona, 'GET', `${base()}/entries`)).text).toContain(WORDS)
    expect((await court.call('officer', 'GET', `/work-list?show=all&search=${encodeURIComponent(WORDS)}`)).text).toContain(WORDS)
    const before = await entries('owner')

    expect((await ask('owner', 0)).status).toBe(200)
    expect((await ask('officer', 2, 'other_people')).status).toBe(200)
    expect((await court.call('leader', 'GET', '/seal-requests')).text).not.toContain(WORDS)
    const listeners = new Map<Persona, Awaited<ReturnType<typeof listen>>>()
    for (const persona of PERSONAS.filter((one) => one !== 'anyone')) listeners.set(persona, await listen(persona))
    expect((await approve('leader', 0)).status).toBe(200)
    expect((await approve('director', 2)).status).toBe(200)
    await listeners.get('owner')!.until((frame) => frame.type === 'put_away' && frame.index === 2)
    await court.settled()

    expect(await nobodySays('owner', { attachmentId, personas: PERSONAS })).toBeGreaterThan(300)
    saysNothing('owner sends again', await court.call('owner', 'POST', `${base()}/messages`, body))
    for (const [persona, socket] of listeners) {
      socket.say({ type: 'after', caseId, personId: court.id('owner'), index: -1 })
      const heard = (await socket.flushed()).join('\n')
      for (const secret of secrets()) expect([persona, heard.includes(secret)]).toEqual([persona, false])
    }

    // What stays: every header with its hash, in its place, and why.
    for (const persona of ['owner', 'officer', 'leader'] as const) {
      const now = await entries(persona)
      expect(now.map(({ entryHash }: { entryHash: string }) => entryHash).slice(0, 3)).toEqual(before.map(({ entryHash }: { entryHash: string }) => entryHash))
      expect(now[0]).toMatchObject({ body: null, nonce: null, withheld: 'sealed', bodyHash: before[0].bodyHash })
      expect(now[1]).toMatchObject({ body: { text: '您好，请说说看。' } })
      expect(now.at(-2)).toMatchObject({ type: 'seal.approved', body: { of: 0, reason: 'wrong_case', words: '发错了案件' }, actorName: expect.any(String) })
    }
    await stillVerifies()
  }, 120_000)

  describe('is whatever somebody wrote', () => {
    const EMPTY = { real_estate: [], vehicles: [], deposits: [], wages: [], claims: [], shares: [] }
    const upload = async (who: 'owner' | 'opponent', bytes: Buffer, kind: 'file' | 'voice') => {
      const name = kind === 'voice' ? '语音.mp3' : FILE_NAME
      const fields = { kind, ...(kind === 'voice' && { durationMs: '2000' }) }
      const { body } = await court.call(who, 'POST', `${base(who)}/attachments`, form(bytes, name, fields))
      return { id: body.data.id as string, name, kind, ...(kind === 'voice' && { durationMs: 2000 }) }
    }
    const write = async (who: Persona, path: string, body: object = {}) => {
      const { status, text, body: answer } = await court.call(who, 'POST', path, { commandId: newCommandId(), ...body })
      if (status !== 200) throw new Error(`${path}: ${text}`)
      return answer.data.stored?.index ?? answer.data.index
    }
    const seal = async (of: string, index: number, by: Persona = 'officer'): Promise<void> => {
      await write(by, `${base(of)}/messages/${index}/seal-request`, { reason: 'wrong_case' })
      await write('director', `${base(of)}/messages/${index}/seal-request/approval`)
    }
    const withheldIn = async (of: Persona) => {
      const found = (await court.call(of, 'GET', `${base(of)}/entries?limit=200`)).body.data.entries as { index: number; type: string; body: object | null; withheld?: string }[]
      return found.filter(({ withheld }) => withheld === 'sealed').map(({ index, type, body }) => [index, type, body])
    }

    it('a form with what adds to it, a task and how it was done: gone everywhere, and the right form can be handed in', async () => {
      const thread = base('opponent')
      const papers = [await upload('opponent', Buffer.from(FILE_WORDS), 'file')]
      const asked = await write('officer', `${thread}/tasks`, { kind: 'report_property', what: `请报告财产${WORDS}`, dueOn: '2099-01-16' })
      const report = (words: string, attachments: object[] = []) => ({
        form: 'property_report', version: 1, attachments, values: { as_of: '2026-01-06', reporter: '当事人3号', ...EMPTY, others: [{ what: words }] },
      })
      const handedIn = await write('opponent', `${thread}/forms`, report(WORDS, papers))
      const supplement = await write('opponent', `${thread}/forms`, { form: 'property_supplement', version: 1, supplements: handedIn, values: { what_changed: WORDS } })
      await write('officer', `${thread}/tasks`, { kind: 'pay', what: '按通知书付款', commandId: 'm_00000000000000seal01' })
      const done = await write('officer', `${thread}/tasks/t_00000000000000seal01/done`, { how: `已付清${WORDS}` })
      const toDo = async () => (await court.call('opponent', 'GET', `${thread}/to-do`)).body.data
      expect((await toDo()).tasks[1].done).toMatchObject({ index: handedIn })
      await seal('opponent', handedIn, 'officer')
      // It is asked for still, and nothing stands in its way; what was handed in says that it is sealed, and no more.
      expect((await toDo()).tasks.find(({ kind }: { kind: string }) => kind === 'report_property').done).toBeNull()
      const [offer, adding] = (await toDo()).forms
      expect(offer).toMatchObject({ can: true, submitted: [{ index: handedIn, isSealed: true }] })
      expect(adding).toMatchObject({ can: false, submitted: [{ index: supplement, isSealed: true }] })
      expect(await code(court.call('opponent', 'GET', `${thread}/attachments/${papers[0]!.id}`))).toBe('410 messaging.sealed')
      expect(await code(court.call('opponent', 'POST', `${thread}/forms`, { commandId: newCommandId(), ...report('无', papers) }))).toBe('409 messaging.attachment_unknown')
      const anew = await write('opponent', `${thread}/forms`, report('无'))
      await seal('opponent', asked)
      await seal('opponent', done)
      await court.settled()
      expect(await withheldIn('opponent')).toEqual([
        [asked, 'task.asked', null], [handedIn, 'form.submitted', null], [supplement, 'form.submitted', null], [done, 'task.done', null],
      ])
      expect((await toDo()).forms[0].submitted).toMatchObject([{ isSealed: true }, { index: anew, isSealed: false }])
      expect(await nobodySays('opponent', { attachmentId: papers[0]!.id, index: String(handedIn) })).toBeGreaterThan(300)
      await stillVerifies('opponent')
    }, 120_000)

    it('an urgent clue, what was told about it, and what was written down of a voice; the clue still rings, and what comes afterwards is shown', async () => {
      const place = `/urgent/${caseId}/${court.id('owner')}`
      const [file, voice] = [await upload('owner', Buffer.from(FILE_WORDS), 'file'), await upload('owner', aSound(2), 'voice')]
      const clue = await write('owner', place, { what: WORDS, where: `${WORDS}路`, attachments: [file] })
      await write('officer', `${place}/taking`)
      await write('officer', `${place}/words`, { text: `已经去看${WORDS}` })
      const { body } = await court.call('owner', 'POST', `${base()}/messages`, message('请听', { attachments: [voice] }))
      const spoken = body.data.index as number
      const said = await write('officer', `${base()}/messages/${spoken}/voice-summary`, { attachmentId: voice.id, summary: `他说${WORDS}` })
      await court.settled()
      const item = async () => (await court.call('officer', 'GET', '/work-list?show=all')).body.data.items.find((one: { caseId: string }) => one.caseId === caseId)
      expect((await item()).lastText).toContain(WORDS)
      expect((await court.call('officer', 'GET', place)).text).toContain(WORDS)

      // Whoever is on duty has looked at it: they are nothing to the case, and their app holds it all the same.
      expect((await court.call('duty', 'GET', place)).text).toContain(WORDS)
      const [socket, duty] = [await listen('owner'), await listen('duty')]
      await seal('owner', clue, 'owner')
      await duty.until((frame) => frame.type === 'put_away' && frame.caseId === caseId && frame.index === clue)
      await duty.until((frame) => frame.type === 'urgent_changed')
      await seal('owner', said)
      // Told of each: what was told about the clue goes from phones as well.
      for (const index of [clue, clue + 2, said]) await socket.until((frame) => frame.type === 'put_away' && frame.index === index)
      await court.settled()
      expect(await item()).toMatchObject({ lastText: '请听［语音］', voicesWaiting: 1 })
      const card = (await court.call('officer', 'GET', '/urgent')).body.data.items.find((one: { caseId: string }) => one.caseId === caseId)
      expect(card).toMatchObject({ isSealed: true, isMine: true })
      const view = (await court.call('owner', 'GET', place)).body.data.matter
      expect(view).toMatchObject({ status: 'taken', taken: { name: expect.any(String) }, items: [{ what: null, where: null, attachments: [] }], said: [{ text: null }] })
      for (const who of ['owner', 'officer', 'director'] as const) expect(await code(court.call(who, 'GET', `${place}/attachments/${file.id}`))).toBe('410 messaging.sealed')
      expect(await code(court.call('owner', 'POST', place, { commandId: newCommandId(), what: '再发一次', attachments: [file] }))).toBe('409 messaging.attachment_unknown')
      expect(await nobodySays('owner', { attachmentId: file.id, index: String(clue) })).toBeGreaterThan(300)
      expect(await withheldIn('owner')).toEqual([[clue, 'urgent.raised', null], [clue + 2, 'urgent.said', null], [said, 'voice.summarised', null]])

      // The matter goes on: what is added and told from now on is read; how it ended can be sealed in its turn.
      await write('owner', place, { what: '车往东开了' })
      await write('officer', `${place}/words`, { text: '正在赶去' })
      const settled = await write('officer', `${place}/settlement`, { summary: `办结${WORDS}` })
      expect((await court.call('owner', 'GET', place)).body.data.matter).toMatchObject({ items: [{ what: null }, { what: '车往东开了' }], said: [{ text: null }, { text: '正在赶去' }] })
      expect(await code(court.call('leader', 'POST', `${base()}/messages/${settled}/seal-request`, { commandId: newCommandId(), reason: 'wrong_case' }))).toBe('403 access.forbidden')
      await seal('owner', settled)
      expect((await court.call('owner', 'GET', place)).body.data.matter.settled).toMatchObject({ summary: null })
      // A wrong summary is written anew: the newest counts.
      await write('officer', `${base()}/messages/${spoken}/voice-summary`, { attachmentId: voice.id, summary: '问什么时候能拿到钱' })
      await court.settled()
      expect(await item()).toMatchObject({ lastText: '请听［语音：问什么时候能拿到钱］', voicesWaiting: 0 })
      const before = await item()
      await court.rebuildReadModels()
      expect(await item()).toEqual(before)
      expect(await nobodySays('owner')).toBeGreaterThan(300)
      await stillVerifies()
    }, 180_000)

    it('a message that was flagged, with what was noted of it: that it was flagged stays', async () => {
      const { body } = await court.call('owner', 'POST', `${base()}/messages`, message('发错了'))
      const [kind] = (await court.call('officer', 'GET', `${base()}/flags`)).body.data.kinds
      await write('officer', `${base()}/messages/${body.data.index}/flags`, { kind: kind.kind, note: `写了${WORDS}` })
      const flagged = async () => (await court.call('leader', 'GET', '/flags')).body.data.flags.find((flag: { caseId: string }) => flag.caseId === caseId)
      await court.settled()
      expect((await flagged()).note).toContain(WORDS)
      await seal('owner', body.data.index)
      await court.settled()
      expect(await flagged()).toMatchObject({ kind: kind.kind, note: '（内容已封存）' })
      await court.rebuildReadModels()
      expect(await flagged()).toMatchObject({ note: '（内容已封存）' })
      for (const who of ['officer', 'judge', 'leader', 'director'] as const) for (const path of ['/flags', `${base()}/flags`]) saysNothing(`${who} ${path}`, await court.call(who, 'GET', path))
      const again = court.call('officer', 'POST', `${base()}/messages/${body.data.index}/flags`, { commandId: newCommandId(), kind: kind.kind, note: WORDS })
      expect(await code(again)).toBe('410 messaging.sealed')
    })

    it('a note of a call, a reason, why a thread is slowed', async () => {
      const call = await write('officer', `${base()}/contacts`, { kind: 'phone', summary: `电话里说${WORDS}`, settles: false })
      const slowed = await write('leader', `${base()}/slow-mode`, { days: 2, perDay: 3, reason: `因为${WORDS}` })
      expect((await court.call('owner', 'GET', base())).text).toContain(WORDS)
      await seal('owner', call)
      await seal('owner', slowed)
      expect((await court.call('owner', 'GET', base())).body.can.pace).toMatchObject({ perDay: 3, reason: '（内容已封存）' })
      const lifted = await write('leader', `${base()}/slow-mode/lifting`, { reason: `不再需要${WORDS}` })
      await seal('owner', lifted)
      for (const who of ['owner', 'officer', 'leader', 'director'] as const) for (const path of [base(), `${base()}/entries?limit=200`]) saysNothing(`${who} ${path}`, await court.call(who, 'GET', path))
      expect((await withheldIn('owner')).map(([, type]) => type)).toEqual(['contact.recorded', 'slow_mode.set', 'slow_mode.lifted'])
      // What says how far somebody has read, or that something is sealed, holds nobody's words.
      expect(await code(court.call('officer', 'POST', `${base()}/messages/${call + 2}/seal-request`, { commandId: newCommandId(), reason: 'wrong_case' }))).toBe('409 sealing.not_sealable')
    })
  })

  it('stays gone when the read models are built anew, and is found by no search', async () => {
    await sendSecret()
    await ask('owner', 0)
    await approve('leader', 0)
    await court.settled()
    const look = async () => (await court.call('officer', 'GET', '/work-list?show=all')).body.data.items.find((item: { caseId: string }) => item.caseId === caseId)
    const before = await look()
    expect(before).toMatchObject({ lastText: '［已封存的消息］', unread: 1 })
    await court.rebuildReadModels()
    expect(await look()).toEqual(before)
    expect((await court.call('officer', 'GET', `/work-list?show=all&search=${encodeURIComponent(WORDS)}`)).body.data.items).toEqual([])
  }, 60_000)

  it('its attachment is gone with it, and was kept by no cache before', async () => {
    const { attachmentId } = await sendSecret()
    const target = `${base()}/attachments/${attachmentId}`
    const shown = await court.call('owner', 'GET', target)
    expect([shown.status, shown.text, shown.headers.get('cache-control')]).toEqual([200, FILE_WORDS, 'private, no-store'])
    await ask('owner', 0)
    await approve('leader', 0)
    for (const persona of ['owner', 'officer', 'judge', 'leader'] as const) expect(await code(court.call(persona, 'GET', target))).toBe('410 messaging.sealed')
    expect(await code(court.call('opponent', 'GET', target))).toBe('404 input.not_found')
    // Nor does it come back with another message.
    const again = message('再发一次', { attachments: [{ id: attachmentId, name: FILE_NAME, kind: 'file' }] })
    expect(await code(court.call('owner', 'POST', `${base()}/messages`, again))).toBe('409 messaging.attachment_unknown')
  })

  it('a repeat of the send is answered as before, without a word of it; other words under its id are refused', async () => {
    const { body } = await sendSecret()
    const first = await court.call('owner', 'POST', `${base()}/messages`, body)
    await ask('owner', 0)
    await approve('leader', 0)
    const second = await court.call('owner', 'POST', `${base()}/messages`, body)
    expect(second.text).toBe(first.text)
    expect(Object.keys(second.body.data).sort()).toEqual(['at', 'chain', 'entryHash', 'index'])
    expect(await code(court.call('owner', 'POST', `${base()}/messages`, { ...body, text: '猜一猜' }))).toBe('409 log.key_conflict')
  })

  it('is decided by a leader of the case alone, never by who asked; who looks beforehand leaves an entry', async () => {
    await sendSecret({ confidential: true })
    expect(await code(approve('leader', 0))).toBe('409 sealing.nothing_asked')
    expect(await code(ask('opponent', 0))).toBe('404 input.not_found')
    expect(await code(ask('leader', 0))).toBe('403 access.forbidden')
    expect(await code(post('owner', '/messages/0/seal-request', { reason: WORDS }))).toBe('400 input.invalid')
    expect(await code(post('owner', '/messages/0/seal-request', { reason: 'no_such_reason' }))).toBe('400 sealing.reason_unknown')
    await ask('officer', 0)
    expect(await code(ask('owner', 0))).toBe('409 sealing.already_asked')
    for (const persona of ['owner', 'officer', 'judge', 'colleague', 'window', 'auditor'] as const) expect(await code(approve(persona, 0))).toBe('403 access.forbidden')
    expect(await code(approve('otherLeader', 0))).toBe('404 input.not_found')

    // The leader does not see what is for the handler alone, but may look at it for this.
    expect((await entries('leader'))[0]).toMatchObject({ body: null, withheld: 'confidential' })
    const { requests } = (await court.call('leader', 'GET', '/seal-requests')).body.data
    expect(requests.find((one: { caseId: string }) => one.caseId === caseId)).toMatchObject({ index: 0, mayDecide: true, words: '发错了案件' })
    const shown = await court.call('leader', 'GET', `${base()}/messages/0/under-seal`)
    expect(shown.body.data.entry).toMatchObject({ body: { text: WORDS } })
    const { attachments } = shown.body.data.entry
    expect((await court.call('leader', 'GET', `${base()}/messages/0/under-seal/attachments/${attachments[0].id}`)).text).toBe(FILE_WORDS)
    const opened = (await court.rooms.log.list(accessChain(caseId))).filter(({ body }) => String(body.what).startsWith('under-seal/'))
    expect(opened).toMatchObject([{ type: 'file.opened', actor: { id: court.id('leader') }, body: { what: `under-seal/${court.id('owner')}/0` } }])

    await approve('leader', 0)
    for (const path of ['/messages/0/under-seal', `/messages/0/under-seal/attachments/${attachments[0].id}`]) {
      expect(await code(court.call('leader', 'GET', `${base()}${path}`))).toBe('409 sealing.nothing_asked')
    }
    expect(await code(approve('leader', 0))).toBe('409 sealing.nothing_asked')
    expect((await court.call('leader', 'GET', '/seal-requests')).text).not.toContain(caseId)
  })

  it('is refused with a reason that all in the thread read, and stays where it is', async () => {
    await sendSecret()
    await ask('owner', 0)
    expect((await post('director', '/messages/0/seal-request/refusal', { reason: 'belongs_here' })).status).toBe(200)
    expect((await entries('owner')).at(-1)).toMatchObject({ type: 'seal.refused', body: { of: 0, words: '内容与本案有关，应当留在案卷里' } })
    expect((await entries('owner'))[0]).toMatchObject({ body: { text: WORDS } })
    expect(await code(approve('leader', 0))).toBe('409 sealing.nothing_asked')
  })

  it('the same command twice is one entry', async () => {
    await sendSecret()
    const command = { commandId: newCommandId(), reason: 'wrong_case' }
    const [first, second] = [await post('owner', '/messages/0/seal-request', command), await post('owner', '/messages/0/seal-request', command)]
    expect(second.text).toBe(first.text)
  })

  it('every open app that may hold it is told to put it away, former officers too; nobody else is', async () => {
    await sendSecret()
    for (const persona of ['leader', 'colleague'] as const) await court.call(persona, 'GET', `${base()}/entries`)
    // The officer reads, and gives the case away.
    await court.call('officer', 'GET', `${base()}/entries`)
    await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' })
    await court.settled()
    await ask('owner', 0)
    const told: Persona[] = ['owner', 'officer', 'colleague', 'judge', 'leader', 'director']
    const not: Persona[] = ['agent', 'opponent', 'outsider', 'stranger', 'otherLeader', 'window', 'auditor']
    const sockets = new Map(await Promise.all([...told, ...not].map(async (persona) => [persona, await listen(persona)] as const)))
    await approve('leader', 0)
    for (const persona of told) await sockets.get(persona)!.until((frame) => frame.type === 'put_away' && frame.caseId === caseId && frame.index === 0)
    for (const persona of not) expect((await sockets.get(persona)!.flushed()).join()).not.toContain(caseId)
    expect(sockets.get('officer')!.heard.filter((text) => text.includes(caseId))).toEqual([expect.stringContaining('"put_away"')])
  })

  it('a phone that was away hears what of its copies it must put away, and of others’ threads as of none', async () => {
    await sendSecret()
    await ask('owner', 0)
    await approve('leader', 0)
    const kept = (persona: Persona, personId: string, of = caseId) => court.call(persona, 'POST', '/threads/kept', { threads: [{ caseId: of, personId }] })
    const mine = { caseId, personId: court.id('owner') }
    for (const persona of ['owner', 'officer', 'leader'] as const) {
      expect((await kept(persona, court.id('owner'))).body.data.threads).toEqual([{ ...mine, isYours: true, withheld: [{ index: 0, because: 'sealed' }] }])
    }
    const none = { isYours: false, withheld: [] }
    expect((await kept('opponent', court.id('owner'))).body.data.threads).toEqual([{ ...mine, ...none }])
    expect((await kept('opponent', 'p_nosuchperson')).body.data.threads[0]).toMatchObject(none)
    expect((await kept('opponent', court.id('owner'), 'c_nosuchcase')).body.data.threads[0]).toMatchObject(none)
    const many = Array.from({ length: 41 }, () => mine)
    expect(await code(court.call('owner', 'POST', '/threads/kept', { threads: many }))).toBe('400 input.invalid')
    expect((await court.rooms.log.list(accessChain(caseId))).filter(({ actor }) => actor.id === court.id('judge'))).toEqual([])
  })

  describe('what is for the handler alone', () => {
    it('a clue is so without asking; leaders get header and hash, and no preview or search shows it', async () => {
      await court.call('owner', 'POST', `${base()}/messages`, message(WORDS, { mark: 'property_clue' }))
      await court.settled()
      for (const persona of ['owner', 'officer', 'judge'] as const) expect((await entries(persona))[0]).toMatchObject({ body: { text: WORDS }, visibility: 'sender_and_handler' })
      for (const persona of ['leader', 'director'] as const) expect((await entries(persona))[0]).toMatchObject({ body: null, nonce: null, withheld: 'confidential' })
      for (const persona of ['officer', 'judge', 'leader', 'director'] as const) {
        for (const path of [`/cases/${caseId}`, '/work-list?show=all', `/work-list?show=all&search=${encodeURIComponent(WORDS)}`]) {
          expect((await court.call(persona, 'GET', path)).text).not.toContain(WORDS)
        }
      }
      expect(await code(court.call('opponent', 'GET', `${base()}/entries`))).toBe('404 input.not_found')
    })

    it('its attachment too', async () => {
      const { attachmentId } = await sendSecret({ confidential: true })
      const target = `${base()}/attachments/${attachmentId}`
      expect(await code(court.call('leader', 'GET', target))).toBe('403 messaging.confidential')
      expect((await court.call('judge', 'GET', target)).text).toBe(FILE_WORDS)
    })

    it('a clue may be sent for all, and any own message be confined later: then those who held it put it away', async () => {
      await court.call('owner', 'POST', `${base()}/messages`, message(WORDS, { mark: 'property_clue', confidential: false }))
      expect((await entries('leader'))[0]).toMatchObject({ body: { text: WORDS } })
      const [leader, officer] = [await listen('leader'), await listen('officer')]
      expect(await code(post('officer', '/messages/0/confinement'))).toBe('403 access.forbidden')
      expect(await code(post('opponent', '/messages/0/confinement'))).toBe('404 input.not_found')
      expect((await post('owner', '/messages/0/confinement')).status).toBe(200)
      await leader.until((frame) => frame.type === 'put_away' && frame.index === 0 && frame.because === 'confidential')
      await officer.until((frame) => frame.type === 'entry' && frame.entry.type === 'message.confined')
      expect((await officer.flushed()).join()).not.toContain('put_away')
      expect((await entries('leader'))[0]).toMatchObject({ body: null, withheld: 'confidential' })
      expect((await entries('officer'))[0]).toMatchObject({ body: { text: WORDS } })
      const kept = await court.call('leader', 'POST', '/threads/kept', { threads: [{ caseId, personId: court.id('owner') }] })
      expect(kept.body.data.threads[0].withheld).toEqual([{ index: 0, because: 'confidential' }])
    })

    it('is released by the handler with a reason that its sender reads', async () => {
      await court.call('owner', 'POST', `${base()}/messages`, message(WORDS, { confidential: true }))
      expect(await code(post('leader', '/messages/0/release', { reason: '核实完毕' }))).toBe('403 access.forbidden')
      expect(await code(post('officer', '/messages/0/release', { reason: ' ' }))).toBe('400 input.invalid')
      expect((await post('officer', '/messages/0/release', { reason: '线索已核实完毕' })).status).toBe(200)
      expect((await entries('leader'))[0]).toMatchObject({ body: { text: WORDS } })
      expect((await entries('owner')).at(-1)).toMatchObject({ type: 'message.released', body: { of: 0, reason: '线索已核实完毕' } })
      expect(await code(post('owner', '/messages/0/confinement'))).toBe('409 messaging.released')
    })

    it('the court keeps nothing from whose thread it is', async () => {
      expect(await code(court.call('officer', 'POST', `${base()}/messages`, message('您好', { confidential: true })))).toBe('400 input.invalid')
    })
  })
})
