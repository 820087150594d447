import { reportChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import type { Stir } from './bustle'

const WEEK = '/bulletins/weekly/2026-03-02'
const REPORTED = '/screenings/weekly/2026-03-02'
const commandId = (n: number): string => `m_${String(n).padStart(20, '0')}`

/** What the court counts of itself, and what its departments report: nothing of it is a party's. */
export const BULLETIN_STAFF_ROUTES = [
  ['GET', '/bulletins'], ['GET', WEEK], ['GET', `${WEEK}/entries?figure=received`], ['GET', `${WEEK}/files/docx`],
  ['POST', `${WEEK}/remarks`, { commandId: commandId(9_100), heading: 'problems', text: '补充' }], ['POST', `${WEEK}/issue`, { commandId: commandId(9_101) }], ['GET', '/screenings'],
  ['POST', REPORTED, { commandId: commandId(9_102), petitions: 0, disputes: 0 }],
  ['POST', `${REPORTED}/reminders`, { commandId: commandId(9_103), departments: ['执行实施一团队'] }],
] as const

/** The court remarks on its week, and a department reports what it has, or that it has nothing. */
export const BULLETIN_STIRS: Record<string, Stir> = {
  'remark on a bulletin, report a screening': async (_all, { court }, n) => {
    const write = (key: string, who: string, type: string, body: JsonObject) => court.rooms.log.append({
      chain: reportChain('weekly', '2026-03-02'), key: `${key}/${n}`, isSame: () => true,
      decide: async () => ({ type, actor: { kind: 'staff', id: court.id(who), role: 'staff' }, body }),
    })
    await write('remarked', 'duty', 'bulletin.remarked', { heading: 'problems', text: `第${n}次补充` })
    return write('screened', 'liaison', 'report.screened', { department: '执行实施一团队', petitions: n % 3, disputes: 0, note: '' })
  },
}
