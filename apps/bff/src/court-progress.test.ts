import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type NodeSpec, RolesConfigSchema } from '@zhixin/shared/rules'
import { loadCourtConfig } from './court-config'
import { loadCatalogue, loadForms, loadMessaging } from './court-progress'
import { readConfig } from './platform/config-file'
import { CONFIG_DIR } from './test-support/court'

/** The ids of the seeds' nodes (rules H), and of the further ones that a court can switch on. */
const OF_SEEDS = `case_filing judge_receive_case issue_execution_notice_and_property_order service_by_public_notice initiate_network_query complete_online_query
online_control offline_control complete_property_investigation no_investigation_backstop determine_reference_price approve_commissioned_appraisal complete_appraisal
start_online_auction reserve_price_rule auction_notice_movable auction_notice_immovable deliver_and_distribute pay_out_funds approve_deferral_or_deposit
pay_out_after_cause_ended restrict_consumption list_dishonest_debtor restrict_exit search_order fine_summons_detention refer_missing_respondent_to_police
statutory_period_prewarning close_within_statutory_period overdue_written_explanation party_government_case first_execution_average_days six_month_cross_execution
bankruptcy_no_asset_close terminate_this_execution serve_termination_ruling publish_termination_ruling resume_execution docket_objection preservation
voluntary_performance_grace relief_and_advance reward_notice_clue transfer_to_bankruptcy refer_to_adjudication_committee designated_or_elevated_execution
entrusted_and_platform_matters notify_supervisor_of_special_subject reply_irregularity_report petition_assign_same_day petition_first_contact petition_report_task_force
petition_three_month_transfer petition_designated_limit dispute_screening_weekly zero_report_daily petition_entry_statistics_daily weekly_bulletin monthly_review
president_meets_applicants inspection_monthly daily_indicator_bulletin`.split(/\s+/)
const FURTHER = `statutory_close_property_case statutory_close_nonlitigation_case request_extension assign_handler notice_by_handler ask_applicant_for_clues
statutory_notice_from_application check_clue start_price_procedure send_price_report price_report_objection start_disposal appraisal_report notify_before_auction_notice
reauction freeze_expiry_deposit seizure_expiry_movable seizure_expiry_immovable review_objection apply_reconsideration detention_family_notice superior_court_request
termination_min_age terminated_case_requery petition_register_national petition_close_own_case petition_screen_lower_court petition_outer_accept petition_outer_close`.split(/\s+/)
const OWN = `check_clue_urgent termination_interview termination_panel_review settlement_agreement docket_application pass_on_reconsideration docket_resumption supply_objection
supply_application petition_register feedback_promised_reply feedback_further_reply inquiry_answer`.split(/\s+/)

const real = path.join(CONFIG_DIR, 'court/progress')
const roles = readConfig(path.join(CONFIG_DIR, 'court/roles.yaml'), RolesConfigSchema)

