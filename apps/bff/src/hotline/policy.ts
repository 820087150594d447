import { definePolicy } from '../platform/http/policy'

/** The desk: taking calls, verifying, telling, registering, ringing back. Whose call it is, is asked of each call: to anybody else there is none. */
export const workHotline = definePolicy({ action: 'hotline.work', audience: ['staff'], granted: true })
/** The line for reports of misconduct does not ring at the enforcement bureau (rules X-18): the command centre works the desk and has not this. */
export const takeMisconduct = definePolicy({ action: 'hotline.misconduct_line', audience: ['staff'], granted: true })
