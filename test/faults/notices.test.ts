import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type NoticeCourt, openNoticeCourt, SITUATIONS, tallyOf } from '../../apps/bff/src/test-support/notices'
import { randomFrom, SEED, wait } from './support/chance'

/** `DISPATCHER_KILLS=50` for the long run; each needs a process that starts anew. */
const KILLS = Number(process.env.DISPATCHER_KILLS ?? 6)
/** Each gets two: one that the court must get across, and one for which the inbox is enough. */
const EACH = 2
const PEOPLE = { wechat: 10 + 3 * KILLS, others: 2 + Math.ceil(KILLS / 2) }
const AT_ONCE = 4
/** A dispatcher lives until it has written so many entries, and a moment longer: so each is killed in the middle, however slow the machine. */
const LIVES_FOR = { entries: 24, ms: 20 }
const LOOK_MS = 2
const IDLE_MS = 5_000
/** Busy, hung up before it was looked at, hung up after it was carried out: in turns, of every sixth call. */
const WEATHER = { latencyMs: 15, errorRate: 0.17 }
const CALM = { latencyMs: 0, errorRate: 0 }
const PROGRAM = path.resolve(__dirname, '../../apps/bff/dist/test-support/notices.js')

let court: NoticeCourt
let server: Server
beforeAll(async () => {
  court = await openNoticeCourt()
  server = createServer(court.handler)
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await court.close()
})

/** A dispatcher of its own process, alive until it has written so many entries, or has nothing left to do. */
async function dispatchFor(entries: number, ms: number): Promise<void> {
  const place = { uri: court.uri, wechat: court.wechat.origin, sms: court.sms.origin, at: court.clock.now().toISOString() }
  const code = `require(${JSON.stringify(PROGRAM)}).dispatchUntilKilled(${JSON.stringify(place)}, ${AT_ONCE}).catch((error) => { console.error(error); process.exit(1) })`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended])
  expect(child.exitCode).toBeNull()
  const { courtHead } = court.rooms.log
  const until = (await courtHead()) + entries
  for (let left = IDLE_MS / LOOK_MS; left > 0 && (await courtHead()) < until; left--) await wait(LOOK_MS)
  await wait(ms)
  child.kill('SIGKILL')
  await ended
}

it(`kills the dispatcher ${KILLS} times while calls go wrong: everybody is told once, by one channel after the other, and nobody twice`, async () => {
  const random = randomFrom(SEED)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await court.listensAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  // Out of order, so that each process meets all of them.
  for (const turn of [0, 1]) {
    for (const name of Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[]) {
      await court.addPeople(name, Math.ceil((name === 'wechat' ? PEOPLE.wechat : PEOPLE.others) / 2), EACH + turn)
    }
  }
  const told = await court.tell(EACH)
  await court.projected()
  await court.bareCall(0)
  await Promise.all([court.wechat.weather(WEATHER), court.sms.weather(WEATHER)])
  for (let kill = 0; kill < KILLS; kill++) await dispatchFor(1 + random() * LIVES_FOR.entries, random() * LIVES_FOR.ms)
  const tried = await court.countTried()

  await Promise.all([court.wechat.weather(CALM), court.sms.weather(CALM)])
  for (let day = 0; day < 9 && (await court.countOpen()) > 0; day++) {
    await court.settle()
    await court.later(day === 0 ? { minutes: 90 } : { days: 1 })
  }
  const verdicts = await court.verdicts()
  const unanswered = verdicts.filter((one) => one.unanswered > 0).length
  process.stderr.write(`seed ${SEED}: ${tried} of ${told} tried while being killed, ${unanswered} left without an answer; ${JSON.stringify(tallyOf(verdicts))}\n`)
  expect(verdicts).toHaveLength(told)
  for (const { person: { situation }, must, finals, faults } of verdicts) {
    const { ends } = SITUATIONS[situation]
    // A text of which nobody knows whether it went out is not sent again: then the hotline rings, where the court must get it across.
    const orBecause = situation === 'no_quota' || situation === 'quota_gone' ? [must ? 'told_by_phone' : 'in_app_only'] : []
    expect([situation, must, faults, finals]).toEqual([situation, must, [], [expect.stringMatching(new RegExp(`^(${[ends[must ? 'must' : 'may'], ...orBecause].join('|')})$`))]])
  }
  expect(await court.duplicates()).toBe(0)
  expect(tried).toBeGreaterThan(0)
  if (KILLS >= 6) expect(unanswered).toBeGreaterThan(0)
})
