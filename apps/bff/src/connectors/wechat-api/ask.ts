import { WechatError } from '../../ports/wechat'
import { mayHaveGone } from '../may-have-gone'

const ANSWER_WITHIN_MS = 5_000

/**
 * The text of WeChat's answer: it says text/plain, is JSON all the same, and holds numbers longer than JSON.parse keeps. Rejects with
 * WechatError `busy` where there was none. The address holds the app's secret or a token: it is never logged nor put into an error.
 */
export async function askWechat(url: string, body?: object): Promise<string> {
  const post = body && { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
  try {
    const response = await fetch(url, { ...post, signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'error' })
    return await response.text()
  } catch (error) {
    throw new WechatError('busy', undefined, { cause: error, maybeSent: mayHaveGone(error) })
  }
}

/** JSON, or undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
