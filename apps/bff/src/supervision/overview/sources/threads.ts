import { threadChain, watchChain } from '@zhixin/shared/ids'
import { aboutKey, type MessagingConfig, UrgedSchema } from '@zhixin/shared/rules'
import type { Messaging } from '../../../messaging'
import type { StaffMoment } from '../../../progress'
import { type CourtItem, itemIdOf } from '../item'

export interface ThreadSourceParts {
  messaging: Pick<Messaging, 'waiting'>
  marks: MessagingConfig['marks']
}

/** Matters that wait for the court's answer; of the thread, nothing but since when. Ask inside `log.reading`. */
export async function threadItems({ messaging, marks }: ThreadSourceParts, { now, moment }: { now: string; moment: StaffMoment }): Promise<CourtItem[]> {
  return (await messaging.waiting()).map(({ caseId, personId, caseNumber, caseStatus, department, officerIds, judgeId, matter }): CourtItem => {
    const { since, sinceAt, targetAt, alarmAt, answeredBy, mark } = matter!
    const about = aboutKey({ what: 'matter', since, sinceAt })
    const key = { caseId, personId }
    const chain = watchChain(key)
    return {
      measure: 'unanswered', id: itemIdOf('unanswered', caseId, personId, since), department,
      staffIds: answerersOf({ officerIds, judgeId }, answeredBy, moment),
      ...(alarmAt < now ? LATE : targetAt < now ? PAST_TARGET : IN_TIME),
      ...(answeredBy === 'judge' && { hiddenFrom: officerIds.filter((id) => id !== judgeId) }),
      title: caseNumber, what: `待答复：${marks[mark].label}`, at: sinceAt, atIs: 'since',
      file: { caseId, status: caseStatus, department, officerIds, judgeId },
      opens: { page: 'thread', ...key },
      behind: [
        { chain: threadChain(key), is: ({ index, actor }) => index >= since && (actor.kind === 'person' || index === since) },
        { chain, is: ({ type, body }) => type === 'watch.urged' && aboutKey(UrgedSchema.parse(body).about) === about },
      ],
      urge: { place: key, about },
    }
  })
}

/** Who has to answer now: whom the matter falls to, and who answers for those of them who are away. */
export function answerersOf(
  { officerIds, judgeId }: { officerIds: readonly string[]; judgeId: string }, answeredBy: 'handler' | 'judge', { staff, standInOf }: StaffMoment,
): string[] {
  const there = new Set(staff.map(({ id }) => id))
  const meant = [...(answeredBy === 'handler' ? officerIds : []), judgeId].filter((id) => there.has(id))
  return [...new Set(meant.flatMap((id) => [id, ...standInOf(id)]))]
}

const LATE = { state: 'late', stateLabel: '超过最长答复时间', alarming: true }
const PAST_TARGET = { state: 'past_target', stateLabel: '超过目标时间', alarming: false }
const IN_TIME = { state: 'in_time', stateLabel: '还在时间内', alarming: false }
