import { definePolicy } from '../../platform/http/policy'

/** Figures are of the court's petitions and of no report of misconduct; what somebody said is in none of them. */
export const readBulletins = definePolicy({ action: 'bulletins.read', audience: ['staff'], granted: true })
/** 信访督办组 (C.7): remarks and issues. */
export const issueBulletins = definePolicy({ action: 'bulletins.issue', audience: ['staff'], granted: true })
/** A department's liaison for the own department; the command centre for all. */
export const readScreenings = definePolicy({ action: 'screenings.read', audience: ['staff'], granted: true })
export const reportScreening = definePolicy({ action: 'screenings.report', audience: ['staff'], granted: true })
export const remindScreening = definePolicy({ action: 'screenings.remind', audience: ['staff'], granted: true })
