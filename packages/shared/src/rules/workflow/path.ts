import { type Facts, holds } from './conditions'
import type { Workflow } from './schema'
import type { ComplaintState } from './state'

export interface PathPlace {
  state: string
  /** When the file came there; of what is ahead nobody knows. */
  at: string | null
  where: 'done' | 'now' | 'ahead'
}

/**
 * Where a file has been in this round, where it is, and where it goes as a rule. What is ahead is a picture, no promise: of each state the next
 * one that comes first in the workflow's own order, as far as what is known now lets a step lead there; a state beside the usual way only where
 * no other is left.
 */
export function pathOf(file: ComplaintState, facts: Facts): PathPlace[] {
  const { workflow } = facts
  const began = file.steps.find(({ index }) => index === file.round)
  const moves = file.steps.filter(({ index, from, to }) => index > file.round && from !== to)
  const first = { state: began?.to ?? workflow.initial, at: began?.at ?? file.receivedAt }
  const been = [first, ...moves.map(({ to, at }) => ({ state: to, at }))]
  return [
    ...been.map((place, i): PathPlace => ({ ...place, where: i < been.length - 1 ? 'done' : 'now' })),
    ...aheadOf(file.state, workflow, facts).map((state): PathPlace => ({ state, at: null, where: 'ahead' })),
  ]
}

/** Ends: each place comes later in the workflow's order than the one before. */
function aheadOf(from: string, workflow: Workflow, facts: Facts): string[] {
  const order = Object.keys(workflow.states)
  const ahead: string[] = []
  for (let at = from; ;) {
    const next = nextOf(at, order, workflow, facts)
    // What is over is begun again by nothing that can be foreseen; it may still go on its shelf.
    if (next === undefined || (workflow.states[at]!.over && !workflow.states[next]!.over)) return ahead
    ahead.push(next)
    at = next
  }
}

function nextOf(at: string, order: readonly string[], { steps, states }: Workflow, facts: Facts): string | undefined {
  const place = order.indexOf(at)
  const targets = steps
    .filter(({ on, from, to, only_if: only }) => on && to !== 'same' && from.includes(at) && order.indexOf(to) > place && only.every(({ when }) => holds(when, facts)))
    .map(({ to }) => to)
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
  return targets.find((state) => !states[state]!.aside) ?? targets[0]
}
