import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type BatchAnswer, BatchAnswerSchema, type IntegrationKind } from '@zhixin/shared/integration'
import { z } from 'zod'
import { sealDrop, signatureOf } from '../integration'
import type { Clock } from '../platform/clock'
import type { IntegrationKey } from '../ports/integration-keys'

const TRIES = 6
const FIRST_PAUSE_MS = 500
const ANSWER_WITHIN_MS = 120_000

export interface SendParts {
  /** `http://host:port`, and a path where a proxy needs one. */
  url: string
  kind: IntegrationKind
  key: IntegrationKey
  dryRun: boolean
  clock: Clock
}

/** The server does not take the whole batch, for a reason that sending it again does not mend. */
export class SendError extends Error {
  override readonly name = 'SendError'
}
const RefusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }) })
const AnswerSchema = z.object({ data: BatchAnswerSchema })

/**
 * One batch, signed. Where no answer comes, or the server says later, it is sent again: what was taken in already changes nothing. Throws
 * SendError.
 */
export async function sendBatch({ url, kind, key, dryRun, clock }: SendParts, items: readonly unknown[]): Promise<BatchAnswer> {
  const target = new URL(`${url.replace(/\/$/, '')}/api/v1/integration/${kind}`)
  const body = Buffer.from(JSON.stringify({ items, ...(dryRun && { dryRun }) }))
  for (let attempt = 1; ; attempt++) {
    const response = await ask(target, body, key, clock).catch((error: unknown) => {
      if (attempt === TRIES) throw new SendError(`连不上 ${target.origin}：${error instanceof Error ? error.message : '未知原因'}`)
      return undefined
    })
    if (response?.ok) return AnswerSchema.parse(await response.json()).data
    if (response && (attempt === TRIES || ![429, 502, 503, 504].includes(response.status))) throw await refusalOf(response)
    const wait = Number(response?.headers.get('retry-after')) * 1_000
    await pause(Math.max(Number.isFinite(wait) ? wait : 0, FIRST_PAUSE_MS * 2 ** (attempt - 1)))
  }
}

async function ask(target: URL, body: Buffer, key: IntegrationKey, clock: Clock): Promise<Response> {
  const timestamp = String(Math.floor(clock.now().getTime() / 1000))
  const nonce = randomUUID()
  const headers = {
    'Content-Type': 'application/json', 'X-Key-Id': key.id, 'X-Timestamp': timestamp, 'X-Nonce': nonce,
    'X-Signature': signatureOf({ method: 'POST', path: `${target.pathname}${target.search}`, timestamp, nonce, body }, key),
  }
  return fetch(target, { method: 'POST', headers, body: new Uint8Array(body), redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
}

async function refusalOf(response: Response): Promise<SendError> {
  const parsed = RefusalSchema.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) return new SendError(`服务器回答 ${response.status}`)
  const { code, message, field } = parsed.data.error
  return new SendError(`服务器没有接收（${response.status} ${code}${field === undefined ? '' : ` ${field}`}）：${message}`)
}

/** The same batch as a signed file in the folder `in`, for where no HTTP passes. Answers its name. */
export async function dropBatch(folder: string, { kind, key, clock }: Omit<SendParts, 'url'>, items: readonly unknown[]): Promise<string> {
  const nonce = randomUUID()
  const name = `import-${kind}-${nonce.slice(0, 8)}.json`
  const timestamp = String(Math.floor(clock.now().getTime() / 1000))
  const target = path.join(folder, 'in')
  await mkdir(target, { recursive: true })
  await writeFile(path.join(target, `.${name}.tmp`), JSON.stringify(sealDrop({ timestamp, nonce, kind, body: JSON.stringify({ items }) }, key)), { flush: true })
  await rename(path.join(target, `.${name}.tmp`), path.join(target, name))
  return name
}
