import { API_PREFIX, type EntryView, type SessionTokens } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'

/** An answer that is no success: the status and the coded error, if there was one. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(`${status} ${code}`)
  }
}

/** Somebody of the demonstration court, over HTTP. Signs in by itself, again when the token has ended. */
export interface Person {
  token(): Promise<string>
  get<T>(path: string): Promise<T>
  /** A form goes as one, anything else as JSON. */
  post<T>(path: string, body: unknown): Promise<T>
}

const GIVE_UP_ON_A_REQUEST_MS = 10_000

/** `origin` is asked each time: a product that is started again may have moved. Rejects with Refused, or with what fetch says. */
export function signedIn(origin: () => string, demoId: string): Person {
  let token: Promise<string> | undefined

  async function call<T>(method: 'GET' | 'POST', path: string, body: unknown, bearer?: string): Promise<T> {
    const isJson = body !== undefined && !(body instanceof FormData)
    const response = await fetch(`${origin()}${API_PREFIX}${path}`, {
      method,
      headers: { ...(isJson && { 'Content-Type': 'application/json' }), ...(bearer && { Authorization: `Bearer ${bearer}` }) },
      signal: AbortSignal.timeout(GIVE_UP_ON_A_REQUEST_MS),
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { data: T; error?: { code: string; retryAfterSeconds?: number } }
    if (!response.ok) throw new Refused(response.status, answer.error?.code ?? '', answer.error?.retryAfterSeconds)
    return answer.data
  }

  const signIn = async (): Promise<string> => (await call<SessionTokens>('POST', '/demo/sign-in', { id: demoId })).accessToken
  const current = (): Promise<string> => {
    const asked = (token ??= signIn())
    asked.catch(() => {
      if (token === asked) token = undefined
    })
    return asked
  }

  async function authorized<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    try {
      return await call<T>(method, path, body, await current())
    } catch (error) {
      if (error instanceof Refused && error.status === 401) token = undefined
      throw error
    }
  }

  return { token: current, get: (path) => authorized('GET', path), post: (path, body) => authorized('POST', path, body) }
}

export const threadPath = ({ caseId, personId }: ThreadKey): string => `/threads/${caseId}/${personId}`

/** A whole thread as its reader gets it, page by page. */
export async function wholeThread(reader: Person, thread: ThreadKey): Promise<EntryView[]> {
  const entries: EntryView[] = []
  for (;;) {
    const after = entries.at(-1)?.index ?? -1
    const page = await reader.get<{ entries: EntryView[]; hasMore: boolean }>(`${threadPath(thread)}/entries?after=${after}&limit=200`)
    entries.push(...page.entries)
    if (!page.hasMore) return entries
  }
}
