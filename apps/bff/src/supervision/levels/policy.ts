import { definePolicy } from '../../platform/http/policy'

/** The figures of the courts below this one, side by side. Not shown to any of them. */
export const readCourts = definePolicy({ action: 'supervision.courts', audience: ['staff'], granted: true })
