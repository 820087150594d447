import { CodedError } from '@zhixin/shared/errors'
import type { Context } from 'koa'
import type { z } from 'zod'
import type { RateLimits } from '../rate-limit'
import { type Actor, actorKeyOf, type Authenticate, type AuthenticateSigned } from './actor'
import { addressOf, networkOf } from './address'
import { parseJson, readBytes, readJson, readUpload } from './body'
import { invalidInput } from './errors'
import { admit, wasAuthorized } from './policy'
import type { Answer, Request, Route } from './route'

export interface ChainParts {
  authenticate: Authenticate
  /** Of routes with `signed`; without it nobody gets into them. */
  authenticateSigned?: AuthenticateSigned
  limits: RateLimits
  trustProxy: number
}

/** The one way a request goes: rate limit → authenticate → validate → handle (load → authorize → command → present) → answer. */
export function chain(route: Route, { authenticate, authenticateSigned, limits, trustProxy }: ChainParts) {
  return async (ctx: Context): Promise<void> => {
    const address = addressOf(ctx.req, trustProxy)
    await limits.take(route.limit, 'address', networkOf(address))
    const bytes = bytesOnce(route, ctx)
    const actor = (await signerOf(route, ctx, bytes, authenticateSigned)) ?? (await actorOf(route, ctx, authenticate))
    admit(route.policy, actor)
    const actorKey = actorKeyOf(actor)
    if (actorKey) await limits.take(route.limit, 'actor', actorKey)
    const input = await validate(route, ctx, bytes)
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

type Bytes = () => Promise<Buffer>

/** The body of a signed request, for whoever checks the signature and for whoever reads it: one reading for both. */
function bytesOnce({ signed }: Route, ctx: Context): Bytes {
  let reading: Promise<Buffer> | undefined
  return () => (reading ??= readBytes(ctx, signed?.maxBytes ?? 0))
}

/** Who signed, where the route is for such and there is a signature; a person at the same door is told whether they may come in. */
async function signerOf({ signed }: Route, ctx: Context, body: Bytes, authenticate: AuthenticateSigned | undefined): Promise<Actor | undefined> {
  const [keyId, timestamp, nonce, signature] = ['x-key-id', 'x-timestamp', 'x-nonce', 'x-signature'].map((name) => ctx.get(name)) as [string, string, string, string]
  if (!signed || !authenticate || signature === '') return undefined
  return authenticate({ method: ctx.method, path: ctx.originalUrl, keyId, timestamp, nonce, signature, body })
}

async function validate(route: Route, ctx: Context, bytes: Bytes): Promise<Pick<Request, 'params' | 'query' | 'body' | 'file'>> {
  const params = check('params', route.params, ctx.params)
  const query = check('query', route.query, { ...ctx.query })
  if (route.upload) {
    const upload = await readUpload(ctx, route.upload.maxBytes)
    return { params, query, file: upload.file, body: check('body', route.body, upload.body) }
  }
  if (route.signed) return { params, query, body: check('body', route.body, parseJson(await bytes())) }
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
