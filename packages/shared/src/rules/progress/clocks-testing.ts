import { type Catalogue, EventSpecSchema, type NodeSpec, NodeSpecSchema } from './catalogue'
import type { LadderConfig } from './ladder'
import type { HolidayTable } from '../calendar'

/** For tests only: a small catalogue in which every kind of period stands once. The weeks are plain, but for a holiday on 2026-05-01 … 05. */
export const holidays: HolidayTable = {
  years: [2026], holidays: new Set(['2026-05-01', '2026-05-04', '2026-05-05']), makeUpWorkdays: new Set(['2026-05-09']),
}
const cite = { basis: 'proposal', source: 'test' } as const
const roll = { roll_forward: true } as const

export const node = (id: string, more: Record<string, unknown>): NodeSpec =>
  NodeSpecSchema.parse({ id, label: id, kind: 'deadline', of: 'case', subject: 'internal', responsible: ['case_handler'], cite: [cite], ...more })

const NODES: NodeSpec[] = [
  node('case_filing', { kind: 'milestone', start: { event: 'application_received' } }),
  node('judge_receive_case', {
    start: { event: 'case_filed' }, limit: { value: 3, unit: 'calendar_day', ...roll }, responsible: ['quota_judge'],
    warnings: [{ before: { value: 1, unit: 'calendar_day' }, to: ['quota_judge'], basis: 'proposal' }],
    ladder: ['cc_flow_group', 'bureau_director', 'discipline_inspection'], ended_by_closing: true,
  }),
  node('initiate_network_query', { start: { event: 'case_received_by_judge' }, limit: { value: 3, unit: 'calendar_day', ...roll }, ended_by_closing: true }),
  node('issue_notice', {
    start: { event: 'case_filed', alternatives: ['application_received'], choose: 'earliest' }, limit: { value: 10, unit: 'calendar_day', ...roll },
    target: { value: 3, unit: 'calendar_day', ...roll }, ended_by_closing: true,
  }),
  node('online_control', {
    start: { event: 'property_found_online' }, limit: { value: 48, unit: 'hour', roll_forward: false }, per_object: true, ended_by_closing: true,
    warnings: [{ before: { value: 12, unit: 'hour' }, to: ['quota_judge'], basis: 'proposal' }],
  }),
  node('offline_control', { start: { event: 'property_found_offline' }, limit: { value: 10, unit: 'working_day', ...roll }, per_object: true }),
  node('complete_property_investigation', {
    start: { event: 'case_signed_by_handler' }, limit: { value: 1, unit: 'month', ...roll }, ended_by_closing: true,
    warnings: [{ before: { value: 10, unit: 'calendar_day' }, to: ['case_handler'], by: 'command_center', basis: 'court_document' }],
    ladder: ['command_center', 'superior_court', 'discipline_inspection'],
  }),
  node('no_investigation_backstop', {
    kind: 'alert', start: { event: 'case_filed' }, limit: { value: 1, unit: 'month', ...roll }, ladder: ['superior_court', 'discipline_inspection'],
    ended_by: ['initiate_network_query', 'complete_property_investigation'], ended_by_closing: true,
  }),
  node('close_within_statutory_period', {
    start: { event: 'case_filed' }, limit: { value: 6, unit: 'month', ...roll }, ended_by_closing: true, suspended_by: ['stayed'],
    warnings: [{ before: { value: 10, unit: 'calendar_day' }, to: ['case_handler'], by: 'command_center', basis: 'court_document' }],
    extension: { times: 1, each: { value: 3, unit: 'month' }, approvers: ['court_president'] },
    ladder: ['command_center', 'bureau_director', 'court_president', 'discipline_inspection'], unless: ['nonlitigation_marked'],
  }),
  node('statutory_period_prewarning', {
    kind: 'alert', start: { event: 'statutory_period_expiry' }, limit: { value: 10, unit: 'calendar_day', direction: 'before', roll_forward: false },
    warnings: [{ before: { value: 0, unit: 'calendar_day' }, to: ['bureau_director', 'court_president'], by: 'command_center', basis: 'court_document' }],
    ladder: ['bureau_director'], ended_by_closing: true,
  }),
  node('overdue_written_explanation', { kind: 'milestone', start: { event: 'statutory_period_expiry' } }),
  node('party_government_case', {
    start: { event: 'case_filed' }, limit: { value: 3, unit: 'month', ...roll }, soft: true, only_if: ['party_government_marked'], ended_by_closing: true,
  }),
  node('auction_notice_movable', {
    kind: 'lead_time', start: { event: 'auction_start', only: { field: 'property_kind', is: ['动产'] } }, per_object: true,
    limit: { value: 15, unit: 'calendar_day', direction: 'before', roll_forward: false }, responsible: ['quota_judge'], ended_by_closing: true,
    warnings: [{ before: { value: 5, unit: 'calendar_day' }, to: ['quota_judge'], basis: 'proposal' }], ladder: ['cc_flow_group'],
  }),
  node('auction_notice_immovable', {
    kind: 'lead_time', start: { event: 'auction_start', only: { field: 'property_kind', is: ['不动产'] } }, per_object: true,
    limit: { value: 30, unit: 'calendar_day', direction: 'before', roll_forward: false }, ended_by_closing: true,
  }),
  node('pay_out_funds', { start: { event: 'funds_arrived' }, limit: { value: 30, unit: 'calendar_day', ...roll }, per_object: true }),
  node('terminate_this_execution', { kind: 'milestone', start: { event: 'complete_property_investigation' } }),
  node('terminated_case_requery', { start: { event: 'terminate_this_execution' }, limit: { value: 6, unit: 'month', ...roll }, repeat: 3 }),
  node('first_execution_average_days', { kind: 'target', start: { event: 'case_filed' }, limit: { value: 70, unit: 'calendar_day', roll_forward: false } }),
  node('superior_court_request', { kind: 'right_arises', start: { event: 'case_filed' }, limit: { value: 6, unit: 'month', roll_forward: false } }),
  node('termination_min_age', { kind: 'not_before', start: { event: 'case_filed' }, limit: { value: 3, unit: 'month', roll_forward: false } }),
  node('six_month_cross_execution', {
    kind: 'trigger', start: { event: 'case_filed' }, limit: { value: 6, unit: 'month', ...roll }, responsible: ['adjudication_team'], ladder: ['superior_court'], ended_by_closing: true,
  }),
  node('reply_irregularity_report', { kept_in: 'thread', start: { event: 'party_reported_irregularity' }, limit: { value: 3, unit: 'calendar_day', ...roll } }),
  node('switched_off', { on: false, start: { event: 'case_filed' }, limit: { value: 1, unit: 'calendar_day', ...roll } }),
]

