import { caseChain, pushChain, type ThreadKey, threadChain } from '@zhixin/shared/ids'
import type { Actor as EntryActor, JsonObject } from '@zhixin/shared/log'
import {
  fieldsOf, nextPushStep, noticeOf, type NoticesConfig, type PushAnsweredSchema, PushAttemptedSchema, type PushEntryType, type PushNotice, type PushStep,
  relationsOf, smsParams, type SmsTemplate,
} from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { z } from 'zod'
import { caseFold } from '../../cases'
import type { PersonReach } from '../../identity'
import type { HeadView, Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import type { Logger } from '../../platform/logger'
import { randomPiece } from '../../platform/random'
import { type Sms, SmsError } from '../../ports/sms'
import { type Wechat, WechatError } from '../../ports/wechat'
import { pushFold, toldFold } from './fold'
import type { NoticeDocument, NoticeModel } from './model'
import type { Quota } from './quota'
import type { Words } from './words'

/** Who sends: the court's system, following the log. */
export const dispatcherActor: EntryActor = { kind: 'system', id: 'push', role: 'notice' }
const TOKEN_BYTES = 12
const PAGE = 1_000
const LIST_CATCHES_UP_MS = 1_000
/** For a notice that has nothing to do although it looked so (the configuration was changed): not at once again. */
const NOT_AGAIN_MS = 60_000

export interface DispatcherParts {
  log: Log
  list: ReadModel<NoticeModel>
  config: NoticesConfig
  reach(personId: string): Promise<PersonReach>
  quota: Quota
  words: Words
  wechat: Wechat
  sms: Sms
  clock: Clock
  logger: Logger
  /** How many notices are under way at once. */
  concurrency?: number
}

type Sent = Pick<z.infer<typeof PushAnsweredSchema>, 'outcome' | 'reason' | 'code' | 'providerId'>
/** What of a notice says where to look; all else is asked of the chains. */
type Due = Omit<NoticeDocument, 'notice' | 'names'>
type Attempt = z.infer<typeof PushAttemptedSchema>

/**
 * Takes every notice that is due one step further. What it does stands in the log before it is done: an attempt is an entry under a key of its own,
 * written before the call goes out, and whoever's entry it is makes the call. So two dispatchers, and one that is killed at any instruction, send
 * nothing twice; what was under way then is `unknown` (see `nextPushStep`).
 */
export function createDispatcher(parts: DispatcherParts) {
  const { log, list, config, quota, words, wechat, sms, clock, logger, concurrency = 96 } = parts
  const underWay = new Map<string, Promise<void>>()
  /** What this process has done to a notice that the read model need not show yet: up to this `seq`, or not before this time. */
  const done = new Map<string, { seq: number; until: number }>()
  const instant = (): string => clock.now().toISOString()
  let stopped = false
  /** The last entry of ours. */
  let written = -1

  const isNews = ({ _id, upTo }: Due): boolean => {
    const known = done.get(_id)
    if (!known) return true
    if (upTo >= known.seq && clock.now().getTime() >= known.until) {
      done.delete(_id)
      return true
    }
    return false
  }

  /** Takes on whatever is due and waits until that is done. Gives how many notices it looked at. */
  async function round(): Promise<number> {
    const due = await list.documents().find({ dueAt: trusted({ $lte: instant() }) }).sort({ dueAt: 1 }).limit(PAGE).select('-notice -names').lean<Due[]>()
    // A rebuild elsewhere may have put other documents in their place.
    if (due.length === 0 && (await list.standing())?.generation !== list.tail.generation()) list.tail.reload()
    let taken = 0
    for (const document of due) {
      if (stopped) break
      if (underWay.has(document._id) || !isNews(document)) continue
      while (underWay.size >= concurrency) await Promise.race(underWay.values())
      taken++
      begin(document)
    }
    // What was done is no longer due once the list knows: else the same ones would be read over and over.
    if (taken > 0) await list.tail.reached(written, LIST_CATCHES_UP_MS)
    return taken
  }

  function begin(document: Due): void {
    const going = step(document)
      .catch((error: unknown) => {
        done.set(document._id, { seq: -1, until: clock.now().getTime() + NOT_AGAIN_MS })
        logger.error({ err: error }, 'a notice could not be taken further; it is tried again')
      })
      .finally(() => underWay.delete(document._id))
    underWay.set(document._id, going)
  }

  async function step(document: Due): Promise<void> {
    const { caseId, personId, of, spec } = document
    const key = { caseId, personId }
    const person = await parts.reach(personId)
    const templateId = spec.wechat === undefined ? undefined : config.wechat_templates[spec.wechat]?.id
    const left = person.openid !== undefined && templateId !== undefined ? await quota.of(personId, templateId) : 0
    const reach = { wechat: left === 'standing' || left > 0, phones: person.phones }

    async function decided({ state, now }: HeadView): Promise<{ notice: PushNotice; next: PushStep | { do: 'void' } }> {
      const [pushes, told, file] = await Promise.all([state(pushFold, pushChain(key)), state(toldFold, threadChain(key)), state(caseFold, caseChain(caseId))])
      const notice = noticeOf(pushes, of)
      const readAt = told.read >= of ? told.readAt : undefined
      const next = nextPushStep({ notice, spec, reach, config, now, neutral: pushes.neutral, ...(readAt !== undefined && { readAt }) })
      const isOver = told.takenBack[of] === true || relationsOf(file, personId, now).length === 0
      return { notice, next: isOver && next.do !== 'nothing' ? { do: 'void' } : next }
    }

    const seen = await decided({ now: instant(), state: (fold, chain) => log.stateSeen(fold, chain) })
    const by = randomPiece(TOKEN_BYTES).toString('hex')
    const draft = draftOf(seen.next, seen.notice, by)
    if (!draft) {
      const until = seen.next.do === 'wait' ? Date.parse(seen.next.until) : clock.now().getTime() + NOT_AGAIN_MS
      done.set(document._id, { seq: document.upTo, until })
      return
    }
    const { round, tries, calls } = seen.notice
    const entry = await append(key, `${of}/${round}/${draft.type}/${tries.length}.${calls.length}`, async (view) => {
      const now = await decided(view)
      return draftOf(now.next, now.notice, by)
    }, draft.type)
    // Somebody was faster, or it was read in this very moment: the read model will say so.
    if (!entry) return void done.set(document._id, { seq: document.upTo, until: clock.now().getTime() + NOT_AGAIN_MS })
    done.set(document._id, { seq: entry.seq, until: 0 })
    if (entry.type === 'push.unreachable') logger.warn('a person could not be reached for a notice')
    if (entry.type === 'push.attempted' && entry.body.by === by) await send(document, PushAttemptedSchema.parse(entry.body), person, templateId)
  }

  type Draft = { type: PushEntryType; body: JsonObject } | undefined
  async function append(key: ThreadKey, name: string, decide: (view: HeadView) => Promise<Draft>, wanted: PushEntryType) {
    const entry = await log.append({
      chain: pushChain(key), key: `${pushChain(key)}/${name}`,
      async decide(view) {
        const draft = await decide(view)
        return draft?.type === wanted ? { ...draft, actor: dispatcherActor } : undefined
      },
    })
    if (entry) written = Math.max(written, entry.seq)
    return entry
  }

  /** Makes the call that an attempt announced, and writes down what it said. */
  async function send(document: Due, attempt: Attempt, person: PersonReach, templateId: string | undefined): Promise<void> {
    const { caseId, personId, of } = document
    const key = { caseId, personId }
    const said = await call(document, attempt, person, templateId)
    const name = `${of}/${attempt.round}/push.answered/${attempt.n}`
    const entry = await append(key, name, async () => ({ type: 'push.answered', body: { of, round: attempt.round, n: attempt.n, ...said } }), 'push.answered')
    if (entry) done.set(document._id, { seq: entry.seq, until: 0 })
  }

  async function call(document: Due, attempt: Attempt, person: PersonReach, templateId: string | undefined): Promise<Sent> {
    const { caseId, personId, of } = document
    try {
      const said = await words(await log.stateSeen(caseFold, caseChain(caseId)), document)
      if (attempt.channel === 'wechat') {
        await quota.spend(personId, templateId!, attempt.by)
        const page = `sub-case/pages/thread/index?caseId=${caseId}&personId=${personId}&entry=${of}`
        const { messageId } = await wechat.sendSubscribeMessage({
          openid: person.openid!, templateId: templateId!, page, fields: fieldsOf(config.wechat_templates[attempt.template]!, said),
        })
        return { outcome: 'accepted', ...(messageId !== null && { providerId: messageId }) }
      }
      const phone = person.phones.find(({ id }) => id === attempt.to)!.number
      const { providerId } = await sms.send({ phone, template: attempt.template as SmsTemplate, params: smsParams(said), reference: attempt.by })
      return { outcome: 'accepted', ...(providerId !== null && { providerId }) }
    } catch (error) {
      return failed(error, personId, templateId, attempt)
    }
  }

  async function failed(error: unknown, personId: string, templateId: string | undefined, { channel, by }: Attempt): Promise<Sent> {
    const known = error instanceof WechatError || error instanceof SmsError ? error : undefined
    logger.warn({ err: error, channel }, 'a notice did not go out, or may not have')
    const code = error instanceof WechatError ? error.errcode?.toString() : error instanceof SmsError ? error.code : undefined
    if (!known || known.maybeSent) return { outcome: 'unknown', ...(code && { code }) }
    if (channel === 'wechat' && templateId !== undefined) {
      if (known.reason === 'no_quota') await quota.none(personId, templateId)
      else await quota.giveBack(personId, templateId, by)
    }
    return { outcome: 'not_sent', reason: known.reason, ...(code && { code: code.slice(0, 60) }) }
  }

  return {
    round,
    /** Resolves when nothing is under way. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
    /** Begins nothing more. */
    stop(): void {
      stopped = true
    },
  }
}
export type Dispatcher = ReturnType<typeof createDispatcher>

/** The entry of a step; undefined where there is nothing to write. */
function draftOf(next: PushStep | { do: 'void' }, { of, round, tries, calls, listedAt }: PushNotice, by: string): { type: PushEntryType; body: JsonObject } | undefined {
  switch (next.do) {
    case 'try': {
      const { do: _do, ...one } = next
      return { type: 'push.attempted', body: { of, round, n: tries.length, by, ...one } }
    }
    case 'call':
      return listedAt === undefined ? { type: 'push.listed', body: { of, round } } : undefined
    case 'void':
      return { type: 'push.ended', body: { of, round, as: 'void' } }
    case 'end': {
      if (next.as === 'dead') return { type: 'push.dead', body: { of, round, reason: next.reason } }
      if (next.as === 'in_app_only') return { type: 'push.ended', body: { of, round, as: 'in_app_only' } }
      const count = (channel: string): number => tries.filter((one) => one.channel === channel).length
      return { type: 'push.unreachable', body: { of, round, wechat: count('wechat'), sms: count('sms'), calls: calls.length } }
    }
    default:
      return undefined
  }
}
