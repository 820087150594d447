import { createLogger } from './logger'
import { createScheduler } from './scheduler'
import { createShutdown } from './shutdown'

const quiet = createLogger('silent')
const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

test('a job runs again after a failure, never twice at once, and stop waits for the run under way', async () => {
  const scheduler = createScheduler(quiet)
  let [started, ended, atOnce] = [0, 0, 0]
  scheduler.every('job', 1, async () => {
    started++
    atOnce = Math.max(atOnce, started - ended)
    await turn()
    ended++
    throw new Error('again')
  })
  while (started < 3) await turn()
  await scheduler.stop()
  const runs = started
  expect([ended, atOnce]).toEqual([runs, 1])
  await turn()
  expect(started).toBe(runs)
  expect(() => scheduler.every('job', 1, async () => undefined)).toThrow(/twice/)
})

test('parts close last first, once, and one that hangs or fails does not keep the others open', async () => {
  const closed: string[] = []
  const shutdown = createShutdown(quiet, 20)
  shutdown.add('store', () => void closed.push('store'))
  shutdown.add('hangs', () => new Promise(() => undefined))
  shutdown.add('fails', () => Promise.reject(new Error('no')))
  shutdown.add('http', () => void closed.push('http'))
  await Promise.all([shutdown.run(), shutdown.run()])
  expect(closed).toEqual(['http', 'store'])
})
