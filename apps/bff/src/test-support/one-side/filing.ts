import type { CourtFile } from '../../ports/court-file'
import type { Stir } from './bustle'
import { CASES, LITIGANTS } from './session'

const { first, second, closed, others } = CASES
let written = 0
const newId = (): string => `m_f${String(++written).padStart(20, '0')}`

/** Takes whatever is handed in. */
export const takesAll: CourtFile = {
  via: 'http',
  put: async ({ filingId, digest }) => ({ filingId, digest, receipt: '收' }),
  receipts: async () => [],
}

const INCOMING = `/transfers-in/x_${'0'.repeat(20)}`
export const FILING_STAFF_ROUTES = [
  ['GET', `/cases/${first}/transfer`], ['POST', `/cases/${first}/transfer/undo`, { commandId: 'm_00000000000000000063', reason: '录错了案件' }],
  ['POST', `/cases/${first}/transfer`, {
    commandId: 'm_00000000000000000064', courtId: 'xuli-demo', kind: 'designated', paper: '（2026）指 1 号', reason: '指定执行',
    approval: { role: 'director', name: '某局长', on: '2026-03-01', paper: '指令 1 号' },
  }],
  ['GET', '/transfers-in'], ['POST', `${INCOMING}/candidates`, { caseNumber: '（2026）虚01执1号' }],
  ['POST', `${INCOMING}/acceptance`, { commandId: 'm_00000000000000000065', caseId: first, people: [] }],
  ['POST', `${INCOMING}/refusal`, { commandId: 'm_00000000000000000066', reason: '不属于本院' }], ['GET', '/transfers/key'],
  ['GET', '/admin/exchanges/transfers'], ['GET', '/admin/exchanges/filings'], ['GET', `/admin/exchanges/${'0'.repeat(24)}/refused`],
  ['POST', '/integration/transfers', { kind: 'transfer', files: [{ name: 'a', base64: '' }, { name: 'b', base64: '' }] }],
  ['GET', `/threads/${first}/:me/former`], ['GET', `/threads/${first}/:me/former/attachments/a_0000000000000000000`],
  ['GET', '/filings'], ['POST', '/filings/retries', { commandId: 'm_00000000000000000061' }], ['GET', `/cases/${first}/filings`],
  ['POST', `/cases/${first}/filings/:me`, { commandId: 'm_00000000000000000062' }], ['GET', `/cases/${first}/filings/:me/document`],
] as const

/** What goes to the court's file is the court's own affair: nobody is told of it, not even of their own thread. */
export const FILING_STIRS: Record<string, Stir> = {
  'hand threads to the court’s file': async (all, me, n) => {
    const caseId = [first, second, closed][n % 3]!
    for (const who of LITIGANTS) await all.ask('officer', 'POST', `/cases/${caseId}/filings/${me.court.id(who)}`, { commandId: newId() })
    return all.ask('officer', 'GET', '/filings')
  },
  // All who are in it are told twice; who is not in it gets nothing of it, and no number that another case has moved.
  'give a case of the others to another court, and take it back': async (all) => {
    const approval = { role: 'superior_court', name: '某庭长', on: '2026-03-01', paper: '指令 1 号' }
    const wanted = { courtId: 'xuli-demo', kind: 'designated', paper: '（2026）指 1 号', reason: '指定执行', approval }
    await all.ask('director', 'POST', `/cases/${others}/transfer`, { commandId: newId(), ...wanted })
    await all.ask('director', 'GET', `/cases/${others}/transfer`)
    return all.ask('director', 'POST', `/cases/${others}/transfer/undo`, { commandId: newId(), reason: '录错了案件' })
  },
}
