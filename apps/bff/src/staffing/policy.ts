import { definePolicy } from '../platform/http/policy'

const granted = { audience: ['staff'], granted: true } as const
const administrative = { ...granted, administrative: true } as const

/** System and security administrators both need to see who works here. */
export const listStaff = definePolicy({ action: 'staff.list', ...administrative })
export const addStaff = definePolicy({ action: 'staff.add', ...administrative })
export const endStaff = definePolicy({ action: 'staff.end', ...administrative })
export const resetAccess = definePolicy({ action: 'staff.reset', ...administrative })
/** Not whoever resets: nobody makes themselves a way into somebody else's work alone. */
export const confirmAccess = definePolicy({ action: 'staff.confirm', ...administrative })
export const giveRoles = definePolicy({ action: 'staff.give_roles', ...administrative })
export const readAudit = definePolicy({ action: 'audit.read', ...administrative })

export const ownAbsence = definePolicy({ action: 'absence.own', ...granted })
export const teamAbsence = definePolicy({ action: 'absence.team', ...granted })
export const readRoster = definePolicy({ action: 'roster.read', ...granted })
export const setRoster = definePolicy({ action: 'roster.set', ...granted })
export const seeUncovered = definePolicy({ action: 'cases.see_uncovered', ...granted })
