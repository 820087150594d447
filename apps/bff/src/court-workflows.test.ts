import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { OfficialFormsSchema, RolesConfigSchema } from '@zhixin/shared/rules'
import { loadCatalogue } from './court-progress'
import { loadWorkflows } from './court-workflows'
import { readConfig } from './platform/config-file'

const COURT = path.resolve(__dirname, '../../../config/court')
const roles = readConfig(path.join(COURT, 'roles.yaml'), RolesConfigSchema)
const around = { roles, catalogue: loadCatalogue(path.join(COURT, 'progress'), roles), officialForms: readConfig(path.join(COURT, 'official-forms.yaml'), OfficialFormsSchema) }

describe('a workflow that is wrong stops the start, and says which file, where and what', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'workflows-'))
    cpSync(path.join(COURT, 'workflows'), folder, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** What the start says after one change in one file. */
  function faultOf(name: string, from: string | RegExp, to: string): string {
    const file = path.join(folder, name)
    const before = readFileSync(file, 'utf8')
    const after = before.replace(from, to)
    expect(after).not.toBe(before)
    writeFileSync(file, after)
    try {
      loadWorkflows(folder, around)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  it('nothing wrong, nothing said; each stream has its own', () => {
    expect(Object.entries(loadWorkflows(folder, around)).map(([name, { stream }]) => [name, stream])).toEqual([
      ['feedback', 'feedback'], ['petition', 'petition'], ['discipline', 'discipline'], ['inquiry', 'inquiry'],
    ])
  })

  it.each([
    ['a field that is none', 'petition.yaml', 'label: 登记\n', 'label: 登记\n    cannot_be_undone: maybe\n', /line \d+, steps\.0\.cannot_be_undone/],
    ['a state that is none', 'petition.yaml', 'to: explaining', 'to: nowhere', /line \d+, steps\.1\.to: no state is called nowhere/],
    ['somebody whom nobody knows', 'petition.yaml', 'by: [vp_in_charge, court_president]', 'by: [emperor]', /steps\.\d+\.by: no actor is called emperor/],
    ['a role that the court has not', 'discipline.yaml', 'roles: [discipline_inspector] }', 'roles: [censor] }', /actors\.discipline_inspection\.roles: no role is called censor/],
    ['a period of no node', 'feedback.yaml', 'node: reply_irregularity_report', 'node: reply_some_day', /periods\.0: no node is called reply_some_day/],
    ['a form that is none', 'petition.yaml', 'form: reply_record, form_only', 'form: reply_note, form_only', /papers\.reply_record\.form: no form is called reply_note/],
    ['a form that is a case’s, not a petition’s', 'petition.yaml', 'form: reply_record, form_only', 'form: termination_interview_record, form_only', /no form is called termination_interview_record/],
    ['a field that a step asks for and nobody describes', 'petition.yaml', '{ field: draft_opinion }', '{ field: first_thoughts }', /needs: no field is called first_thoughts/],
    ['a choice that a condition knows and the field does not', 'petition.yaml', 'is: [discipline_concluded]', 'is: [forgiven]', /no choice of closing_category is called forgiven/],
    ['a value that a step sets and the field has not', 'petition.yaml', 'sets: { way: hearing }', 'sets: { way: luck }', /sets: no choice of way is called luck/],
    ['a document that is none', 'petition.yaml', '{ paper: archive_list, since: closed }', '{ paper: receipt, since: closed }', /papers: no paper is called receipt/],
    ['whoever brings a document and is nobody', 'petition.yaml', 'brought_by: [discipline_inspection]', 'brought_by: [anybody]', /papers\.discipline_conclusion\.brought_by: no actor is called anybody/],
    ['a step that takes itself and is none', 'feedback.yaml', '- step: close_after_silence', '- step: close_some_day', /automatic\.0: no step is called close_some_day/],
    ['the end of a period that does not run', 'petition.yaml', 'at_end_of: petition_three_month_transfer', 'at_end_of: petition_outer_close', /at_end_of: no period of petition_outer_close runs here/],
    ['a warning to somebody who is nobody here', 'inquiry.yaml', '  first_contact: { label: 首问联络责任人, first_contact: true }\n', '', /no actor is called first_contact/],
    ['a step that the product looks for and does not find', 'feedback.yaml', '    known_as: thread_answer\n', '', /steps: no step is known as thread_answer/],
    ['two steps known as the same', 'petition.yaml', 'label: 当场解决\n', 'label: 当场解决\n    known_as: explanation\n', /steps\.\d+\.known_as: another step is known as explanation/],
    ['somebody kept from it who is no role', 'feedback.yaml', 'roles: [president, discipline_inspector]', 'roles: [emperor]', /about_goes_up\.roles: no role is called emperor/],
  ] as const)('%s', (_, name, from, to, words) => {
    const fault = faultOf(name, from, to)
    expect(fault).toContain(path.join(folder, name))
    expect(fault).toMatch(words)
  })

  it('a way out that is missing, a stream that is another, a file that is not there', () => {
    expect(faultOf('discipline.yaml', /from: \[concluded\]\n {4}to: replied/, 'from: [replied]\n    to: replied')).toMatch(/states\.concluded: no step leads out of it/)
    rmSync(folder, { recursive: true })
    cpSync(path.join(COURT, 'workflows'), folder, { recursive: true })
    expect(faultOf('inquiry.yaml', 'stream: inquiry', 'stream: petition')).toMatch(/inquiry\.yaml is not right[^]*stream: is not inquiry/)
    rmSync(path.join(folder, 'petition.yaml'))
    expect(() => loadWorkflows(folder, around)).toThrow(/petition\.yaml/)
  })
})
