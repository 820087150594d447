import type { Handler, ThreadView } from '@zhixin/shared/contract'
import { type Calendar, type CaseState, type Mark, MarkSchema, type MessagingConfig, replyDue, type ThreadState } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import { roleOf } from './person-role'
import type { ActorNames } from './present'
import type { OpenedThread } from './threads'

export interface ThreadViewParts {
  names: ActorNames
  handlers(state: CaseState): Promise<Handler[]>
  config: MessagingConfig
  calendar: Calendar
  clock: Clock
}

/** A thread's own page, without its entries. */
export function createThreadPresenter({ names, handlers, config, calendar, clock }: ThreadViewParts) {
  const marks: ThreadView['marks'] = MarkSchema.options.map((mark: Mark) => ({
    mark, ...config.marks[mark], notice: config.not_a_filing.find((notice) => notice.mark === mark)?.notice ?? null,
  }))
  return {
    async thread({ key, file, relation }: OpenedThread, state: ThreadState): Promise<ThreadView> {
      const { matter } = state
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
        originalEvidenceNotice: config.original_evidence_notice,
      }
    },
  }
}
export type ThreadPresenter = ReturnType<typeof createThreadPresenter>
