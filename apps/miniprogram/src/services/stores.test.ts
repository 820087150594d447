import { createWorld, OFFICER, OTHER, PERSON, THREAD } from './test-support'

const askedFor = (world: ReturnType<typeof createWorld>, path: string) => world.network.asked.filter((asked) => asked.path === path)

describe('lists', () => {
  test('a burst of hints asks for the work list once', async () => {
    const world = createWorld()
    const { services } = await world.signedIn(OFFICER.id)
    const { workList } = services.account.getSnapshot()!
    await workList.load()
    for (let i = 0; i < 20; i++) world.network.hintWorkList()
    await world.advance(5_000)
    expect(askedFor(world, '/work-list')).toHaveLength(2)
  })

  test('cases seen once can be read without a network', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    await phone.services.account.getSnapshot()!.cases.load()
    phone.kill()
    world.setOnline(false)
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    const { cases } = again.services.account.getSnapshot()!
    await cases.load()
    expect(cases.getSnapshot()).toMatchObject({ isFresh: false, error: 'client.offline', cases: [{ cause: '借款' }] })
  })

  test('what somebody has read is gone for the next one on the same phone', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    await phone.services.account.getSnapshot()!.cases.load()
    await phone.services.session.asDemoPerson(OTHER.id)
    await world.advance(1_000)
    expect([...phone.storage.values.keys()].filter((key) => key.includes(`${PERSON}/cache/`))).toEqual([])
  })
})

describe('what an officer does', () => {
  test('tapped again after a lost answer it is the same command; with another reason it is another', async () => {
    const world = createWorld()
    const { services } = await world.signedIn(OFFICER.id)
    const { threadActions } = services.account.getSnapshot()!
    let lost = 0
    world.network.fault = ({ path }) => (path.endsWith('/dismissal') && lost++ === 0 ? 'lost_reply' : 'none')
    const first = threadActions.dismiss(THREAD, '重复提问').catch((error: { code: string }) => error.code)
    await world.advance(30_000)
    expect(await first).toBe('client.timeout')
    await threadActions.dismiss(THREAD, '重复提问')
    await threadActions.dismiss(THREAD, '重复提问')
    const [one, two, three] = world.network.asked.filter(({ path }) => path.endsWith('/dismissal')).map(({ body }) => body.commandId)
    expect(one).toBe(two)
    expect(three).not.toBe(two)
  })

  test('what does not fit never leaves the phone', async () => {
    const world = createWorld()
    const { services } = await world.signedIn(OFFICER.id)
    await expect(services.account.getSnapshot()!.threadActions.dismiss(THREAD, ' ')).rejects.toMatchObject({ code: 'input.invalid', field: 'body.reason' })
    expect(world.network.asked.filter(({ path }) => path.endsWith('/dismissal'))).toEqual([])
  })
})

describe('what is kept per person', () => {
  test('a draft survives a restart, and belongs to its writer', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    phone.services.account.getSnapshot()!.drafts.save(THREAD, { text: '写到一半' })
    phone.hide()
    await world.advance(0)
    phone.kill()
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    expect(await again.services.account.getSnapshot()!.drafts.load(THREAD)).toEqual({ text: '写到一半' })
    await again.services.session.asDemoPerson(OFFICER.id)
    expect(await again.services.account.getSnapshot()!.drafts.load(THREAD)).toBeUndefined()
  })
})

describe('two tabs', () => {
  test('one whose storage somebody else has signed in to never writes in their name', async () => {
    const world = createWorld()
    const first = await world.signedIn(PERSON, { wechat: false })
    world.setOnline(false)
    await first.services.outbox.send(THREAD, { text: '我的话' })
    world.setOnline(true)
    world.network.fault = ({ path }) => (path.endsWith('/messages') ? 'lost_request' : 'none')
    world.network.frameFault = (_direction, { type }) => (type === 'send' ? 'drop' : 'none')
    const second = world.phone({ storage: first.storage, wechat: false })
    await second.services.start()
    await second.services.session.asDemoPerson(OFFICER.id)
    world.court.expireAccess()
    world.network.fault = () => 'none'
    await world.advance(120_000)
    expect(first.services.session.getSnapshot()).toMatchObject({ status: 'signed_out', endedBy: 'auth.required' })
    expect(world.court.texts()).toEqual([])
    expect(second.services.session.getSnapshot().scope).toBe(OFFICER.id)
  })

  test('one renews with what the other has got', async () => {
    const world = createWorld()
    const first = await world.signedIn()
    const second = world.phone({ storage: first.storage })
    await second.services.start()
    await world.advance(100)
    for (let i = 0; i < 4; i++) {
      world.court.expireAccess()
      await world.advance(120_000)
      await (i % 2 ? first : second).services.account.getSnapshot()!.cases.load()
    }
    await world.advance(3_600_000)
    expect([first, second].map(({ services }) => services.session.getSnapshot().status)).toEqual(['signed_in', 'signed_in'])
  })
})

test('a portal that answers in the court’s place refuses nothing', async () => {
  const world = createWorld()
  const { services } = await world.signedIn()
  world.network.portal = true
  world.network.cut()
  await services.outbox.send(THREAD, { text: '在宾馆里写的' })
  await world.advance(30_000)
  expect(services.outbox.getSnapshot()).toMatchObject([{ state: 'waiting', code: 'client.bad_answer' }])
  world.network.portal = false
  await world.advance(60_000)
  expect(world.court.texts()).toEqual(['在宾馆里写的'])
})
