import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { LIVE_AUTH_WITHIN_MS, LIVE_CLOSE, LIVE_HEARTBEAT_MS, LIVE_MAX_FRAME_BYTES, LIVE_PATH } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { WebSocketServer, type WebSocket } from 'ws'
import { addressOf, networkOf } from '../http/address'
import type { Metrics } from '../metrics'
import { type Connection, type ConnectionParts, createConnection } from './connection'
import { checkFrames, type Frame } from './frames'
import { createRegistry } from './registry'

export type { Connection } from './connection'
export type { FrameHandler, FrameHandlers, LiveSession } from './frames'
export { FrameTableError } from './frames'

export interface LiveParts<F extends Frame, S> extends Omit<ConnectionParts<F, S>, 'onActor' | 'authWithinMs' | 'network'> {
  trustProxy: number
  metrics?: Metrics
  /** Shorter in tests. */
  authWithinMs?: number
  heartbeatMs?: number
}

export interface Live<S> {
  /** Serves LIVE_PATH of this server; other upgrades are refused. */
  attach(server: Server): void
  /** To every open socket of an actor; what the frame's schema does not declare does not leave. Does not check any right. */
  sendTo(actorKey: string, frame: S): void
  /** Everybody who has a socket open, by their key. */
  actors(): string[]
  sessionsOf(actorKey: string): readonly Connection<S>[]
  /** Signed out, or thrown out: its sockets close at once. */
  endSession(sessionId: string): void
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 1_000

/** The live socket. Throws FrameTableError when a frame has no handler with a policy. */
export function createLive<F extends Frame, S extends object>(parts: LiveParts<F, S>): Live<S> {
  checkFrames(parts.frameSchema, parts.handlers)
  const { limits, trustProxy, metrics, answerSchema, heartbeatMs = LIVE_HEARTBEAT_MS, authWithinMs = LIVE_AUTH_WITHIN_MS } = parts
  // One frame often goes to several people.
  const texts = new WeakMap<S, string>()
  const registry = createRegistry<S>((oldest) => oldest.close(LIVE_CLOSE.tooMany))
  // Somewhat above our own limit, so that a frame a little too large is closed with our code and not ws's.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIVE_MAX_FRAME_BYTES * 4, perMessageDeflate: false })

  const open = (socket: WebSocket, stream: Duplex, network: string): void => {
    const connection = createConnection(socket, stream, {
      ...parts,
      authWithinMs,
      network,
      onActor: (own, actor, actorKey) => actor.kind !== 'anyone' && actor.kind !== 'system' && registry.put(own, actor, actorKey),
    })
    let isAlive = true
    const heartbeat = setInterval(() => {
      if (!isAlive) return socket.terminate()
      isAlive = false
      socket.ping()
    }, heartbeatMs)
    metrics?.sockets.inc()
    socket.on('pong', () => {
      isAlive = true
    })
    socket.on('message', connection.incoming)
    // ws closes the socket itself after an error; without a listener the process would end.
    socket.on('error', (error) => parts.logger.debug({ err: error }, 'socket broke'))
    socket.on('close', () => {
      clearInterval(heartbeat)
      connection.ended()
      registry.remove(connection)
      metrics?.sockets.dec()
    })
  }

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    // No query: a token does not belong into a URL, where proxies write it down.
    if (request.url !== LIVE_PATH) return refuse(stream, 404, 'Not Found')
    const network = networkOf(addressOf(request, trustProxy))
    try {
      await limits.take('live_connect', 'address', network)
    } catch (error) {
      const seconds = error instanceof CodedError ? error.retryAfterSeconds : undefined
      return refuse(stream, 429, 'Too Many Requests', `Retry-After: ${seconds ?? 60}\r\n`)
    }
    sockets.handleUpgrade(request, stream, head, (socket) => open(socket, stream, network))
  }

  return {
    attach: (server) =>
      void server.on('upgrade', (request, stream, head) => {
        stream.on('error', () => stream.destroy())
        void upgrade(request, stream, head)
      }),
    sendTo(actorKey, frame) {
      const own = registry.of(actorKey)
      if (own.length === 0) return
      const text = texts.get(frame) ?? JSON.stringify(answerSchema.parse(frame))
      texts.set(frame, text)
      own.forEach((connection) => connection.sendText(text))
    },
    actors: registry.actors,
    sessionsOf: registry.of,
    endSession: (sessionId) => registry.ofSession(sessionId).forEach((connection) => connection.close(LIVE_CLOSE.unauthenticated)),
    async close() {
      sockets.clients.forEach((socket) => socket.close(LIVE_CLOSE.goingAway))
      setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), CLOSE_WITHIN_MS).unref()
      await new Promise<void>((resolve) => sockets.close(() => resolve()))
    },
  }
}

function refuse(stream: Duplex, status: number, reason: string, headers = ''): void {
  stream.end(`HTTP/1.1 ${status} ${reason}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}
