import type { AddressInfo } from 'node:net'
import { ClientFrameSchema, ServerFrameSchema } from '@zhixin/shared/contract'
import { addDays, dayOf, isYearKnown } from '@zhixin/shared/rules'
import { createHttpCourtDoor } from './connectors/court-door-http'
import { readIntegrationKeys } from './connectors/file-integration-keys'
import { openFileKeyStore } from './connectors/file-key-store'
import { type CourtConfig, loadCourtConfig } from './court-config'
import {
  createDemoClockRoutes, createOtherCourt, createPastCarriers, DEMO_PASSWORD, demoPeople, handClock, litigants, openDemoClock, pastTroubles, refuseDemoStore,
  remindDouble,
  seedDemo, staff,
} from './demo'
import { SecurityConfigSchema } from './identity'
import { type Clock, systemClock } from './platform/clock'
import { readConfig } from './platform/config-file'
import { openDatabase, pingDatabase } from './platform/database'
import { type Env, loadEnv } from './platform/env'
import { createHttp, serverOf } from './platform/http/server'
import { createLive } from './platform/live'
import { createLeases } from './platform/lease'
import { createLogger, type Logger } from './platform/logger'
import { createMetrics } from './platform/metrics'
import { createRateLimits, LimitsConfigSchema } from './platform/rate-limit'
import { createScheduler } from './platform/scheduler'
import { createShutdown } from './platform/shutdown'
import { registeredTemplates } from './notices'
import type { CourtDoorAccount } from './ports/court-door'
import { openRooms, type RoomsParts } from './rooms'
import { connectOutside } from './outside'
import { openStore } from './store'

const HOUR_MS = 3_600_000
/** When a thread is due stands in the court's configuration; this only says how soon after it is looked. */
const FILE_EVERY_MS = 10_000
/** Whoever tries the demonstration out does not wait for another court. */
const OTHER_COURT_EVERY_MS = 2_000
/** The ladder's minutes are the court's; this only says how soon after them it is looked. */
const RING_EVERY_MS = 5_000
const MINUTE_MS = 60_000
/** How soon after it is due a notice is looked at. */
const DISPATCH_EVERY_MS = 1_000
/** A warning is due with a day or an hour; this only says how soon after it somebody is told. */
const SWEEP_EVERY_MS = 30_000
/** Clocks that start now may run into a year whose holidays are not in the table yet: said this long before. */
const LOOK_AHEAD_DAYS = 31

