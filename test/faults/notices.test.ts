import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pushChain } from '@zhixin/shared/ids'
import { finalOf, outcomeOf } from '@zhixin/shared/rules'
import { type NoticeCourt, openNoticeCourt } from '../../apps/bff/src/test-support/notices'
import { randomFrom, SEED, wait } from './support/chance'

/** `DISPATCHER_KILLS=50` for the long run; each needs a process that starts anew. */
const KILLS = Number(process.env.DISPATCHER_KILLS ?? 6)
const NOTICES = 40 + 12 * KILLS
const AT_ONCE = 4
const ALIVE_MS = { least: 20, most: 250 }
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

/** A dispatcher of its own process, alive for so long after it has begun. */
async function dispatchFor(ms: number): Promise<void> {
  const place = { uri: court.uri, wechat: court.wechat.origin, sms: court.sms.origin, at: court.clock.now().toISOString() }
  const code = `require(${JSON.stringify(PROGRAM)}).dispatchUntilKilled(${JSON.stringify(place)}, ${AT_ONCE}).catch((error) => { console.error(error); process.exit(1) })`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended])
  expect(child.exitCode).toBeNull()
  await wait(ms)
  child.kill('SIGKILL')
  await ended
}

it(`kills the dispatcher ${KILLS} times: everybody is told once, by one channel after the other, and nobody twice`, async () => {
  const random = randomFrom(SEED)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  court.listensAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await court.addPeople(20, Math.ceil(NOTICES / 20))
  await court.tell(NOTICES)
  await court.projected()
  await court.bareCall(0)
  court.wechat.weather({ latencyMs: 20 })
  for (let kill = 0; kill < KILLS; kill++) await dispatchFor(ALIVE_MS.least + random() * (ALIVE_MS.most - ALIVE_MS.least))
  const tried = await court.countTried()

  court.wechat.weather({ latencyMs: 0 })
  for (let day = 0; day < 8 && (await court.countOpen()) > 0; day++) {
    await court.settle()
    court.clock.advance(day === 0 ? { minutes: 2 } : { days: 1 })
  }
  const finals = await court.finals()
  let [unanswered, reached] = [0, 0]
  for (const { caseId, personId } of court.people) {
    const entries = await court.rooms.log.list(pushChain({ caseId, personId }))
    // No channel is tried twice for one notice, unless the try before surely did not go out (a killed process may have been fetching the token).
    const open = new Set<string>()
    for (const { type, body } of entries) {
      const name = `${body.of}/${body.round}/`
      if (type === 'push.attempted') expect([open.has(name + body.channel), open.add(name + body.channel).size > 0]).toEqual([false, true])
      else if (type === 'push.answered' && body.outcome === 'not_sent') for (const channel of ['wechat', 'sms']) open.delete(name + channel)
    }
    const documents = await court.push.list.documents().find({ caseId, personId, type: 'node.told' }).lean()
    for (const { notice, final } of documents) {
      if (notice.tries.some((one) => one.answer === undefined)) unanswered++
      if (notice.tries.some((one) => outcomeOf(one) === 'delivered')) reached++
      expect(finalOf(notice)).toEqual(final)
    }
  }
  process.stderr.write(`seed ${SEED}: ${tried} of ${NOTICES} tried while being killed, ${unanswered} left without an answer; ${JSON.stringify(finals)}\n`)
  expect(finals).toEqual({ delivered: NOTICES })
  expect(reached).toBe(NOTICES)
  expect(court.duplicates()).toBe(0)
  expect(tried).toBeGreaterThan(0)
})
