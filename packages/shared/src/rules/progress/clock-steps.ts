import { addWorkdays, type HolidayTable } from '../calendar'
import { type Due, warnAt } from '../periods'
import { addDays, instantOf } from '../shanghai'
import type { Catalogue, NodeSpec } from './catalogue'
import type { Clock } from './clocks'
import type { LadderConfig, RungAfter } from './ladder'

/** A warning of a clock, or a rung of its ladder: written into the case's chain once. */
export interface Step {
  /** Names it within its clock: which one, of which date. A period that is extended is warned of anew. */
  step: string
  entry: 'clock.warned' | 'clock.overdue'
  /** When it falls due. */
  at: string
  /** The end it is about. */
  dueAt: string
  to: string[]
  by?: string
}

type End = Pick<Due, 'dueAt' | 'dueDay'>

/** All steps of a clock that runs, in order; of one that has ended none, of one that stands still those that came before. */
export function stepsOf(clock: Clock, node: NodeSpec, ladder: LadderConfig, holidays: HolidayTable): Step[] {
  if (clock.ended) return []
  const { suspended, dueBeforeSuspension } = clock
  if (suspended) return stepsTo(dueBeforeSuspension!, node, ladder, holidays).filter(({ at }) => at < instantOf(suspended.since, 0))
  return clock.dueAt === undefined ? [] : stepsTo({ dueAt: clock.dueAt, dueDay: clock.dueDay! }, node, ladder, holidays)
}

function stepsTo(end: End, node: NodeSpec, ladder: LadderConfig, holidays: HolidayTable): Step[] {
  const of = `@${node.limit?.unit === 'hour' ? end.dueAt.slice(0, 16) : end.dueDay}`
  const { dueAt } = end
  const warnings = node.warnings.map(({ before, to, by }): Step => ({
    step: `warn-${before.value}${before.unit}${of}`, entry: 'clock.warned', at: warnAt(end, before, holidays), dueAt, to, ...(by !== undefined && { by }),
  }))
  return [...warnings, ...afterEnd(end, of, node, ladder, holidays)].sort((a, b) => compare(a.at, b.at) || rank(a) - rank(b))
}

function afterEnd(end: End, of: string, node: NodeSpec, ladder: LadderConfig, holidays: HolidayTable): Step[] {
  const { dueAt } = end
  switch (node.kind) {
    case 'deadline':
    case 'lead_time':
      return [
        { step: `overdue${of}`, entry: 'clock.overdue', at: dueAt, dueAt, to: node.responsible, by: ladder.told_by.role },
        ...rungs(end, of, 'clock.overdue', node, ladder, holidays),
      ]
    case 'trigger':
      // Not a breach: from here on something else has to be opened.
      return [{ step: `ripe${of}`, entry: 'clock.warned', at: dueAt, dueAt, to: node.responsible }, ...rungs(end, of, 'clock.warned', node, ladder, holidays)]
    case 'alert':
      // One that counts back is itself a warning: what it warns of has a ladder of its own.
      return node.limit!.direction === 'before' ? [] : rungs(end, of, 'clock.overdue', node, ladder, holidays)
    case 'right_arises':
      return [{ step: `arises${of}`, entry: 'clock.warned', at: dueAt, dueAt, to: node.responsible }]
    default:
      return []
  }
}

function rungs(end: End, of: string, entry: Step['entry'], node: NodeSpec, ladder: LadderConfig, holidays: HolidayTable): Step[] {
  return rungsOf(node, ladder).map(({ to, after }) => ({ step: `to-${to}${of}`, entry, at: later(end, after, holidays), dueAt: end.dueAt, to: [to], by: ladder.told_by.role }))
}

/** To whom an overdue period of a node goes up by itself, and how long after its end. */
export function rungsOf(node: NodeSpec, ladder: LadderConfig): { to: string; after: RungAfter }[] {
  const line = ladder.lines.find(({ nodes }) => nodes.includes(node.id))
  if (line) return line.rungs
  const told = node.ladder.filter((role) => !ladder.on_finding.roles.includes(role))
  return told.map((to, i) => ({ to, after: ladder.rungs[Math.min(i, ladder.rungs.length - 1)]!.after }))
}

const HOUR_MS = 3_600_000
const DAY_MINUTES = 24 * 60

function later({ dueAt, dueDay }: End, { value, unit }: RungAfter, holidays: HolidayTable): string {
  if (value === 0) return dueAt
  if (unit === 'hour') return new Date(Date.parse(dueAt) + value * HOUR_MS).toISOString()
  if (unit === 'working_day') return instantOf(addWorkdays(holidays, dueDay, value), DAY_MINUTES)
  return instantOf(addDays(dueDay, value), DAY_MINUTES)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** At the same instant: warnings, then that it is over, then whom that goes up to. */
const rank = ({ step }: Step): number => (step.startsWith('warn-') ? 0 : step.startsWith('to-') ? 2 : 1)

/** The steps of all of a case's clocks, in the order in which they fall due. */
export const stepsOfAll = (clocks: readonly Clock[], catalogue: Catalogue, ladder: LadderConfig, holidays: HolidayTable): (Step & { clock: Clock })[] =>
  clocks
    .flatMap((clock) => stepsOf(clock, catalogue.nodes.get(clock.node)!, ladder, holidays).map((step) => ({ ...step, clock })))
    .sort((a, b) => compare(a.at, b.at) || rank(a) - rank(b) || compare(a.clock.clockId, b.clock.clockId) || compare(a.step, b.step))
