import type { Handler, HelpNeedsView, ThreadReader, ThreadView } from '@zhixin/shared/contract'
import { type Calendar, type CaseState, HANDLERS, LEADERS, type Mark, MarkSchema, type MessagingConfig, replyDue, type ThreadState, voicesWaiting } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import { roleOf } from './person-role'
import type { ActorNames } from './present'
import type { OpenedThread } from './threads'

export interface ThreadViewParts {
  names: ActorNames
  handlers(state: CaseState): Promise<Handler[]>
  helpNeeds(personId: string): Promise<HelpNeedsView | null>
  /** Who leads a department. */
  leaders(department: string): Promise<ThreadReader[]>
  config: MessagingConfig
  calendar: Calendar
  clock: Clock
}

/** A thread's own page, without its entries. */
export function createThreadPresenter({ names, handlers, leaders, helpNeeds, config, calendar, clock }: ThreadViewParts) {
  const marks: ThreadView['marks'] = MarkSchema.options.map((mark: Mark) => ({
    mark, ...config.marks[mark], notice: config.not_a_filing.find((notice) => notice.mark === mark)?.notice ?? null,
    confidential: config.confidential_by_default.marks.includes(mark),
  }))
  /** Whoever is away can read it all the same, and so can who stands in. */
  const readersOf = ({ name, title, away }: Handler): ThreadReader[] => [{ name, title }, ...(away?.standIn ? [{ name: away.standIn.name, title: `代${title}${name}` }] : [])]
  const readers = async (file: CaseState): Promise<ThreadReader[]> => [...(await handlers(file)).flatMap(readersOf), ...(await leaders(file.department))]

  return {
    async thread({ key, file, relation }: OpenedThread, state: ThreadState): Promise<ThreadView> {
      // Whatever was open is answered at the other court.
      const matter = file.transferred ? undefined : state.matter
      const isCourts = HANDLERS.includes(relation) || LEADERS.includes(relation)
      return {
        ...key,
        caseNumber: file.caseNumber,
        cause: file.cause,
        caseStatus: file.status === 'closed' ? 'closed' : 'open',
        department: file.department,
        personName: (await names.people([key.personId])).get(key.personId) ?? '',
        personRole: roleOf(file, key.personId, clock.now().toISOString()),
        handlers: await handlers(file),
        head: state.next - 1,
        party: state.party,
        court: state.court,
        matter: matter ? { since: matter.since, sinceAt: matter.sinceAt, ...replyDue(matter, config.reply_clocks, calendar) } : null,
        // What its reader cannot say is not offered.
        marks: relation === 'agent' ? marks.filter(({ mark }) => !config.needs_special_authority.marks.includes(mark)) : marks,
        sealReasons: config.sealing.reasons,
        originalEvidenceNotice: config.original_evidence_notice,
        readers: await readers(file),
        proposals: Object.entries(state.parts.settlement).map(([index, proposal]) => ({ index: Number(index), ...proposal })),
        // Health is nobody's business but theirs who answer, and who leads them.
        helpNeeds: isCourts ? await helpNeeds(key.personId) : null,
        transferred: file.transferred
          ? { name: file.transferred.to.name, phone: file.transferred.to.phone, newCaseNumber: file.transferred.acknowledged?.newCaseNumber ?? null }
          : null,
        former: formerOf(file, key.personId),
        voicesWaiting: HANDLERS.includes(relation) ? voicesWaiting(state).map(({ of: index, attachmentId }) => ({ index, attachmentId })) : [],
      }
    },
  }
}
export type ThreadPresenter = ReturnType<typeof createThreadPresenter>

/** What of this thread stands at the court that had the case before. */
function formerOf({ takenOver }: CaseState, personId: string): ThreadView['former'] {
  const thread = takenOver?.threads[personId]
  if (!takenOver || !thread) return null
  const { from: { name, phone }, formerNumber: caseNumber } = takenOver
  return { name, phone, caseNumber, entries: thread.entries }
}
