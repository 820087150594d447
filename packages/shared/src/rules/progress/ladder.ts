import { z } from 'zod'
import { type Catalogue, ProgressCitationSchema } from './catalogue'

/** How long after the end of a period something is done. */
const After = z.strictObject({ value: z.number().int().nonnegative(), unit: z.enum(['hour', 'calendar_day', 'working_day']) })

const Name = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/)

/** config/court/progress/ladder.yaml: how far apart the rungs are by which an overdue period goes up (rules A.8). The rungs stand in the catalogue. */
export const LadderConfigSchema = z.strictObject({
  /** How long after the period's end the first, second … rung of a node's `ladder` is told. */
  rungs: z.array(z.strictObject({ after: After, cite: ProgressCitationSchema })).min(1),
  /** Who says that a period is over, to whoever is responsible. */
  told_by: z.strictObject({ role: Name, cite: ProgressCitationSchema }),
  /** Nodes whose ladder a document of the court states otherwise. */
  lines: z.array(z.strictObject({
    nodes: z.array(Name).min(1),
    rungs: z.array(z.strictObject({ to: Name, after: After })),
    cite: ProgressCitationSchema,
  })).default([]),
  /** Rungs that a person decides on (视情问责): never told by the clock alone. */
  on_finding: z.strictObject({ roles: z.array(Name), cite: ProgressCitationSchema }),
  /** After the end of these a reason is written down in each case, as this node. */
  written_explanation: z.strictObject({ node: Name, after: z.array(Name).min(1), cite: ProgressCitationSchema }),
  /** What was recorded later than it happened is warned of only when it has been on record so long: an import brings the start before what ended it. */
  settles_after: After.extend({ unit: z.literal('hour'), cite: ProgressCitationSchema }),
})
export type LadderConfig = z.infer<typeof LadderConfigSchema>
export type RungAfter = z.infer<typeof After>

export interface LadderFault {
  path: readonly (string | number)[]
  message: string
}

/** Where the ladder names what the catalogue does not have, and nodes with more rungs than there are distances. Empty: all is well. */
export function faultsOfLadder(ladder: LadderConfig, catalogue: Pick<Catalogue, 'nodes' | 'roles'>): LadderFault[] {
  const faults: LadderFault[] = []
  const node = (name: string, ...path: LadderFault['path']): void => void (catalogue.nodes.has(name) || faults.push({ path, message: `no node is called ${name}` }))
  const role = (name: string, ...path: LadderFault['path']): void => void (catalogue.roles.has(name) || faults.push({ path, message: `no role is called ${name}` }))
  role(ladder.told_by.role, 'told_by', 'role')
  ladder.on_finding.roles.forEach((name, i) => role(name, 'on_finding', 'roles', i))
  node(ladder.written_explanation.node, 'written_explanation', 'node')
  ladder.written_explanation.after.forEach((name, i) => node(name, 'written_explanation', 'after', i))
  ladder.lines.forEach(({ nodes, rungs }, i) => {
    nodes.forEach((name, k) => node(name, 'lines', i, 'nodes', k))
    rungs.forEach(({ to }, k) => role(to, 'lines', i, 'rungs', k, 'to'))
  })
  const own = new Set(ladder.lines.flatMap(({ nodes }) => nodes))
  for (const { id, ladder: rungs } of catalogue.nodes.values()) {
    const told = rungs.filter((name) => !ladder.on_finding.roles.includes(name))
    if (own.has(id) || told.length <= ladder.rungs.length) continue
    faults.push({ path: ['rungs'], message: `${id} has ${told.length} rungs, but only ${ladder.rungs.length} distances are given` })
  }
  return faults
}
