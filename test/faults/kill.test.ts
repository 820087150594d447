import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { API_PREFIX, LIVE_PATH, type ServerFrame, type Stored } from '@zhixin/shared/contract'
import { type ThreadKey, threadChain } from '@zhixin/shared/ids'
import { type Entry } from '@zhixin/shared/log'
import { verifyChain } from '@zhixin/shared/verify'
import { WebSocket } from 'ws'
import { type Person, Refused, signedIn, threadPath, wholeThread } from '../journeys/support/api'
import { configWith, type Product, startProduct } from '../journeys/support/product'
import { newMessageId, oneOf, PASSING, randomFrom, SEED, wait } from './support/chance'

/** How often something is killed. `FAULT_ROUNDS=20 npm test -- --only faults` for the long run. */
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 5)
const LOAD_MS = { least: 300, most: 1_800 }
const AGAIN_MS = 50
const ANSWER_WITHIN_MS = 3_000
/** A crowd on one address and busy fingers: what is counted here is not what this test is about. */
const NO_LIMITS = (text: string): string => text.replace(/times: \d+/g, 'times: 1000000')

const sm3 = (bytes: Uint8Array): Uint8Array => createHash('sm3').update(bytes).digest()

/** A write and what was said about it. A sender repeats it under the same id until it is stored, as the phone's outbox does. */
interface Write {
  text: string
  stored: Stored
}
interface Sender {
  name: string
  thread: ThreadKey
  person: Person
  /** Sends once; rejects when nobody answers, or with Refused. */
  send(message: { clientMessageId: string; text: string }): Promise<Stored>
  close(): void
}
/** What a sender was told. `repeats` counts the sends that nobody answered, or only with 'later'. */
interface Told {
  writes: Write[]
  repeats: number
}

function overHttp(name: string, person: Person, thread: ThreadKey): Sender {
  return {
    name, thread, person,
    send: (message) => person.post<Stored>(`${threadPath(thread)}/messages`, message),
    close: () => undefined,
  }
}

function overSocket(name: string, person: Person, thread: ThreadKey, origin: () => string): Sender {
  let socket: WebSocket | undefined

  async function connected(): Promise<WebSocket> {
    if (socket?.readyState === WebSocket.OPEN) return socket
    socket?.terminate()
    const opened = new WebSocket(`${origin().replace('http', 'ws')}${LIVE_PATH}`)
    socket = opened
    opened.on('error', () => undefined)
    await once(opened, 'open')
    opened.send(JSON.stringify({ type: 'auth', token: await person.token() }))
    await frame(opened, ({ type }) => type === 'ready')
    return opened
  }

  return {
    name, thread, person,
    async send(message) {
      const open = await connected()
      const isAnswer = (said: ServerFrame): boolean => 'ref' in said && said.ref === message.clientMessageId
      const answer = frame(open, isAnswer)
      open.send(JSON.stringify({ type: 'send', ref: message.clientMessageId, ...thread, message }))
      const said = await answer
      if (said.type === 'stored') return said.stored
      if (said.type !== 'refused') throw new Error(`unexpected ${said.type}`)
      throw new Refused(0, said.error.code, said.error.retryAfterSeconds)
    },
    close: () => socket?.terminate(),
  }
}

/** The first frame that fits. Rejects when the socket closes, or when no such frame comes in time. */
function frame(socket: WebSocket, fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer)
      socket.off('message', take)
      socket.off('close', gone)
    }
    const take = (data: Buffer): void => {
      const said = JSON.parse(data.toString()) as ServerFrame
      if (!fits(said)) return
      done()
      resolve(said)
    }
    const gone = (): void => {
      done()
      reject(new Error('the socket closed'))
    }
    const timer = setTimeout(() => {
      // Neither stored nor refused: whoever waits must ask again, on a socket that answers.
      socket.terminate()
      gone()
    }, ANSWER_WITHIN_MS)
    socket.on('message', take)
    socket.on('close', gone)
  })
}

const once = (socket: WebSocket, event: 'open'): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.once('close', () => reject(new Error('no connection')))
  })

