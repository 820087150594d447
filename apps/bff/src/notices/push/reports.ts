import { pushChain } from '@zhixin/shared/ids'
import { type NoticesConfig, outcomeOf, PushReportedSchema, type PushTry, type SmsConfig, saysNotMe } from '@zhixin/shared/rules'
import { type Connection, Schema, trusted } from 'mongoose'
import type { ReachOf } from '../../identity'
import type { Log, ReadModel } from '../../log'
import { batched } from '../../platform/batched'
import type { Clock } from '../../platform/clock'
import { isDuplicateKey } from '../../platform/database'
import type { Logger } from '../../platform/logger'
import type { SmsReply, SmsReport } from '../../ports/sms'
import type { WechatEvent } from '../../ports/wechat'
import { dispatcherActor } from './dispatcher'
import type { NoticeDocument, NoticeModel } from './model'
import type { Quota } from './quota'
import type { TryNames, TryPlace } from './try-names'

/** What WeChat or a carrier said of a message; kept until it is known which one that was, or for a day: codes to sign in are reported too. */
interface ReportDocument {
  /** What makes it the same when it is told again. */
  _id: string
  channel: 'wechat' | 'sms'
  delivered: boolean
  code: string
  saidAt: string
  at: Date
  providerId?: string
  reference?: string
  /** Of WeChat: whose it is and which template, for the one that has no answer. */
  personId?: string
  templateId?: string
}

/** A try is known before its report comes; for so long it is looked for, in case its answer is late or was lost. */
const LOOKED_FOR_MS = 3_600_000
const KEPT_MS = 24 * LOOKED_FOR_MS
/** An answer may be on its way while the report of the same message is here already. */
const ANSWER_MAY_COME_MS = 60_000
const AT_ONCE = 200
const maybe = { type: String } as const

const schema = new Schema<ReportDocument>(
  {
    _id: { type: String, required: true }, channel: { type: String, required: true }, delivered: { type: Boolean, required: true },
    code: String, saidAt: String,
    at: { type: Date, required: true, index: true }, providerId: maybe, reference: maybe, personId: maybe, templateId: maybe,
  },
  { versionKey: false },
)

export interface ReportsParts {
  log: Log
  list: ReadModel<NoticeModel>
  connection: Connection
  config: NoticesConfig
  sms: SmsConfig | undefined
  quota: Quota
  names: TryNames
  reach: Pick<ReachOf, 'personOf' | 'disownNumber'>
  clock: Clock
  logger: Logger
}

/**
 * What comes back about messages: written into the push chain of the try that it is about before whoever told it is answered. Told twice it is one
 * entry. A report whose try is not known yet is kept: its answer may be on its way, or was lost with its process.
 */
