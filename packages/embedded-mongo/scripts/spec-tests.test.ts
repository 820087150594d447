import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SCRIPT = join(__dirname, 'spec-tests.mjs')
const folder = mkdtempSync(join(tmpdir(), 'spec-tests-'))
afterAll(() => rmSync(folder, { recursive: true }))

const update = { name: 'updateOne', object: 'c', arguments: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } }
const test1 = (description: string, more: object) => ({ description, operations: [{ ...update, expectResult: { matchedCount: 1 } }], ...more })
const outcome = (n: number) => [{ databaseName: 'd', collectionName: 'c', documents: [{ _id: 1, n }] }]
const events = (command: object) => [{ client: 'client', events: [{ commandStartedEvent: { command, databaseName: 'd' } }] }]
const suite = {
  schemaVersion: '1.0',
  createEntities: [
    { client: { id: 'client', observeEvents: ['commandStartedEvent'] } }, { database: { id: 'd', client: 'client', databaseName: 'd' } },
    { collection: { id: 'c', database: 'd', collectionName: 'c' } },
  ],
  initialData: [{ databaseName: 'd', collectionName: 'c', documents: [{ _id: 1, n: 1 }] }],
  tests: [
    test1('right', { outcome: outcome(2), expectEvents: events({ update: 'c', lsid: { $$exists: true }, ordered: { $$type: 'bool' }, hint: { $$unsetOrMatches: 'x' } }) }),
    test1('another outcome', { outcome: outcome(3) }),
    test1('another event', { expectEvents: events({ update: 'c', ordered: false }) }),
    test1('an error that does not come', { operations: [{ ...update, expectError: { isError: true } }] }),
    test1('more than expected in a document', { operations: [{ name: 'find', object: 'c', arguments: { filter: {} }, expectResult: [{ _id: 1, n: { $$exists: false } }] }] }),
    { description: 'another error', operations: [{ ...update, arguments: { filter: {}, update: { $frob: {} } }, expectError: { isClientError: false, errorCode: 5 } }] },
    test1('excepted', { outcome: outcome(3) }),
    test1('excepted, and right', {}),
    test1('for later servers', { runOnRequirements: [{ minServerVersion: '8.0' }] }),
    test1('for replica sets', { runOnRequirements: [{ topologies: ['replicaset'] }] }),
  ],
}

test('the runner of the published tests tells what passed, what failed and why, and what was left out', async () => {
  writeFileSync(join(folder, 'suite.json'), JSON.stringify(suite))
  writeFileSync(join(folder, 'exceptions'), JSON.stringify({ suite: { excepted: 'for a reason', 'excepted, and right': 'for none' }, gone: { x: 'y' } }))
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(process.execPath, [SCRIPT, folder, '--exceptions', join(folder, 'exceptions')], (error, stdout, stderr) => resolve({ code: error?.code ?? 0, output: stdout + stderr }))
  })
  expect(output.split('\n').filter((line) => /FAILED|excepted:/.test(line)).map((line) => line.trim().split(': ').slice(0, 2).join(': '))).toEqual([
    'FAILED: suite › another outcome', 'FAILED: suite › another event', 'FAILED: suite › an error that does not come',
    'FAILED: suite › more than expected in a document', 'FAILED: suite › another error', 'excepted: suite › excepted', 'passes, but is excepted: suite › excepted, and right',
  ])
  expect(output).toContain('excepted, but no such test was run: gone')
  expect(output).toContain('out of scope: 1 for later servers; 1 for replica sets or shards')
  expect(output).toContain('8 in scope, 1 passed, 7 failed, 1 excepted, 2 out of scope')
  expect(code).toBe(1)
})
