import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadCourtConfig } from './court-config'
import { loadLadder } from './court-ladder'
import { CONFIG_DIR } from './test-support/court'

const file = path.join(CONFIG_DIR, 'court/progress/ladder.yaml')
const { catalogue } = loadCourtConfig(CONFIG_DIR)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zx-ladder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a start says of the court's own file with one thing changed in it. */
function withChange(from: string, to: string): string {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  const changed = path.join(folder, 'ladder.yaml')
  writeFileSync(changed, text.replace(from, to))
  try {
    loadLadder(changed, catalogue)
  } catch (error) {
    return (error as Error).message
  }
  return 'started'
}

test('the court\'s own ladder fits its catalogue', () => {
  expect(loadLadder(file, catalogue).rungs.length).toBeGreaterThan(2)
})

test.each([
  ['a role that is none', 'role: cc_flow_group', 'role: flow_group_of_nobody', /line \d+, told_by\.role: no role is called flow_group_of_nobody/],
  ['a node that is none', 'nodes: [no_investigation_backstop]', 'nodes: [no_such_node]', /line \d+, lines\.2\.nodes\.0: no node is called no_such_node/],
  ['a distance that goes back', 'value: 3, unit: calendar_day', 'value: -3, unit: calendar_day', /line \d+, rungs\.1\.after\.value/],
  ['a unit that is none', 'value: 7, unit: calendar_day', 'value: 7, unit: fortnight', /line \d+, rungs\.2\.after\.unit/],
  ['a rule without its source', 'basis: proposal, source: A.8：同上', 'basis: proposal, quote: A.8', /line \d+, rungs\.2\.cite\.source/],
  ['a field that is none', 'told_by:', 'said_by:', /told_by/],
])('%s stops the start, by file, line and field', (_, from, to, message) => {
  expect(withChange(from, to)).toMatch(message)
})

test('a node with more rungs than there are distances stops the start', () => {
  const text = readFileSync(file, 'utf8')
  const changed = path.join(folder, 'ladder.yaml')
  writeFileSync(changed, text.replace(/ {2}- after: \{ value: [37], unit: calendar_day \}\n.*\n/g, '').replace(/ {2}- after: \{ value: 15, unit: calendar_day \}\n.*\n/, ''))
  expect(() => loadLadder(changed, catalogue)).toThrow(/rungs: \w+ has \d rungs, but only 1 distances are given/)
})
