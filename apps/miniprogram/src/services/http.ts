import { API_PREFIX, ErrorAnswerSchema } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { HttpAdapter, HttpRequest, HttpResponse } from './adapters'
import { codedOf } from './errors'

export const REQUEST_TIMEOUT_MS = 20_000
export const UPLOAD_TIMEOUT_MS = 60_000

export type Query = Record<string, string | number | undefined>

export interface Call {
  method: HttpRequest['method']
  /** Below /api/v1, with its parameters: `/cases/c_12345678`. */
  path: string
  query?: Query
  body?: unknown
  token?: string
  timeoutMs?: number
  /** Without this phone's name: nothing of it goes along. */
  nameless?: boolean
}

/** The one shape of a good answer. */
export interface Envelope {
  data: unknown
  can?: unknown
}

export interface UploadCall {
  path: string
  token?: string
  /** Without this phone's name: nothing of it goes along. */
  nameless?: boolean
  filePath: string
  fileName: string
  fields: Record<string, string>
  onProgress?: (percent: number) => void
}

/** Sends one request and turns whatever comes of it into an envelope or a CodedError. Repeats nothing and knows no session. */
export function createHttp(http: HttpAdapter, apiOrigin: string, deviceName: () => Promise<string>) {
  const headersOf = async (token: string | undefined, nameless = false): Promise<Record<string, string>> => ({
    ...(!nameless && { 'X-Zhixin-Device': await deviceName() }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  })
  const urlOf = (path: string, query: Query = {}): string => `${apiOrigin}${API_PREFIX}${path}${queryText(query)}`

  async function answered(sending: Promise<HttpResponse>): Promise<Envelope> {
    const response = await sending.catch((error: unknown) => {
      throw codedOf(error)
    })
    return envelopeOf(response)
  }

  return {
    async call({ method, path, query, body, token, nameless, timeoutMs = REQUEST_TIMEOUT_MS }: Call): Promise<Envelope> {
      const headers = await headersOf(token, nameless)
      if (body !== undefined) headers['Content-Type'] = 'application/json'
      return answered(
        http.request({ method, url: urlOf(path, query), headers, timeoutMs, ...(body !== undefined && { body: JSON.stringify(body) }) }),
      )
    },
    async upload({ path, token, nameless, ...upload }: UploadCall): Promise<Envelope> {
      return answered(http.upload({ ...upload, url: urlOf(path), headers: await headersOf(token, nameless), name: 'file', timeoutMs: UPLOAD_TIMEOUT_MS }))
    },
    /** A path that shows or opens what was fetched. */
    async download(path: string, token: string, name: string): Promise<string> {
      const response = await http
        .download({ url: urlOf(path), headers: await headersOf(token), timeoutMs: UPLOAD_TIMEOUT_MS, name })
        .catch((error: unknown) => {
          throw codedOf(error)
        })
      // WeChat writes a refusal into the file: then only the status tells which it was.
      if (response.status === 401) throw new CodedError('auth.expired')
      if (response.status === 404) throw new CodedError('input.not_found')
      if (response.status === 403 && response.body === undefined) throw new CodedError('access.forbidden')
      if (response.status === 410 && response.body === undefined) throw new CodedError('messaging.sealed')
      if (response.status !== 200) throw refusalOf(response)
      return response.path
    },
  }
}
export type Http = ReturnType<typeof createHttp>

function queryText(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length === 0 ? '' : `?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value!)}`).join('&')}`
}

function envelopeOf(response: HttpResponse): Envelope {
  if (response.status < 200 || response.status >= 300) throw refusalOf(response)
  const body = jsonOf(response.body)
  if (typeof body !== 'object' || body === null || !('data' in body)) throw new CodedError('client.bad_answer')
  return body as Envelope
}

// A hotel's sign-in page or a broken proxy refuses too, but not in our words: that must never count as the court's refusal.
function refusalOf({ status, body }: HttpResponse): CodedError {
  const parsed = ErrorAnswerSchema.safeParse(jsonOf(body))
  if (!parsed.success) return new CodedError(status >= 500 ? 'server.unavailable' : 'client.bad_answer', { cause: status })
  const { code, field, retryAfterSeconds } = parsed.data.error
  return new CodedError(code, { ...(field !== undefined && { field }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
}

function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return body
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
