import type { ComplaintAbilities, ComplaintDetail, ComplaintItem } from '@zhixin/shared/contract'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  actorsOf, canBeOverdue, type Clock, clocksOfFile, type ComplaintState, factsOf, type Facts, type FieldValue, filesSaid, hasFirstContact, holds, isAbout,
  isFiled, isRunning, membersIn, pathOf, readable, readsConfidence, staffIdsIn, type StaffWho, stepsFor, warnAt, type Workflow,
} from '@zhixin/shared/rules'
import type { Attachments } from '../../attachments'
import type { Log } from '../../log'
import type { Contacts } from '../contacts'
import type { ComplaintFiles } from './files'
import { happened } from './present-history'
import { departmentOf } from './read-model'

export interface PresentParts {
  log: Log
  files: ComplaintFiles
  contacts: Contacts
  attachments: Attachments
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  caseNumbers(ids: string[]): Promise<Map<string, string>>
  /** A phone that the court has from the person themselves; null: none. */
  phoneOf(personId: string): Promise<string | null>
}
export interface Reader {
  file: ComplaintState
  who: StaffWho
}
type Files = ComplaintDetail['papers'][number]['files']
type Due = NonNullable<ComplaintItem['due']>
const PREVIEW = 60

/** The only way out for a complaint's file: names each field that leaves, and says it in the court's words. */
export function createComplaintPresenter({ log, files, contacts, attachments, names, caseNumbers, phoneOf }: PresentParts) {
  const { catalogue } = files.rules

  function due({ node: id, dueAt, dueDay, calendarKnown }: Clock, now: string): Due {
    const node = catalogue.nodes.get(id)!
    const isTarget = !canBeOverdue(node)
    const soon = node.warnings.some(({ before }) => dueAt !== undefined && warnAt({ dueAt, dueDay: dueDay! }, before, files.rules.holidays) <= now)
    const state = dueAt! <= now ? (isTarget ? 'soon' : 'overdue') : soon ? 'soon' : 'running'
    return { node: id, label: node.label, dueAt: dueAt!, dueDay: dueDay!, calendarKnown, isTarget, state }
  }

  async function item(key: ComplaintKey, { file, who }: Reader): Promise<ComplaintItem> {
    const { workflow, ...rest } = files.rulesOf(key.stream)
    const now = files.now()
    const running = clocksOfFile(file, { workflow, ...rest }).filter((clock) => isRunning(clock) && clock.dueAt !== undefined)
    const [soonest] = running.sort((a, b) => (a.dueAt! < b.dueAt! ? -1 : 1))
    const responsible = staffNamed(file, workflow)
    const known = await names.staff(responsible)
    return {
      complaintId: key.complaintId, stream: key.stream, receipt: file.receipt, state: file.state, stateLabel: workflow.states[file.state]!.label,
      isOver: workflow.states[file.state]!.over, receivedAt: file.receivedAt, channel: file.channel,
      about: preview(file.matter), department: departmentOf(file, workflow) ?? null,
      responsible: responsible.map((id) => known.get(id)).filter((name) => name !== undefined).join('、') || null,
      marks: Object.entries(file.marks).map(([mark, { count }]) => ({ mark, count, label: workflow.overlays[mark]?.label ?? mark })),
      due: soonest ? due(soonest, now) : null, caseId: knowsCase(file, workflow, who) ? file.caseId : null,
    }
  }

  async function complainant(key: ComplaintKey, file: ComplaintState, reader: Reader): Promise<ComplaintDetail['complainant']> {
    const by = file.by!
    // Whom a complaint is about does not get to know how to reach whoever complained.
    const isConcerned = isAbout(file, reader.who)
    const name = by === 'person' ? ((await names.people([file.personId!])).get(file.personId!) ?? null) : null
    if (isConcerned) return { by, name, phone: null, address: null }
    if (by === 'person') return { by, name, phone: await phoneOf(file.personId!), address: null }
    const contact = by === 'named' ? await contacts.of(key) : undefined
    return { by, name: contact?.name ?? null, phone: contact?.phone ?? null, address: contact?.address ?? null }
  }

  /** Values as people read them: names for members of staff, labels for choices. */
  async function fieldsShown(values: Readonly<Record<string, FieldValue>>, workflow: Workflow): Promise<ComplaintDetail['fields']> {
    const staffIds = Object.entries(values).flatMap(([field, value]) => {
      if (typeof value !== 'string') return staffIdsIn(value)
      return workflow.fields[field]?.type === 'staff' ? [value] : []
    })
    const known = await names.staff(staffIds)
    return Object.entries(values).flatMap(([field, value]) => {
      const spec = workflow.fields[field]
      if (!spec) return []
      const words = { staff: known, choice: new Map(Object.entries(spec.choices ?? {})), yes_no: YES_NO }
      const called = (said: string): string => (spec.type in words ? (words[spec.type as keyof typeof words].get(said) ?? '') : said)
      const shown = typeof value === 'string' ? called(value) : staffIdsIn(value).map((id) => known.get(id) ?? '').join('、')
      return [{ field, label: spec.label, type: spec.type, value: shown, members: membersIn(value) }]
    })
  }

  async function shownFiles(key: ComplaintKey, file: ComplaintState, ids: readonly string[], given: ReadonlyMap<string, string>): Promise<Files> {
    const chain = complaintChain(key)
    return Promise.all(file.attachments.filter(({ id }) => ids.includes(id)).map(async ({ id, type, size }) => ({
      attachmentId: id, name: given.get(id) ?? (await attachments.describe(chain, id))?.name ?? '', type, size,
    })))
  }

  /** What it has to do with. A file that is not the reader's to read has no number here; the inspectors named those of theirs themselves. */
  async function linksShown({ stream: of }: ComplaintKey, { file, who }: Reader): Promise<ComplaintDetail['links']> {
    return Promise.all(file.links.map(async ({ stream, complaintId, how }) => {
      if (stream === 'discipline') return { stream, complaintId, how, receipt: null, canOpen: false }
      const linked = await files.state({ stream, complaintId })
      const ofCase = linked.caseId === file.caseId ? who.ofCase : { judge: false, officer: false, leader: false }
      const canOpen = readable(linked, files.rulesOf(stream), { ...who, ofCase }, files.now())
      return { stream, complaintId, how, receipt: canOpen || of === 'discipline' ? linked.receipt : null, canOpen }
    }))
  }

  async function detail(key: ComplaintKey, reader: Reader): Promise<ComplaintDetail> {
    const { file, who } = reader
    const rules = files.rulesOf(key.stream)
    const { workflow } = rules
    const now = files.now()
    const entries = await log.list(complaintChain(key))
    const [received] = entries as [SequencedEntry, ...SequencedEntry[]]
    const mayRead = readsConfidence(file, rules, who)
    const [staffNames, numbers, base, from] = await Promise.all([
      names.staff([...file.about, ...(file.firstContact ? [file.firstContact.staffId, file.firstContact.handedOver?.staffId ?? ''] : [])].filter(Boolean)),
      caseNumbers(file.caseId === null ? [] : [file.caseId]), item(key, reader), complainant(key, file, reader),
    ])
    const said = received.body as { caseNumberSaid?: string; aboutSaid?: string }
    const given = namesGiven(entries)
    return {
      ...base,
      matter: file.matter, confidential: mayRead ? file.confidential : null, hasConfidence: file.confidential !== null, complainant: from,
      caseNumber: base.caseId === null ? null : (numbers.get(base.caseId) ?? null), caseNumberSaid: said.caseNumberSaid ?? null,
      aboutStaff: file.about.map((staffId) => ({ staffId, name: staffNames.get(staffId) ?? '' })), aboutSaid: said.aboutSaid ?? null,
      fields: await fieldsShown(file.fields, workflow),
      clocks: clocksOfFile(file, rules).filter(({ dueAt }) => dueAt !== undefined).map((clock) => ({
        ...due(clock, now), ended: clock.ended ? { on: clock.ended.on ?? null, late: clock.ended.late } : null,
      })),
      papers: await Promise.all(file.papers.map(async ({ paper, form, index, attachmentIds }) => ({
        paper: paper ?? form!, label: labelOf(paper, form, workflow), at: entries[index]!.at, files: await shownFiles(key, file, attachmentIds, given),
      }))),
      history: await Promise.all(entries.map((entry) => happened(entry, {
        workflow, catalogue, names, mayReadConfidence: mayRead, fieldsShown, filesOf: (ids) => shownFiles(key, file, ids, given),
      }))),
      path: pathOf(file, factsOf(file, rules, now)).map(({ state, ...place }) => ({ state, label: workflow.states[state]!.label, ...place })),
      links: await linksShown(key, reader),
      firstContact: file.firstContact && {
        name: staffNames.get(file.firstContact.staffId) ?? '',
        handedTo: file.firstContact.handedOver ? (file.firstContact.handedOver.department ?? staffNames.get(file.firstContact.handedOver.staffId ?? '') ?? '') : null,
      },
    }
  }

  function abilities(key: ComplaintKey, { file, who }: Reader): ComplaintAbilities {
    const rules = files.rulesOf(key.stream)
    const { workflow } = rules
    const now = files.now()
    const facts = factsOf(file, rules, now)
    const isConcerned = isAbout(file, who)
    const isOver = workflow.states[file.state]!.over
    const mayWork = !isConcerned && !isOver && actorsOf(file, workflow, who).size > 0
    const field = (name: string, required: boolean, conditional: boolean): ComplaintAbilities['steps'][number]['fields'][number] => {
      const { label, type, choices = {}, most, hint } = workflow.fields[name]!
      const known = file.fields[name]
      return {
        field: name, label, type, required, conditional, known: typeof known === 'string' ? known : '', hint: hint ?? null, most,
        choices: Object.entries(choices).map(([value, words]) => ({ value, label: words })),
      }
    }
    return {
      steps: stepsFor(file, rules, who, now).map(({ step, as, hindered, papers }) => ({
        step: step.id, label: step.label, as: workflow.actors[as]!.label, leadsTo: step.to === 'same' ? null : workflow.states[step.to]!.label, hindered, cannotBeUndone: step.cannot_be_undone,
        fields: [
          ...asked(step.needs).map(({ field: name, when }) => ({ ...field(name, when === undefined, when !== undefined), ...onlyOf(name, step.needs, facts) })),
          ...step.may_say.map((name) => field(name, false, false)),
        ],
        papers: [...new Set([...papers.required, ...step.papers.map(({ paper }) => paper), ...papers.optional])].map((paper) => {
          const { label, form, form_only: formOnly } = workflow.papers[paper]!
          const since = step.papers.find((one) => one.paper === paper)?.since
          return { paper, label, required: papers.required.includes(paper), form: form ?? null, formOnly, isFiled: isFiled(paper, since, facts) }
        }),
        declares: Object.entries(step.declares).map(([declaration, says]) => ({ declaration, says })),
        opens: step.opens ?? null, answers: step.answers !== undefined,
        cite: step.cite.map(({ source, quote }) => (quote === undefined ? source : `${source}：“${quote}”`)),
      })),
      supplement: !isConcerned && !isOver, explain: isConcerned && !isOver && workflow.about_may === 'read_and_explain',
      handOver: hasFirstContact(file, who) && !isConcerned && !isOver, linkCase: mayWork, nameAbout: mayWork,
    }
  }

  return { item, detail, abilities, fieldsShown }
}
export type ComplaintPresenter = ReturnType<typeof createComplaintPresenter>

