import type { NodeSpec, WatchRules } from '@zhixin/shared/rules'
import { sm3Hex } from '../../log'

/** Counts the forms that the documents have had in code. */
const FORM = 2
const DIGITS = 8

/** What of a node its clocks follow from: not its words, nor who is told of it. */
const clockwork = ({
  id, kind, of, kept_in, on, start, ended_by, ended_by_closing, only_if, unless, limit, target, repeat, per_object, suspended_by, warnings, responsible, ladder,
}: NodeSpec): unknown => [
  id, kind, of, kept_in, on, start, ended_by, ended_by_closing, only_if, unless, limit, target, repeat, per_object, suspended_by,
  warnings.map(({ before, to, by }) => [before, to, by]), responsible, ladder,
]

/**
 * A number for the documents' form that changes with what periods follow from: a court that changes a limit, the ladder or a table of holidays has
 * its documents built anew at the next start. What was written stays as it was.
 */
export function formOf({ catalogue, ladder, holidays }: WatchRules): number {
  const { rungs, told_by, lines, on_finding, written_explanation, settles_after } = ladder
  const all = [
    FORM,
    [...catalogue.nodes.values()].map(clockwork),
    [...catalogue.events.values()].map(({ id, of_nodes, expiry_of }) => [id, of_nodes, expiry_of]),
    [rungs.map(({ after }) => after), told_by.role, lines.map(({ nodes, rungs: own }) => [nodes, own]), on_finding.roles],
    [written_explanation.node, written_explanation.after, settles_after.value],
    [holidays.years, [...holidays.holidays], [...holidays.makeUpWorkdays]],
  ]
  return Number.parseInt(sm3Hex(new TextEncoder().encode(JSON.stringify(all))).slice(0, DIGITS), 16)
}
