import { APPLICANT, CASE, createWorld, OFFICER, PERSON, type Phone, THREAD } from './test-support'

const threadOf = (phone: Phone) => phone.services.account.getSnapshot()!.thread(THREAD)
const wordsOf = (store: ReturnType<typeof threadOf>) => store.getSnapshot().rows.map((row) => (row.kind === 'system' ? row.title : row.text))
const say = (world: ReturnType<typeof createWorld>, text: string) => world.court.append(OFFICER, 'message.sent', { text, mark: 'ordinary', attachments: [] })

describe('a thread on the screen', () => {
  test('shows what was said, by day, and what comes in while it is open', async () => {
    const world = createWorld()
    say(world, '请补充材料。')
    const phone = await world.signedIn()
    const thread = threadOf(phone)
    await world.advance(10)
    say(world, '另外请写明来源。')
    await world.advance(10)
    expect(wordsOf(thread)).toEqual(['今天', '请补充材料。', '另外请写明来源。'])
    expect(thread.getSnapshot()).toMatchObject({ isFresh: true, error: null, isLoading: false })
  })

  test('fills what the line lost between two entries', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    const thread = threadOf(phone)
    await world.advance(10)
    let lost = 0
    world.network.frameFault = (_direction, { type }) => (type === 'entry' && lost++ < 2 ? 'drop' : 'none')
    for (const text of ['一', '二', '三']) say(world, text)
    await world.advance(100)
    expect(thread.getSnapshot().entries.filter(({ type }) => type === 'message.sent').map(({ body }) => body?.text)).toEqual(['一', '二', '三'])
  })

  test('after the line was down asks for everything since, page by page', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    say(world, '开头')
    const thread = threadOf(phone)
    await world.advance(10)
    world.setOnline(false)
    for (let i = 0; i < 450; i++) say(world, `第${i}条`)
    world.setOnline(true)
    await world.advance(5_000)
    expect(thread.getSnapshot().entries.map(({ index }) => index)).toEqual(world.court.entries.map(({ index }) => index))
  })

  test('shows the newest page first and the earlier ones when asked', async () => {
    const world = createWorld()
    for (let i = 0; i < 120; i++) say(world, `第${i}条`)
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    expect(thread.getSnapshot()).toMatchObject({ hasEarlier: true })
    expect(thread.getSnapshot().entries[0]?.index).toBe(70)
    await thread.loadEarlier()
    await thread.loadEarlier()
    expect(thread.getSnapshot().entries[0]?.index).toBe(0)
    expect(thread.getSnapshot().hasEarlier).toBe(false)
  })

  test('can be read without a network after a restart', async () => {
    const world = createWorld()
    say(world, '上次看到的')
    const phone = await world.signedIn()
    threadOf(phone)
    await world.advance(2_000)
    phone.kill()
    world.setOnline(false)
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    const thread = threadOf(again)
    await world.advance(30_000)
    expect(wordsOf(thread)).toContain('上次看到的')
    expect(thread.getSnapshot()).toMatchObject({ isFresh: false, error: 'client.offline' })
  })

  test('a message whose answer was lost stands there once, not a second time as waiting', async () => {
    const world = createWorld()
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    world.network.frameFault = (_direction, { type }) => (type === 'stored' ? 'drop' : 'none')
    world.network.fault = ({ path }) => (path.endsWith('/messages') ? 'lost_reply' : 'none')
    await thread.send({ text: '只一次' })
    await world.advance(5_000)
    expect(wordsOf(thread).filter((text) => text === '只一次')).toHaveLength(1)
  })

  test('the same words written twice are two messages', async () => {
    const world = createWorld()
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    world.setOnline(false)
    await thread.send({ text: '在吗' })
    await thread.send({ text: '在吗' })
    expect(wordsOf(thread).filter((text) => text === '在吗')).toHaveLength(2)
    world.setOnline(true)
    await world.advance(5_000)
    expect(thread.getSnapshot().rows.filter((row) => row.kind === 'message')).toHaveLength(2)
    expect(world.court.texts()).toEqual(['在吗', '在吗'])
  })
})

