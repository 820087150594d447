import type { Stir } from './bustle'
import { CASES } from './session'

const { first, second } = CASES
let written = 0
const approval = { role: 'court_president', name: '某院长', on: '2026-01-06', paper: '审批1号' }
const newId = (): string => `m_r${String(++written).padStart(20, '0')}`

/** What the court alone reads and does of a case's progress; a party that asks for it learns nothing by the refusal. */
export const RECORD_STAFF_ROUTES: readonly (readonly [method: string, target: string, body?: object])[] = [
  ['GET', `/cases/${first}/progress`], ['GET', `/cases/${first}/progress/templates`],
  ['POST', `/cases/${first}/progress/check`, { what: 'initiate_network_query', on: '2026-01-06' }],
  ['GET', `/cases/${first}/progress/papers`], ['GET', `/cases/${first}/progress/papers/a_0000000000000000000`],
  ['POST', `/cases/${first}/progress/papers`, {}],
  ['POST', `/cases/${first}/progress/nodes`, { commandId: 'm_00000000000000000040', what: 'initiate_network_query', on: '2026-01-06' }],
  ['POST', `/cases/${first}/progress/nodes/n_00000000/withdrawal`, { commandId: 'm_00000000000000000041', reason: '记错了' }],
  ['POST', `/cases/${first}/progress/nodes/n_00000000/release`, { commandId: 'm_00000000000000000042', side: 'respondent' }],
  ['POST', `/cases/${first}/progress/hold`, { commandId: 'm_00000000000000000043', held: true, reason: '敏感案件' }],
  ['POST', `/cases/${first}/progress/suspensions`, { commandId: 'm_00000000000000000044', cause: 'deferred', from: '2026-01-06', reason: '暂缓', approval }],
  ['POST', `/cases/${first}/progress/suspensions/n_00000000/end`, { commandId: 'm_00000000000000000045', to: '2026-01-06', reason: '事由消失' }],
  ['POST', `/cases/${first}/progress/extensions`, {
    commandId: 'm_00000000000000000046', clockId: 'none/n_00000000', by: { value: 1, unit: 'month' }, reason: '复杂', approval,
  }],
]

/** Left out, since whoever is in the case is meant to feel it: a hold, and what lets the case's telling go on. */
export const RECORD_STIRS: Record<string, Stir> = {
  'have more said of a query to the applicant’s side': async (all, me, n) => {
    if (me.who !== 'opponent') return
    const caseId = [first, second][n % 2]!
    const node = { commandId: newId(), what: 'initiate_network_query', on: '2026-01-06', lateReason: '补录', note: `第${n}次` }
    const { data } = await all.ask('officer', 'POST', `/cases/${caseId}/progress/nodes`, node)
    const recordId = typeof data.recordId === 'string' ? data.recordId : 'n_00000000'
    await all.ask('judge', 'POST', `/cases/${caseId}/progress/nodes/${recordId}/release`, { commandId: newId(), side: 'applicant', detail: `查到线索${n}` })
    await all.ask('judge', 'POST', `/cases/${caseId}/progress/nodes/${recordId}/release`, { commandId: newId(), side: 'respondent' })
  },
}
