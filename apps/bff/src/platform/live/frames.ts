import type { z } from 'zod'
import type { Actor } from '../http/actor'
import type { Policy } from '../http/policy'

/** What a client may say; `auth` and `ping` are the socket's own. */
export interface Frame {
  type: string
  ref?: string
}
export type SocketFrame = { type: 'auth'; token: string } | { type: 'ping' }
export type Handled<F extends Frame> = Exclude<F, { type: 'auth' | 'ping' }>

/** A signed-in socket as a handler sees it, for one frame. */
export interface LiveSession<S> {
  actor: Actor
  /** `person:<id>`, `staff:<id>` or `account:<id>`. */
  actorKey: string
  send(frame: S): void
}

export interface FrameHandler<F, S> {
  policy: Policy
  /**
   * load → authorize → command → present, as of a route. Rejects with a CodedError to refuse the frame. The socket's next frame
   * waits until this resolves; what it need not wait for, an answer that waits for the disk, comes back as `answered`.
   */
  handle(session: LiveSession<S>, frame: F): Promise<void | { answered: Promise<void> }>
}
export type FrameHandlers<F extends Frame, S> = { [T in Handled<F>['type']]: FrameHandler<Extract<F, { type: T }>, S> }

/** A union of frames told apart by `type`. */
export type FrameSchema<F extends Frame> = z.ZodType<F> & { options: readonly z.core.$ZodType[] }

/** The live socket's frames and handlers do not fit together: the server does not start. */
export class FrameTableError extends Error {
  override readonly name = 'FrameTableError'
}

/** The names of all frames in a union. */
export function typesOf(schema: { options: readonly z.core.$ZodType[] }): string[] {
  return schema.options.map((option) => {
    const { shape } = option as z.ZodObject<{ type: z.ZodLiteral<string> }>
    return shape.type.value
  })
}

/** Every frame has a handler with a policy, and no handler stands for a frame that is not there. */
export function checkFrames<F extends Frame, S>(schema: FrameSchema<F>, handlers: FrameHandlers<F, S>): void {
  const table = new Map<string, Partial<FrameHandler<never, S>>>(Object.entries(handlers))
  const types = typesOf(schema).filter((type) => type !== 'auth' && type !== 'ping')
  for (const type of types) {
    if (!table.get(type)?.policy?.audience?.length) throw new FrameTableError(`frame ${type}: has no policy`)
  }
  for (const type of table.keys()) {
    if (!types.includes(type)) throw new FrameTableError(`frame ${type}: is handled but not declared`)
  }
}