describe('what waits for an answer', () => {
  const open = { since: 0, sinceAt: '2026-07-06T01:00:00.000Z', targetAt: '2026-07-08T09:00:00.000Z', alarmAt: '2026-07-08T01:00:00.000Z', answeredBy: 'handler' } as const

  test('goes from the page of both once the officer has answered, without opening it again', async () => {
    const world = createWorld()
    world.court.append(APPLICANT, 'message.sent', { text: '进展如何？', mark: 'ordinary', attachments: [] })
    world.court.matter = open
    const party = threadOf(await world.signedIn(PERSON))
    const officer = threadOf(await world.signedIn(OFFICER.id))
    await world.advance(10)
    expect([party, officer].map((store) => store.getSnapshot().view?.matter)).toEqual([open, open])
    world.court.matter = null
    await officer.send({ text: '已查封。' })
    await world.advance(5_000)
    expect([party, officer].map((store) => store.getSnapshot().view?.matter)).toEqual([null, null])
  })

  test('is asked for once when much comes in at once, and not for being read', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    const thread = threadOf(phone)
    await world.advance(10)
    let asked = 0
    world.network.fault = ({ method, path }) => {
      if (method === 'GET' && path === `/threads/${CASE}/${PERSON}`) asked++
      return 'none'
    }
    for (const text of ['一', '二', '三']) say(world, text)
    thread.setVisible(true)
    await world.advance(60_000)
    expect(asked).toBe(1)
  })
})

test('a message stored at a try whose answer was lost is not left as refused when rights have ended since', async () => {
  const world = createWorld()
  const { services } = await world.signedIn()
  const thread = services.account.getSnapshot()!.thread(THREAD)
  await world.advance(10)
  world.network.frameFault = (_direction, { type }) => (type === 'stored' ? 'drop' : 'none')
  await thread.send({ text: '在移交前' })
  await world.advance(10)
  world.court.refusals.push('messaging.not_handler')
  await world.advance(60_000)
  expect(wordsOf(thread).filter((text) => text === '在移交前')).toHaveLength(1)
  expect(services.outbox.unsentCount()).toBe(0)
})

test('a message that waits is not taken for an earlier one with the same words', async () => {
  const world = createWorld()
  const thread = threadOf(await world.signedIn())
  await world.advance(10)
  world.setOnline(false)
  await thread.send({ text: '在吗' })
  await thread.send({ text: '在吗' })
  let sent = 0
  world.network.frameFault = (direction, { type }) => (direction === 'up' && type === 'send' ? 'drop' : 'none')
  world.network.fault = ({ path }) => (path.endsWith('/messages') && ++sent > 1 ? 'lost_request' : 'none')
  world.setOnline(true)
  await world.advance(30_000)
  expect(world.court.texts()).toEqual(['在吗'])
  expect(thread.getSnapshot().rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'pending'])
})

describe('delivered and read', () => {
  const marks = (world: ReturnType<typeof createWorld>) => world.court.entries.filter(({ type }) => /delivered|read/.test(type)).map(({ type, body }) => `${type} ${String(body?.upTo)}`)

  test('what came is reported as delivered, what was seen as read, once each', async () => {
    const world = createWorld()
    say(world, '请看')
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    expect(marks(world)).toEqual(['message.delivered 0'])
    thread.setVisible(true)
    await world.advance(60_000)
    expect(marks(world)).toEqual(['message.delivered 0', 'message.read 0'])
  })

  test('two phones do not answer each other’s marks for ever', async () => {
    const world = createWorld()
    const party = threadOf(await world.signedIn(PERSON))
    const officer = threadOf(await world.signedIn(OFFICER.id))
    party.setVisible(true)
    officer.setVisible(true)
    await party.send({ text: '您好' })
    await world.advance(600_000)
    expect(marks(world)).toEqual(['message.read 0'])
    expect(party.getSnapshot().rows.find((row) => row.kind === 'message')).toMatchObject({ side: 'mine', own: true, reached: 'read' })
    expect(officer.getSnapshot().rows.find((row) => row.kind === 'message')).toMatchObject({ side: 'theirs', name: APPLICANT.name, reached: undefined })
  })

  test('a report that was lost is made again', async () => {
    const world = createWorld()
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    let lost = 0
    world.network.frameFault = (direction, { type }) => (direction === 'up' && type === 'read' && lost++ === 0 ? 'drop' : 'none')
    thread.setVisible(true)
    say(world, '请看')
    await world.advance(60_000)
    expect(lost).toBe(2)
    expect(marks(world)).toContain('message.read 0')
  })

  test('nothing is marked before the thread is in view', async () => {
    const world = createWorld()
    say(world, '请看')
    threadOf(await world.signedIn())
    await world.advance(60_000)
    expect(marks(world).some((mark) => mark.startsWith('message.read'))).toBe(false)
  })
})

