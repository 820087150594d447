/** The phone's own now, for drawing only: no rule is decided by it. */
export const nowHere = (): string => new Date().toISOString()
