import { parseArgs } from 'node:util'
import { openFileKeyStore } from './connectors/file-key-store'
import { loadCourtConfig } from './court-config'
import { SecurityConfigSchema } from './identity'
import { type ReadModel, RebuildOvertaken } from './log'
import { connectOutside } from './outside'
import { systemClock } from './platform/clock'
import { readConfig } from './platform/config-file'
import { openDatabase } from './platform/database'
import { loadEnv } from './platform/env'
import { createLogger } from './platform/logger'
import { openRooms, type Rooms } from './rooms'
import { borrowStore } from './store'

const USAGE = 'Usage: npm run rebuild -- NAME | --list'
const PROGRESS_EVERY_MS = 1_000

/** Builds a read model anew from the whole log, while the server runs or not. Exit code 0: done; 1: not; 2: wrong call. */
async function rebuild(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { list: { type: 'boolean' } }, allowPositionals: true })
  const [name] = positionals
  if (positionals.length + (values.list ? 1 : 0) !== 1) {
    console.error(USAGE)
    return 2
  }
  const env = loadEnv({ DEMO: process.env.NODE_ENV === 'production' ? undefined : '1', ...process.env })
  const config = loadCourtConfig(env.configDir)
  const security = readConfig(`${env.configDir}/security.yaml`, SecurityConfigSchema)
  const logger = createLogger('error')
  const store = await borrowStore(env, logger)
  const connection = await openDatabase(store.uri)
  const keyStore = openFileKeyStore(env.masterKeyFiles, { create: false })
  const outside = await connectOutside(env, { clock: systemClock, connection, keyStore })
  try {
    const rooms = await openRooms({ connection, config, security, clock: systemClock, logger, keyStore, ...outside, demo: env.demo, follow: false })
    if (values.list) {
      for (const model of rooms.readModels) console.log(await lineOf(rooms, model))
      return 0
    }
    const model = rooms.readModels.find((one) => one.name === name)
    if (model) return await rebuilt(model)
    const appends = rooms.log.tails().some((tail) => tail.name === name)
    console.error(appends ? `${name} writes entries, which are for ever: it is no read model.` : `${name}: no such read model.`)
    console.error(`There are: ${rooms.readModels.map((one) => one.name).join(', ')}`)
    return 2
  } finally {
    await outside.close()
    await connection.close()
    await store.stop()
  }
}

async function lineOf({ log }: Rooms, model: ReadModel): Promise<string> {
  const { seq, generation } = (await model.standing()) ?? { seq: -1, generation: 0 }
  return `${model.name}  ${seq + 1} of ${(await log.courtHead()) + 1} entries, generation ${generation}`
}

async function rebuilt(model: ReadModel): Promise<number> {
  const startedAt = performance.now()
  let shownAt = startedAt
  let entries = 0
  try {
    await model.rebuild(({ done, total }) => {
      entries = done
      const now = performance.now()
      if (now - shownAt < PROGRESS_EVERY_MS) return
      shownAt = now
      const perSecond = done / ((now - startedAt) / 1000)
      console.log(`… ${done} of ${total} entries, ${Math.round(perSecond)} a second, some ${Math.ceil((total - done) / perSecond)} s left`)
    })
  } catch (error) {
    if (!(error instanceof RebuildOvertaken)) throw error
    console.error(error.message)
    return 1
  }
  console.log(`${model.name}: built anew from ${entries} entries in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
  return 0
}

rebuild().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
