/** A call from outside that is not to be believed (`forged`: answer 401) or that cannot be read (`unreadable`: answer 400). */
export class CallbackError extends Error {
  override readonly name = 'CallbackError'
  constructor(readonly reason: 'forged' | 'unreadable', options?: ErrorOptions) {
    super(`a call from outside is ${reason}`, options)
  }
}
