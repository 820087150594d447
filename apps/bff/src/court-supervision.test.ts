import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadCourtConfig } from './court-config'
import { loadSupervision } from './court-supervision'
import { CONFIG_DIR } from './test-support/court'

const file = path.join(CONFIG_DIR, 'court/supervision.yaml')
const { roles } = loadCourtConfig(CONFIG_DIR)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zx-supervision-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['a role that is none', 'vice_president, president', 'vice_president, nobody', /line \d+, scopes\.court\.2: nobody is no role/],
  ['an administrator who sees cases', 'department: [team_leader]', 'department: [system_admin]', /line \d+, scopes\.department\.0: system_admin is kept apart/],
  ['a number without its definition', /\n {2}unfiled: .*/, '', /measures/],
  ['a definition that names other days than are counted', '{due_soon.days} 天', '三天', /measures\.due_soon\.counts/],
  ['bands in the wrong order', 'up_to_days: 30', 'up_to_days: 5', /petition_ages\.bands\.1\.up_to_days: each band ends later/],
  ['ages that are in no band', 'label: 90天以上', 'label: 90天以上, up_to_days: 180', /the last band has no end/],
  ['a rule without its source', 'source: 提前几天看得到，本院可以调整；各节点自己的提醒另见节点目录', 'source: \'\'', /due_soon\.cite\.source/],
])('%s stops the start, by file, line and field', (_, from, to, message) => {
  const text = readFileSync(file, 'utf8')
  const wrong = text.replace(from, to)
  expect(wrong).not.toBe(text)
  const changed = path.join(folder, 'supervision.yaml')
  writeFileSync(changed, wrong)
  expect(() => loadSupervision(changed, roles)).toThrow(message)
})
