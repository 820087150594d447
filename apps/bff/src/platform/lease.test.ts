import { createTestClock } from '../test-support/clock'
import { openTestStore, type TestStore } from '../test-support/store'
import { createLeases, LEASE_SECONDS } from './lease'
import { createLogger } from './logger'
import { createScheduler } from './scheduler'

let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

let count = 0
/** Two processes that want the same. */
function two() {
  const clock = createTestClock()
  const name = `job-${++count}`
  const db = store.connection.db!
  const [a, b] = [createLeases({ db, clock })(name), createLeases({ db, clock })(name)]
  return { a, b, clock, leasesOfB: createLeases({ db, clock }), name }
}

describe('a lease', () => {
  test('one of two has it, and keeps it for as long as it renews it', async () => {
    const { a, b, clock } = two()
    expect(await a.hold()).toBe(true)
    for (let i = 0; i < 5; i++) {
      expect(await b.hold()).toBe(false)
      clock.advance({ seconds: LEASE_SECONDS - 1 })
      expect(await a.hold()).toBe(true)
    }
    expect([a.isHeld(), b.isHeld()]).toEqual([true, false])
  })

  test('of many that ask at once exactly one gets it', async () => {
    const clock = createTestClock()
    const asking = Array.from({ length: 8 }, () => createLeases({ db: store.connection.db!, clock })('many'))
    const got = await Promise.all(asking.map((lease) => lease.hold()))
    expect(got.filter(Boolean)).toHaveLength(1)
    clock.advance({ seconds: LEASE_SECONDS })
    const then = await Promise.all(asking.map((lease) => lease.hold()))
    expect(then.filter(Boolean)).toHaveLength(1)
  })

  test('of a holder that died the other takes it over when its time is over, and not before', async () => {
    const { a, b, clock } = two()
    await a.hold()
    clock.advance({ seconds: LEASE_SECONDS - 1 })
    expect(await b.hold()).toBe(false)
    clock.advance({ seconds: 1 })
    expect(await b.hold()).toBe(true)
    // The first was only asleep: it knows without asking, and does not get it back.
    expect(a.isHeld()).toBe(false)
    expect(await a.hold()).toBe(false)
  })

  test('what is given back can be had at once; nobody gives back what is not theirs', async () => {
    const { a, b } = two()
    await a.hold()
    await b.release()
    expect(await b.hold()).toBe(false)
    await a.release()
    expect(a.isHeld()).toBe(false)
    expect(await b.hold()).toBe(true)
    await a.release()
    expect(await a.hold()).toBe(false)
  })

  test('a holder that slept and gives back what another has by now takes nothing from them', async () => {
    const { a, b, clock } = two()
    await a.hold()
    clock.advance({ seconds: LEASE_SECONDS })
    await b.hold()
    await a.release()
    expect(await a.hold()).toBe(false)
    expect(b.isHeld()).toBe(true)
  })
})

describe('what one process does for all', () => {
  const quiet = createLogger('silent')
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

  test('runs in one of two; when that one is shut down, in the other', async () => {
    const clock = createTestClock()
    const ran = { a: 0, b: 0 }
    const schedulers = (['a', 'b'] as const).map((name) => {
      const scheduler = createScheduler(quiet, createLeases({ db: store.connection.db!, clock }))
      scheduler.single('job', 1, async () => void ran[name]++)
      return { name, scheduler }
    })
    while (ran.a + ran.b < 5) await turn()
    const first = ran.a > 0 ? 'a' : 'b'
    const other = first === 'a' ? 'b' : 'a'
    expect(ran[other]).toBe(0)
    await schedulers.find(({ name }) => name === first)!.scheduler.stop()
    while (ran[other] === 0) await turn()
    await schedulers.find(({ name }) => name === other)!.scheduler.stop()
    expect(ran[other]).toBeGreaterThan(0)
  })

  test('a run that takes long is renewed meanwhile, and told when another has taken over', async () => {
    const { b, clock, leasesOfB, name } = two()
    let goesOn: (() => boolean) | undefined
    let end = (): void => undefined
    const scheduler = createScheduler(quiet, leasesOfB, 1)
    scheduler.single(name, 1, (goOn) => {
      goesOn = goOn
      return new Promise((resolve) => {
        end = resolve
      })
    })
    while (!goesOn) await turn()
    for (let i = 0; i < 3; i++) {
      clock.advance({ seconds: LEASE_SECONDS - 1 })
      while (!goesOn()) await turn()
      // Renewed by now, or about to be: the other never gets it.
      await turn()
      expect(await b.hold()).toBe(false)
    }
    // It stops: nothing is to go on, whatever its lease says.
    const stopped = scheduler.stop()
    expect(goesOn()).toBe(false)
    end()
    await stopped
    expect(await b.hold()).toBe(true)
  })
})
