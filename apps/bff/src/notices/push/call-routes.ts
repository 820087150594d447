import {
  CalledToldSchema, CheckCalledSchema, NoticeCalledSchema, NoticeCallSchema, NoticeCallsSchema, NoticeParamsSchema, SentAgainSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { caseChain, pushChain, type ThreadKey, threadChain } from '@zhixin/shared/ids'
import { callAt, type CourtProfile, dayOf, finalOf, isSealed, noticeOf, type NoticesConfig, PushCalledSchema, type PushNotice } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { caseFold, type Cases } from '../../cases'
import type { ReachOf } from '../../identity'
import type { HeadView, Log, ReadModel } from '../../log'
import { keyOf, type Messaging } from '../../messaging'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { pushFold, toldFold } from './fold'
import type { NoticeDocument, NoticeModel } from './model'
import { workNoticeCalls } from './policy'
import { concerningNotices } from './staff-routes'

const tag = '回访名单 notice calls'
const base = '/notice-calls/:caseId/:personId/:of'
const SHOWN = 200

export interface CallRoutesParts {
  log: Log
  list: ReadModel<NoticeModel>
  cases: Cases
  stateOf: Messaging['stateOf']
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  reach: Pick<ReachOf, 'of' | 'disownPhone' | 'hasLastFour'>
  config: NoticesConfig
  court: CourtProfile
  clock: Clock
}

/** The hotline's list: whom to ring because nothing else reached them. What a notice says is told to nobody who has not shown who they are. */
export function createCallRoutes({ log, list, cases, stateOf, names, reach, config, court, clock }: CallRoutesParts): Route[] {
  /** The notice as it is on the list; refuses where it no longer is. */
  async function listed(key: ThreadKey, of: number, { state }: Pick<HeadView, 'state'>): Promise<PushNotice> {
    const [pushes, told] = await Promise.all([state(pushFold, pushChain(key)), state(toldFold, threadChain(key))])
    const notice = noticeOf(pushes, of)
    const isOver = finalOf(notice, told.read >= of ? told.readAt : undefined) !== undefined || told.takenBack[of] === true
    assertThat(notice.listedAt !== undefined && !isOver, 'notices.not_on_list')
    return notice
  }
  const heads: Pick<HeadView, 'state'> = { state: (fold, chain) => log.state(fold, chain) }

  /** As it stands in the person's own thread, sentence by sentence. */
  async function wordsOf(key: ThreadKey, of: number): Promise<string[]> {
    const [[entry], thread] = await Promise.all([log.list(threadChain(key), { after: of - 1, before: of + 1 }), stateOf(key)])
    const fallback = [`${config.types[entry?.type as keyof typeof config.types]?.label ?? '案件有新进展'}，请打开执信查看全文。`]
    if (!entry || isSealed(thread.parts.sealing, of)) return fallback
    const { label, text, what, on, dueOn, means, act } = entry.body as Record<string, string | undefined> & { act?: { text: string; dueAt?: string } }
    if (entry.type === 'node.told') {
      const by = act?.dueAt && `请在${dayOf(act.dueAt)}之前办。`
      return [`${on} ${label}：${text}`, ...(means ? [means] : []), ...(act ? [`需要您：${act.text}`] : []), ...(by ? [by] : [])]
    }
    if (entry.type === 'task.asked') return [`法院请您：${label}。${what}`, ...(dueOn ? [`请在${dueOn}之前办。`] : [])]
    // What is missing is between the applicant and the window: the call says until when.
    if (entry.type === 'application.correction_asked') return [`您的申请要补材料，请在${String(entry.body.dueDay)}之前补交。`, '要补什么，请打开执信查看。']
    return fallback
  }

  const nameOf = async (personId: string): Promise<string> => (await names.people([personId])).get(personId) ?? ''

  return [
    defineRoute({
      method: 'get', path: '/notice-calls', summary: 'Whom to ring now, who waits longest first', tag, policy: workNoticeCalls, limit: 'read', answer: NoticeCallsSchema,
      async handle({ actor }) {
        const all = await log.reading([list], concerningNotices(log, actor), () =>
          list.documents().find({ callAt: trusted({ $ne: null }) }).sort({ callAt: 1, _id: 1 }).lean<NoticeDocument[]>())
        const now = clock.now().toISOString()
        const due = all.filter(({ callAt: from }) => from! <= now).slice(0, SHOWN)
        const later = all.filter(({ callAt: from }) => from! > now)
        const [people, numbers] = await Promise.all([names.people(due.map(({ personId }) => personId)), cases.numbersOf(due.map(({ caseId }) => caseId))])
        const failed = ({ notice }: NoticeDocument): number => notice.calls.filter(({ outcome }) => outcome === 'no_answer').length
        return {
          data: {
            calls: due.map((one) => ({
              caseId: one.caseId, personId: one.personId, of: one.of, name: people.get(one.personId) ?? '', caseNumber: numbers.get(one.caseId) ?? '', from: one.callAt!,
              failed: failed(one),
            })),
            later: { count: later.length, first: later[0]?.callAt ?? null },
          },
        }
      },
    }),
    defineRoute({
      method: 'get', path: base, summary: 'One of them: the numbers, and what may be said; opening it is logged', tag,
      policy: workNoticeCalls, limit: 'read', params: NoticeParamsSchema, answer: NoticeCallSchema,
      async handle({ actor, params: { of, ...key } }) {
        const notice = await listed(key, of, heads)
        await cases.noteOpening(actor as StaffActor, 'desk', key.caseId, `notice-call/${key.personId}/${of}`)
        const [{ phones }, name, file, staff] = await Promise.all([
          reach.of(key.personId), nameOf(key.personId), log.state(caseFold, caseChain(key.caseId)), names.staff(notice.calls.map(({ by }) => by)),
        ])
        return {
          data: {
            name, caseNumber: file.caseNumber, phones: phones.map(({ id, number, confirmed }) => ({ id, number, confirmed })),
            opening: `您好，这里是${court.name}。请问是${name}本人吗？有一件事要告诉您本人，请先说一下您身份证号的后四位，我核对一下。`,
            otherwise: `不是本人接听的，不说是什么案件、什么事，只说：“请${name}方便时拨打${court.hotline}。”`,
            calls: notice.calls.map(({ at, by, outcome, note }) => ({ at, byName: staff.get(by) ?? '', outcome, note: note ?? null })),
            left: config.calls.times - notice.calls.filter(({ outcome }) => outcome === 'no_answer').length,
          },
        }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/check`, summary: 'What whoever answers may be told, once they have said who they are', tag,
      policy: workNoticeCalls, limit: 'write', params: NoticeParamsSchema, body: CheckCalledSchema, answer: CalledToldSchema,
      async handle({ params: { of, ...key }, body: { lastFour }, address }) {
        await listed(key, of, heads)
        assertThat(await reach.hasLastFour(key.personId, lastFour, address), 'notices.identity_wrong', { field: 'body.lastFour' })
        return { data: { words: await wordsOf(key, of) } }
      },
    }),
    defineRoute({
      method: 'post', path: base, summary: 'What came of a call', tag,
      policy: workNoticeCalls, limit: 'write', params: NoticeParamsSchema, body: NoticeCalledSchema, answer: SentAgainSchema,
      async handle({ actor, params: { of, ...key }, body: { commandId, outcome, phoneId, lastFour, laterAt, note }, address }) {
        const { phones } = await reach.of(key.personId)
        const stored = await log.find(keyOf(actor, commandId))
        const isNew = stored === undefined
        // A repeat finds a number gone that it took away itself.
        if (isNew && phoneId !== undefined) assertThat(phones.some(({ id }) => id === phoneId), 'notices.no_such_number', { field: 'body.phoneId' })
        const needsNumber = outcome === 'wrong_number' || outcome === 'no_answer'
        assertThat(!needsNumber || phoneId !== undefined, 'notices.no_such_number', { field: 'body.phoneId' })
        assertThat(outcome !== 'no_number' || phones.length === 0 || !isNew, 'notices.no_such_number', { field: 'body.outcome' })
        const isChecked = outcome === 'reached' && lastFour !== undefined && (await reach.hasLastFour(key.personId, lastFour, address))
        assertThat(outcome !== 'reached' || isChecked, 'notices.identity_wrong', { field: 'body.lastFour' })
        const entry = await log.append({
          chain: pushChain(key), key: keyOf(actor, commandId), isSame: ({ type, body }) => type === 'push.called' && body.of === of && body.outcome === outcome,
          async decide({ state, now }) {
            const notice = await listed(key, of, { state })
            assertThat(outcome !== 'no_answer' || callAt(notice, config)! <= now, 'notices.too_early')
            assertThat(outcome !== 'later' || (laterAt !== undefined && laterAt > now), 'notices.time_missing', { field: 'body.laterAt' })
            const body = PushCalledSchema.parse({
              of, round: notice.round, outcome, ...(phoneId && { to: phoneId }), ...(outcome === 'later' && { laterAt }), ...(note?.trim() && { note: note.trim() }),
              ...(isChecked && { identityChecked: true }),
            })
            return { type: 'push.called', actor: { kind: 'staff', id: (actor as StaffActor).staffId, role: 'desk' }, body }
          },
        })
        if (outcome === 'wrong_number') await reach.disownPhone(key.personId, phoneId!)
        return { data: { at: entry!.at } }
      },
    }),
  ] as Route[]
}
