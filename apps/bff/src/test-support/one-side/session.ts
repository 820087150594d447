import { API_PREFIX } from '@zhixin/shared/contract'
import { threadChain } from '@zhixin/shared/ids'
import { form, type TestCourt } from '../court'
import { createBlank } from './blank'
import { type Asked, createWire, encoded, type Exchange, openSocket, type Socket } from './wire'

export const LITIGANTS = ['owner', 'agent', 'coparty', 'opponent', 'outsider'] as const
export type Litigant = (typeof LITIGANTS)[number]
export type Staff = 'officer' | 'judge' | 'colleague' | 'leader' | 'stranger' | 'window' | 'hotline' | 'director'
type Somebody = Litigant | Staff

/** What is the same in both runs: two open cases of everybody's and a closed one; and one that the observed person is not in. */
export const CASES = { first: 'c_onesidea', second: 'c_onesideb', closed: 'c_onesidec', others: 'c_onesided' } as const

interface Tokens {
  accessToken: string
  refreshToken: string
}

/** Somebody who speaks to a court over HTTP, from a network of their own, and whatever they hold for it. */
export function createClient(court: TestCourt, who: Somebody, network = 0) {
  const address = `10.0.${network}.${[...LITIGANTS, 'officer', 'judge', 'colleague', 'leader', 'stranger', 'window', 'director'].indexOf(who) + 1}`
  const wire = createWire(court.port, address)
  let tokens: Tokens | undefined

  async function ask(method: string, target: string, body?: object, more: Asked = {}): Promise<Exchange & { data: Record<string, unknown> }> {
    const sent = body instanceof FormData ? await encoded(body) : body && { body: Buffer.from(JSON.stringify(body)), type: 'application/json' }
    const headers = {
      ...(tokens && { Authorization: `Bearer ${tokens.accessToken}` }),
      ...(sent && { 'Content-Type': sent.type, 'Content-Length': String(sent.body.length) }),
      ...more.headers,
    }
    const answer = await wire.ask(method, target.startsWith('//') ? target.slice(1) : `${API_PREFIX}${target}`, { ...more, ...(sent && { body: sent.body }), headers })
    const said = answer.status < 300 && answer.bytes.subarray(0, 8).toString() === '{"data":' ? (JSON.parse(answer.bytes.toString()) as { data: object }).data : {}
    return { ...answer, data: said as Record<string, unknown> }
  }

  /** As most people of a demonstration come in. */
  async function signIn(): Promise<void> {
    tokens = undefined
    tokens = (await ask('POST', '/demo/sign-in', { id: who })).data as unknown as Tokens
  }

  return {
    ask,
    holds: () => tokens,
    hold(given: object | undefined): void {
      tokens = given as Tokens | undefined
    },
    signIn,
    /** Asks; one whose session is over signs in and asks again. */
    async insist(...request: Parameters<typeof ask>): ReturnType<typeof ask> {
      if (!tokens) await signIn()
      const answer = await ask(...request)
      if (answer.status !== 401) return answer
      await signIn()
      return ask(...request)
    },
    upload: (caseId: string, bytes: Uint8Array, name: string, kind: string) =>
      ask('POST', `/threads/${caseId}/${court.id(who)}/attachments`, form(bytes, name, { kind })),
    socket: () => openSocket(court.socketUrl, address),
    close: wire.close,
  }
}
export type Client = ReturnType<typeof createClient>

