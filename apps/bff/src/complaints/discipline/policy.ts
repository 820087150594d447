import { definePolicy } from '../../platform/http/policy'

/** Reports of misconduct: for the inspectors of discipline alone (rules C-II, F-10). */
export const readReports = definePolicy({ action: 'discipline.read', audience: ['staff'], granted: true })
export const workReports = definePolicy({ action: 'discipline.work', audience: ['staff'], granted: true })
