import { WechatError } from '../../ports/wechat'
import { ask, NoAnswer } from '../ask'

const ANSWER_WITHIN_MS = 5_000

/**
 * The text of WeChat's answer: it says text/plain, is JSON all the same, and holds numbers longer than JSON.parse keeps. Rejects with
 * WechatError `busy` where there was none. The address holds the app's secret or a token: it is never logged nor put into an error.
 */
export function askWechat(url: string, body?: object): Promise<string> {
  const post = body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
  return ask(url, { ...post, withinMs: ANSWER_WITHIN_MS }).catch((error: unknown) => {
    throw new WechatError('busy', undefined, { cause: error, maybeSent: !(error instanceof NoAnswer) || error.mayHaveGone })
  })
}
