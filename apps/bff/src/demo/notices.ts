import { pushChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { type Calendar, dayOf } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { WechatDouble } from '@zhixin/doubles'
import { markThread } from '../messaging'
import type { Rooms } from '../rooms'
import type { PastCarriers, Trouble } from './carriers'
import { momentOf, workdayBefore } from './days'
import { litigants } from './people'
import type { HandClock } from './seed'

const WITHIN_MS = 5_000
/** A notice that is looked at has something to do a minute later at the soonest; this is enough to see it all and little enough to be like the real thing. */
const LOOKS_EVERY_MS = 10 * 60_000
/** Who allows WeChat to remind them, and who has it and never allowed it. */
const WECHAT = { agent: { progress: 3, message: 2 }, applicant: {} } as const satisfies Partial<Record<string, Record<string, number>>>
const openidOf = (id: string): string => `demo-openid-${id}`
const phoneOf = (id: string): string => litigants.find((one) => one.id === id)!.phone!

/** A respondent's telephone has been switched off of late; what the court wrote to an applicant could not be handed over one morning. */
export function pastTroubles(calendar: Calendar, now: string): Trouble[] {
  const day = (workdaysAgo: number): string => workdayBefore(calendar, dayOf(now), workdaysAgo)
  return [
    { phone: phoneOf('respondent2'), from: momentOf(day(3), '00:00'), until: now, how: 'switched_off' },
    { phone: phoneOf('applicant3'), from: momentOf(day(3), '09:00'), until: momentOf(day(3), '23:59'), how: 'busy' },
  ]
}

export type DemoNotices = ReturnType<typeof createDemoNotices>

/** What went out to people in the demonstration's past, at the time of day at which it would have. */
export function createDemoNotices(rooms: Rooms, clock: HandClock, carriers: PastCarriers) {
  const { push, log } = rooms
  const now = (): string => clock.now().toISOString()
  const documents = () => push.list.documents()

  /** All that follows the log has taken in what stands in it. */
  async function settled(): Promise<void> {
    for (let head = -1; head !== (await log.courtHead()); ) {
      head = await log.courtHead()
      const upTo = head
      await Promise.all(log.tails().map((tail) => tail.reached(upTo, WITHIN_MS)))
    }
  }

  const soonest = async (): Promise<string | undefined> =>
    (await documents().findOne({ dueAt: trusted({ $ne: null }) }).sort({ dueAt: 1 }).lean<{ dueAt: string } | null>())?.dueAt

  return {
    settled,
    /** Warns of periods, and sends what is due, in its own time, until an instant. */
    async goOut(until: string): Promise<void> {
      await settled()
      await rooms.clocks.sweep()
      for (let due = await soonest(); due !== undefined && due <= until; due = await soonest()) {
        const looksAgain = new Date(clock.now().getTime() + LOOKS_EVERY_MS).toISOString()
        const at = due > looksAgain ? due : looksAgain
        if (at > until) return
        clock.set(at)
        await push.dispatch()
        // A report is settled by what the list says of its try.
        await push.list.tail.reached(await log.courtHead(), WITHIN_MS)
        await carriers.report(push)
        await settled()
      }
    },
    /** Who has WeChat, and has allowed what. */
    async allow(personIds: ReadonlyMap<string, string>, templates: Readonly<Record<string, { id: string }>>): Promise<void> {
      for (const [id, allowed] of Object.entries(WECHAT)) {
        const personId = personIds.get(id)!
        await rooms.identity.bindDemoWechat(openidOf(id), personId)
        for (const [name, times] of Object.entries(allowed)) {
          for (let n = 0; n < times; n++) await push.quota.grant(personId, templates[name]!.id, 'one_time', `seed/${now()}/${n}`)
        }
      }
    },
    /** Somebody has read their thread. */
    async read(thread: ThreadKey): Promise<void> {
      await settled()
      const upTo = (await log.list(threadChain(thread))).at(-1)!.index
      await rooms.messaging.act({
        actor: { kind: 'person', accountId: 'seed', personId: thread.personId, sessionId: 'seed' }, thread, policy: markThread,
        commandId: `read/${thread.caseId}/${thread.personId}/${upTo}`, command: { type: 'MarkRead', upTo }, isSame: () => true,
      })
    },
    /** The hotline has looked for a number of whoever stands on its list since before an instant, and found none. */
    async nobodyFound(personId: string, staffId: string): Promise<void> {
      await settled()
      const listed = await documents().find({ personId, callAt: trusted({ $ne: null }) }).lean<{ caseId: string; of: number; notice: { round: number } }[]>()
      for (const { caseId, of, notice: { round } } of listed) {
        await log.append({
          chain: pushChain({ caseId, personId }), key: `seed/called/${caseId}/${personId}/${of}`,
          decide: async () => ({ type: 'push.called', actor: { kind: 'staff', id: staffId, role: 'desk' }, body: { of, round, outcome: 'no_number', note: '查过卷宗和立案材料，没有电话' } }),
        })
      }
    },
  }
}

/** WeChat's double forgets when it ends: it is told again what people have allowed. */
export async function remindDouble(
  wechat: Pick<WechatDouble, 'choose'>, { push }: Pick<Rooms, 'push'>, people: readonly { id: string; personId?: string }[], templates: Readonly<Record<string, { id: string }>>,
): Promise<void> {
  for (const id of Object.keys(WECHAT)) {
    const personId = people.find((one) => one.id === id)?.personId
    if (personId === undefined) continue
    for (const template of Object.values(templates)) {
      const left = await push.quota.of(personId, template.id)
      for (let n = 0; n < Number(left); n++) wechat.choose(openidOf(id), { [template.id]: 'accept' })
    }
  }
}
