import { ClientFrameSchema, LIVE_CLOSE, ServerFrameSchema } from '@zhixin/shared/contract'
import type { CodedError } from '@zhixin/shared/errors'
import type { HttpAdapter, HttpResponse, SocketAdapter, SocketEvents, TimersAdapter } from '../adapters'
import { CASE, type FakeActor, type FakeCourt, PERSON } from './fake-court'
import { type Asked, createFakeRoutes } from './fake-routes'

/** What may happen on the way: the question or the answer is lost (the phone waits until its time is over). */
export type Fault = 'none' | 'lost_request' | 'lost_reply'
export type FrameFault = 'none' | 'drop' | 'duplicate'

interface Line {
  phone: object
  say(frame: unknown): void
  close(code: number): void
}

/** The air between phones and the court. */
export function createFakeNetwork(court: FakeCourt) {
  const route = createFakeRoutes(court)
  const lines = new Set<Line>()
  const asked: Asked[] = []
  let fetches = 0
  const network = {
    isOnline: true,
    /** Somebody's sign-in page answers everything. */
    portal: false,
    /** Decides about each HTTP exchange; `none` unless a test says otherwise. */
    fault: (_asked: Asked): Fault => 'none',
    /** Decides about each frame. */
    frameFault: (_direction: 'up' | 'down', _frame: { type: string }): FrameFault => 'none',
    asked,
    lines: (): number => lines.size,
    hintWorkList: (): void => lines.forEach((line) => line.say({ type: 'work_list_changed' })),
    /** The court says something to every phone. */
    say: (frame: { type: string }): void => lines.forEach((line) => line.say(frame)),
    /** Cuts every socket; both sides notice. */
    cut: (): void => [...lines].forEach((line) => line.close(0)),
    cutPhone: (phone: object): void => [...lines].filter((line) => line.phone === phone).forEach((line) => line.close(0)),
  }
  court.onEntry((entry) => lines.forEach((line) => line.say({ type: 'entry', caseId: CASE, personId: PERSON, entry })))

  async function exchange(timers: TimersAdapter, isAlive: () => boolean, timeoutMs: number, question: Asked): Promise<HttpResponse> {
    await Promise.resolve()
    // An app that has ended asks nothing any more.
    if (!isAlive()) return new Promise<never>(() => undefined)
    if (!network.isOnline) throw { reason: 'offline' }
    if (network.portal) return { status: 403, body: '<html>' }
    const fault = network.fault(question)
    const never = () => new Promise<never>((_resolve, reject) => void timers.set(() => reject({ reason: 'timeout' }), timeoutMs))
    if (fault === 'lost_request') return never()
    asked.push(question)
    const answer = route(question)
    if (fault === 'lost_reply') return never()
    await Promise.resolve()
    return isAlive() ? answer : new Promise<never>(() => undefined)
  }

  const httpOf = (timers: TimersAdapter, isAlive: () => boolean, files: Set<string>): HttpAdapter => ({
    request: ({ method, url, headers, body, timeoutMs }) => {
      const { path, query } = placeOf(url)
      const json = body === undefined ? {} : (JSON.parse(body) as Record<string, unknown>)
      return exchange(timers, isAlive, timeoutMs, { method, path, query, body: json, ...whoIs(headers) })
    },
    async upload({ url, headers, fields, timeoutMs, filePath, onProgress }) {
      if (filePath.includes('gone')) throw { reason: 'file_gone' }
      onProgress?.(50)
      return exchange(timers, isAlive, timeoutMs, { method: 'POST', ...placeOf(url), body: { ...fields, filePath }, ...whoIs(headers) })
    },
    async download({ url, name }) {
      const path = `fetched/${++fetches} ${placeOf(url).path} ${name}`
      files.add(path)
      return { status: 200, body: '', path }
    },
  })

  const socketOf = (phone: object, isAlive: () => boolean): SocketAdapter => ({
    connect(_url, events) {
      const line = openLine(phone, events, isAlive)
      return { send: line.hear, close: () => line.close(0) }
    },
  })

  function openLine(phone: object, events: SocketEvents, isAlive: () => boolean) {
    let token: string | undefined
    let isOpen = true
    const deliver = (frame: { type: string }): void => void Promise.resolve().then(() => isOpen && isAlive() && events.onMessage(JSON.stringify(frame)))
    const line: Line & { hear(text: string): void } = {
      phone,
      say(frame) {
        if (token === undefined) return
        const checked = ServerFrameSchema.parse(frame)
        const fault = network.frameFault('down', checked)
        if (fault !== 'drop') deliver(checked)
        if (fault === 'duplicate') deliver(checked)
      },
      close(code) {
        if (!isOpen) return
        isOpen = false
        lines.delete(line)
        void Promise.resolve().then(() => isAlive() && events.onClose(code))
      },
      hear(text) {
        if (!isOpen || !isAlive()) return
        const frame = ClientFrameSchema.parse(JSON.parse(text))
        const fault = network.frameFault('up', frame)
        if (fault === 'drop') return
        handle(frame)
        if (fault === 'duplicate') handle(frame)
      },
    }
    const handle = (frame: ReturnType<typeof ClientFrameSchema.parse>): void => {
      try {
        if (frame.type === 'auth') {
          const { until } = court.actorOf(frame.token)
          token = frame.token
          return line.say({ type: 'ready', expiresAt: new Date(until).toISOString() })
        }
        if (frame.type === 'ping') return line.say({ type: 'pong' })
        const actor: FakeActor = court.actorOf(token).actor
        if (frame.type === 'send') return line.say({ type: 'stored', ref: frame.ref, stored: court.send(actor, frame.message) })
        if (frame.type === 'delivered' || frame.type === 'read') return court.mark(actor, frame.type, frame.upTo)
      } catch (error) {
        const { code, status, retryAfterSeconds } = error as CodedError
        if (status === 401) return line.close(LIVE_CLOSE.unauthenticated)
        line.say({ type: 'refused', ref: 'ref' in frame ? frame.ref : null, error: { code, message: 'never shown', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) } })
      }
    }
    void Promise.resolve().then(() => {
      if (!network.isOnline || network.portal) return line.close(0)
      lines.add(line)
      if (isOpen && isAlive()) events.onOpen()
    })
    return line
  }

  return { ...network, network, httpOf, socketOf }
}

const whoIs = (headers: Record<string, string>) => ({ token: headers.Authorization?.replace('Bearer ', ''), device: headers['X-Zhixin-Device'] ?? '' })

function placeOf(url: string): { path: string; query: Record<string, string> } {
  const [place = '', search = ''] = url.replace('https://court.test/api/v1', '').split('?')
  const pairs = search === '' ? [] : search.split('&').map((pair) => pair.split('=').map(decodeURIComponent) as [string, string])
  return { path: place, query: Object.fromEntries(pairs) }
}
