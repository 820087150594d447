import { CodedError } from '@zhixin/shared/errors'
import type { Context } from 'koa'
import { z } from 'zod'
import { definePolicy } from '../../platform/http/policy'
import { defineRoute, type Route } from '../../platform/http/route'
import type { Once } from '../../platform/once'
import { CallbackError } from '../../ports/callback-error'
import type { ProviderCall, SmsCallbacks } from '../../ports/sms'
import type { WechatCallbacks } from '../../ports/wechat'
import type { Reports } from './reports'

const tag = '推送回执 callbacks'
const MAX_BYTES = 256 * 1024
/** Whoever calls is proved by what they sign, or by the secret piece of the address; not by a session. */
const takeCallback = definePolicy({ action: 'callbacks.take', audience: ['anyone'] })
const TokenSchema = z.object({ token: z.string().min(1).max(128) })

/** The bytes of a call as text: signatures are over them. Throws `input.too_large`. */
async function textOf({ req }: Context): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MAX_BYTES) throw new CodedError('input.too_large')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** A call that is not genuine, or cannot be read, is told so and no more. */
async function believed<T>(parse: () => T | Promise<T>): Promise<T> {
  try {
    return await parse()
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error
    throw new CodedError(error.reason === 'forged' ? 'auth.required' : 'input.malformed', { cause: error })
  }
}

function plain(ctx: Context, text: string): { data: object } {
  ctx.type = 'text/plain'
  ctx.set('Cache-Control', 'no-store')
  ctx.body = text
  return { data: {} }
}

export interface CallbackParts {
  reports: Reports
  wechat: WechatCallbacks | undefined
  sms: SmsCallbacks | undefined
  /** Signed calls that came before. */
  seen: Once
}

/** How WeChat and the text message provider call us. What is not configured is not there. */
export function createCallbackRoutes({ reports, wechat, sms, seen }: CallbackParts): Route[] {
  const known = <T>(callbacks: T | undefined): T => {
    if (!callbacks) throw new CodedError('input.not_found')
    return callbacks
  }
  const callOf = async (ctx: Context, token: string): Promise<ProviderCall> => ({ token, headers: ctx.headers, body: await textOf(ctx) })

  /**
   * A signed call is good once: repeated by whoever has listened, it does nothing, and is answered as before, since the provider itself repeats what
   * it got no answer to. What could not be done may come again.
   */
  async function once(callbacks: SmsCallbacks, call: ProviderCall, act: () => Promise<void>): Promise<void> {
    const nonce = callbacks.nonceOf?.(call)
    if (nonce && !(await seen.take(nonce.id, nonce.until))) return
    await act().catch(async (error: unknown) => {
      if (nonce) await seen.giveBack(nonce.id)
      throw error
    })
  }

  return [
    defineRoute({
      method: 'get', path: '/wechat/events', summary: 'By which WeChat checks that the address is ours', tag, policy: takeCallback, limit: 'callback',
      answer: z.object({}), raw: true,
      handle: async ({ ctx }) => plain(ctx, await believed(() => known(wechat).echo(ctx.query))),
    }),
    defineRoute({
      method: 'post', path: '/wechat/events', summary: 'What became of subscription messages, and what people allowed; signed by WeChat', tag, policy: takeCallback, limit: 'callback',
      answer: z.object({}), raw: true,
      async handle({ ctx }) {
        const callbacks = known(wechat)
        const body = await textOf(ctx)
        await reports.wechat(await believed(() => callbacks.parse(body, ctx.query)))
        return plain(ctx, 'success')
      },
    }),
    defineRoute({
      method: 'post', path: '/sms/reports/:token', summary: 'What became of text messages, told by the provider', tag, policy: takeCallback, limit: 'callback',
      params: TokenSchema, answer: z.object({}), raw: true,
      async handle({ ctx, params: { token } }) {
        const callbacks = known(sms)
        const call = await callOf(ctx, token)
        const told = await believed(() => callbacks.parseReports(call))
        await once(callbacks, call, () => reports.sms(told))
        ctx.body = callbacks.accepted
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: '/sms/replies/:token', summary: 'What people wrote back to a text message, told by the provider', tag, policy: takeCallback, limit: 'callback',
      params: TokenSchema, answer: z.object({}), raw: true,
      async handle({ ctx, params: { token } }) {
        const callbacks = known(sms)
        const call = await callOf(ctx, token)
        const said = await believed(() => callbacks.parseReplies(call))
        await once(callbacks, call, () => reports.replies(said))
        ctx.body = callbacks.accepted
        return { data: {} }
      },
    }),
  ] as Route[]
}
