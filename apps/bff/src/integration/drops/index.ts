import { createHash, randomUUID } from 'node:crypto'
import { CodedError, sentence } from '@zhixin/shared/errors'
import { type BatchAnswer, batchSchema, IntegrationKindSchema } from '@zhixin/shared/integration'
import type { IntegrationConfig } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import { z } from 'zod'
import type { Clock } from '../../platform/clock'
import { invalidInput } from '../../platform/http/errors'
import type { Logger } from '../../platform/logger'
import type { DropBox } from '../../ports/court-file'
import type { IntegrationKey } from '../../ports/integration-keys'
import type { Taker } from '../batch'
import type { Exchanges } from '../exchanges'
import type { Keys } from '../keys'
import { actionOf } from '../policy'
import { type Drop, openDrop, sealDrop } from './envelope'
import { type Folders, openFolders } from './folders'

const FilesSchema = z.strictObject({
  id: z.string().regex(/^[\w-]{1,80}$/),
  files: z.array(z.object({ name: z.string().min(1).max(200), type: z.string().max(100).optional(), base64: z.base64() })).max(200),
})

interface AnsweredDrop {
  _id: string
  /** Of the body it answered: another one under the same nonce is somebody's mistake. */
  digest: string
  answer: BatchAnswer
  at: Date
}

export interface DropsParts {
  root: string
  db: mongo.Db
  clock: Clock
  logger: Logger
  keys: Keys
  taker: Taker
  exchanges: Exchanges
  config: IntegrationConfig
}

export interface Drops extends DropBox {
  /** Takes in what has come; run it now and then. Answers how many drops were answered. */
  lookAround(): Promise<number>
}

/**
 * The exchange where no HTTP passes: files in two folders. What is in a drop goes the way of a request, and its answer goes out as a drop. A
 * drop is moved away when its answer is out: whoever is killed before that does it again, and the items change nothing the second time.
 */
export async function openDrops({ root, db, clock, logger, keys, taker, exchanges, config }: DropsParts): Promise<Drops> {
  const folders = await openFolders(root)
  await folders.tidy()
  const answered = db.collection<AnsweredDrop>('integration_drops')
  /** Files that were no whole JSON at the last look, as they were then. */
  const unfinished = new Map<string, string>()

  /** A file as it came; undefined where it is to be left for later, or was set aside. */
  async function opened({ name, size, changedMs }: Arrived): Promise<{ drop: Drop; key: IntegrationKey } | undefined> {
    try {
      if (size > config.drops.most_bytes) throw new CodedError('input.too_large')
      const found = openDrop(await folders.read(name), keys)
      if (found) {
        unfinished.delete(name)
        if (!keys.actorOf(found.key).may.has(actionOf(found.drop.kind as Parameters<typeof actionOf>[0]))) throw new CodedError('access.forbidden', { field: 'kind' })
        return found
      }
      // Somebody who writes without renaming may be in the middle of it: it is broken when it stands still.
      const as = `${size}/${changedMs}`
      if (unfinished.get(name) !== as) return void unfinished.set(name, as)
      throw new CodedError('input.malformed')
    } catch (error) {
      await setAside(name, error)
      return undefined
    }
  }

  async function setAside(name: string, error: unknown): Promise<void> {
    if (!(error instanceof CodedError)) throw error
    unfinished.delete(name)
    logger.warn({ name, code: error.code }, 'a drop cannot be used and was set aside')
    await folders.setAside(name, { code: error.code, message: error.detail ?? sentence(error.code), ...(error.field !== undefined && { field: error.field }) })
  }

  async function answerOf(name: string, { kind, nonce, keyId, body }: Drop, { system }: IntegrationKey): Promise<BatchAnswer> {
    const _id = `${keyId}/${nonce}`
    const digest = createHash('sm3').update(`${kind}\n${body}`).digest('hex')
    const known = await answered.findOne({ _id })
    if (known && known.digest !== digest) throw new CodedError('integration.replayed')
    if (known) return known.answer
    const items = IntegrationKindSchema.parse(kind)
    const answer = await taker.take(system, items, batchIn(body, config.batch.most_items))
    await exchanges.note({ system, keyId, kind: items, via: 'drop', name }, answer)
    await answered.insertOne({ _id, digest, answer, at: clock.now() }).catch(() => undefined)
    return answer
  }

  async function write(name: string, kind: string, nonce: string, body: object, key: IntegrationKey): Promise<void> {
    const timestamp = String(Math.floor(clock.now().getTime() / 1000))
    await folders.put(name, `${JSON.stringify(sealDrop({ timestamp, nonce, kind, body: JSON.stringify(body) }, key), null, 2)}\n`)
  }

  return {
    async lookAround() {
      let count = 0
      for (const arrived of await folders.arrived()) {
        const found = await opened(arrived)
        if (!found || !IntegrationKindSchema.safeParse(found.drop.kind).success) continue
        const { name } = arrived
        const { drop, key } = found
        try {
          const answer = await answerOf(name, drop, key)
          await write(name.replace(/\.json$/, '.ack.json'), 'ack', `ack-${drop.nonce}`.slice(0, 80), { drop: name, kind: drop.kind, nonce: drop.nonce, ...answer }, key)
          await folders.done(name)
          count++
        } catch (error) {
          await setAside(name, error)
        }
      }
      return count
    },
    canPut: (system) => keys.keyFor(system ?? config.drops.to) !== undefined,
    async put(kind, id, files, system = config.drops.to) {
      const name = `${kind}-${FilesSchema.shape.id.parse(id)}.json`
      if (await folders.isOut(name)) return
      const key = keys.keyFor(system)
      if (!key) throw new Error(`no integration key for ${system}: nothing can be put out`)
      const body = { id, files: files.map(({ name: file, type, bytes }) => ({ name: file, type, base64: bytes.toString('base64') })) }
      await write(name, kind, randomUUID(), body, key)
    },
    async take(kind) {
      const taken: Awaited<ReturnType<DropBox['take']>> = []
      for (const arrived of await folders.arrived()) {
        const found = await opened(arrived)
        if (found?.drop.kind !== kind) continue
        try {
          const { id, files } = FilesSchema.parse(jsonIn(found.drop.body))
          const whole = files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }))
          taken.push({ id, files: whole, done: () => folders.done(arrived.name).catch(() => undefined) })
        } catch (error) {
          await setAside(arrived.name, error instanceof z.ZodError ? invalidInput('body', error, undefined) : error)
        }
      }
      return taken
    },
  }
}
type Arrived = Awaited<ReturnType<Folders['arrived']>>[number]

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CodedError('input.malformed', { field: 'body', cause: error })
  }
}

function batchIn(text: string, most: number): z.infer<ReturnType<typeof batchSchema>> {
  const content = jsonIn(text)
  const parsed = batchSchema(most).safeParse(content)
  if (!parsed.success) throw invalidInput('body', parsed.error, content)
  return parsed.data
}
