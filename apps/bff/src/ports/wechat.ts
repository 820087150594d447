/** What the product asks of WeChat. The session key WeChat also hands out is not wanted here: it must never leave the server. */
export interface Wechat {
  /** Who stands behind a code of wx.login. A code is good for five minutes and once. Rejects with WechatError. */
  code2Session(code: string): Promise<{ openid: string }>
  /**
   * Hands a subscription message over to WeChat. That it was taken is not that it arrived: the `sent` event says so, and names it by
   * the message id. Fields are sent as they are: WeChat refuses those that break its rules (`bad_field`). Rejects with WechatError.
   */
  sendSubscribeMessage(message: SubscribeMessage): Promise<{ messageId: string | null }>
}

export interface SubscribeMessage {
  openid: string
  templateId: string
  /** A page of the mini-program with its query, opened by a tap: `sub-case/case/index?id=…`. */
  page: string
  /** WeChat's own names, kind first: `thing1`, `time2`, `character_string3`. */
  fields: Readonly<Record<string, string>>
}

export class WechatError extends Error {
  override readonly name = 'WechatError'
  /** The request went out and no answer that can be read came back: WeChat may have it. False: it has it not. */
  readonly maybeSent: boolean
  /** With `bad_field`: which one, where WeChat named it. */
  readonly field?: string
  constructor(
    /**
     * `rejected`: the code or the user; `busy`: try again later; `misconfigured`: our app id, secret, template or page;
     * `no_quota`: the user has not allowed this message, or no longer; `bad_field`: a field that WeChat does not take.
     */
    readonly reason: 'rejected' | 'busy' | 'misconfigured' | 'no_quota' | 'bad_field',
    /** WeChat's own code, where there was an answer. */
    readonly errcode?: number,
    { maybeSent = false, field, ...options }: ErrorOptions & { maybeSent?: boolean; field?: string } = {},
  ) {
    super(`WeChat: ${reason}${errcode === undefined ? '' : ` (${errcode})`}${field === undefined ? '' : ` in ${field}`}${maybeSent ? ', may have gone' : ''}`, options)
    this.maybeSent = maybeSent
    if (field !== undefined) this.field = field
  }
}

export type WechatEvent =
  /** What somebody chose when asked (`popup`), or changed in WeChat's settings (`change`). */
  | { kind: 'popup' | 'change'; openid: string; templateId: string; accepted: boolean }
  /** What became of a message: `ok` is WeChat's last word on delivery; `code` and `status` are its own ("0", "success"). */
  | { kind: 'sent'; openid: string; templateId: string; messageId: string; ok: boolean; code: string; status: string }

/** The query of WeChat's calls: `signature`, `timestamp`, `nonce`, and by mode `echostr`, `msg_signature`, `encrypt_type`. */
export type WechatQuery = Readonly<Record<string, string | string[] | undefined>>

/** How WeChat calls us. Nothing here knows whether the same was told before: WeChat tells it up to three times. */
export interface WechatCallbacks {
  /** Whether the query is signed with our token and is fresh. Says nothing about a body. */
  isGenuine(query: WechatQuery): boolean
  /** What the first GET, by which WeChat checks the address, wants as the whole body of the answer (text/plain). Throws CallbackError. */
  echo(query: WechatQuery): string
  /**
   * The events in a body, plain or encrypted, XML or JSON; none for events of other kinds. Checks the query and, in encrypted mode, the
   * signature over the body and that it is for our app; a plain body is not taken where the encrypted mode is configured. Throws
   * CallbackError. The answer wanted is `success` as text/plain.
   */
  parse(body: string, query: WechatQuery): WechatEvent[]
}
