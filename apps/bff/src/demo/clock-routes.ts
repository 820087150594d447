import { DemoClockSchema, ForwardDemoClockSchema } from '@zhixin/shared/contract'
import { dayOf, isWorkday, type HolidayTable, weekdayOf } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import type { DemoClock } from './clock'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const setClock = definePolicy({ action: 'demo.set_clock', audience: ['anyone'] })
const seeClock = definePolicy({ action: 'demo.see_clock', audience: ['anyone'] })

/** The clock of a demonstration: which day it is there, and setting it forward. Mounted in demo mode only, which production refuses. */
export function createDemoClockRoutes(clock: DemoClock, holidays: HolidayTable, moved: () => void): Route[] {
  const view = () => {
    const now = clock.now().toISOString()
    const day = dayOf(now)
    return { now, day, weekday: weekdayOf(day), isWorkday: isWorkday(holidays, day), daysAhead: Math.round(clock.ahead() / DAY_MS) }
  }
  const tag = '演示 demo'
  return [
    defineRoute({
      method: 'get', path: '/demo/clock', summary: 'Demo: which day it is', tag, policy: seeClock, limit: 'read', answer: DemoClockSchema,
      handle: async () => ({ data: view() }),
    }),
    defineRoute({
      method: 'post', path: '/demo/clock', summary: 'Demo: set the clock forward, never back', tag, policy: setClock, limit: 'write',
      body: ForwardDemoClockSchema, answer: DemoClockSchema,
      async handle({ body: { days, hours } }) {
        await clock.forward(days * DAY_MS + hours * HOUR_MS)
        moved()
        return { data: view() }
      },
    }),
  ] as Route[]
}
