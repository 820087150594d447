import { CodedError } from '@zhixin/shared/errors'
import type { z } from 'zod'
import { codedOf } from './errors'
import type { Call, Envelope, Http, Query, UploadCall } from './http'
import type { Tokens } from './tokens'

export type Api = ReturnType<typeof createApi>

/**
 * Requests of whoever is signed in. A token that has run out is renewed once for all who wait, and the request repeated once: it
 * was refused, so nothing can be doubled. Nothing else is repeated here. What comes back after a sign-out rejects with
 * `client.cancelled`. Everything rejects with CodedError.
 */
export function createApi(http: Http, tokens: Pick<Tokens, 'access' | 'renew' | 'epoch'>) {
  async function withToken<T>(ask: (token: string) => Promise<T>): Promise<T> {
    const epoch = tokens.epoch()
    const current = <V>(value: V): V => {
      if (tokens.epoch() !== epoch) throw new CodedError('client.cancelled')
      return value
    }
    const token = current(await tokens.access())
    try {
      return current(await ask(token))
    } catch (error) {
      const { code } = codedOf(current(error))
      if (code !== 'auth.expired' && code !== 'auth.required') throw error
    }
    return current(await ask(current(await tokens.renew(token))))
  }
  const call = (request: Omit<Call, 'token'>): Promise<Envelope> => withToken((token) => http.call({ ...request, token }))

  return {
    async read<T>(path: string, answer: z.ZodType<T>, query?: Query): Promise<T> {
      return parse(answer, (await call({ method: 'GET', path, ...(query && { query }) })).data)
    },
    /** With what the reader may do next. */
    async readWithCan<T, C>(path: string, answer: z.ZodType<T>, can: z.ZodType<C>, query?: Query): Promise<{ data: T; can: C }> {
      const envelope = await call({ method: 'GET', path, ...(query && { query }) })
      return { data: parse(answer, envelope.data), can: parse(can, envelope.can) }
    },
    /** `input.invalid` with the field, before anything goes out, when the input does not fit. */
    async write<T, I>(path: string, input: z.ZodType<unknown, I>, answer: z.ZodType<T>, value: I, method: 'POST' | 'PUT' = 'POST'): Promise<T> {
      return parse(answer, (await call({ method, path, body: checked(input, value) })).data)
    },
    async remove(path: string): Promise<void> {
      await call({ method: 'DELETE', path })
    },
    async upload<T>(upload: Omit<UploadCall, 'token'>, answer: z.ZodType<T>): Promise<T> {
      return parse(answer, (await withToken((token) => http.upload({ ...upload, token }))).data)
    },
    /** `name` says by its ending what it is. */
    download: (path: string, name: string): Promise<string> => withToken((token) => http.download(path, token, name)),
  }
}

export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new CodedError('client.bad_answer', { cause: parsed.error })
  return parsed.data
}

/** An input that fits its schema, as it will be sent; otherwise `input.invalid` with the field. */
export function checked<I>(schema: z.ZodType<unknown, I>, value: I): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const field = ['body', ...(parsed.error.issues[0]?.path ?? []).map(String)].join('.')
  throw new CodedError('input.invalid', { field })
}
