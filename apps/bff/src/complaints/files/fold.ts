import type { Stream } from '@zhixin/shared/ids'
import {
  type ComplaintHappened, type ComplaintState, clocksOfFile, evolveComplaint, type FileRules, noComplaint, nothingOwed, type Owing, owingSince, type WatchRules,
  type Workflows,
} from '@zhixin/shared/rules'
import type { Fold } from '../../log'

/** A complaint's file and what its periods owe. */
export interface WatchedFile {
  file: ComplaintState
  owing: Owing
}
export interface FilesRules extends WatchRules {
  workflows: Workflows
}

const WRITTEN: ReadonlySet<string> = new Set(['clock.warned', 'clock.overdue'])

export const rulesOf = ({ workflows, catalogue, holidays }: FilesRules, stream: Stream): FileRules => ({ workflow: workflows[stream], catalogue, holidays })

/** One fold for each stream: they depend on the court's configuration, which a process reads once. */
export function complaintFolds(rules: FilesRules): Readonly<Record<Stream, Fold<WatchedFile>>> {
  const of = (stream: Stream): Fold<WatchedFile> => {
    const evolve = evolveComplaint(rules.workflows[stream])
    const own = rulesOf(rules, stream)
    return {
      name: `complaint-${stream}`,
      initial: { file: noComplaint, owing: nothingOwed },
      evolve(before: WatchedFile, entry: ComplaintHappened): WatchedFile {
        const file = evolve(before.file, entry)
        // What was written of a clock changes none.
        return { file, owing: WRITTEN.has(entry.type) ? before.owing : owingSince(before.owing, clocksOfFile(file, own), entry.at, rules) }
      },
    }
  }
  return { feedback: of('feedback'), petition: of('petition'), discipline: of('discipline'), inquiry: of('inquiry') }
}
