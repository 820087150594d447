import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { officialFormsOf } from '@zhixin/shared/rules'
import { loadCourtConfig } from './court-config'
import { loadOfficialForms } from './court-official-forms'
import { CONFIG_DIR } from './test-support/court'

const file = path.join(CONFIG_DIR, 'court/official-forms.yaml')
const { catalogue, officialForms } = loadCourtConfig(CONFIG_DIR)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zx-papers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['a role that is none', 'filled_by: [case_handler, quota_judge]', 'filled_by: [case_handler, quota_jugde]', /line \d+, forms\.4\.filled_by\.1: .*quota_jugde is no role/],
  ['a signature of nobody’s office', 'who: { role: vp_in_charge }', 'who: { role: case_handler }', /forms\.1\.signers\.1\.who: .*no office of this court/],
  ['a node that needs no paper', 'what: termination_interview', 'what: terminate_this_execution', /forms\.4\.records\.what/],
  ['a node’s field that nothing says', 'told_items: told, ', '', /records\.fields: .*needs the field told_items/],
  ['a condition on a choice that is none', 'required_if: { field: way, is: in_person }', 'required_if: { field: way, is: in_persona }', /line \d+, forms\.4\.signers\.0\.required_if/],
  ['a rule without its source', 'cite: { basis: proposal, source: 谁上报谁签字 }', 'cite: { basis: proposal }', /signers\.0\.cite\.source/],
])('%s stops the start, by file, line and field', (_, from, to, message) => {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  const changed = path.join(folder, 'official-forms.yaml')
  writeFileSync(changed, text.replace(from, to))
  expect(() => loadOfficialForms(changed, catalogue)).toThrow(message)
})

test('the review report has its eight headings, as the document gives them', () => {
  const report = officialFormsOf(officialForms, 'petition').find(({ id }) => id === 'review_report')!
  expect(report.sections.map(({ heading }) => heading)).toEqual([
    '一、信访人和原审当事人基本情况', '二、信访人的主要诉求', '三、案件审理经过', '四、案件执行经过', '五、信访事由调查核实情况及信访事项历史处理情况', '六、自查意见', '七、评查结论',
    '八、中院评查结论',
  ])
})
