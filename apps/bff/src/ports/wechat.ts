/** What the product asks of WeChat. The session key WeChat also hands out is not wanted here: it must never leave the server. */
export interface Wechat {
  /** Who stands behind a code of wx.login. A code is good for five minutes and once. Rejects with WechatError. */
  code2Session(code: string): Promise<{ openid: string }>
}

export class WechatError extends Error {
  override readonly name = 'WechatError'
  constructor(
    /** `rejected`: the code or the user; `busy`: try again later; `misconfigured`: our app id or secret. */
    readonly reason: 'rejected' | 'busy' | 'misconfigured',
    /** WeChat's own code, where there was an answer. */
    readonly errcode?: number,
    options?: ErrorOptions,
  ) {
    super(`WeChat: ${reason}${errcode === undefined ? '' : ` (${errcode})`}`, options)
  }
}
