import { openTestStore, type TestStore } from '../test-support/store'
import { createTestHttp, listen } from '../test-support/http'
import { createTestClock } from '../test-support/clock'
import { loadEnv } from '../platform/env'
import { serverOf } from '../platform/http/server'
import { openDemoClock, refuseDemoStore } from './clock'
import { createDemoClockRoutes } from './clock-routes'

let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  for (const name of ['demo_clock', 'demo_seed']) await store.connection.db!.collection(name).deleteMany({})
})

const holidays = { years: [2026], holidays: new Set<string>(), makeUpWorkdays: new Set<string>() }

async function served() {
  const base = createTestClock()
  const clock = await openDemoClock(store.connection.db!, base)
  let moved = 0
  const server = serverOf(createTestHttp({ routes: createDemoClockRoutes(clock, holidays, () => moved++) }))
  const origin = `http://127.0.0.1:${await listen(server)}/api/v1/demo/clock`
  return {
    base, clock, moved: () => moved,
    async get() {
      return ((await (await fetch(origin)).json()) as { data: { now: string; day: string } }).data
    },
    async set(body: unknown) {
      const answer = await fetch(origin, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
      return { status: answer.status, data: ((await answer.json()) as { data: unknown }).data }
    },
    close: () => new Promise((done) => server.close(done)),
  }
}

describe('the clock of a demonstration', () => {
  test('is set forward by days and hours, runs on, and says which day it is', async () => {
    const demo = await served()
    expect(await demo.get()).toEqual({ now: '2026-03-10T02:00:00.000Z', day: '2026-03-10', weekday: 2, isWorkday: true, daysAhead: 0 })
    expect((await demo.set({ days: 4, hours: 15 })).data).toMatchObject({ day: '2026-03-15', weekday: 7, isWorkday: false })
    demo.base.advance({ minutes: 5 })
    expect((await demo.get()).now).toBe('2026-03-14T17:05:00.000Z')
    expect(demo.moved()).toBe(1)
    await demo.close()
  })

  test('is remembered over a restart, and never lies before what it said', async () => {
    const before = await served()
    await before.set({ days: 10 })
    await before.close()
    const after = await served()
    expect((await after.get()).day).toBe('2026-03-20')
    await after.close()
  })

  test('never goes back, nor by what is no time', async () => {
    const demo = await served()
    for (const body of [{ days: -1 }, { days: 0 }, {}, { days: 1.5 }, { days: '1' }, { days: 4000 }, { hours: 24 }, { days: 1, now: '2020-01-01' }]) {
      expect((await demo.set(body)).status).toBe(400)
    }
    expect((await demo.get()).day).toBe('2026-03-10')
    await expect(demo.clock.forward(-1)).rejects.toThrow(RangeError)
    await expect(demo.clock.forward(Number.NaN)).rejects.toThrow(RangeError)
    expect(demo.moved()).toBe(0)
    await demo.close()
  })

  test('production does not start in demo mode, nor on a store in which the clock was set, or people were invented', async () => {
    expect(() => loadEnv({ NODE_ENV: 'production', DEMO: '1' })).toThrow(/DEMO: production does not start/)
    await expect(refuseDemoStore(store.connection.db!)).resolves.toBeUndefined()
    const demo = await served()
    await demo.set({ days: 1 })
    await demo.close()
    await expect(refuseDemoStore(store.connection.db!)).rejects.toThrow(/production does not start on it/)
  })
})
