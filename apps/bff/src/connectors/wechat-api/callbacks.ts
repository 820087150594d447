import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../platform/clock'
import { CallbackError } from '../../ports/callback-error'
import type { WechatCallbacks, WechatEvent, WechatQuery } from '../../ports/wechat'
import { readEvents } from './events'
import { decipherEvent } from './decipher'
import { readFields } from './read-fields'

const SIGNED_WITHIN_MS = 10 * 60_000

export interface WechatCallbacksAccount {
  appId: string
  /** The token that stands beside our address in WeChat's settings. */
  token: string
  /** EncodingAESKey. With it only encrypted bodies are believed, without it only plain ones. */
  encodingKey?: string
}

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '')
const sha1 = (...parts: string[]): Buffer => createHash('sha1').update(parts.sort().join('')).digest()
function isSame(given: string, wanted: Buffer): boolean {
  const bytes = Buffer.from(given, 'hex')
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}

/** How WeChat calls us (消息推送), in the plain, mixed and encrypted mode. */
export function createWechatCallbacks({ appId, token, encodingKey }: WechatCallbacksAccount, clock: Clock): WechatCallbacks {
  const isGenuine = (query: WechatQuery): boolean => {
    const [timestamp, nonce] = [one(query.timestamp), one(query.nonce)]
    const isFresh = Math.abs(clock.now().getTime() - Number(timestamp) * 1000) <= SIGNED_WITHIN_MS
    return isFresh && isSame(one(query.signature), sha1(token, timestamp, nonce))
  }

  /** What WeChat says, out of its envelope where it has one. */
  function contentOf(body: string, query: WechatQuery): Record<string, unknown> {
    const outer = readFields(body)
    if (encodingKey === undefined) return outer
    const cipher = z.string().safeParse(outer.Encrypt)
    if (!cipher.success || !isSame(one(query.msg_signature), sha1(token, one(query.timestamp), one(query.nonce), cipher.data))) throw new CallbackError('forged')
    const { message, forApp } = decipherEvent(cipher.data, encodingKey)
    if (forApp !== appId) throw new CallbackError('forged')
    return readFields(message)
  }

  return {
    isGenuine,
    echo(query) {
      if (!isGenuine(query)) throw new CallbackError('forged')
      const echoed = one(query.echostr)
      // Said back as it came: only what can be nothing but a word.
      if (!/^[\w-]{1,128}$/.test(echoed)) throw new CallbackError('unreadable')
      return echoed
    },
    parse(body, query): WechatEvent[] {
      if (!isGenuine(query)) throw new CallbackError('forged')
      return readEvents(contentOf(body, query))
    },
  }
}
