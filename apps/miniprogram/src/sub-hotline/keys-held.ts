/** What Ctrl+Enter does now: the panel that is open says so. */
export interface Submitting {
  current: (() => void) | null
}
/** What a number key does now; `at`: the field of the form that has the cursor. */
export interface Choosing {
  current: ((place: number, at: string | undefined) => void) | null
}
