import type { SmsTemplate } from '@zhixin/shared/rules'

/** What the product asks of a text message provider. The court's signature is put before each text by the connector. */
export interface Sms {
  /**
   * Hands one text over to the provider: that it was taken is not that it arrived (see SmsReport). `template` names a text of
   * config/sms.yaml, `params` fill its places; those too long for a provider are cut. Rejects with SmsError.
   */
  send(message: SmsMessage): Promise<{ providerId: string | null }>
}

export interface SmsMessage {
  /** Eleven digits, of the mainland. */
  phone: string
  template: SmsTemplate
  params: Readonly<Record<string, string>>
  /** Ours, at most 64 letters, digits, `-`, `_`, `/` or `:`: comes back in delivery reports where the provider can carry it. Tells nothing by itself. */
  reference: string
}

export class SmsError extends Error {
  override readonly name = 'SmsError'
  /** The request went out and no answer that can be read came back: the provider may have the text. False: it has it not. */
  readonly maybeSent: boolean
  /** The provider's own code, where there was an answer. */
  readonly code?: string
  constructor(
    /** `rejected`: not this text to this number; `busy`: try again later; `misconfigured`: our key, signature, template or account. */
    readonly reason: 'rejected' | 'busy' | 'misconfigured',
    { maybeSent = false, code, ...options }: ErrorOptions & { maybeSent?: boolean; code?: string } = {},
  ) {
    super(`SMS: ${reason}${code === undefined ? '' : ` (${code})`}${maybeSent ? ', may have gone' : ''}`, options)
    this.maybeSent = maybeSent
    if (code !== undefined) this.code = code
  }
}

/** What became of a text on its way to the phone. Which of the three names it there is depends on the provider. */
export interface SmsReport {
  reference?: string
  providerId?: string
  /** Eleven digits. */
  phone?: string
  delivered: boolean
  /** The provider's or the carrier's own code. */
  code: string
  /** When the provider says that it was, ISO. */
  at: string
}

/** What somebody wrote back. */
export interface SmsReply {
  phone: string
  text: string
  at: string
}

/** A provider's call to us, as it came: the body unparsed, for signatures are over its bytes. */
export interface ProviderCall {
  /** The secret piece of the path that stands in the address registered with the provider. */
  token: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** How one provider calls back. Both parse functions throw CallbackError. Neither knows whether it was told the same before. */
export interface SmsCallbacks {
  parseReports(call: ProviderCall): SmsReport[]
  parseReplies(call: ProviderCall): SmsReply[]
  /** Of a call that was believed and is signed: what makes it one call, and until when its signature is good. Such a call is good once. */
  nonceOf?(call: ProviderCall): { id: string; until: Date }
  /** The body that this provider wants for an answer, as JSON with status 200; with anything else it calls again. */
  readonly accepted: Readonly<Record<string, unknown>>
}
