/**
 * `npm run bench -- one-side [--messages 500] [--rounds 400] [--json FILE]`: can a person tell by the time an answer takes how much
 * the others of the case have written?
 *
 * Three fresh courts, each on a store of its own, with the same case and the same 20 entries in the observed person's thread. On two of
 * them nobody else ever wrote; on the third the other side has written `--messages` and the court has answered every fifth. Then the
 * observed person asks the same on all three in turns, one request at a time, while nobody else stirs. Beside the ratio of medians
 * busy/quiet stands that of the two quiet ones, and behind each the range it had over ten parts of the run: what lies within the
 * range of quiet/quiet, nobody can tell from chance with so many requests. What happens *while* others write is load, and no part of this.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { openTestCourt, CASE, message } = createRequire(import.meta.url)(fileURLToPath(new URL('../../apps/bff/dist/test-support/court.js', import.meta.url)))

const { values: options } = parseArgs({ options: { messages: { type: 'string', default: '500' }, rounds: { type: 'string', default: '400' }, json: { type: 'string' } } })
const [MESSAGES, ROUNDS] = [Number(options.messages), Number(options.rounds)]
const [OWN, PARTS, WARM_UP] = [20, 10, 30]
const say = (text) => process.stderr.write(`${text}\n`)
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

const REQUESTS = {
  'who am I': () => ['GET', '/me'],
  'my cases': () => ['GET', '/cases'],
  'one case': () => ['GET', `/cases/${CASE}`],
  'my thread': ({ base }) => ['GET', base],
  'its entries': ({ base }) => ['GET', `${base}/entries?limit=20`],
  'send a message': ({ base }) => ['POST', `${base}/messages`, message('我想分期还')],
  'a thread not mine': ({ court }) => ['GET', `/threads/${CASE}/${court.id('owner')}`],
}

async function prepare(others) {
  const court = await openTestCourt()
  const base = `/threads/${CASE}/${court.id('opponent')}`
  const theirs = `/threads/${CASE}/${court.id('owner')}`
  for (let n = 0; n < OWN; n++) await court.call(n % 2 ? 'officer' : 'opponent', 'POST', `${base}/messages`, message(`第${n}句`))
  for (let n = 0; n < others; n++) {
    await court.call('owner', 'POST', `${theirs}/messages`, message(`第${n}次催问，请回复。`))
    if (n % 5 === 4) await court.call('officer', 'POST', `${theirs}/messages`, message('正在办理'))
    if (n % 100 === 99) say(`${n + 1} of ${others} messages of the other side`)
  }
  await court.settled()
  return { court, base, times: Object.fromEntries(Object.keys(REQUESTS).map((name) => [name, []])) }
}

const places = [await prepare(0), await prepare(0), await prepare(MESSAGES)]
for (let round = 0; round < ROUNDS + WARM_UP; round++) {
  for (const [name, make] of Object.entries(REQUESTS)) {
    for (let i = 0; i < places.length; i++) {
      const place = places[(round + i) % places.length]
      const request = make(place)
      const started = performance.now()
      await place.court.call('opponent', ...request)
      if (round >= WARM_UP) place.times[name].push(performance.now() - started)
    }
  }
  if (round % 100 === 99) say(`round ${round + 1} of ${ROUNDS + WARM_UP}`)
}

const parts = Array.from({ length: PARTS }, (_, n) => [Math.floor((n * ROUNDS) / PARTS), Math.floor(((n + 1) * ROUNDS) / PARTS)])
/** The ratio of two medians, and the least and greatest it had in a tenth of the run. */
function ratio(name, one, other) {
  const between = (from, to) => median(places[one].times[name].slice(from, to)) / median(places[other].times[name].slice(from, to))
  const each = parts.map(([from, to]) => between(from, to))
  return { ratio: between(0, ROUNDS), least: Math.min(...each), greatest: Math.max(...each) }
}
const rows = Object.keys(REQUESTS).map((name) => ({
  name, quiet_ms: median(places[0].times[name]), busy_ms: median(places[2].times[name]), quiet_to_quiet: ratio(name, 1, 0), busy_to_quiet: ratio(name, 2, 0),
}))

const shown = ({ ratio: all, least, greatest }) => `${all.toFixed(2)} (${least.toFixed(2)}–${greatest.toFixed(2)})`
console.log(`${ROUNDS} requests of each kind on each court; the other side has written ${MESSAGES} messages on the busy one`)
console.log(`${'request'.padEnd(20)}${'quiet ms'.padStart(9)}${'busy ms'.padStart(9)}${'quiet/quiet'.padStart(20)}${'busy/quiet'.padStart(20)}`)
for (const { name, quiet_ms, busy_ms, quiet_to_quiet, busy_to_quiet } of rows) {
  console.log(`${name.padEnd(20)}${quiet_ms.toFixed(2).padStart(9)}${busy_ms.toFixed(2).padStart(9)}${shown(quiet_to_quiet).padStart(20)}${shown(busy_to_quiet).padStart(20)}`)
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
await Promise.all(places.map(({ court }) => court.close()))
