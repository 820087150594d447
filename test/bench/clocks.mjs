/**
 * `npm run bench -- clocks [--cases 100000] [--due 100] [--rounds 5] [--json FILE]`: what one look at all periods costs, as a ratio within one run.
 *
 * Two courts on embedded stores of their own: one with 1,000 open cases, one with 100,000, each with all the periods of the court's own catalogue.
 * Cases are registered many at a time, as the court's own system sends them, which takes a minute or two.
 *
 * In each round so many more cases come to have something due in both, the clock is set on by an hour and more, and a sweep writes what is due:
 * decided at the heads of those cases' chains, hashed, sealed, on disk. Then a sweep in which nothing is due. Afterwards it is counted that exactly
 * the due cases were looked at, touched (an entry in their chain), and no other: anything else fails the bench.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))
const bff = (name) => createRequire(import.meta.url)(path.join(REPOSITORY, 'apps/bff/dist', name))
const { startEmbeddedMongo } = createRequire(path.join(REPOSITORY, 'apps/bff/package.json'))('@zhixin/embedded-mongo')

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '100000' }, due: { type: 'string', default: '100' }, rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
})
const [MANY, DUE, ROUNDS] = [values.cases, values.due, values.rounds].map(Number)
const FEW = 1_000
const AT_ONCE = 1_000
const HOUR_MS = 3_600_000
const say = (text) => process.stderr.write(`${text}\n`)
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

const folder = mkdtempSync(path.join(tmpdir(), 'zhixin-bench-clocks-'))
const config = bff('court-config.js').loadCourtConfig(path.join(REPOSITORY, 'config'))
const logger = bff('platform/logger.js').createLogger('error')

/** A court with so many open cases in which nothing is due. Its clock stands at a Tuesday, ten, and goes on only when it is told to. */
async function openCourt(name, count) {
  const server = await startEmbeddedMongo({ dbpath: path.join(folder, name) })
  const connection = await bff('platform/database.js').openDatabase(`${server.uri}bench`)
  const keyStore = bff('connectors/file-key-store.js').createFileKeyStore(path.join(folder, `${name}-key.json`), { create: true })
  let now = Date.parse('2026-03-10T02:00:00.000Z')
  const clock = { now: () => new Date(now) }
  const log = await bff('log/index.js').openLog({ court: config.court.id, db: connection.db, keyStore, clock, logger })
  const officers = Array.from({ length: 300 }, (_, i) => `s_bench${String(i).padStart(4, '0')}`)
  const staff = {
    moment: async () => ({ staff: officers.map((id) => ({ id, department: '一队', roles: ['officer', 'judge'], leadsTeam: false })), standInOf: () => [] }),
    names: async () => new Map(),
  }
  const clocks = await bff('progress/clocks/index.js').createClocks({
    log, connection, catalogue: config.catalogue, ladder: config.ladder, holidays: config.calendar, staff, clock, logger,
    people: async () => new Map(), messaging: config.messaging,
  })
  let made = 0
  async function register(howMany, filedOn) {
    const started = performance.now()
    for (let left = howMany; left > 0; left -= AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, () => {
        const n = made++
        return bff('cases/index.js').registerCase(log, {
          caseId: `c_bench${n.toString(36).padStart(8, '0')}`, caseNumber: `（2026）虚01执${n}号`, cause: '买卖合同纠纷', filedOn, department: '一队',
          officerIds: [officers[n % 300]], judgeId: officers[(n + 7) % 300], participants: [{ personId: 'p_bench0001', side: 'applicant', role: 'principal' }],
        })
      }))
      await clocks.list.tail.reached(await log.courtHead(), 600_000)
      if (made % 20_000 === 0) say(`${name}: ${made} cases on record after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
    }
  }
  await register(count, '2026-03-10')
  return {
    name, count,
    /** Milliseconds for a sweep in which so many cases have something due, and for one in which none has. */
    async round() {
      await register(DUE, '2026-02-27')
      now += HOUR_MS + 60_000
      const before = await log.courtHead()
      const cpu = process.cpuUsage()
      const [withDue, swept] = await timed(() => clocks.sweep())
      const { user, system } = process.cpuUsage(cpu)
      const head = await log.courtHead()
      await clocks.list.tail.reached(head, 60_000)
      const touched = new Set((await log.tail(before, 100_000)).map(({ chain }) => chain))
      const [without, none] = await timed(() => clocks.sweep())
      if (swept.looked !== DUE || touched.size !== DUE || swept.written !== head - before || none.looked !== 0) {
        const found = JSON.stringify({ swept, got: touched.size, entries: head - before, none })
        throw new Error(`${name}: ${DUE} cases were due, but ${found}`)
      }
      return { withDue, cpu: (user + system) / 1_000, without, looked: swept.looked, touched: touched.size, written: swept.written }
    },
    async close() {
      await log.close()
      await connection.close()
      await server.stop()
    },
  }
}

async function timed(work) {
  const started = performance.now()
  const result = await work()
  return [performance.now() - started, result]
}

try {
  const courts = [await openCourt('few', FEW), await openCourt('many', MANY)]
  const rounds = courts.map(() => [])
  // Not counted: what a process does for the first time it does slowly.
  for (const court of courts) await court.round()
  for (let round = 0; round < ROUNDS; round++) {
    for (const i of round % 2 ? [1, 0] : [0, 1]) rounds[i].push(await courts[i].round())
    say(`round ${round + 1}/${ROUNDS}: ${rounds.map((list) => `${list.at(-1).withDue.toFixed(0)} ms`).join(' · ')}`)
  }
  const [few, many] = rounds.map((list) => (
    {
      ...list[0], ...Object.fromEntries(['withDue', 'cpu', 'without'].map((name) => [name, median(list.map((one) => one[name]))])),
    }
  ))
  const rowsOf = (cases, { looked, touched, written, withDue, cpu, without }, than) => ({
    cases, due: DUE, looked, touched, entries: written, sweep_ms: Math.round(withDue), ratio: Number((withDue / than.withDue).toFixed(2)),
    cpu_ms: Math.round(cpu), nothing_due_ms: Number(without.toFixed(1)),
  })
  const rows = [rowsOf(FEW, few, few), rowsOf(MANY, many, few)]
  console.table(rows)
  if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
  for (const court of courts) await court.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
