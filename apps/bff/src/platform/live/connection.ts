import type { Duplex } from 'node:stream'
import { LIVE_CLOSE, LIVE_MAX_FRAME_BYTES } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { RawData, WebSocket } from 'ws'
import type { z } from 'zod'
import type { Clock } from '../clock'
import { type Actor, actorKeyOf, type Authenticate, type Authenticated } from '../http/actor'
import { answerOf, codedOf, invalidInput } from '../http/errors'
import { admit, wasAuthorized } from '../http/policy'
import type { Logger } from '../logger'
import type { RateLimits } from '../rate-limit'
import { type Frame, type FrameHandler, type FrameHandlers, type FrameSchema, typesOf } from './frames'
import { createOutlet, type Outlet } from './outlet'

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

export interface Connection<S> extends Outlet<S> {
  close(code: number): void
  incoming(data: RawData, isBinary: boolean): void
  /** Stops the clocks; the socket itself is gone or going. */
  ended(): void
}

/** A frame that has begun; `answered` when it is done with. */
interface Begun {
  answered: Promise<void>
}

const MAX_WAITING_FRAMES = 100

/** One socket. Frames begin one after another, in the order in which they came; their answers come when they are ready. */
export function createConnection<F extends Frame, S>(socket: WebSocket, stream: Duplex, parts: ConnectionParts<F, S>): Connection<S> {
  const { authenticate, frameSchema, answerSchema, handlers, limits, clock, logger } = parts
  const table = new Map<string, FrameHandler<Frame, S>>(Object.entries(handlers))
  const types = new Set(typesOf(frameSchema))
  const { send, sendText } = createOutlet(socket, stream, answerSchema)
  let token: string | undefined
  let expiry = setTimeout(() => close(LIVE_CLOSE.unauthenticated), parts.authWithinMs)
  let waiting = 0
  let signIns = 0
  let last = Promise.resolve()

  const close = (code: number): void => socket.close(code)
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

  /**
   * Asks who speaks, for every frame anew: a right that ended between two of them has ended. Frames that come in a bunch are asked
   * about together, when they come and not when it is their turn; but not behind an `auth`, which may make the socket somebody else's.
   */
  function askAhead(spoken: Frame | undefined): Promise<Authenticated> | undefined {
    if (spoken?.type === 'auth') signIns++
    if (!token || signIns > 0) return undefined
    const asked = authenticate(token)
    asked.catch(() => 'told when it is the turn of the frame')
    return asked
  }

  async function handle(frame: Frame, asked: Promise<Authenticated> | undefined): Promise<Begun> {
    const { actor } = await (asked ?? authenticate(token ?? ''))
    const actorKey = keyOf(actor)
    parts.onActor(connection, actor, actorKey)
    const handler = table.get(frame.type)
    if (!handler) throw new Error(`no handler for frame ${frame.type}`)
    admit(handler.policy, actor)
    await limits.take('live_frame', 'actor', actorKey)
    const { answered = Promise.resolve() } = (await handler.handle({ actor, actorKey, send }, frame)) ?? {}
    const checked = answered.then(() => {
      if (!wasAuthorized(handler.policy, actor)) throw new Error(`frame ${frame.type} was handled without authorize()`)
    })
    return { answered: checked }
  }

  async function begin(spoken: Frame, asked: Promise<Authenticated> | undefined): Promise<Begun> {
    await limits.take('live_frame', 'address', parts.network)
    const parsed = frameSchema.safeParse(spoken)
    if (!parsed.success) throw invalidInput('frame', parsed.error, spoken)
    const frame: Frame & { token?: string } = parsed.data
    if (frame.type === 'auth') await signIn(frame.token ?? '')
    else if (frame.type === 'ping') say({ type: 'pong' })
    else return handle(frame, asked)
    return { answered: Promise.resolve() }
  }

  function failed(error: unknown, spoken: Frame): void {
    const coded = codedOf(error)
    if (coded.status >= 500) logger.error({ err: error, frame: spoken.type }, 'frame failed')
    if (coded.status === 401) close(LIVE_CLOSE.unauthenticated)
    else refuse(coded, spoken.ref)
  }

  /** Resolves when the next frame may begin. */
  async function next(spoken: Frame | undefined, asked: Promise<Authenticated> | undefined): Promise<void> {
    if (socket.readyState !== socket.OPEN) return
    if (!spoken || !types.has(spoken.type)) return close(LIVE_CLOSE.badFrame)
    if (!token && spoken.type !== 'auth') return close(LIVE_CLOSE.unauthenticated)
    try {
      const { answered } = await begin(spoken, asked)
      void answered.catch((error: unknown) => failed(error, spoken)).finally(() => waiting--)
    } catch (error) {
      failed(error, spoken)
      waiting--
    } finally {
      if (spoken.type === 'auth') signIns--
    }
  }

  const connection: Connection<S> = {
    send,
    sendText,
    close,
    incoming(data, isBinary) {
      if (++waiting > MAX_WAITING_FRAMES) return close(LIVE_CLOSE.tooMany)
      const spoken = isBinary ? undefined : messageOf(data)
      const asked = askAhead(spoken)
      last = last.then(() => next(spoken, asked)).catch((error: unknown) => logger.error({ err: error }, 'socket failed'))
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