const event = (id: string, more: Record<string, unknown> = {}) => EventSpecSchema.parse({ id, label: id, of: 'case', ...more })
const EVENTS = [
  event('application_received'), event('case_filed', { of_nodes: ['case_filing'] }), event('case_received_by_judge', { of_nodes: ['judge_receive_case'] }),
  event('property_found_online', { needs_time: true }), event('property_found_offline'), event('case_signed_by_handler'), event('funds_arrived'),
  event('statutory_period_expiry', { expiry_of: ['close_within_statutory_period'] }), event('auction_start'), event('party_government_marked'), event('nonlitigation_marked'),
  event('party_reported_irregularity'),
]

export const catalogue: Catalogue = {
  nodes: new Map(NODES.map((one) => [one.id, one])),
  events: new Map(EVENTS.map((one) => [one.id, one])),
  roles: new Map(),
  late_after: { value: 1, unit: 'working_day' },
  suspensions: new Map([['stayed', '中止执行期间']]),
}

const after = (value: number) => ({ value, unit: 'calendar_day' as const })
export const ladder: LadderConfig = {
  rungs: [0, 3, 7, 15].map((days) => ({ after: after(days), cite })),
  told_by: { role: 'cc_flow_group', cite },
  lines: [
    { nodes: ['close_within_statutory_period'], rungs: [{ to: 'bureau_director', after: after(0) }, { to: 'court_president', after: after(0) }], cite },
    { nodes: ['complete_property_investigation'], rungs: [{ to: 'command_center', after: after(0) }], cite },
  ],
  on_finding: { roles: ['discipline_inspection'], cite },
  written_explanation: { node: 'overdue_written_explanation', after: ['close_within_statutory_period'], cite },
  settles_after: { value: 1, unit: 'hour', cite },
}
