import { caseChain } from '@zhixin/shared/ids'
import type { Stir } from './bustle'
import { CASES } from './session'

let written = 0
const newId = (): string => `m_s${String(++written).padStart(20, '0')}`
const somebody = '/admin/staff/s_0000'
const span = { from: '2026-03-20T00:00:00.000Z', until: '2026-03-25T16:00:00.000Z' }

/** What members of staff do among themselves: nothing of it is a party's. */
export const STAFFING_STAFF_ROUTES = [
  ['GET', '/absences/mine'], ['GET', '/absences/team'],
  ['POST', '/absences/s_0000', { commandId: 'm_00000000000000000041', ...span, reason: '年休假', deputyId: null }],
  ['POST', '/absences/s_0000/0/end', { commandId: 'm_00000000000000000042' }],
  ['GET', '/duty-roster'], ['POST', '/duty-roster/s_0000', { commandId: 'm_00000000000000000043', ...span }],
  ['POST', '/duty-roster/s_0000/0/removal', { commandId: 'm_00000000000000000044' }],
  ['GET', '/clocks'], ['GET', '/director/uncovered'], ['GET', '/audit/openings'], ['GET', '/audit/staff-changes'], ['GET', '/admin/roles'], ['GET', '/admin/staff'], ['GET', somebody],
  ['POST', '/admin/staff', {
    commandId: 'm_00000000000000000045', number: 'N1', name: '新来', department: '信息中心', officePhone: '000-0000-0099', phone: '19900000077',
  }],
  ['POST', `${somebody}/details`, { commandId: 'm_00000000000000000046', name: '某某人', department: '信息中心', officePhone: '000-0000-0098' }],
  ['POST', `${somebody}/access`, { commandId: 'm_00000000000000000047' }],
  ['POST', `${somebody}/access/confirmation`, { commandId: 'm_00000000000000000048' }],
  ['POST', `${somebody}/roles`, { commandId: 'm_00000000000000000049', roles: ['officer'] }],
  ['POST', `${somebody}/departure`, { commandId: 'm_00000000000000000050', why: 'left', reason: '调离本院' }],
  ['POST', `${somebody}/return`, { commandId: 'm_00000000000000000051', reason: '调回本院' }],
  ['POST', '/me/password', { current: 'correct horse battery', next: 'another horse battery' }],
] as const

/** Somebody of the court who is nothing to the observed person's cases goes on leave and comes back. */
export const STAFFING_STIRS: Record<string, Stir> = {
  /** As the sweep does it, without waiting for the hour in which an import settles: the observed person's cases are among them. */
  'write that something is overdue': async (_all, { court }, n) => {
    await court.rooms.clocks.sweep()
    const chain = caseChain([CASES.first, CASES.second, CASES.closed, CASES.others][n % 4]!)
    const [dueAt, step] = ['2026-01-08T16:00:00.000Z', `overdue@2026-01-08#${++written}`]
    const body = { clockId: 'judge_receive_case/n_onesided', node: 'judge_receive_case', step, wasDueAt: dueAt, dueAt, to: ['quota_judge'], staffIds: [court.id('judge')] }
    const actor = { kind: 'system' as const, id: 'progress-clocks', role: 'clock' }
    return court.rooms.log.append({ chain, key: `clock/${body.clockId}/${step}`, decide: async () => ({ type: 'clock.overdue', actor, body }) })
  },
  'be away in another team': async (all, me) => {
    const away = `/absences/${me.court.id('stranger')}`
    const now = me.court.clock.now().getTime()
    const until = new Date(now + 3_600_000).toISOString()
    await all.ask('stranger', 'POST', away, { commandId: newId(), from: new Date(now).toISOString(), until, reason: '外出', deputyId: null })
    const { data } = await all.ask('stranger', 'GET', '/absences/mine')
    const [absence] = Array.isArray(data.absences) ? (data.absences as { of: number }[]) : []
    return all.ask('stranger', 'POST', `${away}/${absence?.of ?? 0}/end`, { commandId: newId() })
  },
}
