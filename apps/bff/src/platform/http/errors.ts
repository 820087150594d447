import { CodedError, ERRORS, sentence } from '@zhixin/shared/errors'
import type { ErrorAnswer } from '@zhixin/shared/contract'
import type { Context, Middleware } from 'koa'
import type { z } from 'zod'
import type { Logger } from '../logger'

/** The one shape in which anything is refused. */
export function answerOf(error: CodedError): ErrorAnswer {
  const { code, detail, field, retryAfterSeconds } = error
  return {
    error: {
      code,
      message: detail ?? sentence(code),
      ...(field !== undefined && { field }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  }
}

/** Any error as a coded one: what is not coded is ours, and nothing of it leaves. */
export function codedOf(error: unknown): CodedError {
  if (error instanceof CodedError && ERRORS[error.code].status !== 0) return error
  // Koa's own refusals (a path that does not decode, a file that is not there) say whose fault they are by their status.
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown }
  if (expose === true && (status === 404 || status === 403)) return new CodedError('input.not_found', { cause: error })
  if (expose === true && status === 400) return new CodedError('input.malformed', { cause: error })
  return new CodedError('server.internal', { cause: error })
}

/** Turns whatever is thrown into the one shape; logs what is our fault. */
export function answerErrors(logger: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      refuse(ctx, codedOf(error))
      if (ctx.status >= 500) logger.error({ err: error, requestId: ctx.state.requestId, route: ctx.state.route }, 'request failed')
    }
  }
}

function refuse(ctx: Context, error: CodedError): void {
  ctx.status = error.status
  ctx.body = answerOf(error)
  ctx.set('Cache-Control', 'no-store')
  if (error.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(error.retryAfterSeconds))
}

const SENTENCES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  too_small: '内容太短，或数值太小。',
  too_big: '内容太长，或数值太大。',
  invalid_format: '格式不正确，请核对。',
  unrecognized_keys: '含有不认识的内容，请更新后重试。',
}

/** The first thing wrong with an input: its dotted field, such as `body.text`, and a sentence. Never the value itself. */
export function invalidInput(part: 'params' | 'query' | 'body' | 'frame', error: z.ZodError, input: unknown): CodedError {
  const issue = error.issues[0]
  if (!issue) return new CodedError('input.invalid', { field: part })
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  const missing = issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined
  const detail = missing ? '有必填的内容没有填写。' : SENTENCES[issue.code]
  return new CodedError('input.invalid', { field: [part, ...path.map(String)].join('.').slice(0, 120), ...(detail && { detail }) })
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), input)
