import { CASE, createFakeStorage, createWorld, PERSON, type Phone, THREAD } from './test-support'

const statesOf = ({ services }: Phone) => services.outbox.getSnapshot().map(({ state }) => state)

describe('sending', () => {
  test('a message that nobody has open goes out over the socket and is stored once', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    await phone.services.outbox.send(THREAD, { text: ' 您好 ' })
    await world.advance(10)
    expect(world.court.texts()).toEqual(['您好'])
    expect(world.network.asked.filter(({ path }) => path.endsWith('/messages'))).toEqual([])
    expect(statesOf(phone)).toEqual(['stored'])
    expect(phone.services.outbox.unsentCount()).toBe(0)
  })

  test('whose answer is lost it is repeated with the same id and stored once', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    let lost = 0
    world.network.frameFault = (direction, { type }) => (direction === 'down' && type === 'stored' && lost++ === 0 ? 'drop' : 'none')
    await phone.services.outbox.send(THREAD, { text: '只有一条' })
    await world.advance(60_000)
    expect(lost).toBe(1)
    expect(world.court.texts()).toEqual(['只有一条'])
    expect(statesOf(phone)).toEqual(['stored'])
  })

  test('without a socket it goes out over HTTP, with the same result', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    world.network.frameFault = () => 'drop'
    world.network.cut()
    await phone.services.outbox.send(THREAD, { text: '走另一条路' })
    await world.advance(1_000)
    expect(world.court.texts()).toEqual(['走另一条路'])
  })

  test('written without a network they go out in order when it comes back, after a restart too', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    world.setOnline(false)
    for (const text of ['一', '二', '三']) await phone.services.outbox.send(THREAD, { text })
    phone.kill()
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    await world.advance(90_000)
    expect(statesOf(again)).toEqual(['waiting', 'waiting', 'waiting'])
    world.setOnline(true)
    await world.advance(5_000)
    expect(world.court.texts()).toEqual(['一', '二', '三'])
  })

  test('one that is not stored holds back those after it, whatever line is up', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    world.network.frameFault = (direction, { type }) => (direction === 'up' && type === 'send' ? 'drop' : 'none')
    world.network.fault = ({ path, body }) => (path.endsWith('/messages') && body.text === '第一' ? 'lost_request' : 'none')
    await phone.services.outbox.send(THREAD, { text: '第一' })
    await phone.services.outbox.send(THREAD, { text: '第二' })
    await world.advance(120_000)
    expect(world.court.texts()).toEqual([])
    world.network.fault = () => 'none'
    await world.advance(120_000)
    expect(world.court.texts()).toEqual(['第一', '第二'])
  })

  test('two instances over one storage send each message once and in order', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    world.setOnline(false)
    for (const text of ['一', '二', '三']) await phone.services.outbox.send(THREAD, { text })
    const twin = world.phone({ storage: phone.storage })
    await twin.services.start()
    await world.advance(100)
    world.setOnline(true)
    await world.advance(60_000)
    expect(world.court.texts()).toEqual(['一', '二', '三'])
    expect(twin.services.outbox.unsentCount()).toBe(0)
  })
})

