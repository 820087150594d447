import type { CourtFile } from '../../ports/court-file'
import type { Stir } from './bustle'
import { CASES, LITIGANTS } from './session'

const { first, second, closed } = CASES
let written = 0
const newId = (): string => `m_f${String(++written).padStart(20, '0')}`

/** Takes whatever is handed in. */
export const takesAll: CourtFile = {
  via: 'http',
  put: async ({ filingId, digest }) => ({ filingId, digest, receipt: '收' }),
  receipts: async () => [],
}

export const FILING_STAFF_ROUTES = [
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
}
