import type { HolidayTable } from './calendar'
import { type Application, type Correction, countsFrom, openCorrection } from './parts/applications'
import { type Due, dueOf } from './periods'
import type { Catalogue, NodeSpec } from './progress/catalogue'
import { dayOf } from './shanghai'

/** By when an application has to be answered; it stands still while its applicant is waited for. The day from which it counts is not counted itself. */
export interface ApplicationClock {
  node: NodeSpec
  due: Due
  /** From when it counts. */
  from: string
  waitsFor?: Correction
}

/** The period of a clue or an application by the catalogue. Undefined: it has ended, or the court has taken the period out. */
export function applicationClock(one: Application, { nodes }: Pick<Catalogue, 'nodes'>, holidays: HolidayTable): ApplicationClock | undefined {
  const node = nodes.get(one.node)
  if (one.end || !node?.on || !node.limit) return undefined
  const from = countsFrom(one)
  const waitsFor = openCorrection(one)
  return { node, from, due: dueOf(node.limit, { day: dayOf(from) }, { holidays }), ...(waitsFor && { waitsFor }) }
}
