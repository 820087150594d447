import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(__dirname, '../..')
const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')

/** A small tree of the same shape, in which every file breaks a rule but the ones that are meant. */
const TREE: Record<string, string> = {
  'package.json': '{ "name": "tree", "devDependencies": { "only-for-tests": "1.0.0" }, "dependencies": { "@tarojs/taro": "4.0.0" } }',
  'node_modules/only-for-tests/package.json': '{ "name": "only-for-tests", "version": "1.0.0", "main": "index.js" }',
  'node_modules/only-for-tests/index.js': 'module.exports = 1',
  'node_modules/@tarojs/taro/package.json': '{ "name": "@tarojs/taro", "version": "4.0.0", "main": "index.js" }',
  'node_modules/@tarojs/taro/index.js': 'module.exports = 1',
  'packages/shared/src/ids/index.ts': "import { readFileSync } from 'fs'\nexport const id = readFileSync",
  'packages/shared/src/errors/index.ts': "import taro from '@tarojs/taro'\nexport const error = taro",
  'packages/shared/src/rules/index.ts': 'export const rule = 1',
  'packages/shared/src/log/index.ts': "export { rule } from '../rules'",
  'packages/shared/src/verify/index.ts': "export { rule } from '../rules'",
  'packages/embedded-mongo/src/index.ts': "export { id } from '../../shared/src/ids'",
  'packages/tasks/lib/helper.mjs': "import one from 'only-for-tests'\nexport const two = one",
  'packages/tasks/start.mjs': "import './lib/helper.mjs'",
  'apps/bff/src/platform/clock.ts': 'export const clock = 1',
  'apps/bff/src/platform/nosy.ts': "import '../cases'",
  'apps/bff/src/platform/lonely.ts': 'export const lonely = 1',
  'apps/bff/src/log/index.ts': "import '../cases'\nexport const append = 1",
  'apps/bff/src/log/writer.ts': "import '../platform/clock'\nexport const write = 1",
  'apps/bff/src/ports/sms.ts': "import '../platform/clock'\nexport interface Sms { send(): void }",
  'apps/bff/src/connectors/sms.ts': "import '../cases'\nexport const sms = 1",
  'apps/bff/src/cases/index.ts': "import './model'\nexport const cases = 1",
  'apps/bff/src/cases/model.ts': "import one from 'only-for-tests'\nimport '../connectors/sms'\nexport const model = one",
  'apps/bff/src/messaging/index.ts': "import './send'\nimport '../app'",
  'apps/bff/src/messaging/send.ts': "import '../cases/model'\nimport '../log/writer'\nimport '../../../../test/doubles/sms'\nimport './receive'",
  'apps/bff/src/messaging/receive.ts': "import './send'\nimport './not-there'\nimport './send.test'",
  'apps/bff/src/messaging/send.test.ts': "import '../log/writer'",
  'apps/bff/src/demo/index.ts': "import '../../../../test/doubles/sms'",
  'apps/bff/src/app.ts': "import './connectors/sms'\nimport './messaging'\nimport './demo'\nimport '../../../test/doubles/sms'",
  'apps/miniprogram/src/app.tsx': "import './services/outbox'\nimport '../../bff/src/platform/clock'",
  'apps/miniprogram/src/services/outbox.ts': "import '@tarojs/taro'",
  'test/doubles/sms.ts': 'export const sms = 1',
}

type Violation = { rule: { name: string }; from: string; to: string }
let tree: string
let found: string[]

function cruise(folder: string): Promise<Violation[]> {
  const args = [CRUISER, '--config', 'config/dependency-cruiser.cjs', '--output-type', 'json', 'packages', 'apps', 'test']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 << 20 }, (_error, stdout, stderr) => {
      try {
        resolve((JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations)
      } catch {
        reject(new Error(`no answer from dependency-cruiser: ${stderr}`))
      }
    })
  })
}

beforeAll(async () => {
  tree = mkdtempSync(path.join(tmpdir(), 'zhixin-imports-'))
  for (const [file, text] of Object.entries(TREE)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), text)
  }
  for (const file of ['dependency-cruiser.cjs', 'tsconfig.import-rules.json']) {
    cpSync(path.join(ROOT, 'config', file), path.join(tree, 'config', file))
  }
  found = (await cruise(tree)).map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

describe('an import that the rules forbid is found', () => {
  const { forbidden } = jest.requireActual<{ forbidden: { name: string; comment: string }[] }>('../../config/dependency-cruiser.cjs')

  test.each(forbidden.map(({ name }) => name))('%s', (name) => {
    expect(found.filter((violation) => violation.startsWith(`${name}:`))).not.toEqual([])
  })

  test('every rule says why', () => {
    for (const { comment } of forbidden) expect(comment).toMatch(/\w{3,}.*[.]$/)
  })
})

test('imports that the rules allow are not found', () => {
  const allowed = [
    'apps/bff/src/app.ts → apps/bff/src/connectors/sms.ts',
    'apps/bff/src/app.ts → apps/bff/src/demo/index.ts',
    'apps/bff/src/app.ts → test/doubles/sms.ts',
    'apps/bff/src/messaging/send.test.ts → apps/bff/src/log/writer.ts',
    'apps/bff/src/cases/index.ts → apps/bff/src/cases/model.ts',
    'apps/bff/src/log/writer.ts → apps/bff/src/platform/clock.ts',
  ]
  // Cycles are made on purpose here, and each pair on one is named.
  const others = found.filter((violation) => !violation.startsWith('no-cycles:'))
  for (const pair of allowed) expect(others.filter((violation) => violation.endsWith(pair))).toEqual([])
})
