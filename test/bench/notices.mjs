/**
 * `npm run bench -- notices [--notices 10000] [--others 2000] [--threads 1000] [--json FILE] [--profile FILE]`: getting what stands in people's threads
 * to them. Ten thousand notices go to WeChat's double, which takes 20 ms for each answer and lets 2 % of them go wrong in turns (busy, hung up before,
 * hung up after it was carried out). Everything is on: the attempt is on disk before each call, what the call said after it, quotas are counted, events
 * come back over HTTP with a signature and are written where they belong, all read models follow. At the same time two thousand more go to people whom
 * WeChat does not reach: a text, a neutral text, the hotline's list, or nothing because they have read it.
 *
 * Measured is from the first look until each notice has had its first step (`per_s`), and until the events of all of that are written and shown too
 * (`settled_per_s`). The doubles run in a process of their own; what a notice costs in CPU time is told for each process.
 *
 * Beside it, in the same run, the same calls bare: the connector alone against the same double, with as many at once, nothing written.
 *
 * Afterwards the clock goes on by days until nothing is under way. From the chains alone it is counted that each notice was in exactly one final state,
 * and the one that its person's situation leads to; and the doubles must have taken nothing twice. Anything else fails the bench.
 */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Session } from 'node:inspector/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { forkDoubles } from './lib/doubles.mjs'
import { childrenOf, cpuSecondsOf } from './lib/server.mjs'

const { values: options } = parseArgs({
  options: {
    notices: { type: 'string', default: '10000' }, others: { type: 'string', default: '2000' }, threads: { type: 'string', default: '1000' },
    concurrency: { type: 'string' }, json: { type: 'string' }, profile: { type: 'string' },
  },
})
const [NOTICES, OTHERS, THREADS] = [options.notices, options.others, options.threads].map(Number)
const EACH = Math.ceil(NOTICES / THREADS)
const BARE_AT_ONCE = 96
const WEATHER = { latencyMs: 20, errorRate: 0.02 }
const CALM = { latencyMs: 0, errorRate: 0 }
const DAYS = 8
const say = (text) => process.stderr.write(`… ${text}\n`)

const { openNoticeCourt, SITUATIONS, tallyOf } = createRequire(import.meta.url)(fileURLToPath(new URL('../../apps/bff/dist/test-support/notices.js', import.meta.url)))

let doubles
const court = await openNoticeCourt({
  ...(options.concurrency && { concurrency: Number(options.concurrency) }), doubles: async (parts) => (doubles = await forkDoubles(parts)),
})
const server = createServer(court.handler)
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

/** CPU seconds of this process, of the store and of the doubles. */
const cpuNow = () => {
  const { user, system } = process.cpuUsage()
  const store = childrenOf(process.pid).filter((pid) => pid !== doubles.pid).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0)
  return { ours: (user + system) / 1e6, store, doubles: cpuSecondsOf(doubles.pid) }
}
/** What a piece of work took: seconds, and milliseconds of CPU for each of `count`. */
async function measured(count, work) {
  const [before, started] = [cpuNow(), performance.now()]
  await work()
  const [after, seconds] = [cpuNow(), (performance.now() - started) / 1_000]
  const cpu = Object.fromEntries(Object.entries(after).map(([name, now]) => [`cpu_${name}_ms`, Number((((now - before[name]) * 1_000) / count).toFixed(3))]))
  return { seconds, per_s: Math.round(count / seconds), ...cpu }
}

say(`preparing ${THREADS} people with WeChat, and others`)
await court.addPeople('wechat', THREADS, EACH)
const others = Object.keys(SITUATIONS).filter((name) => name !== 'wechat')
for (const name of others) await court.addPeople(name, Math.ceil(OTHERS / EACH / others.length), EACH)

say('the same calls, bare')
await court.wechat.weather(WEATHER)
const bareCalls = Math.min(NOTICES, 4_000)
const bare = await measured(bareCalls, async () => {
  let next = 0
  await Promise.all(Array.from({ length: BARE_AT_ONCE }, async () => {
    while (next < bareCalls) await court.bareCall(next++).catch(() => undefined)
  }))
})

await court.listensAt(`http://127.0.0.1:${server.address().port}`)
say('telling everybody')
await court.wechat.weather(CALM)
const total = await court.tell(EACH)
await court.projected()

await court.wechat.weather(WEATHER)
await court.sms.weather({ latencyMs: WEATHER.latencyMs })
const profiler = options.profile ? new Session() : undefined
profiler?.connect()
await profiler?.post('Profiler.enable')
await profiler?.post('Profiler.start')
const started = performance.now()
let calledSeconds = 0
const watch = setInterval(async () => say(`${await court.countWaiting()} of ${total} wait`), 5_000)
const settled = await measured(total, async () => {
  while ((await court.countWaiting()) > 0) await court.push.dispatch()
  calledSeconds = (performance.now() - started) / 1_000
  await Promise.all([court.wechat.idle(), court.sms.idle()])
  await court.projected()
})
clearInterval(watch)
if (profiler) writeFileSync(options.profile, JSON.stringify((await profiler.post('Profiler.stop')).profile))

say('letting days go by until nothing is under way')
await court.wechat.weather(CALM)
await court.sms.weather(CALM)
for (let day = 0; day < DAYS && (await court.countOpen()) > 0; day++) {
  await court.settle()
  await court.later(day === 0 ? { minutes: 90 } : { days: 1 })
  await court.settle()
}
const [verdicts, duplicates] = [await court.verdicts(), await court.duplicates()]
const wrong = verdicts.filter(({ person, must, finals, faults }) =>
  finals.length !== 1 || faults.length > 0 || finals[0] !== SITUATIONS[person.situation].ends[must ? 'must' : 'may'])
const finals = {}
for (const { finals: [as = 'none'] } of verdicts) finals[as] = (finals[as] ?? 0) + 1
const { seconds: _seconds, per_s: settledPerS, ...cpu } = settled
const row = {
  notices: total, per_s: Math.round(total / calledSeconds), settled_per_s: settledPerS, ...cpu, bare_per_s: bare.per_s, bare_cpu_ours_ms: bare.cpu_ours_ms,
  cpu_ratio: Number((cpu.cpu_ours_ms / bare.cpu_ours_ms).toFixed(2)), duplicates, wrong: wrong.length,
}
console.table([row])
console.table(tallyOf(verdicts))
console.table([finals])
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...row, finals }, null, 2)}\n`)
server.close()
await court.close()
if (verdicts.length !== total || wrong.length > 0 || duplicates !== 0) {
  console.error(`not as it must be: ${verdicts.length} of ${total} found, ${duplicates} taken twice, and of these ${wrong.length} not one final state of the right kind:`)
  for (const { person, of, finals: ended, faults } of wrong.slice(0, 20)) console.error(JSON.stringify({ ...person, of, ended, faults }))
  process.exit(1)
}
process.exit(0)
