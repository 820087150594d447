import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { z } from 'zod'

export interface Outlet<S> {
  send(frame: S): void
  /** Sends a frame that has been checked and written out already. */
  sendText(text: string): void
}

/** A client that does not read is cut off; what it missed it asks for with `after`. */
const MAX_BUFFERED_BYTES = 1024 * 1024

/** What goes out over one socket. Only what the schema declares leaves. */
export function createOutlet<S>(socket: WebSocket, stream: Duplex, answerSchema: z.ZodType<S>): Outlet<S> {
  let isGathering = false

  /** What is said in one turn of the event loop goes out in one piece: a batch of entries may mean a dozen frames. */
  function gather(): void {
    if (isGathering) return
    isGathering = true
    stream.cork()
    setImmediate(() => {
      isGathering = false
      stream.uncork()
    })
  }

  function sendText(text: string): void {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return socket.terminate()
    gather()
    socket.send(text)
  }

  return { send: (frame) => sendText(JSON.stringify(answerSchema.parse(frame))), sendText }
}
