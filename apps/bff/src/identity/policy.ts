import { definePolicy } from '../platform/http/policy'

const SIGNED_IN = ['account', 'person', 'staff'] as const

export const lookAround = definePolicy({ action: 'about.look', audience: ['anyone'] })
export const signIn = definePolicy({ action: 'session.begin', audience: ['anyone'] })
export const signOut = definePolicy({ action: 'session.end', audience: SIGNED_IN })
export const seeMyself = definePolicy({ action: 'me.look', audience: SIGNED_IN })
/** A person too: they are told that they are bound already. */
export const bindMyself = definePolicy({ action: 'me.bind', audience: ['account', 'person'] })
/** One's own phones, as the court has them. */
export const changePhone = definePolicy({ action: 'me.change_phone', audience: ['person'] })
export const issueWindowCode = definePolicy({ action: 'window.issue_code', audience: ['staff'], granted: true })
export const activatePhone = definePolicy({ action: 'me.activate_phone', audience: ['staff'] })
/** Whoever works here; one who was let in anew can do nothing else. */
export const changePassword = definePolicy({ action: 'me.change_password', audience: ['staff'] })
export const playDemo = definePolicy({ action: 'demo.play', audience: ['anyone'] })