export async function createReports({ log, list, connection, config, sms, quota, names, reach, clock, logger }: ReportsParts) {
  const model = connection.model<ReportDocument>('push_reports', schema, 'push_reports')
  await model.createIndexes()
  const templateOf = new Map(Object.entries(config.wechat_templates).map(([name, template]) => [template.id, { name, ...template }]))

  /** Written where it belongs at once, or kept until that is known: either is on disk before whoever told it is answered. */
  async function take(said: Omit<ReportDocument, 'at'>, whose: () => Promise<string | undefined>): Promise<void> {
    const report = { ...said, at: clock.now() }
    if (await settle(report)) return
    const personId = await whose()
    try {
      await model.create({ ...report, ...(personId && { personId }) })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
    }
  }

  const listed = batched<{ _id: string; documents: NoticeDocument[] }>(async (asked) => {
    const found = await list.documents().find({ names: trusted({ $in: asked }) }).lean<NoticeDocument[]>()
    return asked.map((name) => ({ _id: name, documents: found.filter((document) => document.names.includes(name)) }))
  })

  /** The try that a report is about: by what names it, else the only one of that person and template that is without an answer. */
  async function tryOf(report: ReportDocument): Promise<TryPlace | undefined> {
    const { providerId, reference, channel, personId, templateId, at } = report
    const called = [reference, providerId].filter((name): name is string => !!name)
    const known = names.find(...called)
    if (known?.channel === channel) return known
    for (const document of (await Promise.all(called.map(listed))).flatMap((found) => found?.documents ?? [])) {
      const isIt = ({ by, answer }: PushTry): boolean => by === reference || (providerId !== undefined && answer?.providerId === providerId)
      const one = document.notice.tries.find((tried) => tried.channel === channel && isIt(tried))
      if (one) return placeOf(document, one)
    }
    if (channel !== 'wechat' || !personId || clock.now().getTime() - at.getTime() < ANSWER_MAY_COME_MS) return undefined
    const template = templateOf.get(templateId ?? '')?.name
    const theirs = await list.documents().find({ personId, 'notice.tries.channel': 'wechat' }).lean<NoticeDocument[]>()
    const unknown = theirs.flatMap((document) => document.notice.tries.flatMap((one) => (isUnanswered(one, template, at) ? [placeOf(document, one)] : [])))
    return unknown.length === 1 ? unknown[0] : undefined
  }

  /** False: it is not known yet what it is about. */
  async function settle(report: ReportDocument): Promise<boolean> {
    const found = await tryOf(report)
    if (!found) return false
    const { caseId, personId, of, round, n } = found
    const chain = pushChain({ caseId, personId })
    const { delivered, code, saidAt } = report
    const body = PushReportedSchema.parse({ of, round, n, delivered, code: code.slice(0, 60), saidAt })
    await log.append({
      chain, key: `${chain}/${of}/${round}/push.reported/${n}/${delivered ? 'delivered' : 'failed'}`,
      decide: async () => ({ type: 'push.reported', actor: dispatcherActor, body }),
    })
    return true
  }

  async function settleKept(): Promise<void> {
    const before = (ms: number): Date => new Date(clock.now().getTime() - ms)
    await model.deleteMany({ at: trusted({ $lt: before(KEPT_MS) }) })
    for (let after = ''; ; ) {
      const wanted = { _id: trusted({ $gt: after }), at: trusted({ $gte: before(LOOKED_FOR_MS) }) }
      const page = await model.find(wanted).sort({ _id: 1 }).limit(AT_ONCE).lean<ReportDocument[]>()
      const settled = await Promise.all(page.map(async (report) => ((await settle(report)) ? [report._id] : [])))
      await model.deleteMany({ _id: trusted({ $in: settled.flat() }) })
      if (page.length < AT_ONCE) return
      after = page.at(-1)!._id
    }
  }

  async function wechatEvent(event: WechatEvent): Promise<void> {
    const template = templateOf.get(event.templateId)
    if (event.kind !== 'sent') {
      const personId = await reach.personOf(event.openid)
      if (!template || !personId) return
      // What the phone told is counted; of it WeChat only says that there is one, or none any more.
      if (event.accepted) await quota.atLeastOne(personId, event.templateId, template.kind)
      else if (event.kind === 'change') await quota.none(personId, event.templateId)
      return
    }
    const { messageId, ok, code, status, templateId } = event
    await take({
      _id: `wechat/${messageId}/${ok}`, channel: 'wechat', delivered: ok, code: `${code} ${status}`.trim(), saidAt: clock.now().toISOString(), providerId: messageId,
      templateId,
    }, () => reach.personOf(event.openid))
  }

  return {
    /** Events of WeChat's callback, verified by whoever parsed them. */
    async wechat(events: WechatEvent[]): Promise<void> {
      for (const event of events) await wechatEvent(event)
    },
    async sms(reports: SmsReport[]): Promise<void> {
      for (const { reference, providerId, delivered, code, at } of reports) {
        if (!reference && !providerId) continue
        await take({
          _id: `sms/${reference ?? ''}/${providerId ?? ''}/${delivered}`, channel: 'sms', delivered, code, saidAt: at,
          ...(reference && { reference }), ...(providerId && { providerId }),
        }, async () => undefined)
      }
    },
    /** Somebody wrote back: a number that is not theirs is used for them no more. */
    async replies(replies: SmsReply[]): Promise<void> {
      for (const { phone, text } of replies) {
        if (!sms || !saysNotMe(sms, text)) continue
        const whose = await reach.disownNumber(phone)
        logger.info({ people: whose.length }, 'somebody wrote back that a number is not that of the person meant')
      }
    },
    /** Looks again for what waits. Run it now and then. */
    settle: settleKept,
  }
}
export type Reports = Awaited<ReturnType<typeof createReports>>

const placeOf = ({ caseId, personId, of, notice: { round } }: NoticeDocument, { n, channel }: PushTry): TryPlace =>
  ({ caseId, personId, of, round, n, channel })

/** Sent before the report came, and nothing known of it. */
const isUnanswered = (one: PushTry, template: string | undefined, at: Date): boolean =>
  one.channel === 'wechat' && one.template === template && outcomeOf(one) === 'unknown' && one.answer?.providerId === undefined && Date.parse(one.at) <= at.getTime()
