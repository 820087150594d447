import { actorsOf, isAbout, type Who } from './actors'
import type { FileRules } from './clocks'
import { holds } from './conditions'
import { factsOf } from './steps'
import type { ComplaintState } from './state'

/** Whether somebody of the court may open the file at all. To everybody else there is no such file. */
export function readable(file: ComplaintState, rules: FileRules, who: Who, now: string): boolean {
  if (who.kind !== 'staff') return false
  const { workflow } = rules
  // Once it is over there is nothing to explain, and what came of it may be about them as well.
  if (isAbout(file, who)) return workflow.about_may === 'read_and_explain' && !workflow.states[file.state]!.over
  const held = actorsOf(file, workflow, who)
  const facts = factsOf(file, rules, now)
  return workflow.read_by.some(({ actor, when }) => held.has(actor) && (!when || holds(when, facts)))
}

/** Whether they are shown what was said in confidence (F-2): whoever handles it, and nobody whom it is about. */
export function readsConfidence(file: ComplaintState, { workflow }: FileRules, who: Who): boolean {
  if (who.kind !== 'staff' || isAbout(file, who)) return false
  const held = actorsOf(file, workflow, who)
  return workflow.confidence_to.some((name) => held.has(name))
}
