import type { LitigantSide } from '../relations'
import type { Catalogue, EventSpec, NodeSpec, ProgressRole, Tell } from './catalogue'

/** One thing that is wrong with the catalogue as a whole, and where: which list, which of it, which field. */
export interface CatalogueFault {
  of: 'nodes' | 'events' | 'roles'
  /** Place in the list for nodes and events, id for roles. */
  at: number | string
  path: readonly (string | number)[]
  message: string
}

/** What a catalogue is made of, in the order of its files. */
export interface CatalogueParts {
  nodes: readonly NodeSpec[]
  events: readonly EventSpec[]
  roles: Readonly<Record<string, ProgressRole>>
}

/**
 * All that is wrong with a catalogue and that no single field shows: names of what does not exist, starts that go in a circle, and words that a
 * side may not be told (rules X-40). Does not check that a role of the court exists: whoever has config/court/roles.yaml does.
 */
export const faultsOf = (parts: CatalogueParts): CatalogueFault[] => [
  ...doubles(parts), ...unknownNames(parts), ...oddLimits(parts), ...circles(parts), ...telling(parts), ...secrecy(parts),
]

export function catalogueOf({ nodes, events, roles }: CatalogueParts, rest: Pick<Catalogue, 'late_after' | 'suspensions'>): Catalogue {
  return { nodes: byId(nodes), events: byId(events), roles: new Map(Object.entries(roles)), ...rest }
}
const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((one) => [one.id, one]))

function doubles({ nodes, events }: CatalogueParts): CatalogueFault[] {
  const seen = new Set<string>()
  const found: CatalogueFault[] = []
  const look = (of: 'nodes' | 'events', list: readonly { id: string }[]): void =>
    list.forEach(({ id }, at) => {
      if (seen.has(id)) found.push({ of, at, path: ['id'], message: `${id} is there twice, or is both a node and an event` })
      seen.add(id)
    })
  look('events', events)
  look('nodes', nodes)
  return found
}

function unknownNames({ nodes, events, roles }: CatalogueParts): CatalogueFault[] {
  const nodeIds = new Set(nodes.map(({ id }) => id))
  const known = new Set([...nodeIds, ...events.map(({ id }) => id)])
  const found: CatalogueFault[] = []
  nodes.forEach((node, at) => {
    const miss = (path: (string | number)[], message: string): void => void found.push({ of: 'nodes', at, path, message })
    const thing = (path: (string | number)[], name: string): void => void (known.has(name) || miss(path, `${name} is no node or event`))
    const role = (path: (string | number)[], name: string): void => void (roles[name] ?? miss(path, `${name} is no role of roles.yaml`))
    if (node.start) {
      thing(['start', 'event'], node.start.event)
      const isOfThread = node.kept_in === 'case' && events.find(({ id }) => id === node.start!.event)?.kept_in === 'thread'
      if (isOfThread) miss(['start', 'event'], `${node.start.event} is kept in threads and never recorded in a case`)
      node.start.alternatives.forEach((name, index) => thing(['start', 'alternatives', index], name))
    }
    for (const list of ['ended_by', 'only_if', 'unless'] as const) node[list].forEach((name, index) => thing([list, index], name))
    for (const list of ['responsible', 'ladder'] as const) node[list].forEach((name, index) => role([list, index], name))
    if (node.performed_by) role(['performed_by'], node.performed_by)
    node.warnings.forEach(({ to, by }, index) => {
      to.forEach((name, place) => role(['warnings', index, 'to', place], name))
      if (by) role(['warnings', index, 'by'], by)
    })
    node.approval?.by.forEach((name, index) => role(['approval', 'by', index], name))
    if (node.approval?.report_to) role(['approval', 'report_to'], node.approval.report_to)
    node.extension?.approvers.forEach((name, index) => role(['extension', 'approvers', index], name))
    node.fields.forEach(({ required_if }, index) => {
      if (required_if && !node.fields.some(({ id }) => id === required_if.field)) miss(['fields', index, 'required_if'], `${required_if.field} is no field of this node`)
    })
    for (const [side, tell] of sidesOf(node)) {
      const by = tell.act?.by
      if (!by) continue
      if (!nodeIds.has(by)) miss(['tell', side, 'act', 'by'], `${by} is no node`)
      else if (!nodes.find(({ id }) => id === by)!.limit) miss(['tell', side, 'act', 'by'], `${by} has no limit that could run`)
    }
  })
  events.forEach((event, at) => {
    for (const list of ['of_nodes', 'expiry_of'] as const) {
      event[list].forEach((name, index) => nodeIds.has(name) || found.push({ of: 'events', at, path: [list, index], message: `${name} is no node` }))
    }
  })
  return found
}

