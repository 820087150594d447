import { type ComplaintKey, complaintOf, isForInspectors } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type ComplaintStepped, ComplaintSteppedSchema } from '@zhixin/shared/rules'
import type { Log, Tail } from '../log'

/** A step that stands in a complaint's file. */
export interface StepEntry {
  key: ComplaintKey
  entry: SequencedEntry
  stepped: ComplaintStepped
}
type Handle = (step: StepEntry) => Promise<void>

async function each(entries: readonly SequencedEntry[], handle: Handle): Promise<void> {
  for (const entry of entries) {
    const key = complaintOf(entry.chain)
    if (key && entry.type === 'complaint.stepped') await handle({ key, entry, stepped: ComplaintSteppedSchema.parse(entry.body) })
  }
}

/** Follows the steps of all files but the reports of misconduct, which no tail is shown that does not ask for them. */
export const followSteps = (log: Log, name: string, handle: Handle): Tail => log.tailWith({ name, handle: (entries) => each(entries, handle) })

/** Follows the steps of reports of misconduct alone. */
export const followReports = (log: Log, name: string, handle: Handle): Tail =>
  log.tailWith({ name, forInspectors: true, handle: (entries) => each(entries.filter(({ chain }) => isForInspectors(chain)), handle) })
