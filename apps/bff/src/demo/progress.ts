import { createHash } from 'node:crypto'
import { addDays, type Calendar, rollForward } from '@zhixin/shared/rules'
import type { Rooms } from '../rooms'
import type { DemoCase } from './cases'
import { momentOf, workdayBefore } from './days'
import { holdOf, type Step, stepsOf } from './stories'

const TOLD_WITHIN_MS = 5_000

export interface ProgressMoment {
  at: string
  act(): Promise<unknown>
}

/** What has happened in the demonstration's open cases, as their own officers and judges would have recorded it. Nothing of today or later. */
export function progressMoments(
  rooms: Rooms, all: DemoCase[], { today, calendar, staffIds }: { today: string; calendar: Calendar; staffIds: Map<string, string> },
): ProgressMoment[] {
  const { progress, identity } = rooms
  return all.flatMap((demo) => {
    const filedOn = addDays(today, -demo.filedDaysAgo)
    const dayOfStep = (day: Step['day']): string => (typeof day === 'number' ? rollForward(calendar, addDays(filedOn, day)) : workdayBefore(calendar, today, day.workdaysAgo))
    const actor = async (who: 'officer' | 'judge') => (await identity.staffActor(staffIds.get(demo[who])!, 'seed'))!
    const key = (of: unknown): string => `m_${createHash('sm3').update(JSON.stringify(['progress', demo.id, of])).digest('hex').slice(0, 24)}`
    const held = holdOf(demo)
    /** People are told before the next thing happens. */
    const told = async (): Promise<unknown> => rooms.told.tail.reached(await rooms.log.courtHead(), TOLD_WITHIN_MS)
    const moments = stepsOf(demo).map((step): ProgressMoment & { day: string } => {
      const day = dayOfStep(step.day)
      const on = step.ahead === undefined ? addDays(day, -(step.ago ?? 0)) : addDays(day, step.ahead)
      const { auctionIn, ...fields } = step.more?.fields ?? {}
      const filled = auctionIn === undefined ? fields : { ...fields, auction_day: addDays(dayOfStep(Number(step.day) - 1), Number(auctionIn)) }
      return {
        day, at: momentOf(day, step.at),
        async act() {
          const { recordId } = await progress.record(await actor(step.by), demo.id, { key: key(step.what), what: step.what, on, ...step.more, fields: filled })
          await told()
          if (!step.takenBack) return
          await progress.withdraw(await actor(step.by), demo.id, { key: key([step.what, 'back']), recordId, reason: step.takenBack })
          await told()
        },
      }
    })
    const hold = held && {
      day: dayOfStep(held.day), at: momentOf(dayOfStep(held.day), held.at),
      act: async () => progress.hold(await actor('judge'), demo.id, { key: key('hold'), held: true, reason: held.reason }),
    }
    return [...(hold ? [hold] : []), ...moments].filter(({ day }) => day < today)
  })
}