async function sendUntilStopped(sender: Sender, isOver: () => boolean, record: Told): Promise<void> {
  for (let count = 0; !isOver(); count++) {
    const message = { clientMessageId: newMessageId(), text: `${sender.name}第${count}条，请问进展如何？` }
    for (;;) {
      try {
        record.writes.push({ text: message.text, stored: await sender.send(message) })
        break
      } catch (error) {
        if (error instanceof Refused && !PASSING.has(error.code)) throw error
        record.repeats++
        await wait(AGAIN_MS)
      }
    }
  }
}

async function threadsOf(person: Person, personId: string): Promise<ThreadKey[]> {
  const { cases } = await person.get<{ cases: { caseId: string; status: string }[] }>('/cases')
  return cases.filter(({ status }) => status === 'open').map(({ caseId }) => ({ caseId, personId }))
}

describe(`nothing that was stored is lost or doubled when server or store is killed (FAULT_SEED=${SEED})`, () => {
  const configDir = configWith({ 'limits.yaml': NO_LIMITS })
  const random = randomFrom(SEED)
  let product: Product
  let senders: Sender[]
  const acknowledged = new Map<Sender, Told>()

  beforeAll(async () => {
    product = await startProduct({ configDir })
    const origin = (): string => product.origin
    const people = await Promise.all(['applicant', 'applicant2', 'applicant3', 'respondent', 'agent'].map(async (id) => {
      const person = signedIn(origin, id)
      const { personId } = await person.get<{ personId: string }>('/me')
      return { id, person, threads: await threadsOf(person, personId) }
    }))
    // Each person's phones write into one thread, half of them over HTTP and half over the socket.
    senders = people.flatMap(({ id, person, threads: [thread] }) => ['甲', '乙', '丙', '丁'].map((phone, i) =>
      i % 2 === 0 ? overHttp(`${id}${phone}`, person, thread!) : overSocket(`${id}${phone}`, person, thread!, origin)))
  })
  afterAll(async () => {
    senders?.forEach((sender) => sender.close())
    await product?.remove()
    rmSync(configDir, { recursive: true, force: true })
  })

  test(`${ROUNDS} kills under load: every sender is told in the end that every message is stored`, async () => {
    let isOver = false
    const work = senders.map((sender) => {
      const record: Told = { writes: [], repeats: 0 }
      acknowledged.set(sender, record)
      return sendUntilStopped(sender, () => isOver, record)
    })
    // A sender that gives up must end the test at once, not after the last kill.
    const failed = Promise.all(work)
    failed.catch(() => undefined)
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.race([wait(LOAD_MS.least + random() * (LOAD_MS.most - LOAD_MS.least)), failed])
      const what = oneOf(random, ['server', 'store', 'both'] as const)
      await product.kill(what)
      if (what !== 'store') await product.start()
    }
    await wait(LOAD_MS.least)
    isOver = true
    await failed
    const records = [...acknowledged.values()]
    for (const { writes } of records) expect(writes.length).toBeGreaterThan(0)
    // Each kill interrupted somebody, or this test has tested nothing.
    const repeats = records.reduce((sum, record) => sum + record.repeats, 0)
    expect(repeats).toBeGreaterThanOrEqual(ROUNDS)
    console.info(`${records.reduce((sum, { writes }) => sum + writes.length, 0)} messages stored, ${repeats} repeats`)
  })

  test('every acknowledged message stands in its thread exactly once, where its sender was told, and the chain verifies', async () => {
    for (const [sender, { writes }] of acknowledged) {
      const entries = await wholeThread(sender.person, sender.thread)
      verifyChain(sm3, threadChain(sender.thread), entries as Entry[])
      const mine = entries.filter(({ body }) => typeof body?.text === 'string' && body.text.startsWith(`${sender.name}第`))
      expect(mine.map(({ body, index, entryHash }) => ({ text: body?.text, index, entryHash })))
        .toEqual(writes.map(({ text, stored }) => ({ text, index: stored.index, entryHash: stored.entryHash })))
    }
  })

  test('the verifier finds every chain whole, beside the running product and after a clean stop', async () => {
    expect(await product.verify()).toMatchObject({ code: 0 })
    expect(await product.stop()).toBe(0)
    expect(await product.verify()).toMatchObject({ code: 0 })
    await product.start()
    expect((await fetch(`${product.origin}/readyz`)).status).toBe(200)
    expect((await fetch(`${product.origin}${API_PREFIX}/about`)).status).toBe(200)
  })
})
