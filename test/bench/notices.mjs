/**
 * `npm run bench -- notices [--notices 10000] [--threads 1000] [--json FILE]`: getting what stands in people's threads to them. Ten thousand notices
 * go to WeChat's double, which takes 20 ms for each answer and lets 2 % of them go wrong in turns (busy, hung up before, hung up after it was carried
 * out). Everything is on: the attempt is on disk before each call, what the call said after it, quotas are counted, events come back over HTTP with a
 * signature and are written where they belong, read models follow. Measured is from the first look until each notice has had its call.
 *
 * Beside it, in the same run, the same calls bare: the connector alone against the same double, with as many at once, nothing written.
 *
 * Afterwards the clock goes on by days until nothing is under way: each notice must have ended in exactly one final state, and the double must have
 * taken no message twice. Anything else fails the bench.
 */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    notices: { type: 'string', default: '10000' }, threads: { type: 'string', default: '1000' }, concurrency: { type: 'string', default: '96' }, json: { type: 'string' },
  },
})
const [NOTICES, THREADS, AT_ONCE] = [options.notices, options.threads, options.concurrency].map(Number)
const WEATHER = { latencyMs: 20, errorRate: 0.02 }
const say = (text) => process.stderr.write(`… ${text}\n`)

const { openNoticeCourt } = createRequire(import.meta.url)(fileURLToPath(new URL('../../apps/bff/dist/test-support/notices.js', import.meta.url)))

const court = await openNoticeCourt({ concurrency: AT_ONCE })
const server = createServer(court.handler)
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
say(`preparing ${THREADS} people`)
await court.addPeople(THREADS, Math.ceil(NOTICES / THREADS))

say('the same calls, bare')
court.wechat.weather(WEATHER)
const bare = await (async () => {
  const total = Math.min(NOTICES, 4_000)
  let next = 0
  const started = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < total) await court.bareCall(next++).catch(() => undefined)
  }))
  return total / ((performance.now() - started) / 1_000)
})()

court.listensAt(`http://127.0.0.1:${server.address().port}`)
say(`telling ${NOTICES} nodes`)
court.wechat.weather({ latencyMs: 0, errorRate: 0 })
await court.tell(NOTICES)
await court.projected()

court.wechat.weather(WEATHER)
const started = performance.now()
const watch = setInterval(async () => say(`${await court.countTried()} of ${NOTICES} tried`), 5_000)
while ((await court.countUntried()) > 0) {
  await court.push.dispatch()
}
const seconds = (performance.now() - started) / 1_000
clearInterval(watch)

say('letting days go by until nothing is under way')
court.wechat.weather({ latencyMs: 0, errorRate: 0 })
for (let day = 0; day < 6 && (await court.countOpen()) > 0; day++) {
  await court.wechat.idle()
  await court.settle()
  court.clock.advance(day === 0 ? { minutes: 90 } : { days: 1 })
  await court.settle()
}
const finals = await court.finals()
const [ended, duplicates, open] = [Object.values(finals).reduce((sum, count) => sum + count, 0), court.duplicates(), await court.countOpen()]
const row = {
  notices: NOTICES, per_s: Math.round(NOTICES / seconds), bare_per_s: Math.round(bare), ratio: Number((NOTICES / seconds / bare).toFixed(3)), ...finals,
  open, duplicates,
}
console.table([row])
if (options.json) writeFileSync(options.json, `${JSON.stringify(row, null, 2)}\n`)
server.close()
await court.close()
if (ended !== NOTICES || open !== 0 || duplicates !== 0) {
  console.error(`not as it must be: ${ended} ended, ${open} open, ${duplicates} taken twice`)
  process.exit(1)
}
process.exit(0)