/** The observed person's session: does what it is told and writes down everything that comes back. */
export function createSession(court: TestCourt, who: Litigant) {
  const client = createClient(court, who)
  const id = court.id(who)
  const mine = Object.values(CASES).filter((caseId) => caseId !== CASES.others)
  const record: string[] = []
  const asked = new Set<string>()
  const succeeded = new Set<string>()
  const said = new Set<unknown>()
  const sockets: { socket: Socket; heads?: Map<string, number> }[] = []
  const routes = court.routes.map(({ method, path }) => ({
    name: `${method.toUpperCase()} ${path}`,
    pattern: new RegExp(`^${method.toUpperCase()} ${path.replace(/:[A-Za-z]+/g, '[^/?]+')}(\\?|$)`),
  }))
  let writes = 0

  const headOf = async (caseId: string): Promise<number> => (await court.rooms.log.head(threadChain({ caseId, personId: id })))?.index ?? -1
  const pushed = ({ seen }: Socket, caseId: string): number =>
    seen.filter((line) => line.startsWith(`{"type":"entry","caseId":"${caseId}"`)).length

  async function ask(method: string, target: string, body?: object, more?: Asked) {
    const answer = await client.ask(method, target, body, more)
    const headers = answer.rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${answer.rawHeaders[i + 1]}`] : []))
    record.push([`${method} ${target}`, answer.statusLine, ...headers, '', answer.bytes.toString(answer.bytes.includes(0) ? 'latin1' : 'utf8')].join('\n'))
    for (const { name, pattern } of routes) {
      if (!pattern.test(`${method} ${target}`)) continue
      asked.add(name)
      if (answer.status < 300) succeeded.add(name)
    }
    return answer
  }

  /** The socket that is open and signed in; opens one where there is none. */
  async function live(): Promise<Socket> {
    const last = sockets.at(-1)
    if (last && !last.socket.isOver() && last.heads) return last.socket
    const socket = await open()
    socket.say({ type: 'auth', token: client.holds()?.accessToken ?? '' })
    await socket.until(() => socket.seen.some((line) => line.includes('"ready"')))
    sockets.at(-1)!.heads = new Map(await Promise.all(mine.map(async (caseId) => [caseId, await headOf(caseId)] as const)))
    return socket
  }

  /** A socket that has not said who it is. */
  async function open(): Promise<Socket> {
    const socket = client.socket()
    sockets.push({ socket })
    await socket.until(() => socket.seen.includes('open'))
    return socket
  }

  return {
    who, id, court, client, mine, ask, live, open, headOf, asked, succeeded, said,
    papers: court.papersOf(who),
    /** An id for a write: the same in both runs. */
    nextId: (): string => `m_${String(++writes).padStart(20, '0')}`,
    lastId: (): string => `m_${String(Math.max(1, writes)).padStart(20, '0')}`,
    /**
     * Says a frame and waits until it has been handled: frames begin one after another, and a ping is answered. A message's own
     * answer comes when it is on disk.
     */
    async say(frame: object | string | Buffer): Promise<void> {
      const socket = await live()
      if (socket.isOver()) return
      const answers = (types: string[]): number => socket.seen.filter((line) => types.some((type) => line.startsWith(`{"type":"${type}"`))).length
      const [pongs, toMessages] = [answers(['pong']), answers(['stored', 'refused'])]
      const type = typeof frame === 'object' && 'type' in frame ? frame.type : undefined
      if (type !== undefined) said.add(type)
      socket.say(frame)
      socket.say({ type: 'ping' })
      await socket.until(() => answers(['pong']) > pongs && (type !== 'send' || answers(['stored', 'refused']) > toMessages))
    },
    note: (line: string) => record.push(line),
    /** Everything that follows from what was done has come: read models are there, every entry has been pushed. */
    async calm(): Promise<void> {
      await court.settled()
      const open = sockets.filter(({ socket }) => !socket.isOver())
      const heads = new Map(open.length > 0 ? await Promise.all(mine.map(async (caseId) => [caseId, await headOf(caseId)] as const)) : [])
      for (const { socket, heads: before } of open) {
        await socket.until(() => !before || mine.every((caseId) => pushed(socket, caseId) >= heads.get(caseId)! - before.get(caseId)!))
      }
      record.push(`sockets have said ${sockets.map(({ socket }) => socket.seen.length).join(', ')} things`)
    },
    /** All of it, as far as it may be compared. */
    transcript(): string[] {
      const blank = createBlank()
      return [...record, ...sockets.flatMap(({ socket }, n) => socket.seen.map((line) => `socket ${n}: ${line}`))].map(blank)
    },
    /** Bodies and frames as they came. */
    raw: (): string[] => [...record.map((item) => item.split('\n').at(-1)!), ...sockets.flatMap(({ socket }) => socket.seen)],
    close(): void {
      sockets.forEach(({ socket }) => socket.terminate())
      client.close()
    },
  }
}
export type Session = ReturnType<typeof createSession>
