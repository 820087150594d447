import { parseArgs } from 'node:util'
import { createAttachments } from './attachments'
import { createFileKeyStore } from './connectors/file-key-store'
import { loadCourtConfig } from './court-config'
import { fsckChain, fsckNumbers, openLog } from './log'
import { systemClock } from './platform/clock'
import { openDatabase } from './platform/database'
import { loadEnv } from './platform/env'
import { createLogger } from './platform/logger'
import { borrowStore } from './store'

const USAGE = 'Usage: npm run verify -- --all | --chain thread:<case>/<person>'
const PROGRESS_EVERY_MS = 1_000

/** Recomputes chains from the store and names the first entry that does not fit. Exit code 0: all whole; 1: not; 2: wrong call. */
async function verify(): Promise<number> {
  const { values } = parseArgs({ options: { all: { type: 'boolean' }, chain: { type: 'string' } } })
  if (!values.all === !values.chain) {
    console.error(USAGE)
    return 2
  }
  const env = loadEnv({ DEMO: process.env.NODE_ENV === 'production' ? undefined : '1', ...process.env })
  const { court, attachments: attachmentsConfig } = loadCourtConfig(env.configDir)
  const logger = createLogger('error')
  const store = await borrowStore(env, logger)
  const connection = await openDatabase(store.uri)
  try {
    const keyStore = createFileKeyStore(env.masterKeyFile, { create: false })
    const log = await openLog({ court: court.id, db: connection.db!, keyStore, clock: systemClock, logger })
    const attachments = createAttachments({ court: court.id, db: connection.db!, keys: log.keys, clock: systemClock, config: attachmentsConfig })
    const parts = { court: court.id, reader: log, keys: log.keys, attachmentSm3: (chain: string, { id }: { id: string }) => attachments.storedSm3(chain, id) }
    const chains = values.chain ? [values.chain] : await log.chains()
    if (values.chain && !(await log.head(values.chain))) {
      console.error(`${values.chain}: no such chain`)
      return 1
    }
    const misfits = await verifyChains(parts, chains)
    if (values.all) misfits.push(...(await fsckNumbers(log)))
    for (const misfit of misfits) console.error(`DOES NOT FIT  ${misfit.chain}  index ${misfit.index}  ${misfit.code}`)
    console.log(misfits.length === 0 ? `${chains.length} chains are whole.` : `${misfits.length} of ${chains.length} chains are not whole.`)
    return misfits.length === 0 ? 0 : 1
  } finally {
    await connection.close()
    await store.stop()
  }
}

async function verifyChains(parts: Parameters<typeof fsckChain>[0], chains: string[]) {
  const misfits: { chain: string; index: number; code: string }[] = []
  let checked = 0
  let lastShown = performance.now()
  for (const [i, chain] of chains.entries()) {
    const found = await fsckChain(parts, chain, (count) => {
      checked += count
      if (performance.now() - lastShown < PROGRESS_EVERY_MS) return
      lastShown = performance.now()
      console.log(`… ${checked} entries, chain ${i + 1} of ${chains.length}`)
    })
    if ('misfit' in found) misfits.push(found.misfit)
    else if (chains.length === 1) console.log(`${chain}: ${found.head.next} entries, head ${found.head.prev ?? '-'}`)
  }
  console.log(`${checked} entries recomputed.`)
  return misfits
}

verify().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
