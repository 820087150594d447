import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadCourtConfig } from './court-config'
import { loadService } from './court-service'
import { CONFIG_DIR } from './test-support/court'

const file = path.join(CONFIG_DIR, 'court/service.yaml')
const { catalogue } = loadCourtConfig(CONFIG_DIR)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zx-service-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['a service that the catalogue cannot record', 'records: ruling_served', 'records: no_such_event', /line \d+, documents\.enforcement_ruling\.records: no_such_event is no node/],
  ['an event that follows from others', 'records: ruling_served', 'records: case_filed', /documents\.enforcement_ruling\.records/],
  ['rulings without a paper original', 'kinds: [judgment, ruling, mediation]', 'kinds: [judgment]', /line \d+, paper_original\.kinds: .*ruling, mediation/],
  ['a document kept on paper without a reason', '    because: 关系人身和处罚，须当面送达\n', '', /line \d+, documents\.detention_decision\.because/],
  ['words that do not say that a message is no service', '这是提醒，不是送达', '请查收', /not_service\.words/],
  ['an arrival that is none', 'when: in_account', 'when: on_reading', /line \d+, effect\.when/],
  ['a rule without its source', 'cite: { basis: proposal, source: 本院定：限制消费令可以电子送达 }', 'cite: { basis: proposal }', /documents\.consumption_order\.cite\.source/],
])('%s stops the start, by file, line and field', (_, from, to, message) => {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  const changed = path.join(folder, 'service.yaml')
  writeFileSync(changed, text.replace(from, to))
  expect(() => loadService(changed, catalogue)).toThrow(message)
})
