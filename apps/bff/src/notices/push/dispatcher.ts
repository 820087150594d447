import { caseChain, pushChain, type ThreadKey, threadChain } from '@zhixin/shared/ids'
import type { Actor as EntryActor } from '@zhixin/shared/log'
import {
  nextPushStep, noticeOf, PushAttemptedSchema, type PushEntryType, type PushNotice, type PushStep, relationsOf,
} from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import { trusted } from 'mongoose'
import { caseFold } from '../../cases'
import type { PersonReach } from '../../identity'
import type { HeadView, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import { randomPiece } from '../../platform/random'
import { draftOf, type StepDraft } from './drafts'
import { pushFold, toldFold } from './fold'
import type { NoticeDocument, NoticeModel } from './model'
import type { Quota } from './quota'
import { type Attempt, createSending, type SendingParts } from './sending'
import type { TryNames } from './try-names'

/** Who sends: the court's system, following the log. */
export const dispatcherActor: EntryActor = { kind: 'system', id: 'push', role: 'notice' }
const TOKEN_BYTES = 12
const PAGE = 1_000
const LIST_CATCHES_UP_MS = 1_000
/** For a notice that has nothing to do although it looked so (the configuration was changed): not at once again. */
const NOT_AGAIN_MS = 60_000
/** Of how many notices is remembered what was done to them. One that is forgotten before the list shows it is looked at once more, and that is all. */
const REMEMBERED = 20_000

export interface DispatcherParts extends SendingParts {
  list: ReadModel<NoticeModel>
  quota: Quota
  names: TryNames
  reach(personId: string): Promise<PersonReach>
  clock: Clock
  /** How many notices are under way at once. */
  concurrency?: number
}

/** What of a notice says where to look; all else is asked of the chains. */
type Due = Omit<NoticeDocument, 'notice' | 'names'>

/**
 * Takes every notice that is due one step further. What it does stands in the log before it is done: an attempt is an entry under a key of its own,
 * written before the call goes out, and whoever's entry it is makes the call. So two dispatchers, and one that is killed at any instruction, send
 * nothing twice; what was under way then is `unknown` (see `nextPushStep`).
 */
export function createDispatcher(parts: DispatcherParts) {
  const { log, list, config, quota, names, clock, logger, concurrency = 96 } = parts
  const send = createSending(parts)
  const underWay = new Map<string, Promise<void>>()
  /** What this process has done to a notice that the read model need not show yet: up to this `seq`, or not before this time. */
  const done = new LRUCache<string, { seq: number; until: number }>({ max: REMEMBERED })
  const instant = (): string => clock.now().toISOString()
  /** Rounds that wait until one of these has come to an end. */
  const waiting: (() => void)[] = []
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
    await log.lookAhead(due.map(pushChain))
    // Asked once for all that somebody gets in this round, and anew in the next: a number may be said to be somebody else's meanwhile.
    const reachOf = onceFor(parts.reach)
    let taken = 0
    for (const document of due) {
      if (stopped) break
      if (underWay.has(document._id) || !isNews(document)) continue
      while (underWay.size >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
      taken++
      begin(document, reachOf)
    }
    // What was done is no longer due once the list knows: else the same ones would be read over and over. As long as most are new, it may lag.
    if (taken > 0 && taken < due.length / 2) await list.tail.reached(written, LIST_CATCHES_UP_MS)
    return taken
  }

  function begin(document: Due, reachOf: (personId: string) => Promise<PersonReach>): void {
    const going = step(document, reachOf)
      .catch((error: unknown) => {
        done.set(document._id, { seq: -1, until: clock.now().getTime() + NOT_AGAIN_MS })
        logger.error({ err: error }, 'a notice could not be taken further; it is tried again')
      })
      .finally(() => {
        underWay.delete(document._id)
        for (const goOn of waiting.splice(0)) goOn()
      })
    underWay.set(document._id, going)
  }

  async function step(document: Due, reachOf: (personId: string) => Promise<PersonReach>): Promise<void> {
    const { caseId, personId, of, spec } = document
    const key = { caseId, personId }
    const templateId = spec.wechat === undefined ? undefined : config.wechat_templates[spec.wechat]?.id
    const person = await reachOf(personId)
    const quotaOf = person.openid !== undefined && templateId !== undefined ? await quota.look(personId, templateId) : undefined
    const by = randomPiece(TOKEN_BYTES).toString('hex')

    async function decided({ state, now }: HeadView): Promise<{ notice: PushNotice; next: PushStep | { do: 'void' } }> {
      const [pushes, told, file] = await Promise.all([state(pushFold, pushChain(key)), state(toldFold, threadChain(key)), state(caseFold, caseChain(caseId))])
      const notice = noticeOf(pushes, of)
      const readAt = told.read >= of ? told.readAt : undefined
      // What was decided before, and has to be decided anew, spends nothing.
      quotaOf?.takesBack(by)
      const left = quotaOf?.left() ?? 0
      const reach = { wechat: left === 'standing' || left > 0, phones: person.phones }
      const next = nextPushStep({ notice, spec, reach, config, now, neutral: pushes.neutral, ...(readAt !== undefined && { readAt }) })
      const isOver = told.takenBack[of] === true || relationsOf(file, personId, now).length === 0
      return { notice, next: isOver && next.do !== 'nothing' ? { do: 'void' } : next }
    }

    const seen = await decided({ now: instant(), state: (fold, chain) => log.stateSeen(fold, chain) })
    const draft = draftOf(seen.next, seen.notice, by)
    if (!draft) {
      const until = seen.next.do === 'wait' ? Date.parse(seen.next.until) : clock.now().getTime() + NOT_AGAIN_MS
      done.set(document._id, { seq: document.upTo, until })
      return
    }
    const { round, tries, calls } = seen.notice
    const name = `${of}/${round}/${draft.type}/${tries.length}.${calls.length}`
    let isOurs = false
    try {
      const entry = await append(key, name, async (view) => {
        const { next, notice } = await decided(view)
        // From here on the next of the same person has one less.
        if (next.do === 'try' && next.channel === 'wechat') quotaOf?.begins(by)
        return draftOf(next, notice, by)
      }, draft.type)
      isOurs = entry?.type === 'push.attempted' && entry.body.by === by
      // Somebody was faster, or it was read in this very moment: the read model will say so.
      done.set(document._id, entry ? { seq: entry.seq, until: 0 } : { seq: document.upTo, until: clock.now().getTime() + NOT_AGAIN_MS })
      if (entry?.type === 'push.unreachable') logger.warn('a person could not be reached for a notice')
      if (entry && isOurs) await call(document, PushAttemptedSchema.parse(entry.body), person, templateId)
    } finally {
      if (!isOurs) quotaOf?.takesBack(by)
    }
  }

  async function append(key: ThreadKey, name: string, decide: (view: HeadView) => Promise<StepDraft | undefined>, wanted: PushEntryType) {
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
  async function call(document: Due, attempt: Attempt, person: PersonReach, templateId: string | undefined): Promise<void> {
    const { caseId, personId, of } = document
    const { round, n, channel, by } = attempt
    const place = { caseId, personId, of, round, n, channel }
    names.keep(by, place)
    const said = await send(document, attempt, person, templateId)
    // Before that is on disk: its report may be here first, and the attempt is there.
    if (said.providerId !== undefined) names.keep(said.providerId, place)
    const name = `${of}/${round}/push.answered/${n}`
    const entry = await append({ caseId, personId }, name, async () => ({ type: 'push.answered', body: { of, round, n, ...said } }), 'push.answered')
    if (entry) done.set(document._id, { seq: entry.seq, until: 0 })
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

function onceFor<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>()
  return (id) => {
    const known = asked.get(id) ?? ask(id)
    asked.set(id, known)
    return known
  }
}
