import type { Context } from 'koa'
import type { z } from 'zod'
import type { LimitName } from '../rate-limit'
import type { Actor } from './actor'
import type { Policy } from './policy'

/** A file as it came: name and type are the sender's claims. */
export interface UploadedFile {
  name: string
  claimedType: string
  bytes: Buffer
}

export interface Request<P = unknown, Q = unknown, B = unknown> {
  actor: Actor
  params: P
  query: Q
  body: B
  /** Only of a route with `upload`. */
  file?: UploadedFile
  requestId: string
  /** The client's network address, as far as proxies are trusted. */
  address: string
  /** What the client calls itself, up to 80 characters: a hint, not a proof. */
  device: string
  /** For raw answers only. */
  ctx: Context
}

export interface Answer<D> {
  data: D
  /** What the caller may do next. */
  can?: unknown
  /** 200 unless said. */
  status?: number
  headers?: Record<string, string>
}

/** One route says everything about itself; the chain in chain.ts does the rest. */
export interface Route<P = unknown, Q = unknown, B = unknown, D = unknown> {
  method: 'get' | 'post' | 'put' | 'delete'
  /** Below /api/v1, koa style: `/cases/:caseId`. */
  path: string
  summary: string
  tag: string
  policy: Policy
  limit: LimitName
  params?: z.ZodType<P>
  query?: z.ZodType<Q>
  body?: z.ZodType<B>
  /** Schema of `data`. Undeclared fields never leave; data that does not fit is a fault of ours. */
  answer: z.ZodType<D>
  can?: z.ZodType
  /** multipart/form-data with one part `file`; the other parts are the body. */
  upload?: { maxBytes: number }
  /** For other systems: whoever asks proves who they are by a signature over the bytes of the body. */
  signed?: { maxBytes: number }
  /** The handler writes bytes to `ctx` itself; `answer` is not used. */
  raw?: true
  handle(request: Request<P, Q, B>): Promise<Answer<D>>
}

/** Ties the handler's types to the schemas. Paths, policies and limits are checked when the server is made. */
export const defineRoute = <P, Q, B, D>(route: Route<P, Q, B, D>): Route<P, Q, B, D> => route
