import {
  automaticOf, type ComplaintState, type FileRules, lacksOf, nextStepAt, type OwedAutomatic, stepsToWrite, takesAs, type OwedStep,
} from '@zhixin/shared/rules'
import type { WatchedFile } from './fold'

const byClock = { kind: 'clock' } as const

/** Where a file stood at an instant. */
function stateAt({ steps, state }: ComplaintState, at: string): string {
  const next = steps.find((step) => step.at > at)
  return next ? next.from : state
}

/** Steps that take themselves, from where the file stands; those that lapse only if they could be taken when their time came, too. */
export function automaticAhead(file: ComplaintState, rules: FileRules): OwedAutomatic[] {
  return automaticOf(file, rules).filter(({ step: id, at, lapses }) => {
    const step = rules.workflow.steps.find((one) => one.id === id)!
    return step.on && step.from.includes(file.state) && (!lapses || step.from.includes(stateAt(file, at)))
  })
}

/** Those of them that can be taken now. */
export function automaticDue(file: ComplaintState, rules: FileRules, now: string): OwedAutomatic[] {
  return automaticAhead(file, rules).filter(({ step: id, at }) => {
    const step = rules.workflow.steps.find((one) => one.id === id)!
    const as = takesAs(step, file, rules, byClock)
    return at <= now && as !== undefined && lacksOf(step, as, file, rules, now).length === 0
  })
}

/** What has to be written by now: warnings of periods, and steps that take themselves. */
export const dueNow = ({ file, owing }: WatchedFile, rules: FileRules, now: string): { steps: OwedStep[]; automatic: OwedAutomatic[] } =>
  file.status === 'open' ? { steps: stepsToWrite(owing, file.written, now), automatic: automaticDue(file, rules, now) } : { steps: [], automatic: [] }

/** When something has to be written next; a step that lacks something waits for what brings it, not for a time. */
export function nextAt({ file, owing }: WatchedFile, rules: FileRules): string | null {
  const ahead = automaticAhead(file, rules).filter(({ step: id, at }) => {
    const step = rules.workflow.steps.find((one) => one.id === id)!
    const as = takesAs(step, file, rules, byClock)
    return as !== undefined && lacksOf(step, as, file, rules, at).length === 0
  })
  return [nextStepAt(owing, file.written), ...ahead.map(({ at }) => at)].filter((at) => at !== undefined).sort()[0] ?? null
}
