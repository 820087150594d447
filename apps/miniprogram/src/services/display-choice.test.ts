import { createWorld, OFFICER, OTHER, PERSON } from './test-support'

const LARGE = { size: 'largest', elder: true } as const
const PLAIN = { size: 'standard', elder: false } as const
const told = (world: ReturnType<typeof createWorld>) => world.network.asked.filter(({ method, path }) => method === 'PUT' && path === '/me/display').map(({ body }) => body)

describe('how somebody wants things drawn', () => {
  test('is taken over on a new phone at sign-in, and is gone from it at sign-out', async () => {
    const world = createWorld()
    const first = await world.signedIn()
    first.services.display.choose(LARGE)
    expect(first.services.display.getSnapshot()).toEqual(LARGE)
    await world.advance(1_000)
    const second = await world.signedIn()
    await world.advance(1_000)
    expect(second.services.display.getSnapshot()).toEqual(LARGE)
    await second.services.session.signOut()
    expect(second.services.display.getSnapshot()).toBeNull()
    expect([...second.storage.values.values()].join()).not.toContain('largest')
  })

  test('is nothing to the next one on the same phone', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    phone.services.display.choose(LARGE)
    await world.advance(1_000)
    await phone.services.session.asDemoPerson(OTHER.id)
    await world.advance(1_000)
    expect(phone.services.display.getSnapshot()).toBeNull()
    await phone.services.session.asDemoPerson(PERSON)
    await world.advance(1_000)
    expect(phone.services.display.getSnapshot()).toEqual(LARGE)
  })

  test('works without a network, outlives the app, and is told once the network is back', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    world.setOnline(false)
    phone.services.display.choose(LARGE)
    expect(phone.services.display.getSnapshot()).toEqual(LARGE)
    await world.advance(60_000)
    phone.kill()
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    await world.advance(60_000)
    expect(again.services.display.getSnapshot()).toEqual(LARGE)
    world.setOnline(true)
    await world.advance(60_000)
    expect((await secondPhone(world)).services.display.getSnapshot()).toEqual(LARGE)
  })

  test('made without a network, it outlives a sign-out, is nothing to the next one on the phone, and goes out when its maker is back', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    let isCut = true
    world.network.fault = ({ method, path }) => (isCut && method === 'PUT' && path === '/me/display' ? 'lost_request' : 'none')
    phone.services.display.choose(PLAIN)
    phone.services.display.choose(LARGE)
    await world.advance(1_000)
    await phone.services.session.signOut()
    await phone.services.session.asDemoPerson(OTHER.id)
    isCut = false
    await world.advance(60_000)
    expect(phone.services.display.getSnapshot()).toBeNull()
    await phone.services.session.signOut()
    phone.kill()
    const again = world.phone({ storage: phone.storage })
    await again.services.start()
    const before = told(world).length
    await again.services.session.asDemoPerson(PERSON)
    await world.advance(60_000)
    expect(again.services.display.getSnapshot()).toEqual(LARGE)
    expect(told(world).slice(before)).toEqual([LARGE])
    // Told once: from then on what is chosen elsewhere counts here, too.
    await again.services.session.signOut()
    expect([...again.storage.values.values()].join()).not.toContain('largest')
    const elsewhere = await secondPhone(world)
    elsewhere.services.display.choose(PLAIN)
    await world.advance(1_000)
    await again.services.session.asDemoPerson(PERSON)
    await world.advance(1_000)
    expect(again.services.display.getSnapshot()).toEqual(PLAIN)
  })

  test('chosen by hand while the court is being asked, it is not overwritten by the answer', async () => {
    const world = createWorld()
    const first = await world.signedIn()
    first.services.display.choose(LARGE)
    await world.advance(1_000)
    const phone = world.phone()
    await phone.services.start()
    let isChosen = false
    // The answer is on its way when the person taps.
    world.network.fault = ({ method, path }) => {
      if (method === 'GET' && path === '/me/display' && !isChosen) {
        isChosen = true
        phone.services.display.choose(PLAIN)
      }
      return 'none'
    }
    await phone.services.session.asDemoPerson(PERSON)
    await world.advance(60_000)
    expect(isChosen).toBe(true)
    expect(phone.services.display.getSnapshot()).toEqual(PLAIN)
    expect((await secondPhone(world)).services.display.getSnapshot()).toEqual(PLAIN)
  })

  test('chosen on the page where one signs in, it becomes theirs who sign in, whatever they had before', async () => {
    const world = createWorld()
    const phone = world.phone()
    await phone.services.start()
    phone.services.display.choose(LARGE)
    expect(phone.services.display.getSnapshot()).toBeNull()
    await phone.services.session.asDemoPerson(OFFICER.id)
    await world.advance(1_000)
    expect(phone.services.display.getSnapshot()).toEqual(LARGE)
    expect(told(world)).toEqual([LARGE])
    await phone.services.session.signOut()
    await phone.services.session.asDemoPerson(PERSON)
    await world.advance(1_000)
    expect(phone.services.display.getSnapshot()).toBeNull()
    expect(told(world)).toEqual([LARGE])
  })

  test('of several quick choices the last one is the one that is kept', async () => {
    const world = createWorld()
    const phone = await world.signedIn()
    // The last one while the one before it is on its way.
    world.network.fault = ({ method, path, body }) => {
      if (method === 'PUT' && path === '/me/display' && body.size === 'largest') phone.services.display.choose({ size: 'standard', elder: true })
      return 'none'
    }
    for (const size of ['large', 'largest'] as const) phone.services.display.choose({ size, elder: true })
    await world.advance(5_000)
    expect(told(world).at(-1)).toEqual({ size: 'standard', elder: true })
    expect((await secondPhone(world)).services.display.getSnapshot()).toEqual({ size: 'standard', elder: true })
  })

  async function secondPhone(world: ReturnType<typeof createWorld>) {
    const phone = await world.signedIn()
    await world.advance(1_000)
    return phone
  }
})
