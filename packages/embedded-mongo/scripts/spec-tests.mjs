/**
 * Runs MongoDB's published tests in the unified test format against a started embedded server:
 *   node packages/embedded-mongo/scripts/spec-tests.mjs FOLDER [--only TEXT] [--exceptions FILE]
 * FOLDER holds the tests' JSON files, at any depth (source/{crud,gridfs,collection-management} of github.com/mongodb/specifications;
 * their licence keeps them out of this repository). `--only` takes the files and tests whose name contains TEXT. What may fail, and why,
 * stands in spec-tests/exceptions.json; an excepted test that passes is an error too. Needs a built package (`npx tsc -b`).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { MongoClient } from 'mongodb'
import { parseTests } from './spec-tests/match.mjs'
import { unmet } from './spec-tests/requirements.mjs'
import { runTest } from './spec-tests/run-test.mjs'

const { startEmbeddedMongo } = createRequire(import.meta.url)('../dist/index.js')

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: '' }, exceptions: { type: 'string' } } })
if (positionals.length !== 1) throw new Error('usage: spec-tests.mjs FOLDER [--only TEXT] [--exceptions FILE]')
const exceptions = JSON.parse(readFileSync(values.exceptions ?? new URL('./spec-tests/exceptions.json', import.meta.url), 'utf8'))

const files = readdirSync(positionals[0], { recursive: true }).filter((name) => name.endsWith('.json')).sort()
const totals = { 'in scope': 0, passed: 0, failed: 0, excepted: 0, 'out of scope': 0 }
const leftOut = new Map()
const used = new Set()

/** What became of one test: its line when it did not simply pass. */
async function settle(server, file, suite, test) {
  const name = `${file} › ${test.description}`
  const why = unmet(server.version, suite.runOnRequirements) ?? unmet(server.version, test.runOnRequirements) ?? test.skipReason
  if (why !== undefined) {
    leftOut.set(why, (leftOut.get(why) ?? 0) + 1)
    return { outcome: 'out of scope' }
  }
  totals['in scope']++
  const exception = exceptions[file]?.[test.description] ?? exceptions[file]?.['*']
  if (exception) used.add(file)
  const error = await runTest(server, suite, test).then(() => undefined, (reason) => reason)
  if (!error && exception) return { outcome: 'failed', line: `passes, but is excepted: ${name}: take it off the list` }
  if (error && exception) return { outcome: 'excepted', line: `excepted: ${name}: ${exception}` }
  return error ? { outcome: 'failed', line: `FAILED: ${name}: ${error.message}` } : { outcome: 'passed' }
}

async function runFile(server, name) {
  const suite = parseTests(readFileSync(path.join(positionals[0], name), 'utf8'))
  if (!Array.isArray(suite.tests)) return
  const file = path.basename(name, '.json')
  const wanted = suite.tests.filter(({ description }) => `${file} › ${description}`.includes(values.only))
  if (wanted.length === 0) return
  const here = {}
  const lines = []
  for (const test of wanted) {
    const { outcome, line } = await settle(server, file, suite, test)
    totals[outcome]++
    here[outcome] = (here[outcome] ?? 0) + 1
    if (line) lines.push(`    ${line}`)
  }
  console.log([`${name}: ${Object.entries(here).map(([outcome, n]) => `${n} ${outcome}`).join(', ')}`, ...lines].join('\n'))
}

const store = await startEmbeddedMongo({ testCommands: true })
const admin = await MongoClient.connect(store.uri)
try {
  const { version } = await admin.db('admin').command({ buildInfo: 1 })
  for (const name of files) await runFile({ uri: store.uri, admin, version }, name)
} finally {
  await admin.close()
  await store.stop()
}
for (const file of Object.keys(exceptions)) {
  if (values.only || used.has(file)) continue
  totals.failed++
  console.log(`excepted, but no such test was run: ${file}`)
}
console.log(`\nout of scope: ${[...leftOut].map(([why, n]) => `${n} ${why}`).join('; ') || 'none'}`)
console.log(Object.entries(totals).map(([what, n]) => `${n} ${what}`).join(', '))
process.exitCode = totals.failed > 0 || totals['in scope'] === 0 ? 1 : 0
