import { createWorld, OTHER, PERSON, THREAD } from './test-support'

describe('signing in', () => {
  test('who signs in is known, and known again after a restart without a network', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    expect(phone.services.session.getSnapshot()).toMatchObject({ status: 'signed_in', scope: PERSON, me: { name: '赵甲（虚构）' } })
    phone.kill()
    world.setOnline(false)
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    expect(again.services.session.getSnapshot()).toMatchObject({ status: 'signed_in', scope: PERSON })
  })

  test('the access token is never written to storage', async () => {
    const world = createWorld()
    const { storage } = await world.signedIn()
    expect([...storage.values.values()].join()).not.toContain('access-')
  })

  test('a sign-in whose answer comes after somebody else has signed in does not come true', async () => {
    const world = createWorld()
    const { services } = world.phone()
    await services.start()
    const late = services.session.asDemoPerson(OTHER.id)
    const refused = expect(late).rejects.toMatchObject({ code: 'client.cancelled' })
    await services.session.signOut()
    const first = services.session.asDemoPerson(PERSON)
    await refused
    await first
    expect(services.session.getSnapshot().scope).toBe(PERSON)
  })

  test('a sign-in whose answer comes after a sign-out does not come true', async () => {
    const world = createWorld()
    const { services, storage } = world.phone()
    await services.start()
    const late = expect(services.session.withWechat()).rejects.toMatchObject({ code: 'client.cancelled' })
    await services.session.signOut()
    await late
    expect(services.session.getSnapshot()).toMatchObject({ status: 'signed_out', me: null })
    expect([...storage.values.keys()]).toEqual(['zx/device'])
  })
})

describe('renewing', () => {
  test('many who wait for a new token cause one renewal, and each gets its answer', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.court.expireAccess()
    const { cases } = services.account.getSnapshot()!
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => cases.detail('c_unknown99')))
    // Asked with the new token, the court knows no such case: nobody was told to sign in again.
    expect(answers.map((answer) => (answer as PromiseRejectedResult).reason.code)).toEqual(Array(4).fill('input.not_found'))
    expect(world.court.refreshes).toBe(1)
  })

  test('a renewal whose answer was lost is asked again and gets the same successor', async () => {
    const world = createWorld()
    const { services, storage } = await world.signedIn()
    world.court.expireAccess()
    let lost = 0
    world.network.fault = ({ path }) => (path === '/auth/refresh' && lost++ === 0 ? 'lost_reply' : 'none')
    const asking = services.account.getSnapshot()!.cases.detail('c_unknown99').catch((error: { code: string }) => error.code)
    await world.advance(25_000)
    expect(await asking).toBe('input.not_found')
    expect(world.court.refreshes).toBe(2)
    expect(services.session.getSnapshot().status).toBe('signed_in')
    expect(storage.values.get('zx/refresh-token')).toBeDefined()
  })

  test('on WeChat a session that the court has ended begins again unnoticed', async () => {
    const world = createWorld()
    const { services } = world.phone()
    await services.start()
    await services.session.withWechat()
    world.court.endSessions()
    await services.account.getSnapshot()!.thread(THREAD).refresh()
    expect(services.session.getSnapshot()).toMatchObject({ status: 'signed_in', endedBy: null })
  })

  test('who was stopped by the court is out of WeChat too, and reads why', async () => {
    const world = createWorld()
    const { services } = world.phone()
    await services.start()
    await services.session.withWechat()
    world.court.endedBecause = 'auth.stopped'
    world.court.whoIsWechat = OTHER.id
    world.court.endSessions()
    await services.account.getSnapshot()!.thread(THREAD).refresh()
    expect(services.session.getSnapshot()).toMatchObject({ status: 'signed_out', endedBy: 'auth.stopped' })
  })

  test('elsewhere the person is told, and what they wrote stays on the phone', async () => {
    const world = createWorld()
    const { services, storage } = await world.signedIn()
    world.setOnline(false)
    await services.outbox.send(THREAD, { text: '还没发出' })
    world.court.endSessions()
    world.setOnline(true)
    await world.advance(60_000)
    expect(services.session.getSnapshot()).toMatchObject({ status: 'signed_out', endedBy: 'auth.expired' })
    expect([...storage.values.keys()].some((key) => key.includes('/outbox/'))).toBe(true)
    await services.session.asDemoPerson(PERSON)
    await world.advance(1_000)
    expect(world.court.texts()).toEqual(['还没发出'])
  })
})

describe('signing out', () => {
  test('removes all of this account from the phone, but not what another has not sent', async () => {
    const world = createWorld()
    const { services, storage } = await world.signedIn(OTHER.id)
    storage.values.set('zx/of/p_somebody9/outbox/m_x', '{}')
    const account = services.account.getSnapshot()!
    account.drafts.save(THREAD, { text: '草稿' })
    await account.drafts.flush()
    world.setOnline(false)
    await services.outbox.send(THREAD, { text: '未发' })
    expect(services.outbox.unsentCount()).toBe(1)
    await services.session.signOut()
    await world.advance(5_000)
    expect([...storage.values.keys()].sort()).toEqual(['zx/device', 'zx/of/p_somebody9/outbox/m_x'])
  })

  test('an answer that comes after it is dropped', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    const late = services.account.getSnapshot()!.cases.detail('c_unknown99').catch((error: { code: string }) => error.code)
    await services.session.signOut()
    expect(await late).toBe('client.cancelled')
  })
})
