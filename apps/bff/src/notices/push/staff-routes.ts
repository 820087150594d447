import { DeadLettersSchema, NoticeParamsSchema, type NoticeView, SendAgainSchema, SentAgainSchema, ThreadNoticesSchema, ThreadParamsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { caseChain, pushChain, threadChain } from '@zhixin/shared/ids'
import { type CaseState, filedAtOf, filingOf, finalOf, noticeOf, type NoticesConfig, type PushReach } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { caseFold, type Cases, concerning, relationOf } from '../../cases'
import { filingFold } from '../../filing'
import type { ReachOf } from '../../identity'
import type { Concerns, Log, ReadModel } from '../../log'
import { keyOf, type Messaging } from '../../messaging'
import type { Clock } from '../../platform/clock'
import type { Actor, StaffActor } from '../../platform/http/actor'
import { authorize } from '../../platform/http/policy'
import { defineRoute, type Route } from '../../platform/http/route'
import { pushFold, toldFold } from './fold'
import type { NoticeDocument, NoticeModel } from './model'
import { listDeadLetters, readNotices, sendAgain } from './policy'
import { canSendAgain, presentNotice } from './present'
import type { Quota } from './quota'

const tag = '通知 notices'
const base = '/threads/:caseId/:personId/notices'
const SHOWN = 100

export interface StaffRoutesParts {
  log: Log
  list: ReadModel<NoticeModel>
  cases: Cases
  threads: Pick<Messaging['threads'], 'open'>
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  reach: Pick<ReachOf, 'of'>
  quota: Quota
  config: NoticesConfig
  clock: Clock
}

/** What lists of notices wait for: what staff wait for, and what was done about notices. */
export function concerningNotices(log: Pick<Log, 'state'>, actor: Actor): Concerns {
  const others = concerning(log, actor)
  return (chain, index) => chain.startsWith('push:') || others(chain, index)
}

/** How every notice stands, as whoever sent it and whoever leads see it; and what could not be sent. */
export function createStaffRoutes({ log, list, cases, threads, names, reach, quota, config, clock }: StaffRoutesParts): Route[] {
  async function reachOf(personId: string, { spec }: NoticeDocument): Promise<PushReach> {
    const { openid, phones } = await reach.of(personId)
    const id = spec.wechat === undefined ? undefined : config.wechat_templates[spec.wechat]?.id
    return { wechat: openid !== undefined && id !== undefined && (await quota.of(personId, id)) !== 0, phones }
  }

  async function present(documents: NoticeDocument[]): Promise<NoticeView[]> {
    const staff = await names.staff([...new Set(documents.flatMap(({ notice }) => notice.calls.map(({ by }) => by)))])
    return Promise.all(documents.map(async (document) => {
      const filing = filingOf(await log.stateSeen(filingFold, caseChain(document.caseId)), document.personId)
      return presentNotice(document, staff, await reachOf(document.personId, document), config, filedAtOf(filing, document.of))
    }))
  }

  return [
    defineRoute({
      method: 'get', path: base, summary: 'How each notice to this person stands: waiting, sent, delivered, read, failed why, next channel when', tag,
      policy: readNotices, limit: 'read', params: ThreadParamsSchema, answer: ThreadNoticesSchema,
      async handle({ actor, params }) {
        await threads.open(actor, params, readNotices)
        const documents = await log.reading([list], concerningNotices(log, actor), () =>
          list.documents().find(params).sort({ of: -1 }).limit(SHOWN).lean<NoticeDocument[]>())
        return { data: { notices: await present(documents) } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/:of/again`, summary: 'Sends again what could not be sent, or reached nobody', tag,
      policy: sendAgain, limit: 'write', params: NoticeParamsSchema, body: SendAgainSchema, answer: SentAgainSchema,
      async handle({ actor, params: { of, ...key }, body: { commandId } }) {
        await threads.open(actor, key, sendAgain)
        const entry = await log.append({
          chain: pushChain(key), key: keyOf(actor, commandId), isSame: ({ type, body }) => type === 'push.requeued' && body.of === of,
          async decide({ state, now }) {
            const relation = relationOf(actor, await state(caseFold, caseChain(key.caseId)), now)
            authorize(sendAgain, actor, relation)
            const [pushes, told] = await Promise.all([state(pushFold, pushChain(key)), state(toldFold, threadChain(key))])
            const notice = noticeOf(pushes, of)
            assertThat(canSendAgain(finalOf(notice, told.read >= of ? told.readAt : undefined)), 'notices.not_over')
            return { type: 'push.requeued', actor: { kind: 'staff', id: (actor as StaffActor).staffId, role: relation }, body: { of, round: notice.round + 1 } }
          },
        })
        return { data: { at: entry!.at } }
      },
    }),
    defineRoute({
      method: 'get', path: '/dead-letters', summary: 'What could not be sent or reached nobody, in the cases that the reader has to do with', tag,
      policy: listDeadLetters, limit: 'read', answer: DeadLettersSchema,
      async handle({ actor }) {
        const documents = await log.reading([list], concerningNotices(log, actor), () =>
          list.documents().find({ 'final.as': trusted({ $in: ['dead', 'unreachable'] }) }).sort({ 'final.at': -1 }).lean<NoticeDocument[]>())
        const files = new Map<string, CaseState>()
        const now = clock.now().toISOString()
        const mine: NoticeDocument[] = []
        for (const document of documents) {
          const file = files.get(document.caseId) ?? (await log.stateSeen(caseFold, caseChain(document.caseId)))
          files.set(document.caseId, file)
          if (mine.length < SHOWN && relationOf(actor, file, now) !== 'none') mine.push(document)
        }
        const [people, numbers, views] = await Promise.all([
          names.people(mine.map(({ personId }) => personId)), cases.numbersOf(mine.map(({ caseId }) => caseId)), present(mine),
        ])
        return {
          data: {
            letters: mine.map(({ caseId, personId }, i) =>
              ({ caseId, personId, caseNumber: numbers.get(caseId) ?? '', personName: people.get(personId) ?? '', notice: views[i]! })),
          },
        }
      },
    }),
  ] as Route[]
}
