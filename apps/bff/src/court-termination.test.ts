import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadCourtConfig } from './court-config'
import { loadTermination } from './court-termination'
import { CONFIG_DIR } from './test-support/court'

const file = path.join(CONFIG_DIR, 'court/termination.yaml')
const { catalogue, service, forms } = loadCourtConfig(CONFIG_DIR)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zx-termination-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const loading = (text: string, known = { catalogue, service, forms }) => () => {
  const changed = path.join(folder, 'termination.yaml')
  writeFileSync(changed, text)
  return loadTermination(changed, known)
}

test.each([
  ['a node that is none', 'nodes: [restrict_consumption]', 'nodes: [restrict_spending]', /line \d+, checks\.4\.nodes: check 5: restrict_spending is no node or event/],
  ['a node that nobody records', 'node: termination_interview', 'node: termination_min_age', /checks\.6\.node: check 7: termination_min_age is no node/],
  ['a document that is none', 'documents: [consumption_order]', 'documents: [spending_order]', /checks\.4\.documents: check 5: spending_order is no document/],
  ['a form that nobody has to answer', 'forms: [resumption]', 'forms: [property_report]', /checks\.11\.forms: check 12: property_report is no form/],
  ['an answer that the interview does not have', 'agrees: 同意', 'agrees: 赞成', /checks\.7\.agrees: check 8: 赞成 is no choice/],
  ['a panel without approval', 'panel: termination_panel_review', 'panel: termination_interview', /checks\.7\.panel: check 8: termination_interview asks for no approval/],
  ['a check left out', 'number: 13', 'number: 14', /checks\.12: is check 13, not 14/],
  ['a hint that a machine may call green', 'grade: signal\n    rule: obstruction', 'grade: part\n    rule: obstruction', /checks\.5: obstruction does not go with the grade part/],
  ['a hint that keeps a termination back', 'grade: none\n', 'grade: none\n    blocks: true\n', /checks\.8: what only a person can judge/],
  ['a check without its source', "cite: { basis: court_document, source: '003_0d65865c3a5cc82b.txt L143，二(二)9', quote: 终本案件的裁定书内容是否完整、规范 }", 'cite: { basis: court_document }', /checks\.8\.cite\.source/],
])('%s stops the start, by file, line and field', (_, from, to, message) => {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  expect(loading(text.replace(from, to))).toThrow(message)
})

test('a catalogue in which nothing submits a termination stops the start: nothing would be kept back', () => {
  const nodes = new Map([...catalogue.nodes].map(([id, node]) => [id, { ...node, checks: node.checks.filter((check) => check !== 'evidence_sheet') }]))
  expect(loading(readFileSync(file, 'utf8'), { catalogue: { ...catalogue, nodes }, service, forms })).toThrow(/evidence_sheet/)
})
