import { LIVE_CLOSE, LIVE_MAX_FRAME_BYTES } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { RawData, WebSocket } from 'ws'
import type { z } from 'zod'
import type { Clock } from '../clock'
import { type Actor, actorKeyOf, type Authenticate } from '../http/actor'
import { answerOf, codedOf, invalidInput } from '../http/errors'
import { admit, wasAuthorized } from '../http/policy'
import type { Logger } from '../logger'
import type { RateLimits } from '../rate-limit'
import { type Frame, type FrameHandler, type FrameHandlers, type FrameSchema, typesOf } from './frames'

export interface ConnectionParts<F extends Frame, S> {
  authenticate: Authenticate
  frameSchema: FrameSchema<F>
  answerSchema: z.ZodType<S>
  handlers: FrameHandlers<F, S>
  limits: RateLimits
  clock: Clock
  logger: Logger
  authWithinMs: number
  /** What stands for the client's address when frames are counted. */
  network: string
  /** Told when the socket has become somebody's, or somebody else's. */
  onActor(connection: Connection<S>, actor: Actor, actorKey: string): void
}

export interface Connection<S> {
  send(frame: S): void
  /** Sends a frame that has been checked and written out already. */
  sendText(text: string): void
  close(code: number): void
  incoming(data: RawData, isBinary: boolean): void
  /** Stops the clocks; the socket itself is gone or going. */
  ended(): void
}

/** A client that does not read is cut off; what it missed it asks for with `after`. */
const MAX_BUFFERED_BYTES = 1024 * 1024
const MAX_WAITING_FRAMES = 100

/** One socket. Frames begin one after another, in the order in which they came; their answers come when they are ready. */
export function createConnection<F extends Frame, S>(socket: WebSocket, parts: ConnectionParts<F, S>): Connection<S> {
  const { authenticate, frameSchema, answerSchema, handlers, limits, clock, logger } = parts
  const table = new Map<string, FrameHandler<Frame, S>>(Object.entries(handlers))
  const types = new Set(typesOf(frameSchema))
  let token: string | undefined
  let expiry = setTimeout(() => close(LIVE_CLOSE.unauthenticated), parts.authWithinMs)
  let waiting = 0
  let last = Promise.resolve()

  const isOpen = (): boolean => socket.readyState === socket.OPEN
  const close = (code: number): void => socket.close(code)
  const sendText = (text: string): void => {
    if (!isOpen()) return
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate()
    else socket.send(text)
  }
  const send = (frame: S): void => sendText(JSON.stringify(answerSchema.parse(frame)))
  // What the socket itself says has the same shape whatever the frames are.
  const say = (frame: object): void => send(frame as S)
  const refuse = (error: CodedError, ref: unknown): void => say({ type: 'refused', ref: typeof ref === 'string' ? ref.slice(0, 64) : null, ...answerOf(error) })

  async function signIn(given: string): Promise<void> {
    const { actor, expiresAt } = await authenticate(given)
    token = given
    clearTimeout(expiry)
    expiry = setTimeout(() => close(LIVE_CLOSE.unauthenticated), Math.max(0, expiresAt.getTime() - clock.now().getTime()))
    parts.onActor(connection, actor, keyOf(actor))
    say({ type: 'ready', expiresAt: expiresAt.toISOString() })
  }

  /** Resolves when the next frame may begin; `answered` when this one is done with. */
  async function handle(frame: Frame): Promise<{ answered: Promise<void> }> {
    // Asked anew for every frame: a right that ended between two of them has ended.
    const { actor } = await authenticate(token ?? '')
    const actorKey = keyOf(actor)
    parts.onActor(connection, actor, actorKey)
    const handler = table.get(frame.type)
    if (!handler) throw new Error(`no handler for frame ${frame.type}`)
    admit(handler.policy, actor)
    await limits.take('live_frame', 'actor', actorKey)
    const { answered = Promise.resolve() } = (await handler.handle({ actor, actorKey, send }, frame)) ?? {}
    return {
      answered: answered.then(() => {
        if (!wasAuthorized(handler.policy, actor)) throw new Error(`frame ${frame.type} was handled without authorize()`)
      }),
    }
  }

  async function begin(spoken: Frame): Promise<{ answered: Promise<void> } | undefined> {
    await limits.take('live_frame', 'address', parts.network)
    const parsed = frameSchema.safeParse(spoken)
    if (!parsed.success) throw invalidInput('frame', parsed.error, spoken)
    const frame: Frame & { token?: string } = parsed.data
    if (frame.type === 'auth') await signIn(frame.token ?? '')
    else if (frame.type === 'ping') say({ type: 'pong' })
    else return handle(frame)
    return undefined
  }

  function failed(error: unknown, spoken: Frame): void {
    const coded = codedOf(error)
    if (coded.status >= 500) logger.error({ err: error, frame: spoken.type }, 'frame failed')
    if (coded.status === 401) close(LIVE_CLOSE.unauthenticated)
    else refuse(coded, spoken.ref)
  }

  /** Resolves when the next frame may begin, and never rejects. */
  async function next(data: RawData, isBinary: boolean, done: () => void): Promise<void> {
    if (!isOpen()) return done()
    const spoken = isBinary ? undefined : messageOf(data)
    if (!spoken || !types.has(spoken.type)) return close(LIVE_CLOSE.badFrame)
    if (!token && spoken.type !== 'auth') return close(LIVE_CLOSE.unauthenticated)
    try {
      const begun = await begin(spoken)
      void Promise.resolve(begun?.answered).catch((error: unknown) => failed(error, spoken)).finally(done)
    } catch (error) {
      failed(error, spoken)
      done()
    }
  }

  const connection: Connection<S> = {
    send,
    sendText,
    close,
    incoming(data, isBinary) {
      if (++waiting > MAX_WAITING_FRAMES) return close(LIVE_CLOSE.tooMany)
      last = last
        .then(() => next(data, isBinary, () => waiting--))
        .catch((error: unknown) => logger.error({ err: error }, 'socket failed'))
    },
    ended: () => clearTimeout(expiry),
  }
  return connection
}

function keyOf(actor: Actor): string {
  const key = actorKeyOf(actor)
  if (!key) throw new CodedError('auth.required')
  return key
}

/** A JSON object with a `type`, or undefined. */
function messageOf(data: RawData): Frame | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
  if (bytes.length > LIVE_MAX_FRAME_BYTES) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' ? (value as Frame) : undefined
  } catch {
    return undefined
  }
}