describe('what happened besides', () => {
  const bodies: [type: string, body: object, title: string, text: string][] = [
    ['message.remarked', { of: 0, mark: 'irregularity' }, '更改消息类别', '法院将“请补充材料。”的类别改为“反映执行不规范”。'],
    ['matter.no_reply_needed', { reason: '重复提问' }, '无需回复', '理由：重复提问'],
    ['contact.recorded', { kind: 'phone', summary: '已电话说明', happenedAt: '2026-07-06T01:05:00.000Z', settles: true }, '电话记录', '2026年7月6日 09:05，法院记录：已电话说明。'],
    ['contact.recorded', { kind: 'visit', summary: '到窗口', happenedAt: '2026-07-06T01:05:00.000Z', settles: false }, '来访记录', '到窗口'],
    ['handler.changed', { from: [{ id: 's_1111', name: '王丙' }], to: [{ id: 's_2222', name: '李丁' }], judge: { id: 's_3333', name: '张戊' } }, '承办人变更', '由王丙变更为李丁，员额法官为张戊'],
    ['case.closed_notice', { way: '执行完毕', closedOn: '2026-07-01', department: '执行局' }, '结案', '本案于2026年7月1日以“执行完毕”方式结案。'],
    ['something.newer', {}, '新类型的记录', '更新'],
    ['handler.changed', { odd: true }, '新类型的记录', '更新'],
  ]

  test.each(bodies)('%s %j is said in a sentence', async (type, body, title, text) => {
    const world = createWorld()
    say(world, '请补充材料。')
    world.court.append('system', type, body as never)
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    const row = thread.getSnapshot().rows.find(({ kind }) => kind === 'system')
    expect(row).toMatchObject({ title, text: expect.stringContaining(text) as string })
  })

  test('a corrected mark stands on the message', async () => {
    const world = createWorld()
    world.court.append(APPLICANT, 'message.sent', { text: '他们乱来', mark: 'ordinary', attachments: [] })
    world.court.append(OFFICER, 'message.remarked', { of: 0, mark: 'irregularity' })
    const thread = threadOf(await world.signedIn())
    await world.advance(10)
    expect(thread.getSnapshot().rows.find(({ kind }) => kind === 'message')).toMatchObject({ markLabel: '反映执行不规范' })
  })
})

test('an unsent message of another account is never shown', async () => {
  const world = createWorld()
  const phone = await world.signedIn(OFFICER.id)
  world.setOnline(false)
  await phone.services.outbox.send(THREAD, { text: '还没发' })
  world.court.endSessions()
  world.setOnline(true)
  await world.advance(60_000)
  expect(phone.services.session.getSnapshot().endedBy).toBe('auth.expired')
  await phone.services.session.asDemoPerson(PERSON)
  const thread = threadOf(phone)
  await world.advance(60_000)
  expect(wordsOf(thread)).not.toContain('还没发')
  expect(world.court.texts()).toEqual([])
  expect(CASE).toBe(THREAD.caseId)
})
