import { pushChain, threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { evolvePush, finalOf, noPushes, noticeOf, outcomeOf, type PushFinal, type PushState, UpToSchema } from '@zhixin/shared/rules'
import type { Log } from '../log'
import type { NoticePerson, SituationName } from './notice-people'

export interface NoticeVerdict {
  person: NoticePerson
  of: number
  must: boolean
  /** Every final state that it was in, one after the other: must be one. */
  finals: PushFinal[]
  /** What is wrong with how it came to that. */
  faults: string[]
  unanswered: number
}
export type Tally = Partial<Record<SituationName, Record<string, number>>>

/**
 * What became of every node that was told, from the chains alone: played again entry by entry, so that a second final state, a try after the end, and
 * a second try of a channel that need not have failed are all seen.
 */
export async function verdictsOf(log: Log, people: readonly NoticePerson[]): Promise<NoticeVerdict[]> {
  const all: NoticeVerdict[] = []
  for (const person of people) {
    const [thread, pushes] = await Promise.all([log.list(threadChain(person)), log.list(pushChain(person))])
    const told = thread.filter(({ type }) => type === 'node.told')
    const verdicts = new Map(told.map(({ index: of, body }): [number, NoticeVerdict] =>
      [of, { person, of, must: body.node === 'restrict_consumption', finals: [], faults: [], unanswered: 0 }]))
    let state: PushState = noPushes
    let read = { upTo: -1, at: '' }
    for (const entry of [...thread, ...pushes].sort((a, b) => a.seq - b.seq)) {
      if (entry.chain.startsWith('push:')) checkTry(state, entry, verdicts)
      state = evolvePush(state, entry)
      if (entry.type === 'message.read') read = { ...UpToSchema.parse(entry.body), at: entry.at }
      for (const verdict of verdicts.values()) {
        const final = finalOf(noticeOf(state, verdict.of), read.upTo >= verdict.of ? read.at : undefined)
        if (final && verdict.finals.at(-1) !== final.as) verdict.finals.push(final.as)
      }
    }
    for (const verdict of verdicts.values()) {
      const { tries } = noticeOf(state, verdict.of)
      verdict.unanswered = tries.filter(({ answer }) => answer === undefined).length
      all.push(verdict)
    }
  }
  return all
}

/** No try of what has ended; none on a channel before one that was tried; none again where the one before need not have failed. */
function checkTry(state: PushState, { type, body }: SequencedEntry, verdicts: ReadonlyMap<number, NoticeVerdict>): void {
  const verdict = verdicts.get(body.of as number)
  if (!verdict || type !== 'push.attempted') return
  if (verdict.finals.length > 0) verdict.faults.push('tried after its end')
  const { tries } = noticeOf(state, verdict.of)
  if (body.channel === 'wechat' && tries.some(({ channel }) => channel === 'sms')) verdict.faults.push('WeChat after a text')
  if (tries.some((one) => one.channel === body.channel && outcomeOf(one) !== 'failed')) verdict.faults.push(`${body.channel as string} again, though it may have gone out`)
}

/** How many of each final state, by how its person can be reached. */
export function tallyOf(verdicts: readonly NoticeVerdict[]): Tally {
  const tally: Tally = {}
  for (const { person: { situation }, finals } of verdicts) {
    const counts = (tally[situation] ??= {})
    const name = finals.length === 1 ? finals[0]! : finals.length === 0 ? 'none' : 'several'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return tally
}
