import type { CourtProfile, NoticesConfig, SmsConfig } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Cases } from '../../cases'
import type { ReachOf } from '../../identity'
import type { Log, ReadModel, Tail } from '../../log'
import type { Messaging } from '../../messaging'
import type { Clock } from '../../platform/clock'
import type { Route } from '../../platform/http/route'
import type { Logger } from '../../platform/logger'
import { createOnce } from '../../platform/once'
import type { Sms, SmsCallbacks } from '../../ports/sms'
import type { Wechat, WechatCallbacks } from '../../ports/wechat'
import { createCallRoutes } from './call-routes'
import { createCallbackRoutes } from './callback-routes'
import { createDispatcher } from './dispatcher'
import { type NoticeModel, noticeModel } from './model'
import { createQuota, type Quota } from './quota'
import { countSpent } from './quota-tail'
import { createProjection } from './read-model'
import { createReports, type Reports } from './reports'
import { createSettingsRoutes } from './settings-routes'
import { createStaffRoutes } from './staff-routes'
import { createTryNames } from './try-names'
import { createWords, type WordsParts } from './words'

export interface PushParts {
  log: Log
  connection: Connection
  cases: Cases
  messaging: Pick<Messaging, 'threads' | 'stateOf'>
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  reach: ReachOf
  handler: WordsParts['handler']
  config: NoticesConfig
  court: CourtProfile
  /** What people write back who are not meant; without it replies say nothing. */
  smsConfig?: SmsConfig
  wechat: Wechat
  sms: Sms
  wechatCallbacks?: WechatCallbacks
  smsCallbacks?: SmsCallbacks
  clock: Clock
  logger: Logger
  concurrency?: number
}

export interface Push {
  routes: Route[]
  list: ReadModel<NoticeModel>
  tails: Tail[]
  quota: Quota
  reports: Reports
  /** Takes on all that is due, as long as `goOn` says so. Run it every moment; two processes do it at once without harm. */
  dispatch(goOn?: () => boolean): Promise<void>
  /** Looks again for reports whose message was not known yet, and forgets calls that are too old to come again. */
  settleReports(): Promise<void>
  /** Begins nothing more and waits for what is under way. */
  stop(): Promise<void>
}

/** The templates that the court's mini-program would have registered, for WeChat's double. */
export const registeredTemplates = ({ wechat_templates: templates }: NoticesConfig) =>
  Object.fromEntries(Object.values(templates).map(({ id, kind, fields }) => [id, { kind, fields: Object.keys(fields) }]))

/** Gets what stands in a person's thread to that person: over WeChat, by text, or on the hotline's call list. */
export async function createPush(parts: PushParts): Promise<Push> {
  const { log, connection, config, reach, clock, logger } = parts
  const list = await log.readModel<NoticeModel>({
    name: 'notices',
    form: 2,
    open: (collection) => noticeModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: createProjection(config),
  })
  const quota = await createQuota(connection)
  const spent = log.tailWith({ name: 'push-quota', handle: (entries) => countSpent(quota, config, entries) })
  const names = createTryNames()
  const reports = await createReports({ log, list, names, connection, config, sms: parts.smsConfig, quota, reach, clock, logger })
  const seen = createOnce({ db: connection.db!, name: 'callback_nonces', clock })
  const dispatcher = createDispatcher({
    log, list, config, quota, names, clock, logger, reach: reach.of, wechat: parts.wechat, sms: parts.sms, words: createWords(parts),
    ...(parts.concurrency !== undefined && { concurrency: parts.concurrency }),
  })
  return {
    routes: [
      ...createCallbackRoutes({ reports, wechat: parts.wechatCallbacks, sms: parts.smsCallbacks, seen }),
      ...createSettingsRoutes({ reach, quota, config, court: parts.court }),
      ...createStaffRoutes({ log, list, cases: parts.cases, threads: parts.messaging.threads, names: parts.names, reach, quota, config, clock }),
      ...createCallRoutes({ log, list, cases: parts.cases, stateOf: parts.messaging.stateOf, names: parts.names, reach, config, court: parts.court, clock }),
    ],
    list,
    tails: [list.tail, spent],
    quota,
    reports,
    async dispatch(goOn = () => true) {
      while (goOn() && (await dispatcher.round()) > 0) continue
      await dispatcher.idle()
    },
    async settleReports() {
      await reports.settle()
      await seen.sweep()
    },
    async stop() {
      dispatcher.stop()
      await dispatcher.idle()
    },
  }
}
