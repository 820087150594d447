import { CodedError } from '@zhixin/shared/errors'
import type { Context } from 'koa'
import type { z } from 'zod'
import type { RateLimits } from '../rate-limit'
import { type Actor, actorKeyOf, type Authenticate } from './actor'
import { addressOf, networkOf } from './address'
import { readJson, readUpload } from './body'
import { invalidInput } from './errors'
import { admit, wasAuthorized } from './policy'
import type { Answer, Request, Route } from './route'

export interface ChainParts {
  authenticate: Authenticate
  limits: RateLimits
  trustProxy: number
}

/** The one way a request goes: rate limit → authenticate → validate → handle (load → authorize → command → present) → answer. */
export function chain(route: Route, { authenticate, limits, trustProxy }: ChainParts) {
  return async (ctx: Context): Promise<void> => {
    const address = addressOf(ctx.req, trustProxy)
    await limits.take(route.limit, 'address', networkOf(address))
    const actor = await actorOf(route, ctx, authenticate)
    admit(route.policy, actor)
    const actorKey = actorKeyOf(actor)
    if (actorKey) await limits.take(route.limit, 'actor', actorKey)
    const input = await validate(route, ctx)
    const request = { actor, ...input, address, device: deviceOf(ctx), requestId: String(ctx.state.requestId), ctx }
    const answer = await route.handle(request)
    if (!wasAuthorized(route.policy, actor)) throw new Error(`${route.method} ${route.path} answered without authorize()`)
    if (!route.raw) send(route, answer, ctx)
  }
}

async function actorOf(route: Route, ctx: Context, authenticate: Authenticate): Promise<Actor> {
  // What anyone may do needs no token, and an old one must not stand in the way of getting a new one.
  if (route.policy.audience.includes('anyone')) return { kind: 'anyone' }
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(ctx.get('authorization'))?.[1]
  if (!token) throw new CodedError('auth.required')
  return (await authenticate(token)).actor
}

async function validate(route: Route, ctx: Context): Promise<Pick<Request, 'params' | 'query' | 'body' | 'file'>> {
  const params = check('params', route.params, ctx.params)
  const query = check('query', route.query, { ...ctx.query })
  if (route.upload) {
    const upload = await readUpload(ctx, route.upload.maxBytes)
    return { params, query, file: upload.file, body: check('body', route.body, upload.body) }
  }
  return { params, query, body: route.body && check('body', route.body, await readJson(ctx)) }
}

// What no schema describes does not get in.
function check(part: 'params' | 'query' | 'body', schema: z.ZodType | undefined, input: unknown): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalidInput(part, parsed.error, input)
  return parsed.data
}

function send(route: Route, answer: Answer<unknown>, ctx: Context): void {
  ctx.status = answer.status ?? 200
  if (answer.headers) ctx.set(answer.headers)
  ctx.set('Cache-Control', 'no-store')
  const data = declared(route, 'data', route.answer, answer.data)
  ctx.body = route.can ? { data, can: declared(route, 'can', route.can, answer.can) } : { data }
}

/** Only what the schema declares leaves; what does not fit is our fault, and the log says where, not what. */
function declared(route: Route, part: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map((issue) => `${[part, ...issue.path].join('.')} ${issue.code}`)
  throw new Error(`${route.method} ${route.path} answers what it does not declare: ${places.join(', ')}`)
}

/** `X-Zhixin-Device`: a random name the client keeps for itself; browsers without one are told apart by their agent string. */
const deviceOf = (ctx: Context): string => (ctx.get('x-zhixin-device') || ctx.get('user-agent')).slice(0, 80)
