import { parseArgs } from 'node:util'
import { createAttachments } from './attachments'
import { openFileKeyStore } from './connectors/file-key-store'
import { loadCourtConfig } from './court-config'
import { readHeads, type RememberedHeads, writeHeads } from './heads-file'
import { type ChainHead, fsckChains, fsckNumbers, type FsckParts, type Log, type Misfit, openLog } from './log'
import { systemClock } from './platform/clock'
import { openDatabase } from './platform/database'
import { loadEnv } from './platform/env'
import { createLogger } from './platform/logger'
import { borrowStore } from './store'

const USAGE = 'Usage: npm run verify -- --all [--heads FILE] [--save-heads FILE] | --chain thread:<case>/<person> [--heads FILE]'
const PROGRESS_EVERY_MS = 1_000

interface Wanted {
  all?: boolean | undefined
  chain?: string | undefined
  /** A file of heads that must still be there. */
  heads?: string | undefined
  /** Where to write them down for next time, if all is whole. */
  'save-heads'?: string | undefined
}

/** Recomputes chains from the store and names the first entry that does not fit. Exit code 0: all whole; 1: not; 2: wrong call. */
async function verify(): Promise<number> {
  const { values } = parseArgs({ options: { all: { type: 'boolean' }, chain: { type: 'string' }, heads: { type: 'string' }, 'save-heads': { type: 'string' } } })
  if (!values.all === !values.chain || (values.chain && values['save-heads'])) {
    console.error(USAGE)
    return 2
  }
  const env = loadEnv({ DEMO: process.env.NODE_ENV === 'production' ? undefined : '1', ...process.env })
  const { court, attachments: attachmentsConfig } = loadCourtConfig(env.configDir)
  const logger = createLogger('error')
  const store = await borrowStore(env, logger)
  const connection = await openDatabase(store.uri)
  try {
    const keyStore = openFileKeyStore(env.masterKeyFiles, { create: false })
    const log = await openLog({ court: court.id, db: connection.db!, keyStore, clock: systemClock, logger })
    const attachments = createAttachments({ court: court.id, db: connection.db!, keys: log.keys, clock: systemClock, config: attachmentsConfig })
    const parts = { court: court.id, reader: log, keys: log.keys, attachmentSm3: (chain: string, { id }: { id: string }) => attachments.storedSm3(chain, id) }
    return await verified(log, parts, values)
  } finally {
    await connection.close()
    await store.stop()
  }
}

async function verified(log: Log, parts: FsckParts, wanted: Wanted): Promise<number> {
  const remembered = wanted.heads === undefined ? undefined : readHeads(wanted.heads, log.court)
  const found = await verifyChains(log, parts, wanted, remembered)
  const misfits = [...found.misfits]
  const numbers = wanted.all ? await fsckNumbers(log, log.court, remembered?.entries()) : undefined
  if (numbers && 'misfit' in numbers) misfits.push(numbers.misfit)
  for (const misfit of misfits) console.error(`DOES NOT FIT  ${misfit.chain}  index ${misfit.index}  ${misfit.code}`)
  if (misfits.length > 0) {
    await found.saving?.giveUp()
    console.log(`${found.misfits.length} of ${found.chains} chains are not whole.`)
    return 1
  }
  if (found.chains === 0 && wanted.chain) {
    console.error(`${wanted.chain}: no such chain`)
    return 1
  }
  if (found.saving && numbers && 'entries' in numbers) await found.saving.end(numbers.entries)
  if (found.closed > 0) {
    console.log(`${found.closed} of them are for the inspectors of discipline, whose key is not on this machine: hashes, links and heads were looked at, bodies and attachments not.`)
  }
  console.log(`${found.chains} chains are whole${remembered ? ' and go on from the heads remembered' : ''}.`)
  return 0
}

async function verifyChains(log: Log, parts: FsckParts, { chain, 'save-heads': file }: Wanted, remembered: RememberedHeads | undefined) {
  const saving = file === undefined ? undefined : await writeHeads(file, log.court)
  const misfits: Misfit[] = []
  const total = (await log.courtHead()) + 1
  let chains = 0
  let closed = 0
  let checked = 0
  let lastShown = performance.now()
  const progress = (): void => {
    checked++
    if (performance.now() - lastShown < PROGRESS_EVERY_MS) return
    lastShown = performance.now()
    console.log(`… ${checked} of ${total} entries, chain ${chains + 1}`)
  }
  const options = { progress, ...(chain && { chain }), ...(remembered && { remembered: ofChain(remembered.chains, chain) }) }
  for await (const result of fsckChains(parts, options)) {
    chains++
    if ('misfit' in result) {
      misfits.push(result.misfit)
      continue
    }
    if (result.closed) closed++
    const { next, prev } = result.head
    if (chain) console.log(`${chain}: ${next} entries, head ${prev ?? '-'}`)
    if (prev !== null) await saving?.add({ chain: result.head.chain, index: next - 1, entryHash: prev })
  }
  console.log(`${checked} entries recomputed.`)
  return { chains, closed, misfits, saving }
}

async function* ofChain(heads: AsyncIterable<ChainHead>, chain: string | undefined): AsyncGenerator<ChainHead> {
  for await (const head of heads) if (chain === undefined || head.chain === chain) yield head
}

verify().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
