/** The three callbacks that every asynchronous wx call takes. */
export interface Callbacks {
  success?: (result: object) => void
  fail?: (result: { errMsg: string }) => void
  complete?: (result: object) => void
}

/** Answers as WeChat does: later, with `errMsg: "<name>:ok"`. */
export function succeed(name: string, callbacks: Callbacks = {}, result: object = {}): void {
  const answer = { errMsg: `${name}:ok`, ...result }
  setTimeout(() => {
    callbacks.success?.(answer)
    callbacks.complete?.(answer)
  })
}

export function refuse(name: string, callbacks: Callbacks = {}, reason: string): void {
  const answer = { errMsg: `${name}:fail ${reason}` }
  setTimeout(() => {
    callbacks.fail?.(answer)
    callbacks.complete?.(answer)
  })
}
