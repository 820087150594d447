import { caseChain, watchChain } from '@zhixin/shared/ids'
import type { Stir } from './bustle'
import { CASES } from './session'

const ITEM = '0'.repeat(32)
const LISTED = '/supervision/lists/unanswered'

/** What supervisors look at and do: nothing of it is a party's. */
export const SUPERVISION_STAFF_ROUTES = [
  ['GET', '/supervision/overview'], ['GET', LISTED], ['GET', `${LISTED}/${ITEM}/entries`], ['GET', '/supervision/my-urgings'], ['GET', '/supervision/conduct'], ['GET', '/supervision/courts'],
  ['POST', `${LISTED}/${ITEM}/urgings`, { commandId: 'm_00000000000000000061' }],
] as const

let urged = 0

/** The court urges its own: over a case of the observed person's, and over their own thread. */
export const SUPERVISION_STIRS: Record<string, Stir> = {
  'urge whoever has to see to it': async (_all, { court, id: personId }, n) => {
    const caseId = [CASES.first, CASES.second, CASES.closed, CASES.others][n % 4]!
    const actor = { kind: 'staff' as const, id: court.id('duty'), role: 'duty' }
    const staffIds = [court.id('officer')]
    const at = '2026-01-08T16:00:00.000Z'
    const key = `staff:${court.id('duty')}/m_urged${++urged}`
    const ofClock = { about: { what: 'clock', clockId: 'judge_receive_case/n_onesided', node: 'judge_receive_case', dueAt: at }, staffIds }
    await court.rooms.log.append({ chain: caseChain(caseId), key, decide: async () => ({ type: 'case.urged', actor, body: ofClock }) })
    const ofMatter = { about: { what: 'matter', since: 0, sinceAt: at }, staffIds }
    const chain = watchChain({ caseId, personId })
    return court.rooms.log.append({ chain, key: `${key}w`, decide: async () => ({ type: 'watch.urged', actor, body: ofMatter }) })
  },
}