function oddLimits({ nodes }: CatalogueParts): CatalogueFault[] {
  return nodes.flatMap((node, at) => {
    const found: CatalogueFault[] = []
    const wrong = (path: (string | number)[], message: string): void => void found.push({ of: 'nodes', at, path, message })
    for (const which of ['limit', 'target'] as const) {
      const period = node[which]
      if (!period) continue
      if (!node.start) wrong([which], 'a period needs a start')
      if (period.roll_forward && (period.unit === 'hour' || period.direction === 'before')) wrong([which, 'roll_forward'], 'neither hours nor what counts back ever rolls forward')
      if (period.direction === 'before' && period.unit === 'hour') wrong([which, 'unit'], 'a lead time is counted in days or longer')
    }
    const needsLimit = ['deadline', 'lead_time', 'target', 'right_arises', 'not_before', 'alert']
    // Of a complaint's file the last day may be said item by item (定办结时限): a day that has to be given.
    const isSaidEachTime = node.of === 'petition' && node.kind === 'deadline' && node.fields.some(({ type, required }) => type === 'day' && required)
    if (!node.limit && needsLimit.includes(node.kind) && !isSaidEachTime) wrong(['kind'], `a ${node.kind} needs a limit`)
    if (node.limit && node.kind === 'lead_time' && node.limit.direction !== 'before') wrong(['limit', 'direction'], 'a lead time counts back from its event')
    if (node.suspended_by.length > 0 && (!node.limit || node.limit.unit === 'hour' || node.limit.direction === 'before')) {
      wrong(['suspended_by'], 'only a period in days or longer that counts on can be suspended')
    }
    if (node.extension && (!node.limit || (node.limit.unit === 'hour') !== (node.extension.each.unit === 'hour'))) wrong(['extension'], 'an extension lengthens a limit, hours by hours')
    if (node.warnings.length > 0 && !node.limit) wrong(['warnings'], 'a warning needs a limit to come before')
    if (node.checks.includes('interview_held') && !nodes.some(({ on, checks }) => on && checks.includes('interview_record'))) {
      wrong(['checks'], 'interview_held needs a node that is switched on and records an interview (interview_record)')
    }
    if (node.checks.includes('reserve_price') && node.least_percent === undefined) wrong(['checks'], 'reserve_price needs least_percent')
    return found
  })
}

/** A node that waits for itself, over however many others. */
function circles({ nodes, events }: CatalogueParts): CatalogueFault[] {
  const from = new Map<string, readonly string[]>([
    ...events.map(({ id, of_nodes, expiry_of }) => [id, [...of_nodes, ...expiry_of]] as const),
    ...nodes.map(({ id, start }) => [id, start ? [start.event, ...start.alternatives] : []] as const),
  ])
  const reaches = (name: string, target: string, seen: Set<string>): boolean =>
    (from.get(name) ?? []).some((next) => next === target || (!seen.has(next) && (seen.add(next), reaches(next, target, seen))))
  return nodes.flatMap(({ id }, at) =>
    reaches(id, id, new Set()) ? [{ of: 'nodes' as const, at, path: ['start'], message: `${id} waits for itself` }] : [])
}

/** Whom a subject's nodes are never told to, or only once nothing is left that could be taken away (rules X-40). */
const NEVER: Readonly<Record<LitigantSide, ReadonlySet<string>>> = { applicant: new Set(['internal']), respondent: new Set(['query', 'search', 'police', 'relief', 'internal']) }
const AFTER_CONTROL: ReadonlySet<string> = new Set(['control', 'preservation'])
/** Of what is looked for or held nothing is named, to either side: neither kind, place nor amount. */
const NAMES_NOTHING: ReadonlySet<string> = new Set(['query', 'control', 'preservation', 'search', 'police'])
const NAMES_SOMETHING = /\d|银行|账户|账号|存款|余额|金额|房|车|股权|股票|基金|工资|公积金|微信|支付宝/

