import { LIVE_HEARTBEAT_MS } from '@zhixin/shared/contract'
import { createWorld } from './test-support'

describe('the live line', () => {
  test('is up while somebody is signed in, and gone after', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    expect(services.live.getSnapshot()).toBe('online')
    await services.session.signOut()
    await world.advance(60_000)
    expect(services.live.getSnapshot()).toBe('off')
    expect(world.network.lines()).toBe(0)
  })

  test('that has gone silent is noticed and built anew', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    const states: string[] = []
    services.live.subscribe(() => states.push(services.live.getSnapshot()))
    let silent = true
    world.network.frameFault = () => (silent ? 'drop' : 'none')
    await world.advance(LIVE_HEARTBEAT_MS * 2)
    expect(states).toContain('offline')
    silent = false
    await world.advance(60_000)
    expect(services.live.getSnapshot()).toBe('online')
    expect(world.network.lines()).toBe(1)
  })

  test('outlives its token without being cut', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    const states: string[] = []
    services.live.subscribe(() => states.push(services.live.getSnapshot()))
    await world.advance(3 * 3_600_000)
    expect(states).toEqual([])
  })

  test('refused for its token it comes back with a new one', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.court.expireAccess()
    world.network.cut()
    await world.advance(10_000)
    expect(services.live.getSnapshot()).toBe('online')
    expect(world.court.refreshes).toBe(1)
  })

  test('waits longer and longer without a network, and comes back at once with it', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.setOnline(false)
    await world.advance(600_000)
    expect(services.live.getSnapshot()).not.toBe('online')
    world.setOnline(true)
    await world.advance(1)
    expect(services.live.getSnapshot()).toBe('online')
  })

  test('cut while the app was in the background it is back when the app is', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    phone.hide()
    let silent = true
    world.network.frameFault = () => (silent ? 'drop' : 'none')
    phone.show()
    await world.advance(5_001)
    expect(phone.services.live.getSnapshot()).toBe('offline')
    silent = false
    phone.show()
    await world.advance(1)
    expect(phone.services.live.getSnapshot()).toBe('online')
  })

  test('ends quietly when the court has ended the session', async () => {
    const world = createWorld()
    const { services } = await world.signedIn()
    world.court.endSessions()
    world.network.cut()
    await world.advance(60_000)
    expect(services.live.getSnapshot()).toBe('off')
    expect(services.session.getSnapshot().endedBy).toBe('auth.expired')
  })
})
