import { createApi } from './api'
import { createStaffing } from './staffing'

const uncoveredCase = (serial: number) => ({ caseId: `c_${String(serial).padStart(8, '0')}`, caseNumber: `（2026）虚执${serial}号`, cause: '借款', department: '执行一队', missing: [] })

/** A court with so many cases that nobody answers, three to a page; `joins`: one more comes before them all after the first page was read. */
function directorOf(cases: number, joins = 0) {
  const asked: string[] = []
  const http = {
    async call({ path, query }: { path: string; query?: Record<string, unknown> }) {
      asked.push(`${path}?${JSON.stringify(query)}`)
      const page = Number(query?.page)
      const all = Array.from({ length: cases }, (_, i) => uncoveredCase(i + 1))
      if (page > 1 && joins > 0) all.unshift(uncoveredCase(0))
      return { data: { cases: all.slice((page - 1) * 3, page * 3), hasMore: all.length > page * 3, absences: [], onDuty: [] }, can: { handOver: true } }
    },
  }
  const tokens = { access: async () => 'token', renew: async () => 'token', epoch: () => 0 }
  const staffing = createStaffing(createApi(http as never, tokens), { bytes: () => new Uint8Array(16) } as never)
  return { staffing, asked }
}

describe('the cases that nobody answers, on the director’s phone', () => {
  it.each([[1, 3, true], [2, 6, true], [3, 7, false], [9, 7, false]])('of %i pages are one list of %i', async (pages, count, hasMore) => {
    const { staffing, asked } = directorOf(7)
    const { data, can } = await staffing.uncovered(pages)
    expect([data.cases.length, data.hasMore, can.handOver]).toEqual([count, hasMore, true])
    expect(new Set(data.cases.map(({ caseId }) => caseId)).size).toBe(count)
    expect(asked).toHaveLength(Math.min(pages, 3))
  })

  it('has each case once though a page has moved while it was read', async () => {
    const { data } = await directorOf(7, 1).staffing.uncovered(3)
    expect(data.cases.map(({ caseNumber }) => Number(/\d+(?=号)/.exec(caseNumber)![0]))).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
