/**
 * `npm run bench -- supervision [--cases 2000] [--looks 20] [--json FILE]`: what one look of those who supervise costs, in a court in which much is amiss.
 *
 * One court with so many open cases, a party's unanswered message in each, and a petition for every tenth: so that every case has periods that are over,
 * and nearly everything that can be counted is. Then each page is looked at again and again, through HTTP, while nothing else happens (`quiet`); and with
 * one more message somewhere before each look (`busy`), as in a court that works.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const dist = (name) => createRequire(import.meta.url)(fileURLToPath(new URL(`../../apps/bff/dist/${name}`, import.meta.url)))
const { openTestCourt, message, TEAM, ELSEWHERE } = dist('test-support/court.js')
const { petition } = dist('test-support/petition-cast.js')
const { registerCase } = dist('cases/index.js')

const { values: options } = parseArgs({ options: { cases: { type: 'string', default: '2000' }, looks: { type: 'string', default: '20' }, json: { type: 'string' } } })
const [CASES, LOOKS] = [Number(options.cases), Number(options.looks)]
const AT_ONCE = 20
const say = (text) => process.stderr.write(`${text}\n`)
const at = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))]

const PAGES = [
  ['director', '/supervision/overview'], ['leader', '/supervision/overview'], ['director', '/supervision/lists/overdue'], ['judge', '/supervision/my-urgings'],
]

const court = await openTestCourt()
const caseIds = Array.from({ length: CASES }, (_, n) => `c_bench${String(n).padStart(6, '0')}`)
const participants = [
  { personId: court.id('owner'), side: 'applicant', role: 'principal' }, { personId: court.id('opponent'), side: 'respondent', role: 'principal' },
]
const write = (caseId) => court.call('owner', 'POST', `/threads/${caseId}/${court.id('owner')}/messages`, message('我的钱什么时候到？'))
for (let from = 0; from < CASES; from += AT_ONCE) {
  await Promise.all(caseIds.slice(from, from + AT_ONCE).map((caseId, i) => registerCase(court.rooms.log, {
    caseId, caseNumber: `（2026）虚02执${from + i}号`, cause: '买卖合同纠纷', filedOn: '2026-01-05', participants,
    ...((from + i) % 2 === 0 ? { department: TEAM, officerIds: [court.id('officer')], judgeId: court.id('judge') }
      : { department: ELSEWHERE, officerIds: [court.id('stranger')], judgeId: court.id('otherJudge') }),
  })))
  await Promise.all(caseIds.slice(from, from + AT_ONCE).map(write))
  if ((from + AT_ONCE) % 500 === 0) say(`${from + AT_ONCE} of ${CASES} cases, with a message each`)
}
const names = [['s_handler', 'officer'], ['s_chief', 'leader'], ['s_vp', 'president'], ['s_centre', 'duty'], ['s_window', 'window']]
const played = names.reduce((text, [from, to]) => text.replaceAll(from, court.id(to)), JSON.stringify(petition.assigned().entries).replaceAll('执行一庭', TEAM))
for (let n = 0; n < CASES / 10; n++) {
  for (const { index, type, actor, body, attachments } of JSON.parse(played)) {
    const said = index === 0 ? { ...body, receipt: `XF${String(n).padStart(8, '0')}` } : body
    const chain = `petition:k_${String(n).padStart(8, '0')}`
    await court.rooms.log.append({ chain, key: `bench/${n}/${index}`, decide: async () => ({ type, actor, body: said, attachments }) })
  }
}
await court.settled()
court.later({ days: 5 })

const rows = []
let wrote = 0
for (const [who, page] of PAGES) {
  for (const kind of ['quiet', 'busy']) {
    await court.call(who, 'GET', page)
    const times = []
    const cpu = []
    for (let look = 0; look < LOOKS; look++) {
      if (kind === 'busy') {
        await write(caseIds[wrote++ % CASES])
        await court.settled()
      }
      const [started, before] = [performance.now(), process.cpuUsage()]
      const { status } = await court.call(who, 'GET', page)
      if (status !== 200) throw new Error(`${page}: ${status}`)
      times.push(performance.now() - started)
      const { user, system } = process.cpuUsage(before)
      cpu.push((user + system) / 1_000)
    }
    rows.push({ who, page, kind, median_ms: at(times, 0.5), p90_ms: at(times, 0.9), cpu_ms: at(cpu, 0.5) })
  }
}
const { numbers } = (await court.call('director', 'GET', '/supervision/overview')).body.data
console.log(`${CASES} cases; ${numbers.filter(({ total }) => total > 0).map(({ measure, total }) => `${measure} ${total}`).join(', ')}; ${LOOKS} looks each`)
console.log(`${'page'.padEnd(42)}${'median ms'.padStart(10)}${'p90 ms'.padStart(10)}${'CPU ms'.padStart(10)}`)
for (const { who, page, kind, median_ms, p90_ms, cpu_ms } of rows) {
  console.log(`${`${who} ${page}, ${kind}`.padEnd(42)}${[median_ms, p90_ms, cpu_ms].map((ms) => ms.toFixed(0).padStart(10)).join('')}`)
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
await court.close()
