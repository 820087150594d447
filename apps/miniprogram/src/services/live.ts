import { type ClientFrameInput, LIVE_CLOSE, LIVE_HEARTBEAT_MS, LIVE_PATH, type ServerFrame, ServerFrameSchema } from '@zhixin/shared/contract'
import type { Adapters, LiveConnection, Timer } from './adapters'
import { backOff } from './back-off'
import { codedOf, endsSession } from './errors'
import { createSignal, createState } from './state'
import type { Tokens } from './tokens'

export type LiveState = 'off' | 'connecting' | 'online' | 'offline'
type Frame = Exclude<ServerFrame, { type: 'ready' | 'pong' }>

/** From the first packet until the server is ready. */
const READY_WITHIN_MS = 15_000
/** How long a sign of life may take when there is doubt: the app was in the background, a reply is overdue. */
const PROBE_MS = 5_000

export interface LiveParts extends Pick<Adapters, 'socket' | 'timers' | 'random' | 'network' | 'lifecycle'> {
  liveOrigin: string
  tokens: Pick<Tokens, 'access' | 'renew' | 'freshFor'>
}

/** One WebSocket for as long as somebody is signed in. Says nothing about what was missed while it was down: ask after `online`. */
export function createLive({ socket, timers, random, network, lifecycle, liveOrigin, tokens }: LiveParts) {
  const state = createState<LiveState>('off')
  const frames = createSignal<Frame>()
  const online = createSignal<void>()
  let connection: LiveConnection | undefined
  /** Counts connections: what an earlier one still says is not heard. */
  let current = 0
  let failures = 0
  let heard = true
  let refused = false
  const running: Record<'deadline' | 'heartbeat' | 'renewal' | 'retry', Timer | undefined> = { deadline: undefined, heartbeat: undefined, renewal: undefined, retry: undefined }

  function after(name: keyof typeof running, ms: number, run: () => void): void {
    timers.clear(running[name])
    running[name] = timers.set(run, ms)
  }
  const quiet = (...names: (keyof typeof running)[]): void => names.forEach((name) => timers.clear(running[name]))
  const isOn = (): boolean => state.getSnapshot() !== 'off'
  const say = (frame: ClientFrameInput): void => connection?.send(JSON.stringify(frame))

  function drop(): void {
    current++
    quiet('deadline', 'heartbeat', 'renewal', 'retry')
    const old = connection
    connection = undefined
    old?.close()
  }

  /** The line is down: try again later, sooner when the phone says that something has changed. */
  function lost(): void {
    if (!isOn()) return
    drop()
    state.set('offline')
    after('retry', backOff(failures++, random.fraction()), () => void connect())
  }

  async function connect(): Promise<void> {
    if (!isOn()) return
    drop()
    const mine = current
    const isMine = (): boolean => mine === current
    state.set('connecting')
    let token: string
    try {
      token = await (refused ? tokens.renew() : tokens.access())
      refused = false
    } catch (error) {
      // Nobody is signed in any more: whoever signs in starts the line anew.
      if (!isMine()) return
      if (endsSession(codedOf(error))) stop()
      else lost()
      return
    }
    if (!isMine()) return
    after('deadline', READY_WITHIN_MS, lost)
    connection = socket.connect(`${liveOrigin}${LIVE_PATH}`, {
      onOpen() {
        if (isMine()) say({ type: 'auth', token })
      },
      onMessage(text) {
        if (isMine()) hear(text)
      },
      onClose: (code) => {
        if (!isMine()) return
        refused = code === LIVE_CLOSE.unauthenticated
        if (code === LIVE_CLOSE.tooMany) failures += 3
        lost()
      },
    })
  }

  function hear(text: string): void {
    heard = true
    const frame = frameOf(text)
    if (!frame) return
    if (frame.type === 'ready') return ready()
    if (frame.type !== 'pong') frames.tell(frame)
  }

  function ready(): void {
    quiet('deadline')
    after('renewal', tokens.freshFor(), () => void renew())
    if (state.getSnapshot() === 'online') return
    failures = 0
    state.set('online')
    beat()
    online.tell()
  }

  /** A new token well before the old one ends keeps the line up. */
  async function renew(): Promise<void> {
    const mine = current
    const token = await tokens.access().catch(() => undefined)
    if (mine === current && token !== undefined) say({ type: 'auth', token })
  }

  function beat(): void {
    after('heartbeat', LIVE_HEARTBEAT_MS, () => {
      if (!heard) return lost()
      heard = false
      say({ type: 'ping' })
      beat()
    })
  }

  /** Whether the line still lives: the server must say something soon. */
  function probe(): void {
    if (state.getSnapshot() !== 'online') return
    heard = false
    say({ type: 'ping' })
    after('heartbeat', PROBE_MS, () => (heard ? beat() : lost()))
  }

  function again(): void {
    if (!isOn()) return
    if (state.getSnapshot() === 'online') return probe()
    failures = 0
    void connect()
  }

  function stop(): void {
    drop()
    failures = 0
    state.set('off')
  }

  lifecycle.onShow(again)
  network.onChange((isOnline) => (isOnline ? again() : lost()))

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    start(): void {
      if (isOn()) return
      state.set('connecting')
      void connect()
    },
    stop,
    probe,
    /** False when the line is down. True says only that it was handed over. */
    send(frame: ClientFrameInput): boolean {
      if (state.getSnapshot() !== 'online' || !connection) return false
      say(frame)
      return true
    },
    onFrame: frames.listen,
    /** Told each time the line is up again. */
    onOnline: (listener: () => void) => online.listen(() => listener()),
  }
}
export type Live = ReturnType<typeof createLive>

/** Undefined for what is no frame, or one of a newer server. */
function frameOf(text: string): ServerFrame | undefined {
  try {
    const parsed = ServerFrameSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
