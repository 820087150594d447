import type { Actor, EntryAttachment, Json } from '../../log'
import type { Catalogue } from '../progress'
import type { HolidayTable } from '../calendar'
import { type ComplaintState, evolveComplaint, noComplaint, type Workflow, type Workflows } from '../workflow'
import type { BulletinsConfig } from './config'
import type { CountedKind } from './kinds'

/** An entry as a bulletin counts it: what was done and when, without what anybody said. */
export interface CountedEntry {
  seq: number
  index: number
  at: string
  type: string
  actor: Actor
  body: { [key: string]: Json }
}

/** A chain as bulletins know it. */
export interface CountedFile {
  chain: string
  kind: CountedKind
  entries: readonly CountedEntry[]
  /** Of what stands beside a thread: the department that has the case. */
  department?: string
}

/** Kinds that are complaints' files, and have a workflow. */
export type ComplaintKind = Exclude<CountedKind, 'case' | 'call' | 'watch'>
export const isComplaintKind = (kind: CountedKind): kind is ComplaintKind => kind !== 'case' && kind !== 'call' && kind !== 'watch'

export interface CountingRules {
  config: BulletinsConfig
  workflows: Workflows
  catalogue: Pick<Catalogue, 'nodes'>
  holidays: HolidayTable
}

/** In the place of words: that something was said, and not what. */
const SAID = '略'
/** Of a case's chain, and of what stands beside its threads, only what supervision did and what ran out. */
const KEPT: Readonly<Record<'case' | 'watch', ReadonlySet<string>>> = {
  case: new Set(['case.registered', 'case.corrected', 'clock.overdue', 'case.urged']),
  watch: new Set(['watch.urged']),
}
/** Of a call, that somebody rang and was answered: neither what it was about, nor that the court rang, nor what came on a line for reports of misconduct. */
const isTaken = ({ type, body }: Pick<CountedEntry, 'type' | 'body'>, unheard: ReadonlySet<string>): boolean =>
  type === 'call.opened' && body['direction'] === 'in' && !unheard.has(String(body['line']))

const pick = (body: { [key: string]: Json }, names: readonly string[]): { [key: string]: Json } =>
  Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])))

/**
 * An entry without names, words and numbers of documents: what a read model of all files may keep. Undefined: nothing that is counted. Fields keep
 * their value where it is a day, an instant, a choice, a member of staff or a department, and say of others only that they are filled. `unheard`: lines
 * whose calls are counted by nobody.
 */
export function thinned(kind: CountedKind, entry: CountedEntry, workflow: Pick<Workflow, 'fields'> | undefined,
  unheard: ReadonlySet<string> = new Set()): CountedEntry | undefined {
  const { seq, index, at, type, actor, body } = entry
  const thin = (rest: { [key: string]: Json }): CountedEntry => ({ seq, index, at, type, actor, body: rest })
  if (kind === 'call') return isTaken(entry, unheard) ? thin({}) : undefined
  if (kind === 'watch') return KEPT.watch.has(type) ? thin({}) : undefined
  if (kind === 'case') return KEPT.case.has(type) ? thin(pick(body, ['department', 'node', 'clockId', 'step', 'about'])) : undefined
  const fields = Object.fromEntries(Object.entries((body['fields'] ?? {}) as { [key: string]: Json }).map(([name, value]) => [name, plain(value,
    workflow?.fields[name]?.type)]))
  switch (type) {
    case 'complaint.received': return thin({ ...pick(body, ['channel', 'by', 'caseId', 'about', 'from', 'goesUp', 'receipt']), matter: SAID, fields })
    case 'complaint.stepped': return thin({ ...pick(body, ['step', 'to', 'wasDueAt']), fields })
    case 'complaint.supplemented': return thin({ ...pick(body, ['by']), text: SAID })
    case 'complaint.about_named': return thin(pick(body, ['about']))
    case 'complaint.case_linked': return thin(pick(body, ['caseId']))
    case 'clock.overdue': return thin(pick(body, ['node', 'clockId', 'step']))
    case 'paper.filed': return thin(pick(body, ['form']))
    default: return undefined
  }
}

const plain = (value: Json, type: string | undefined): Json => {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return value
  return type === undefined || type === 'text' || type === 'members' ? SAID : value
}

const NO_FILES: readonly EntryAttachment[] = []

/** Each figure asks it of each file, and entries do not change: folded once for as long as the file is at hand. */
const folded = new WeakMap<CountedFile, { workflows: Workflows; states: ComplaintState[] }>()

/** How a complaint's file stood after each of its entries, oldest first. Empty for what is none. */
export function statesOf(file: CountedFile, { workflows }: Pick<CountingRules, 'workflows'>): ComplaintState[] {
  const known = folded.get(file)
  if (known?.workflows === workflows) return known.states
  const { kind, entries } = file
  if (!isComplaintKind(kind)) return []
  const evolve = evolveComplaint(workflows[kind])
  let state = noComplaint
  const states = entries.map((entry) => (state = evolve(state, { ...entry, attachments: NO_FILES })))
  folded.set(file, { workflows, states })
  return states
}

/** In the place of a file's department, where it would say who it is that a file names. */
export const ABOUT_SOMEBODY = 'about_somebody'

/** The department that a file is counted under; '' where none handles it yet, `ABOUT_SOMEBODY` where it is not said. */
export function departmentOf(file: CountedFile, state: ComplaintState | undefined, until: number, rules: Pick<CountingRules, 'config' | 'workflows'>): string {
  const { config } = rules
  if (namesAnybody(file, rules)) return ABOUT_SOMEBODY
  if (file.department !== undefined) return file.department
  if (state) {
    const named = config.department_fields.map((field) => state.fields[field]).find((value) => typeof value === 'string' && value !== '')
    return (named as string | undefined) ?? ''
  }
  return departmentIn(file.entries.slice(0, until + 1))
}
const departmentIn = (entries: readonly CountedEntry[]): string =>
  entries.reduce((last, { body: { department } }) => (typeof department === 'string' ? department : last), '')
/** Which department had a case before an instant; '' where none did. */
export const departmentBy = (entries: readonly CountedEntry[], before: string): string => departmentIn(entries.filter(({ at }) => at < before))

/** Whom a file names by now, of a kind that whoever it is about may know nothing of. */
function namedIn(file: CountedFile, rules: Pick<CountingRules, 'workflows'>): readonly string[] {
  if (!isComplaintKind(file.kind) || rules.workflows[file.kind].about_may !== 'nothing') return []
  const states = statesOf(file, rules)
  return states[states.length - 1]?.about ?? []
}
/** Whether a file is about one of these, of a kind that whoever it is about may know nothing of. */
export const isAboutAny = (file: CountedFile, staffIds: ReadonlySet<string>, rules: Pick<CountingRules, 'workflows'>): boolean =>
  namedIn(file, rules).some((id) => staffIds.has(id))
/** Whether its number, case and department are shown to nobody: whoever it names may come to read bulletins, and papers that were issued stand. */
export const namesAnybody = (file: CountedFile, rules: Pick<CountingRules, 'workflows'>): boolean => namedIn(file, rules).length > 0