const YES_NO = new Map([['yes', '是'], ['no', '否']])
const preview = (text: string): string => (text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text)
type Needs = Workflow['steps'][number]['needs']
/** Each field once, as it is first asked for. */
const asked = (needs: Needs): Needs => needs.filter(({ field }, i) => needs.findIndex((one) => one.field === field) === i)

/** The choices of a field that a step takes, where it does not take all of them. */
function onlyOf(name: string, needs: Needs, facts: Facts): { choices?: { value: string; label: string }[] } {
  const limit = needs.find(({ field, is, when }) => field === name && is && (!when || holds(when, facts)))
  if (!limit) return {}
  const { choices = {} } = facts.workflow.fields[name]!
  return { choices: limit.is!.map((value) => ({ value, label: choices[value] ?? value })) }
}

/** To whoever has a file only because it came to them first, it is not shown which case of the court's it is. Whoever has to explain it must know. */
const knowsCase = (file: ComplaintState, workflow: Workflow, who: StaffWho): boolean =>
  isAbout(file, who) || [...actorsOf(file, workflow, who)].some((name) => !workflow.actors[name]!.first_contact)

const staffNamed = ({ fields }: ComplaintState, workflow: Workflow): string[] =>
  Object.entries(workflow.fields).flatMap(([field, { type }]) => (type === 'staff' && typeof fields[field] === 'string' ? [fields[field]] : []))

function labelOf(paper: string | undefined, form: string | undefined, { papers }: Workflow): string {
  if (paper !== undefined) return papers[paper]?.label ?? paper
  return Object.values(papers).find((spec) => spec.form === form)?.label ?? form ?? ''
}

/** What files are called by whoever brought them. */
function namesGiven(entries: readonly SequencedEntry[]): ReadonlyMap<string, string> {
  const given = entries.flatMap(({ body }) => filesSaid(body))
  return new Map(given.map(({ attachmentId, name }) => [attachmentId, name]))
}