async function main(): Promise<void> {
  const env = loadEnv()
  const logger = createLogger(env.logLevel)
  const shutdown = createShutdown(logger)
  const end = (): void => void shutdown.run().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)

  const config = loadCourtConfig(env.configDir)
  const security = readConfig(`${env.configDir}/security.yaml`, SecurityConfigSchema)
  const limits = createRateLimits(readConfig(`${env.configDir}/limits.yaml`, LimitsConfigSchema))

  const store = await openStore(env, logger)
  shutdown.add('store', store.stop)
  const connection = await openDatabase(store.uri)
  shutdown.add('database', () => connection.close())
  if (env.production) await refuseDemoStore(connection.db!)
  const demoClock = env.demo ? await openDemoClock(connection.db!, systemClock) : undefined
  const clock: Clock = demoClock ?? systemClock
  warnOfUnknownYear(config, clock, logger)
  const keyStore = openFileKeyStore(env.masterKeyFiles, { create: !env.production })
  if (!keyStore.inspectors) {
    logger.error({ file: env.masterKeyFiles.inspectors }, 'the inspectors\' key is not here: reports for discipline can neither be taken nor opened; everything else goes on')
  }
  const integrationKeys = env.integrationKeysFile === undefined
    ? []
    : readIntegrationKeys(env.integrationKeysFile, env.production ? {} : { create: config.integration.drops.to })
  const outside = await connectOutside(env, {
    clock, connection, keyStore, templates: registeredTemplates(config.notices),
    numbers: { hotline: config.court.hotline, misconduct: config.court.phones.misconduct.numbers[0]! },
  })
  shutdown.add('outside', outside.close)

  const otherCourt = env.demo ? createOtherCourt({ court: config.court, clock }) : undefined
  const parts = {
    config: otherCourt ? { ...config, transfer: otherCourt.inList(config.transfer) } : config, ...(otherCourt && { courtDoors: otherCourt.doors }),
    security, clock, logger, keyStore, integrationKeys, wallClock: systemClock,
    courtDoorTo: (account: CourtDoorAccount) => createHttpCourtDoor(account, systemClock),
    ...(env.dropsDir && { dropsDir: env.dropsDir }), ...outside, connection, demo: env.demo, publicOrigin: env.publicOrigin,
  }
  if (env.demo) await seedOnce(parts, store.uri)
  const rooms = await openRooms(parts)
  shutdown.add('rooms', rooms.close)

  const { authenticate } = rooms.identity
  const metrics = createMetrics()
  metrics.watch('zhixin_tail_behind_entries', 'Entries that a tail of the log has not handled yet', 'tail', rooms.log.behind)
  const checks = { store: () => pingDatabase(connection), ...rooms.log.checks() }
  const components = { ClientFrame: { schema: ClientFrameSchema, io: 'input' }, ServerFrame: { schema: ServerFrameSchema, io: 'output' } } as const
  const people = env.demo ? await demoPeople(rooms) : []
  const demoRoutes = outside.lastSms ? rooms.identity.demoRoutes({ people, lastSms: outside.lastSms }) : []
  const lookAtClocks = (): void => void rooms.clocks.sweep().catch((error: unknown) => logger.error({ err: error }, 'periods could not be looked at'))
  const clockRoutes = demoClock ? createDemoClockRoutes(demoClock, config.calendar, lookAtClocks) : []
  const http = createHttp({
    routes: [...rooms.routes, ...demoRoutes, ...clockRoutes],
    authenticate, authenticateSigned: rooms.integration.authenticate, env, logger, metrics, limits, checks, components,
  })
  const live = createLive({
    authenticate, frameSchema: ClientFrameSchema, answerSchema: ServerFrameSchema, handlers: rooms.messaging.frames,
    limits, clock, logger, metrics, trustProxy: env.trustProxy,
  })
  rooms.messaging.broadcastTo(live)
  rooms.staffing.broadcastTo(live)
  rooms.urgent.broadcastTo(live)
  rooms.clocks.broadcastTo(live)
  rooms.complaints.broadcastTo(live)
  rooms.supervision.broadcastTo(live)
  rooms.bulletins.broadcastTo(live)
  rooms.termination.broadcastTo(live)
  rooms.identity.sessions.onEnded(live.endSession)

  const scheduler = createScheduler(logger, createLeases({ db: connection.db!, clock: systemClock }))
  scheduler.single('remove-unsent-attachments', HOUR_MS, async () => {
    const removed = await rooms.attachments.removeUnsent(rooms.isFiled)
    if (removed > 0) logger.info({ removed }, 'uploads that no message named were removed')
  })
  scheduler.single('sweep-clocks', SWEEP_EVERY_MS, async (goOn) => void (await rooms.clocks.sweep(goOn)))
  scheduler.single('sweep-complaints', SWEEP_EVERY_MS, async (goOn) => void (await rooms.complaints.sweep(goOn)))
  scheduler.single('send-notices', DISPATCH_EVERY_MS, rooms.push.dispatch)
  scheduler.single('settle-reports', MINUTE_MS, rooms.push.settleReports)
  scheduler.single('end-expired-relations', MINUTE_MS, async () => void (await rooms.cases.endExpired()))
  scheduler.every('tell-who-stands-in', MINUTE_MS, rooms.staffing.lookAround)
  scheduler.single('ring-for-urgent-clues', RING_EVERY_MS, rooms.urgent.tick)
  scheduler.single('hand-to-court-file', FILE_EVERY_MS, rooms.filing.tick)
  scheduler.single('exchange-cases', otherCourt ? OTHER_COURT_EVERY_MS : FILE_EVERY_MS, async () => {
    await rooms.transfer.tick()
    await otherCourt?.tick(rooms.transfer.receive)
  })
  scheduler.single('sweep-binding-help', HOUR_MS, rooms.bindingHelp.sweep)
  scheduler.single('sweep-hotline', HOUR_MS, rooms.hotline.sweep)
  scheduler.single('send-figures', HOUR_MS, rooms.levels.tick)
  scheduler.single('remind-of-screening', HOUR_MS, rooms.bulletins.sweep)
  scheduler.single('sweep-identity', HOUR_MS, rooms.identity.sweep)
  const { drops } = rooms.integration
  if (drops) scheduler.single('take-in-drops', config.integration.drops.every_seconds * 1_000, async () => void (await drops.lookAround()))
  scheduler.single('sweep-integration', HOUR_MS, rooms.integration.sweep)
  shutdown.add('scheduler', scheduler.stop)

  const server = serverOf(http)
  live.attach(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(env.port, env.host, resolve)
  })
  shutdown.add('http', () => new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  }))
  shutdown.add('live', live.close)
  const { port } = server.address() as AddressInfo
  if (outside.demoWechat) await remindDouble(outside.demoWechat, rooms, people, config.notices.wechat_templates)
  outside.listeningAt?.(`http://127.0.0.1:${port}`)
  announce(env, config, port)
}

/**
 * Seeds a store once; a first start that was cut off is taken up again, since every part of it is idempotent. The rooms that seed
 * stand on a connection and a clock of their own.
 */
async function seedOnce(parts: RoomsParts, uri: string): Promise<void> {
  const connection = await openDatabase(uri)
  try {
    const now = parts.clock.now().toISOString()
    const clock = handClock(now)
    const past = createPastCarriers(clock, pastTroubles(parts.config.calendar, now))
    const rooms = await openRooms({ ...parts, connection, clock, sms: past.sms, wechat: { ...parts.wechat, ...past.wechat } })
    const marks = connection.db!.collection<{ _id: string }>('demo_seed')
    if (!(await marks.findOne({ _id: 'done' }))) {
      await seedDemo(rooms, clock, parts.config, now, past)
      await marks.insertOne({ _id: 'done' })
    }
    await rooms.close()
  } finally {
    await connection.close()
  }
}

function warnOfUnknownYear({ calendar }: CourtConfig, clock: Clock, logger: Logger): void {
  const today = dayOf(clock.now().toISOString())
  for (const day of [today, addDays(today, LOOK_AHEAD_DAYS)]) {
    if (!isYearKnown(calendar, day)) logger.warn({ day }, 'no holiday table for this year: working days in it are those of the plain week')
  }
}

function announce(env: Env, { court }: CourtConfig, port: number): void {
  const lines = [`ZHIXIN READY http://${env.host}:${port}`, `${court.name}    API: /docs   OpenAPI: /openapi.json`]
  if (env.demo) {
    lines.push('演示环境：人物、案件均为虚构。在登录页点人名即可登录，也可以用：')
    for (const { name, what, phone, identityNumber } of litigants) lines.push(`  ${name}  ${what}  ${phone === undefined ? '没有手机' : `手机 ${phone}`}  身份证 ${identityNumber}`)
    for (const { name, what, number } of staff) lines.push(`  ${name}  ${what}  工号 ${number}  密码 ${DEMO_PASSWORD}`)
  }
  console.log(lines.join('\n'))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
