import type { NodeToRecord } from '../progress'
import type { DemoCase } from './cases'

/** Something of a case's progress, at a time of day in Shanghai, by its officer or judge. */
export interface Step {
  /** So many days after the filing, or the next working day; or so many working days before the first start. */
  day: number | { workdaysAgo: number }
  at: string
  by: 'officer' | 'judge'
  what: string
  /** Happened so many days before it was recorded. */
  ago?: number
  more?: Partial<Omit<NodeToRecord, 'key' | 'what' | 'on'>>
  /** Of an appointed event: so many days after it is recorded. */
  ahead?: number
  /** Taken back the same day, with this reason. */
  takenBack?: string
}
export type Held = { day: number; at: string; reason: string }

const officer = { by: 'officer' as const }
const judge = { by: 'judge' as const }
const ROOM = '房1'
const notice = (auctionIn: number) => ({
  auction_object: '虚构路示范小区1号楼101室', start_price: '840000', reference_price: '1200000', deposit: '84000', bidding_terms: '具有完全民事行为能力，预交保证金',
  known_defects: '现由被执行人占用', rights_and_duties: '买受人承担过户费用', legal_liability: '悔拍的，保证金不予退还', auctionIn: String(auctionIn),
  platform: '人民法院网络司法拍卖平台', auction_court: '虚构市示范区人民法院',
})

/** Each step within its period on whatever day the demonstration is first started: days off fall on both alike. */
const EARLY: Step[] = [
  { ...judge, day: 1, at: '09:20', what: 'judge_receive_case' },
  { ...officer, day: 1, at: '10:05', what: 'case_signed_by_handler' },
  { ...officer, day: 2, at: '09:40', what: 'initiate_network_query' },
  { ...officer, day: 2, at: '14:30', what: 'query_case_transferred' },
  { ...officer, day: 4, at: '11:10', what: 'issue_execution_notice_and_property_order', more: { note: '法院专递，被执行人本人签收' } },
  { ...officer, day: 7, at: '09:15', what: 'complete_online_query' },
]
const SEARCHED: Step = { ...officer, day: 24, at: '10:40', what: 'complete_property_investigation' }
const restricted = (workdaysAgo: number): Step => ({ ...officer, day: { workdaysAgo }, at: '10:20', what: 'restrict_consumption' })

/** The way of a case that has gone well: property was found and controlled, a house is to be sold, money has come in. */
const WHOLE: Step[] = [
  ...EARLY,
  { ...officer, day: 7, at: '09:30', what: 'property_found_online_controllable', more: { time: '09:10', object: '户1' } },
  { ...officer, day: 7, at: '15:20', what: 'online_control', more: { time: '15:00', object: '户1', note: '冻结存款' } },
  { ...officer, day: 11, at: '15:10', what: 'restrict_consumption' },
  { ...officer, day: 13, at: '16:00', what: 'property_found_offline', more: { object: ROOM } },
  { ...officer, day: 18, at: '11:00', what: 'offline_control', more: { object: ROOM, note: '已查封，登记机构回执在卷' } },
  SEARCHED,
  { ...judge, day: 27, at: '09:50', what: 'determine_reference_price', more: { object: ROOM, fields: { method: '网络询价', reference_price: '1200000' } } },
  { ...officer, day: 34, at: '14:20', what: 'start_online_auction', more: { object: ROOM } },
  { ...officer, day: 34, at: '14:30', what: 'auction_start', ahead: 40, more: { object: ROOM, fields: { property_kind: '不动产或其他财产权' } } },
  { ...officer, day: 35, at: '09:30', what: 'auction_notice_immovable', more: { object: ROOM, fields: notice(40) } },
  { ...officer, day: 42, at: '10:15', what: 'funds_arrived', more: { object: '款1', note: '扣划存款' } },
]
/** Its first step was recorded late and out of order; one was recorded in the wrong case and taken back; its notice has not gone out: overdue. */
const LATE: Step[] = [
  { ...officer, day: 3, at: '10:00', what: 'initiate_network_query' },
  { ...judge, day: 6, at: '09:30', what: 'judge_receive_case', ago: 5, more: { lateReason: '当时外出执行，没有及时录入' } },
  { ...officer, day: 9, at: '11:20', what: 'list_dishonest_debtor', takenBack: '记到了别的案件里' },
]
const BEGUN: Step[] = [
  { ...judge, day: 2, at: '09:10', what: 'judge_receive_case' },
  { ...officer, day: 3, at: '10:30', what: 'initiate_network_query' },
  { ...officer, day: 6, at: '15:20', what: 'issue_execution_notice_and_property_order' },
  { ...officer, day: 20, at: '15:40', what: 'complete_property_investigation' },
]

const STEPS: Readonly<Record<string, readonly Step[]>> = {
  c_demo0001: WHOLE,
  // Nothing after the first: overdue, as its applicant complains.
  c_demo0002: [{ ...judge, day: 3, at: '09:00', what: 'judge_receive_case' }],
  c_demo0003: LATE,
  c_demo0005: BEGUN,
  // Its month of searching for property is nearly over.
  c_demo1001: [...EARLY, restricted(2)],
  c_demo1004: [...EARLY, SEARCHED, restricted(1)],
  // Nobody has looked for property since: overdue.
  c_demo1009: EARLY.slice(0, 3),
}
const HOLDS: Readonly<Record<string, Held>> = { c_demo0005: { day: 2, at: '08:50', reason: '涉及多家租户，社会关注度高，统一由员额法官审核后告知' } }

/** What has happened in a case by now; one that is closed was taken over as it stood. */
export const stepsOf = ({ id, closed }: DemoCase): readonly Step[] => (closed ? [] : (STEPS[id] ?? [...EARLY, SEARCHED]))
export const holdOf = ({ id }: DemoCase): Held | undefined => HOLDS[id]