describe('the catalogue of this court', () => {
  const { nodes, events, roles: named, late_after, suspensions } = loadCourtConfig(CONFIG_DIR).catalogue
  const node = (id: string): NodeSpec => nodes.get(id)!

  it('has every node of the seeds, every further one, and some of its own', () => {
    expect([OF_SEEDS.length, FURTHER.length]).toEqual([62, 29])
    expect([...nodes.keys()].sort()).toEqual([...OF_SEEDS, ...FURTHER, ...OWN].sort())
  })
  it('has every node of the seeds switched on, and says of each limit where it comes from', () => {
    expect(OF_SEEDS.filter((id) => !node(id).on)).toEqual([])
    for (const [id, { cite, on }] of nodes) if (on) expect([id, cite.some(({ basis, source }) => basis !== 'proposal' && source.length > 5)]).toEqual([id, true])
  })
  it('quotes the seeds by file, line and words', () => {
    for (const id of OF_SEEDS) {
      expect([id, node(id).cite.some(({ source, quote }) => /^00[0-4]_[0-9a-f]{16}\.txt L\d+(-\d+)?，/.test(source) && (quote?.length ?? 0) > 5)]).toEqual([id, true])
    }
  })
  it('marks the six nodes that must be pushed, and tells the applicant of each and the respondent of what concerns them', () => {
    const minimum = [...nodes.values()].filter((one) => one.minimum)
    expect(minimum.map(({ id, tell }) => `${id} ${Object.keys(tell).sort().join(' ')}`).sort()).toEqual([
      'case_filing applicant', 'initiate_network_query applicant', 'issue_execution_notice_and_property_order applicant respondent', 'offline_control applicant respondent',
      'online_control applicant respondent', 'restrict_consumption applicant respondent',
    ])
  })
  it('never says to both sides the same of what one of them has to do', () => {
    for (const { id, subject, tell } of nodes.values()) {
      if (!tell.applicant || !tell.respondent || !['notice', 'control', 'measure', 'closing'].includes(subject)) continue
      expect([id, tell.applicant.means === tell.respondent.means]).toEqual([id, false])
    }
  })
  it('tells in words that are short and know no court slang, and promise nothing', () => {
    for (const { id, tell } of nodes.values()) {
      for (const said of Object.values(tell).flatMap(({ text, means, act }) => [text, means, ...(act ? [act.text] : [])])) {
        expect([id, said, /查控|终本|失限|案涉|标的物|尽快到账|保证|一定会|必将|必定/.test(said)]).toEqual([id, said, false])
        for (const sentence of said.split(/[。；]/)) expect([id, sentence.length <= 60]).toEqual([id, true])
      }
    }
  })
  it('asks for the approvals that the documents name', () => {
    const approvers = (id: string) => node(id).approval?.by
    expect(['fine_summons_detention', 'terminate_this_execution', 'approve_commissioned_appraisal', 'search_order'].map(approvers)).toEqual([
      ['court_president'], ['court_president'], ['vp_in_charge'], ['court_president'],
    ])
    expect(node('approve_commissioned_appraisal').approval?.report_to).toBe('superior_bureau')
  })
  it('resolves the conflicts as the rules say', () => {
    expect(node('issue_execution_notice_and_property_order').start).toMatchObject({ event: 'case_filed', alternatives: ['application_received'], choose: 'earliest' })
    expect(node('initiate_network_query').start).toMatchObject({ event: 'case_received_by_judge', alternatives: ['case_filed'], choose: 'first_named' })
    expect([node('complete_property_investigation').start?.event, node('no_investigation_backstop').start?.event]).toEqual(['case_signed_by_handler', 'case_filed'])
    expect(node('complete_appraisal')).toMatchObject({ limit: { value: 30, unit: 'calendar_day' }, extension: { times: 2, each: { value: 15, unit: 'calendar_day' } } })
    expect([node('start_online_auction').start?.event, node('start_online_auction').limit?.value, node('start_disposal').limit?.value]).toEqual(['price_fixed', 30, 10])
    expect(node('online_control').limit).toMatchObject({ value: 48, unit: 'hour', roll_forward: false })
    expect(node('first_execution_average_days').kind).toBe('target')
    // A freeze that lapses is lost: the earlier day is the safe one.
    for (const id of ['freeze_expiry_deposit', 'seizure_expiry_movable', 'seizure_expiry_immovable']) expect(node(id).limit).toMatchObject({ unit: 'year', roll_forward: false })
  })
  it('has the ten things that an auction notice must say, the price as two, and checks lead and price', () => {
    for (const id of ['auction_notice_movable', 'auction_notice_immovable']) {
      expect(node(id).fields.filter(({ required }) => required)).toHaveLength(11)
      expect(node(id)).toMatchObject({ checks: ['auction_lead', 'reserve_price'], least_percent: 70, limit: { direction: 'before', roll_forward: false } })
    }
  })
  it('knows what suspends a period, and when recording is late', () => {
    expect([...suspensions.values()]).toEqual(['公告送达期间', '暂缓执行期间', '中止执行期间', '请示上级期间', '执行争议协调期间'])
    expect(late_after).toEqual({ value: 1, unit: 'working_day' })
    expect(events.get('case_filed')?.of_nodes).toEqual(['case_filing'])
    expect(named.get('quota_judge')?.who).toBe('case_judge')
  })
})

const outcomeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('a wrong file stops the start, and says which, where and what', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'catalogue-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  /** What is said of a copy of the real files in which one was changed. */
  function said(file: string, from: string | RegExp, to: string): string {
    cpSync(real, folder, { recursive: true })
    const whole = readFileSync(path.join(folder, file), 'utf8')
    const changed = whole.replace(from, to)
    expect(changed).not.toBe(whole)
    writeFileSync(path.join(folder, file), changed)
    try {
      loadCatalogue(folder, roles)
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  const lineOf = (file: string, text: string): number => readFileSync(path.join(real, file), 'utf8').split('\n').findIndex((line) => line.includes(text)) + 1

  it('nothing wrong, nothing said', () => expect(() => loadCatalogue(real, roles)).not.toThrow())
  it('a field that is none', () => {
    const message = said('nodes/filing.yaml', '    kind: milestone', '    knid: milestone\n    kind: milestone')
    expect(message).toContain('filing.yaml is not right')
    expect(message).toMatch(new RegExp(`line ${lineOf('nodes/filing.yaml', '- id: case_filing')}, nodes\\.0: .*knid`))
  })
  it('a unit that is none, by line and field', () => {
    const line = lineOf('nodes/money.yaml', 'limit: { value: 30')
    expect(said('nodes/money.yaml', 'limit: { value: 30, unit: calendar_day', 'limit: { value: 30, unit: fortnight')).toContain(`line ${line}, nodes.0.limit.unit: `)
  })
  it('a field that is missing, at what it is missing from', () => {
    expect(said('nodes/money.yaml', '    subject: money\n', '')).toMatch(/line \d+, nodes\.0\.subject: /)
  })
  it('a respondent who would learn of a query', () => {
    const message = said('nodes/control.yaml', "        text: '网络查询已于{on}完成。'", "        text: '网络查询已于{on}完成。'\n        means: 好的\n        basis: law\n      respondent:\n        agents: true\n        text: 查到了")
    expect(message).toMatch(/control\.yaml is not right:\n {2}- line \d+, nodes\.1\.tell\.respondent: complete_online_query: nothing about query is ever told to the respondent/)
  })
  it('property that would be found and never controlled, and a query without an end', () => {
    const control = 'start: { event: property_found_offline }'
    expect(said('nodes/control.yaml', control, 'start: { event: case_filed }')).toMatch(/events\.yaml is not right:\n {2}- line \d+, events\.\d+\.secrecy\.mark: no node that is controlled starts with property_found_offline/)
    expect(said('nodes/control.yaml', 'mark: query_begun', 'mark: begun')).toMatch(/control\.yaml is not right:\n {2}- line \d+, nodes\.0\.secrecy\.mark: /)
  })
  it('a role of the court that does not exist', () => {
    const line = lineOf('roles.yaml', '  bureau_director: {')
    expect(said('roles.yaml', '{ role: bureau_director }', '{ role: nobody_at_all }')).toContain(`line ${line}, roles.bureau_director.who.role: nobody_at_all is no role of config/court/roles.yaml`)
  })
  it('a start that is none, though it stands in another file than it is used in', () => {
    const message = said('events.yaml', 'id: funds_arrived', 'id: funds_came')
    expect(message).toMatch(/money\.yaml is not right:\n.*nodes\.0\.start\.event: pay_out_funds: funds_arrived is no node or event/)
  })
  it('a form whose clock is no node of the catalogue', () => {
    const forms = path.join(CONFIG_DIR, 'court/forms.yaml')
    const catalogue = loadCatalogue(real, roles)
    expect(() => loadForms(forms, catalogue)).not.toThrow()
    const changed = path.join(folder, 'forms.yaml')
    writeFileSync(changed, readFileSync(forms, 'utf8').replace('node: docket_application', 'node: online_control'))
    expect(() => loadForms(changed, catalogue)).toThrow(/line \d+, forms\.\d+\.handled\.node: online_control is no node of the catalogue with a limit that is kept in the thread/)
  })
  it('a form that would record what is no node, or what lacks a field', () => {
    const catalogue = loadCatalogue(real, roles)
    const changed = path.join(folder, 'forms.yaml')
    const faults = (from: string, to: string): string => {
      writeFileSync(changed, readFileSync(path.join(CONFIG_DIR, 'court/forms.yaml'), 'utf8').replace(from, to))
      return outcomeOf(() => loadForms(changed, catalogue))
    }
    expect(faults('what: resume_execution', 'what: go_on')).toMatch(/line \d+, forms\.\d+\.handled\.records\.1: go_on is no node or event of the catalogue/)
    expect(faults('fields: { kind: 复议 }', 'fields: {}')).toMatch(/docket_objection needs the field kind/)
    expect(faults('fields: { kind: 复议 }', 'fields: { kind: 其他 }')).toMatch(/其他 is no choice of docket_objection.kind/)
    expect(faults('correction: supply_objection', 'correction: review_objection')).toMatch(/handled\.correction: review_objection is no node of the catalogue with a limit/)
  })
  it('a report of irregularity that would be answered on one day by messaging.yaml and on another by the catalogue', () => {
    const changed = path.join(folder, 'messaging.yaml')
    const text = readFileSync(path.join(CONFIG_DIR, 'court/messaging.yaml'), 'utf8')
    const at = text.lastIndexOf('value: 3')
    writeFileSync(changed, `${text.slice(0, at)}value: 5${text.slice(at + 'value: 3'.length)}`)
    expect(outcomeOf(() => loadMessaging(changed, loadCatalogue(real, roles)))).toMatch(/line \d+, reply_clocks\.irregularity\.alarm: is not the period/)
  })
  it('text that is no YAML', () => expect(said('events.yaml', 'events:', 'events: [')).toMatch(/events\.yaml is not right:\n.*line \d+/))
})
