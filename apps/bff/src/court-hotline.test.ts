import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadCourtConfig } from './court-config'
import { loadHotline } from './court-hotline'
import { CONFIG_DIR } from './test-support/court'

const file = path.join(CONFIG_DIR, 'court/hotline.yaml')
const { workflows } = loadCourtConfig(CONFIG_DIR)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zx-hotline-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['telling on the line for reports of misconduct', 'tells: false', 'tells: true', /line \d+, lines\.misconduct\.tells: nothing of a case is told/],
  ['petitions on that line', 'kinds: [discipline]', 'kinds: [discipline, petition]', /lines\.misconduct\.kinds: reports of misconduct alone/],
  ['a report of misconduct as another kind of file', 'stream: discipline', 'stream: petition', /kinds\.discipline\.stream: a report of misconduct is a file of discipline/],
  ['a field that the workflow does not know', 'id: arrival,', 'id: arrived,', /kinds\.petition\.fields\.3\.id: is nothing that is said when a petition is registered: arrived/],
  ['a choice that it does not know', 'id: elsewhere', 'id: abroad', /kinds\.petition\.fields\.2\.choices\.1: residence has no choice abroad/],
  ['a field left out that it needs', 'type: choice, required: true, choices: [{ id: local', 'type: choice, choices: [{ id: local', /kinds\.petition\.fields: a petition needs residence/],
  ['a kind that says what is no choice', 'kind: question', 'kind: quarrel', /kinds\.question\.says\.kind: has no choice quarrel/],
  ['a petition of nobody', '{ id: name, label: 姓名, type: line, required: true, max: 40 }', '{ id: name, label: 姓名, type: line, max: 40 }', /kinds\.petition\.fields: does not ask who rings/],
  ['a subject that is none', 'keeps_back: [query,', 'keeps_back: [queries,', /line \d+, knowledge\.keeps_back\.0/],
  ['more tries than anybody needs', 'tries: 3', 'tries: 30', /line \d+, knowledge\.tries/],
  ['a rule without its source', 'source: 忘了挂断的通话到时自动结束，此后不能再告知；时长为建议', 'source: \'\'', /open_at_most\.cite\.source/],
])('%s stops the start, by file, line and field', (_, from, to, message) => {
  const text = readFileSync(file, 'utf8')
  const wrong = text.replace(from, to)
  expect(wrong).not.toBe(text)
  const changed = path.join(folder, 'hotline.yaml')
  writeFileSync(changed, wrong)
  expect(() => loadHotline(changed, workflows)).toThrow(message)
})
