import { randomBytes } from 'node:crypto'
import { type Answered, type Double, startDouble, type Told } from '../http'
import { createTrouble } from '../trouble'
import { createEvents } from './events'
import { createSignIn } from './sign-in'
import { createSubscriptions, type TemplateOf } from './subscriptions'
import { createTokens } from './tokens'

export { encrypted, type EventsTo, signedQuery } from './events'
export type { SentMessage, TemplateOf } from './subscriptions'

/** `busy`: −1, nothing was done; `hang_up`: the connection breaks before the request is looked at; `lost_answer`: after it was carried out. */
export type WechatTrouble = 'busy' | 'hang_up' | 'lost_answer'

interface Options {
  appId: string
  secret: string
  now?: () => number
  templates?: Readonly<Record<string, TemplateOf>>
  /** The mini-program's pages; undefined: whatever is named is one. */
  pages?: readonly string[]
}
type Controls<T extends { controls: object }> = T['controls']
export interface WechatDouble extends Double,
  Controls<ReturnType<typeof createSignIn>>, Controls<ReturnType<typeof createSubscriptions>>, Controls<ReturnType<typeof createEvents>>,
  Controls<ReturnType<typeof createTrouble<WechatTrouble>>> {
  /** How often a token was asked for. */
  tokenCalls: Readonly<{ normal: number; forced: number }>
  /** Another system has forced a new token: the one that was handed out is none any more. */
  dropToken(): void
}

/**
 * api.weixin.qq.com as far as the product uses it: /sns/jscode2session, /cgi-bin/stable_token, /cgi-bin/message/subscribe/send, and the
 * events that it pushes. Answers are JSON under text/plain, with a session key that must not get any further.
 */
export async function startWechatDouble({ appId, secret, now = Date.now, templates = {}, pages }: Options): Promise<WechatDouble> {
  const trouble = createTrouble<WechatTrouble>(['busy', 'hang_up', 'lost_answer'])
  const signIn = createSignIn(now)
  const tokens = createTokens(now)
  const events = createEvents({ appId, now })
  const subscriptions = createSubscriptions({ templates, pages, events, isUser: (openid) => /^[\w-]{6,}$/.test(openid) })

  const error = (errcode: number, errmsg = 'error'): Answered => ({ json: { errcode, errmsg: `${errmsg}, rid: ${randomBytes(8).toString('hex')}` } })

  function session({ url: { searchParams: query } }: Told): Answered {
    if (query.get('appid') !== appId) return error(40013, 'invalid appid')
    if (query.get('secret') !== secret) return error(40125, 'invalid appsecret')
    if (query.get('grant_type') !== 'authorization_code') return error(40002, 'invalid grant_type')
    const exchanged = signIn.exchange(query.get('js_code'))
    if ('errcode' in exchanged) return error(exchanged.errcode, exchanged.errmsg)
    return { json: { session_key: randomBytes(16).toString('base64'), openid: exchanged.openid } }
  }
  function token({ body }: Told): Answered {
    const asked = JSON.parse(body) as { grant_type?: string; appid?: string; secret?: string; force_refresh?: boolean }
    if (asked.grant_type !== 'client_credential') return error(40002, 'invalid grant_type')
    if (asked.appid !== appId) return error(40013, 'invalid appid')
    if (asked.secret !== secret) return error(40125, 'invalid appsecret')
    const issued = tokens.issue(asked.force_refresh === true)
    return 'errcode' in issued ? error(issued.errcode, 'reach limit') : { json: issued }
  }
  function send({ url, body }: Told): Answered {
    if (!tokens.isGood(url.searchParams.get('access_token'))) return error(40001, 'invalid credential, access_token is invalid or not latest')
    const sent = subscriptions.send(JSON.parse(body) as object)
    if ('errcode' in sent) return error(sent.errcode, sent.errmsg)
    // Written by hand: the id is a number that JSON.stringify cannot write.
    return { json: { errcode: 0, errmsg: 'ok' }, text: `{"errcode":0,"errmsg":"ok","msgid":${sent.messageId}}` }
  }
  const ROUTES: Record<string, (told: Told) => Answered> = {
    'GET /sns/jscode2session': session, 'POST /cgi-bin/stable_token': token, 'POST /cgi-bin/message/subscribe/send': send,
  }

  const double = await startDouble('text/plain', async (told) => {
    const how = trouble.next()
    await trouble.wait()
    if (how === 'hang_up') return undefined
    if (how === 'busy') return error(-1, 'system error')
    const answered = ROUTES[`${told.method} ${told.url.pathname}`]?.(told) ?? { status: 404, json: {} }
    return how === 'lost_answer' ? undefined : answered
  })
  return {
    ...double, ...signIn.controls, ...subscriptions.controls, ...events.controls, ...trouble.controls,
    tokenCalls: tokens.calls,
    dropToken: tokens.drop,
  }
}