describe('refused', () => {
  test('for good, it stays with its reason and lets others pass; a copy can be edited', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    const item = await services.outbox.send(THREAD, { text: '身份证 11010519491231002X' })
    await services.outbox.send(THREAD, { text: '下一条' })
    await world.advance(1_000)
    expect(world.court.texts()).toEqual(['下一条'])
    expect(services.outbox.getSnapshot()[0]).toMatchObject({ id: item.id, state: 'refused', code: 'messaging.sensitive_number' })
    expect(services.outbox.unsentCount()).toBe(1)
    expect(await services.outbox.takeBack(item.id)).toMatchObject({ text: '身份证 11010519491231002X' })
    expect(services.outbox.unsentCount()).toBe(0)
  })

  test('it is still there, and not tried again, after a restart', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    world.court.refusals.push('access.forbidden')
    await phone.services.outbox.send(THREAD, { text: '不许' })
    await world.advance(100)
    phone.kill()
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    await world.advance(60_000)
    expect(again.services.outbox.getSnapshot()).toMatchObject([{ state: 'refused', code: 'access.forbidden' }])
    expect(await again.services.outbox.discard(again.services.outbox.getSnapshot()[0]!.id)).toBe(true)
    expect([...phone.storage.values.keys()].filter((key) => key.includes('outbox'))).toEqual([])
  })

  test('for want of a reason outside office hours, it goes out under the same id once it has one', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.court.refusals.push('messaging.off_hours_reason_required')
    const item = await services.outbox.send(THREAD, { text: '夜里' })
    await world.advance(100)
    await services.outbox.retry(item.id, { offHoursReason: '当事人急需' })
    await world.advance(100)
    expect(world.court.texts()).toEqual(['夜里'])
    expect(services.outbox.getSnapshot()).toMatchObject([{ id: item.id, state: 'stored' }])
  })

  test.each(['log.unavailable', 'rate.limited', 'server.internal'] as const)('%s is no refusal: it is tried again', async (code) => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.court.refusals.push(code)
    await services.outbox.send(THREAD, { text: '再来' })
    await world.advance(30_000)
    expect(world.court.texts()).toEqual(['再来'])
  })

  test('a message that may have reached the court cannot be deleted as if it had not', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.network.frameFault = (_direction, { type }) => (type === 'stored' ? 'drop' : 'none')
    world.network.fault = ({ path }) => (path.endsWith('/messages') ? 'lost_reply' : 'none')
    const item = await services.outbox.send(THREAD, { text: '也许到了' })
    await world.advance(14_000)
    expect(await services.outbox.discard(item.id)).toBe(false)
    expect(await services.outbox.takeBack(item.id)).toBeUndefined()
  })
})

describe('attachments', () => {
  const picture = { path: 'tmp/1.png', name: '照片.png', kind: 'picture' as const }

  test('are uploaded first, and not again when only the message has to be repeated', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    let refused = 0
    world.network.frameFault = (direction, { type }) => (direction === 'up' && type === 'send' && refused++ === 0 ? 'drop' : 'none')
    await services.outbox.send(THREAD, { text: '', attachments: [picture] })
    await world.advance(60_000)
    expect(world.network.asked.filter(({ path }) => path === `/threads/${CASE}/${PERSON}/attachments`)).toHaveLength(1)
    expect(world.court.entries.find(({ type }) => type === 'message.sent')?.attachments).toHaveLength(1)
  })

  test('of a message that was taken back go out with its copy', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.court.refusals.push('access.forbidden')
    const item = await services.outbox.send(THREAD, { text: '见照片', attachments: [picture] })
    await world.advance(100)
    const copy = await services.outbox.takeBack(item.id)
    await services.outbox.send(THREAD, { ...copy!, text: '见照片（改）' })
    await world.advance(100)
    expect(world.court.entries.find(({ type }) => type === 'message.sent')).toMatchObject({ body: { text: '见照片（改）' }, attachments: [{ size: 5 }] })
  })

  test('that are gone from the phone are said to be, and the text stays', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    await services.outbox.send(THREAD, { text: '见照片', attachments: [{ ...picture, path: 'gone.png' }] })
    await world.advance(100)
    expect(services.outbox.getSnapshot()).toMatchObject([{ state: 'refused', code: 'messaging.attachment_unknown', text: '见照片' }])
  })
})

describe('a full phone', () => {
  test('gives up what can be fetched again before what somebody wrote', async () => {
    const world = createWorld()
    const storage = createFakeStorage()
    const { services } = await world.signedIn(PERSON, { storage })
    storage.values.set(`zx/of/${PERSON}/cache/cases`, 'x'.repeat(5_000))
    storage.limitChars = [...storage.values].reduce((sum, [key, value]) => sum + key.length + value.length, 0)
    world.setOnline(false)
    await services.outbox.send(THREAD, { text: '要紧' })
    expect(storage.values.has(`zx/of/${PERSON}/cache/cases`)).toBe(false)
    expect(services.outbox.getSnapshot()[0]?.atRisk).toBeFalsy()
  })

  test('that has no room at all still sends, and says that the message is at risk until then', async () => {
    const world = createWorld()
    const storage = createFakeStorage()
    const { services } = await world.signedIn(PERSON, { storage })
    storage.limitChars = 0
    world.setOnline(false)
    await services.outbox.send(THREAD, { text: '没地方了' })
    expect(services.outbox.getSnapshot()[0]?.atRisk).toBe(true)
    world.setOnline(true)
    await world.advance(5_000)
    expect(world.court.texts()).toEqual(['没地方了'])
  })
})
