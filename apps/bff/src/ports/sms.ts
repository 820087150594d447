/** What the product asks of a text message gateway. */
export interface Sms {
  /** Hands a text over to the gateway, which puts the court's signature before it. Rejects with SmsError. */
  send(message: { phone: string; text: string }): Promise<void>
}

export class SmsError extends Error {
  override readonly name = 'SmsError'
  constructor(
    /** `rejected`: not this text to this number; `busy`: try again later; `misconfigured`: our key or signature. */
    readonly reason: 'rejected' | 'busy' | 'misconfigured',
    options?: ErrorOptions,
  ) {
    super(`SMS: ${reason}`, options)
  }
}
