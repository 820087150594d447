import type { OpenMatterView, WorkItem } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'

/** How pressing an open matter is, as the work list says it: past the alarm, due today or past the target, later. */
export function urgencyOf({ targetAt, alarmAt }: Pick<OpenMatterView, 'targetAt' | 'alarmAt'>, now: string): Exclude<WorkItem['urgency'], 'none'> {
  if (now > alarmAt) return 'late'
  return dayOf(targetAt) <= dayOf(now) ? 'due' : 'open'
}
