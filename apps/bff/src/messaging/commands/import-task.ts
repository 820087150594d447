import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { COURT_SYSTEM } from '@zhixin/shared/log'
import { relationsOf, type TaskAsked, TaskAskedSchema } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Log } from '../../log'

/**
 * What the court's own system asks of a person of the respondent side: a notice or order that went out there. The same task again changes
 * nothing; where the person takes no part on that side, nothing is written.
 */
export async function importTask(log: Log, thread: ThreadKey, task: Omit<TaskAsked, 'offHoursReason'>): Promise<void> {
  const body = TaskAskedSchema.parse(task)
  await log.append({
    chain: threadChain(thread),
    key: `task/${thread.caseId}/${thread.personId}/${task.taskId}`,
    async decide({ state, now }) {
      const file = await state(caseFold, caseChain(thread.caseId))
      if (!relationsOf(file, thread.personId, now).some(({ side }) => side === 'respondent')) return undefined
      return { type: 'task.asked', actor: COURT_SYSTEM, body }
    },
  })
}