function telling({ nodes }: CatalogueParts): CatalogueFault[] {
  return nodes.flatMap((node, at) => {
    const found: CatalogueFault[] = []
    const wrong = (path: (string | number)[], message: string): void => void found.push({ of: 'nodes', at, path, message })
    for (const [side, tell] of sidesOf(node)) {
      if (NEVER[side].has(node.subject)) wrong(['tell', side], `nothing about ${node.subject} is ever told to the ${side} (X-40)`)
      if (side === 'respondent' && AFTER_CONTROL.has(node.subject) && tell.when !== 'controls_done') {
        wrong(['tell', side, 'when'], `the respondent learns of ${node.subject} only with when: controls_done (X-40)`)
      }
      for (const [field, text] of wordsOf(tell)) {
        const strange = /\{(?!on\})[^}]*\}?/.exec(text)
        if (strange) wrong(['tell', side, ...field], `${strange[0]} is no placeholder: {on} is the only one`)
        const named = NAMES_NOTHING.has(node.subject) ? NAMES_SOMETHING.exec(text.replace(/\{on\}/g, '')) : null
        if (named) wrong(['tell', side, ...field], `“${named[0]}” names what was found or held (X-40)`)
      }
    }
    if (node.minimum && node.on && sidesOf(node).length === 0) wrong(['minimum'], 'a minimum node is told to somebody')
    return found
  })
}

/**
 * That what is found ends by being controlled, and a query by its end: else a respondent would be told while something is open, or never. A
 * court that tells the respondent's side of control says which records these are.
 */
function secrecy({ nodes, events }: CatalogueParts): CatalogueFault[] {
  const found: CatalogueFault[] = []
  const bears = (mark: string) => (node: NodeSpec): boolean => node.on && node.secrecy?.mark === mark
  const all = [...nodes.map((one, at) => ({ of: 'nodes' as const, at, one })), ...events.map((one, at) => ({ of: 'events' as const, at, one }))]
  for (const { of, at, one } of all) {
    const mark = one.secrecy?.mark
    const wrong = (message: string): void => void found.push({ of, at, path: ['secrecy', 'mark'], message })
    if (mark === undefined) continue
    const due = MARKS_OF[mark]
    if (due !== undefined && !('subject' in one && one.subject === due)) wrong(`${one.id} is no node of subject ${due}, and cannot be ${mark} (X-40)`)
    const startsWith = ({ start }: NodeSpec): boolean => start?.event === one.id || start?.alternatives.includes(one.id) === true
    if (mark === 'found' && !nodes.some((node) => bears('controlled')(node) && startsWith(node))) wrong(`no node that is controlled starts with ${one.id}: what was found would never be controlled (X-40)`)
    if (mark === 'query_begun' && !nodes.some((node) => bears('query_done')(node) || bears('all_queries_done')(node))) wrong(`no node ends a query: ${one.id} would never be over (X-40)`)
  }
  const isMissing = ['found', 'query_begun'].filter((mark) => !all.some(({ one }) => one.secrecy?.mark === mark))
  nodes.forEach(({ id, on, subject, tell }, at) => {
    if (!on || !tell.respondent || !AFTER_CONTROL.has(subject) || isMissing.length === 0) return
    found.push({ of: 'nodes', at, path: ['tell', 'respondent'], message: `${id} waits for what is open, but nothing says which record is ${isMissing.join(' or ')} (X-40)` })
  })
  return found
}
/** Which subject a mark is of; what is found may be an event, which has none. */
const MARKS_OF: Partial<Record<string, string>> = { query_begun: 'query', query_done: 'query', all_queries_done: 'query', controlled: 'control' }

const sidesOf = ({ tell }: NodeSpec): [LitigantSide, Tell][] => Object.entries(tell) as [LitigantSide, Tell][]
const wordsOf = ({ text, means, act }: Tell): [string[], string][] => [[['text'], text], [['means'], means], ...(act ? [[['act', 'text'], act.text] as [string[], string]] : [])]
