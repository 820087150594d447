import type { NodeTemplate } from '@zhixin/shared/contract'
import {
  type CaseState, type Catalogue, citeWords, type Clock, type CourtProfile, FILING, inTime, isAppointed, isStanding, type Likely, likelyNext, type LitigantSide,
  needsAbout, needsObject, needsTime, overdueSince, periodWords, type ProgressState, recordable,
} from '@zhixin/shared/rules'

export interface TemplatesGiven {
  file: CaseState
  progress: ProgressState
  catalogue: Catalogue
  clocks: readonly Clock[]
  level: CourtProfile['level']
  now: string
  /** Of the people of the case. */
  names: ReadonlyMap<string, string>
}

/** What can be recorded: what is probably next, and all the rest in the order of the catalogue. */
export function templatesOf(given: TemplatesGiven): { likely: NodeTemplate[]; others: NodeTemplate[]; objects: string[] } {
  const { progress, catalogue, clocks } = given
  const likely = likelyNext(progress, catalogue, clocks)
  const isListed = (what: string): boolean => likely.some((one) => one.what === what && one.object === undefined)
  const rest = [...catalogue.nodes.keys(), ...catalogue.events.keys()].filter((what) => what !== FILING && recordable(catalogue, what) && !isListed(what))
  return {
    likely: likely.flatMap((one) => templateOf(one, given)),
    others: rest.flatMap((what) => templateOf({ what }, given)),
    objects: [...new Set(inTime(progress).flatMap(({ object }) => object ?? []))],
  }
}

function templateOf({ what, object, clock, after }: Likely, given: TemplatesGiven): NodeTemplate[] {
  const { catalogue, level, now } = given
  const found = recordable(catalogue, what)
  if (!found) return []
  const { label, fields, node } = found
  const asked = node?.approval
  const roleOf = (id: string) => ({ id, label: catalogue.roles.get(id)?.label ?? id })
  const approval = asked
    ? { by: asked.by.map(roleOf), reportTo: level === 'basic' && asked.report_to !== undefined ? roleOf(asked.report_to).label : null, cite: citeWords([asked.cite]) }
    : null
  const about = needsAbout(catalogue, what) ? aboutOf(given, what) : []
  const paper = node?.checks.some((check) => check === 'signed_paper' || check === 'interview_record' || check === 'paper_attached') === true
  const signers = node?.checks.includes('signed_paper') === true ? partiesOf(given) : []
  const needs = { time: needsTime(catalogue, what), object: needsObject(catalogue, what), paper, appointed: isAppointed(catalogue, what) }
  const isPlain = !approval && about.length < 2 && !paper && !needs.appointed && (!needs.object || object !== undefined)
  return [{
    what, label, kind: node ? 'node' : 'event', object: object ?? null,
    dueAt: clock?.dueAt ?? null,
    overdue: clock !== undefined && node !== undefined && overdueSince(clock, node, now) !== undefined,
    follows: after ? (recordable(catalogue, after.what)?.label ?? catalogue.nodes.get(after.what)?.label ?? null) : null,
    rule: node ? (periodWords(node, catalogue) ?? null) : null,
    needs, fields: [...fields], signers, about, approval,
    oneTap: isPlain && fields.every(({ required, required_if: requiredIf }) => !required && requiredIf === undefined),
  }]
}

/** The parties of those sides that are told one by one. */
function aboutOf(given: TemplatesGiven, what: string): NodeTemplate['about'] {
  const tell = given.catalogue.nodes.get(what)?.tell ?? {}
  const sides = (['applicant', 'respondent'] as const).filter((side) => tell[side]?.to === 'concerned')
  return partiesOf(given).filter(({ side }) => sides.includes(side))
}

function partiesOf({ file, names }: TemplatesGiven): NodeTemplate['about'] {
  const sides = new Map<string, LitigantSide>(file.parties.filter((party) => isStanding(party)).map(({ partyId, side }) => [partyId, side]))
  return [...sides].map(([id, side]) => ({ id, side, name: names.get(id) ?? '' }))
}
