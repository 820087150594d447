import { form, message, newCommandId, openTestCourt, PNG, type Persona, type TestCourt } from '../test-support/court'

describe('messages over HTTP', () => {
  let court: TestCourt
  let caseId: string
  let back: (() => void) | undefined
  const thread = (of = 'owner'): string => `/threads/${caseId}/${court.id(of)}`
  const send = (persona: Persona, body: object, of = 'owner') => court.call(persona, 'POST', `${thread(of)}/messages`, body)
  const entries = async (persona: Persona = 'owner', of = 'owner') => (await court.call(persona, 'GET', `${thread(of)}/entries?limit=200`)).body.data.entries
  const view = async (persona: Persona = 'officer') => (await court.call(persona, 'GET', thread())).body

  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  afterEach(() => {
    back?.()
    back = undefined
  })

  it('files a message once, however often it is sent', async () => {
    const said = message('到哪一步了？')
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('owner', said)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await entries()).toHaveLength(1)
  })

  it('refuses another text under the same id with 409', async () => {
    const said = message('一')
    await send('owner', said)
    const second = await send('owner', { ...said, text: '二' })
    expect([second.status, second.body.error.code]).toEqual([409, 'log.key_conflict'])
  })

  it.each([
    ['no text', { clientMessageId: 'm_0000000000000000' }, 'body.text'],
    ['a text that is none', message('x', { text: { $gt: '' } }), 'body.text'],
    ['2,001 characters', message('长'.repeat(2001)), 'body.text'],
    ['half a character', message('\ud83d'), 'body.text'],
    ['nothing but blanks', message('  \n '), 'body.text'],
    ['an identity number', message('我的身份证11010519491231002X'), 'body.text'],
    ['an id that is none', message('x', { clientMessageId: '1' }), 'body.clientMessageId'],
    ['an unknown mark', message('x', { mark: 'urgent' }), 'body.mark'],
    ['a field nobody knows', message('x', { seq: 7 }), 'body.seq'],
    ['too many attachments', message('x', { attachments: Array.from({ length: 10 }, () => ({ id: 'a_00000000', name: 'x', kind: 'file' })) }), 'body.attachments'],
  ])('answers %s with 400, the field and a Chinese sentence', async (_, body, field) => {
    const { status, body: answer } = await send('owner', body)
    expect(status).toBe(400)
    expect(answer.error).toMatchObject({ field, message: expect.stringMatching(/[\u4e00-\u9fff]/) })
    expect(await entries()).toHaveLength(0)
  })

  it('takes 2,000 characters of any script', async () => {
    expect((await send('owner', message('𠮷'.repeat(1000)))).status).toBe(200)
    expect((await send('owner', message('长'.repeat(2000)))).status).toBe(200)
  })

  it('hands out pages after and before an index, oldest first', async () => {
    for (const text of ['零', '一', '二', '三', '四']) await send('owner', message(text))
    const page = async (query: string) => {
      const { data } = (await court.call('owner', 'GET', `${thread()}/entries?${query}`)).body
      return [data.entries.map(({ body }: { body: { text: string } }) => body.text).join(''), data.hasMore]
    }
    expect(await page('after=1&limit=2')).toEqual(['二三', true])
    expect(await page('after=3&limit=2')).toEqual(['四', false])
    expect(await page('before=3&limit=2')).toEqual(['一二', true])
    expect(await page('before=2&limit=2')).toEqual(['零一', false])
  })

  it('shows no seq, no key and nothing sealed', async () => {
    await send('owner', message('您好'))
    const [entry] = await entries()
    expect(Object.keys(entry).sort()).toEqual(
      ['actor', 'actorName', 'at', 'attachments', 'body', 'bodyHash', 'chain', 'court', 'entryHash', 'index', 'nonce', 'prev', 'type', 'v', 'visibility'],
    )
  })

  describe('the clock', () => {
    it('runs from the question to the answer', async () => {
      await send('owner', message('到哪一步了？'))
      expect((await view()).data.matter).toMatchObject({ since: 0, targetAt: '2026-03-11T16:00:00.000Z', answeredBy: 'handler' })
      await send('officer', message('正在查控。'))
      expect((await view()).data.matter).toBeNull()
    })

    it('lets the officer say that no reply is needed, with a reason the party reads', async () => {
      await send('owner', message('随便问问'))
      const without = await court.call('officer', 'POST', `${thread()}/matter/dismissal`, { commandId: newCommandId(), reason: ' ' })
      expect([without.status, without.body.error.field]).toEqual([400, 'body.reason'])
      await court.call('officer', 'POST', `${thread()}/matter/dismissal`, { commandId: newCommandId(), reason: '重复询问' })
      expect((await entries()).at(-1)).toMatchObject({ type: 'matter.no_reply_needed', body: { reason: '重复询问' } })
      const again = await court.call('officer', 'POST', `${thread()}/matter/dismissal`, { commandId: newCommandId(), reason: '重复询问' })
      expect([again.status, again.body.error.code]).toEqual([409, 'messaging.nothing_open'])
    })

    it('repeats a dismissal whose answer was lost without a second entry', async () => {
      await send('owner', message('随便问问'))
      const command = { commandId: newCommandId(), reason: '重复询问' }
      const [first, second] = [await court.call('officer', 'POST', `${thread()}/matter/dismissal`, command), await court.call('officer', 'POST', `${thread()}/matter/dismissal`, command)]
      expect(second.text).toBe(first.text)
    })

    it('leaves a report of irregularity to the judge', async () => {
      await send('owner', message('办案拖延', { mark: 'irregularity' }))
      await send('officer', message('正在核实'))
      expect((await view()).data.matter).toMatchObject({ answeredBy: 'judge' })
      expect((await view('officer')).can.dismiss).toBe(false)
      expect((await view('judge')).can.dismiss).toBe(true)
      await send('judge', message('经查……'))
      expect((await view()).data.matter).toBeNull()
    })

    it('is not moved by a new mark', async () => {
      await send('owner', message('听说他买了车'))
      const before = (await view()).data.matter
      back = court.later({ days: 1 })
      await court.call('officer', 'POST', `${thread()}/messages/0/mark`, { commandId: newCommandId(), mark: 'property_clue' })
      expect((await view()).data.matter).toEqual(before)
    })
  })

  describe('outside office hours', () => {
    beforeEach(() => {
      back = court.later({ minutes: 11 * 60 })
    })
    it('asks the officer for a reason, which is filed; the party writes as ever', async () => {
      expect((await send('owner', message('在吗'))).status).toBe(200)
      const without = await send('officer', message('在'))
      expect([without.status, without.body.error.code]).toEqual([409, 'messaging.off_hours_reason_required'])
      expect((await view()).can.offHoursReason).toBe(true)
      expect((await send('officer', message('在', { offHoursReason: '当事人急问' }))).status).toBe(200)
      expect((await entries()).at(-1).body.offHoursReason).toBe('当事人急问')
    })
  })

  describe('a call or a visit', () => {
    const record = (more: object = {}) => court.call('officer', 'POST', `${thread()}/contacts`, { commandId: newCommandId(), kind: 'phone', summary: '已电话说明进展', ...more })
    it('is written into the thread and settles what is open', async () => {
      await send('owner', message('到哪一步了？'))
      expect((await record()).status).toBe(200)
      expect((await entries()).at(-1)).toMatchObject({ type: 'contact.recorded', body: { kind: 'phone', settles: true } })
      expect((await view()).data.matter).toBeNull()
    })
    it('cannot have happened tomorrow', async () => {
      const { status, body } = await record({ happenedAt: '2026-03-11T02:00:00.000Z' })
      expect([status, body.error.field]).toEqual([400, 'body.happenedAt'])
    })
  })

  describe('delivered and read', () => {
    it('are entries, go forward only and not past the end', async () => {
      await send('owner', message('您好'))
      const read = (upTo: number) => court.call('officer', 'POST', `${thread()}/read`, { upTo })
      const past = await read(5)
      expect([past.status, past.body.error.code]).toEqual([409, 'messaging.too_far'])
      expect((await court.call('judge', 'POST', `${thread()}/read`, { upTo: 0 })).body.data.stored).toMatchObject({ index: 1 })
      expect((await view()).data.court).toEqual({ delivered: 0, read: 0 })
      expect((await court.call('owner', 'POST', `${thread()}/read`, { upTo: 0 })).body.data.stored).toMatchObject({ index: 2 })
    })
  })

  describe('attachments', () => {
    const upload = (bytes: Uint8Array, name: string, fields: Record<string, string> = { kind: 'picture' }, persona: Persona = 'owner', of = 'owner') =>
      court.call(persona, 'POST', `${thread(of)}/attachments`, form(bytes, name, fields))
    const note = (id: string) => ({ attachments: [{ id, name: '照片.png', kind: 'picture' }] })
    const fetchOne = (persona: Persona, id: string, of = 'owner') => court.call(persona, 'GET', `${thread(of)}/attachments/${id}`)

    it('come back byte for byte once a message names them, and the entry commits to them', async () => {
      const { data } = (await upload(PNG, '照片.png')).body
      expect(data).toMatchObject({ name: '照片.png', size: PNG.length, type: 'image/png', kind: 'picture' })
      expect((await fetchOne('officer', data.id)).status).toBe(404)
      expect((await fetchOne('owner', data.id)).status).toBe(200)
      expect((await send('owner', message('', note(data.id)))).status).toBe(200)
      const got = await fetchOne('officer', data.id)
      expect([got.status, got.headers.get('content-type'), got.headers.get('x-content-type-options')]).toEqual([200, 'image/png', 'nosniff'])
      expect((await entries())[0].attachments).toEqual([{ id: data.id, sm3: data.sm3, size: data.size, type: data.type }])
    })

    it.each([
      ['a page that calls itself a picture', Buffer.from('<html><script>1</script></html>'), 'a.png'],
      ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]), 'a.jpg'],
      ['a picture that could run', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="1"/>'), 'a.svg'],
      ['nothing', Buffer.alloc(0), 'a.png'],
    ])('refuses %s with 400', async (_, bytes, name) => {
      for (const kind of ['picture', 'file']) expect((await upload(bytes, name, { kind })).status).toBe(400)
    })

    it('refuses more than 10 MB with 413, and works on afterwards', async () => {
      const { status, body } = await upload(Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]), 'big.png')
      expect([status, body.error.code]).toEqual([413, 'input.too_large'])
      expect((await upload(PNG, 'a.png')).status).toBe(200)
    })

    it('of one thread cannot be named in another, nor by anyone but who uploaded them', async () => {
      const { data } = (await upload(PNG, 'a.png', { kind: 'picture' }, 'opponent', 'opponent')).body
      for (const [persona, of] of [['owner', 'owner'], ['officer', 'opponent'], ['officer', 'owner']] as const) {
        const { status, body } = await send(persona, message('看', note(data.id)), of)
        expect([status, body.error.code]).toEqual([409, 'messaging.attachment_unknown'])
      }
      expect((await fetchOne('owner', data.id)).status).toBe(404)
      expect((await fetchOne('officer', data.id)).status).toBe(404)
    })

    it('that no message names are removed after their time; filed ones never', async () => {
      const [loose, filed] = [(await upload(PNG, 'a.png')).body.data.id, (await upload(PNG, 'b.png')).body.data.id]
      await send('owner', message('', note(filed)))
      back = court.later({ days: 8 })
      expect((await send('owner', message('', note(loose)))).body.error.code).toBe('messaging.attachment_unknown')
      expect(await court.rooms.attachments.removeUnsent(court.rooms.messaging.isFiled)).toBeGreaterThan(0)
      expect((await fetchOne('owner', loose)).status).toBe(404)
      expect((await fetchOne('owner', filed)).status).toBe(200)
    })

    it('of a message that is stored may be sent again for ever', async () => {
      const { data } = (await upload(PNG, 'a.png')).body
      const said = message('看', note(data.id))
      const first = await send('owner', said)
      back = court.later({ days: 30 })
      expect((await send('owner', said)).body).toEqual(first.body)
    })

    it('give no name away in the store', async () => {
      await upload(PNG, '张三身份证.png')
      const files = await court.connection.db!.collection('attachments.files').find().toArray()
      expect(JSON.stringify(files)).not.toMatch(/张三|身份证/)
      const chunks = await court.connection.db!.collection('attachments.chunks').find().toArray()
      expect(chunks.some(({ data }) => Buffer.from(data.buffer).includes(PNG.subarray(0, 16)))).toBe(false)
    })
  })

  it('keeps quick replies to their owner', async () => {
    const { data } = (await court.call('officer', 'POST', '/quick-replies', { title: '收到', text: '收到，谢谢。' })).body
    const list = async (persona: Persona) => (await court.call(persona, 'GET', '/quick-replies')).body.data.quickReplies.map(({ id }: { id: string }) => id)
    expect(await list('officer')).toContain(data.id)
    expect(await list('judge')).not.toContain(data.id)
    expect((await court.call('judge', 'PUT', `/quick-replies/${data.id}`, { title: '改', text: '改' })).status).toBe(404)
    expect((await court.call('judge', 'DELETE', `/quick-replies/${data.id}`)).status).toBe(404)
    expect((await court.call('officer', 'PUT', `/quick-replies/${data.id}`, { title: '改', text: '改' })).body.data.text).toBe('改')
    expect((await court.call('officer', 'DELETE', `/quick-replies/${data.id}`)).status).toBe(200)
  })
})
