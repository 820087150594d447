import { assertThat, CodedError } from '../../errors'
import type { Stream } from '../../ids'
import type { Actor, EntryAttachment, JsonObject } from '../../log'
import { findSensitiveNumber } from '../sensitive-numbers'
import { hasFirstContact, isAbout, type Who } from './actors'
import type { FileRules } from './clocks'
import {
  type ComplaintEntryType, type ComplaintReceived, ComplaintReceivedSchema, type ComplaintStepped, type FieldValues, staffIdsIn,
} from './entries'
import { isSaid } from './conditions'
import { readable } from './reading'
import { lacksOf, outsidePaper, takesAs } from './steps'
import type { ComplaintLink, ComplaintState } from './state'
import { assertFields } from './field-values'

interface Said {
  text: string
  files: { attachmentId: string; name: string; confidential: boolean }[]
}
export type ComplaintCommand =
  | { type: 'Receive'; received: ComplaintReceived; files: EntryAttachment[]; registeredByStaff: boolean }
  | {
    type: 'TakeStep'; step: string; fields: FieldValues; declared: string[]; papers: { paper: string; attachment: EntryAttachment }[]; note?: string
    /** Of a step that opens a file of another stream: how that will be called. */
    opens?: { stream: Stream; complaintId: string }
    wasDueAt?: string
  }
  | { type: 'Supplement'; said: Said; attachments: EntryAttachment[] }
  | { type: 'Explain'; said: Said; attachments: EntryAttachment[] }
  | { type: 'HandOver'; to: { staffId: string } | { department: string }; note: string }
  | { type: 'Link'; link: ComplaintLink }
  | { type: 'LinkCase'; caseId: string }
  /** `goesUp`: one of them has a role whose complaints are the superior court's; whoever calls knows the staff. */
  | { type: 'NameAbout'; about: string[]; goesUp?: boolean }

export interface ComplaintContext {
  actor: Actor
  who: Who
  rules: FileRules
  now: string
}
export interface ComplaintDraft {
  type: ComplaintEntryType
  actor: Actor
  body: JsonObject
  attachments: EntryAttachment[]
}

/**
 * The one entry that a command becomes; undefined: it stands there already. Throws CodedError. Does not check that members of staff, departments,
 * cases or uploads that are named exist: whoever calls has.
 */
export function decideComplaint(command: ComplaintCommand, file: ComplaintState, context: ComplaintContext): ComplaintDraft | undefined {
  const { actor, who, rules } = context
  const draft = (type: ComplaintEntryType, body: JsonObject, attachments: EntryAttachment[] = []): ComplaintDraft => ({ type, actor, body, attachments })
  if (command.type === 'Receive') return draft('complaint.received', received(command, file, context), command.files)
  assertThat(file.status === 'open', 'input.not_found')
  const isOver = rules.workflow.states[file.state]!.over
  switch (command.type) {
    case 'TakeStep':
      return draft('complaint.stepped', stepped(command, file, context), command.papers.map(({ attachment }) => attachment))
    case 'Supplement':
      assertThat(who.kind === 'complainant' || readable(file, rules, who, context.now), 'input.not_found')
      assertSaid(command.said)
      return draft('complaint.supplemented', { by: who.kind === 'complainant' ? 'complainant' : 'staff', ...command.said }, command.attachments)
    case 'Explain':
      assertThat(isAbout(file, who) && rules.workflow.about_may === 'read_and_explain', 'input.not_found')
      assertThat(!isOver, 'complaints.over')
      assertThat(command.said.text.trim() !== '', 'input.invalid', { field: 'body.text' })
      return draft('complaint.explained', { ...command.said }, command.attachments)
    case 'HandOver':
      return handOver(command, file, context, draft)
    case 'Link':
      if (file.links.some((one) => isSameLink(one, command.link))) return undefined
      return draft('complaint.linked', { ...command.link })
    case 'LinkCase':
      assertThat(readable(file, rules, who, context.now) && !isAbout(file, who), 'input.not_found')
      return file.caseId === command.caseId ? undefined : draft('complaint.case_linked', { caseId: command.caseId })
    case 'NameAbout':
      assertThat(readable(file, rules, who, context.now) && !isAbout(file, who), 'input.not_found')
      return command.about.every((id) => file.about.includes(id)) && (file.goesUp || !command.goesUp) ? undefined : draft('complaint.about_named', { about: command.about, ...(command.goesUp && { goesUp: true }) })
  }
}

const isSameLink = (a: ComplaintLink, b: ComplaintLink): boolean => a.stream === b.stream && a.complaintId === b.complaintId && a.how === b.how

type Receive = Extract<ComplaintCommand, { type: 'Receive' }>
function received({ received: said, registeredByStaff }: Receive, file: ComplaintState, { rules, now }: ComplaintContext): JsonObject {
  assertThat(file.status === 'none', 'log.key_conflict')
  const { workflow } = rules
  assertThat(said.by !== 'anonymous' || workflow.stream === 'discipline', 'complaints.named_only', { field: 'body.by' })
  assertThat((said.by === 'person') === (said.personId !== undefined), 'input.invalid', { field: 'body.by' })
  // What goes to the inspectors may hold any number; it stands under their key alone.
  const { matter } = said
  assertThat(workflow.stream === 'discipline' || findSensitiveNumber(matter) === undefined, 'complaints.number_in_text', { field: 'body.matter' })
  const { needs, may_say: maySay } = workflow.registration
  assertFields(said.fields, [...needs.map(({ field }) => field), ...maySay], workflow)
  if (registeredByStaff) {
    for (const { field } of needs) assertThat(isSaid(said.fields[field]), 'complaints.field_missing', { field: `body.fields.${field}` })
  }
  for (const instant of Object.entries(said.fields).filter(([name]) => workflow.fields[name]?.type === 'instant')) {
    assertThat(String(instant[1]) <= now, 'complaints.in_the_future', { field: `body.fields.${instant[0]}` })
  }
  return JSON.parse(JSON.stringify(ComplaintReceivedSchema.parse(said))) as JsonObject
}

type TakeStep = Extract<ComplaintCommand, { type: 'TakeStep' }>
function stepped(command: TakeStep, file: ComplaintState, { who, rules, now }: ComplaintContext): JsonObject {
  const { workflow } = rules
  const step = workflow.steps.find(({ id }) => id === command.step)
  assertThat(step?.on, 'input.not_found')
  const as = takesAs(step, file, rules, who)
  if (as === undefined) throw new CodedError(readable(file, rules, who, now) ? 'access.forbidden' : 'input.not_found')
  assertThat(step.from.includes(file.state), 'complaints.other_state')
  const papers = command.papers.map(({ paper, attachment }) => ({ paper, attachmentId: attachment.id }))
  const taking = { fields: command.fields, declared: command.declared, papers }
  const outside = outsidePaper(step, as, workflow)
  assertFields(command.fields, [...step.needs.map(({ field }) => field), ...step.may_say], workflow)
  const known = new Set([...step.papers.map(({ paper }) => paper), ...step.may_add, ...(outside === undefined ? [] : [outside])])
  for (const { paper } of taking.papers) {
    const { brought_by: bringers = [], form_only: formOnly = false } = workflow.papers[paper] ?? {}
    assertThat(!formOnly, 'complaints.paper_missing', { field: `body.papers.${paper}` })
    assertThat(known.has(paper) && (bringers.length === 0 || bringers.includes(as)), 'input.invalid', { field: 'body.papers' })
  }
  for (const [name, value] of Object.entries(command.fields)) {
    const type = workflow.fields[name]?.type
    const named = typeof value === 'string' ? [value] : staffIdsIn(value)
    // Nobody is given a complaint about themselves, and of nobody is found what they were never asked about.
    if (type === 'staff') assertThat(!named.some((one) => file.about.includes(one)), 'complaints.not_to_them', { field: `body.fields.${name}` })
    if (type === 'about_staff') assertThat(named.every((one) => file.about.includes(one)), 'complaints.not_about_them', { field: `body.fields.${name}` })
  }
  const [lack] = lacksOf(step, as, file, rules, now, taking)
  if (lack) {
    const what = { condition: 'complaints.not_yet', field: 'complaints.field_missing', paper: 'complaints.paper_missing', declaration: 'complaints.not_declared' } as const
    throw new CodedError(what[lack.kind], { field: fieldOf(lack) })
  }
  assertThat((step.opens === undefined) === (command.opens === undefined), 'input.invalid', { field: 'body.opens' })
  const body: ComplaintStepped = {
    step: step.id, to: step.to === 'same' ? file.state : step.to, ...taking, fields: { ...taking.fields, ...step.sets },
    declared: command.declared.filter((one) => step.declares[one] !== undefined),
    ...(command.note !== undefined && { note: command.note }), ...(command.opens && { opens: command.opens }),
    ...(command.wasDueAt !== undefined && { wasDueAt: command.wasDueAt }),
  }
  return JSON.parse(JSON.stringify(body)) as JsonObject
}

function fieldOf(lack: ReturnType<typeof lacksOf>[number]): string {
  if (lack.kind === 'field') return `body.fields.${lack.field}`
  if (lack.kind === 'paper') return `body.papers.${lack.paper}`
  return lack.kind === 'declaration' ? `body.declared.${lack.declaration}` : 'body.step'
}

/** R6: whoever was asked first answers for it until somebody else has it. */
function handOver(
  { to, note }: Extract<ComplaintCommand, { type: 'HandOver' }>, file: ComplaintState, { who }: ComplaintContext,
  draft: (type: ComplaintEntryType, body: JsonObject) => ComplaintDraft,
): ComplaintDraft {
  assertThat(file.firstContact && who.kind === 'staff', 'input.not_found')
  assertThat(hasFirstContact(file, who) && !isAbout(file, who), 'complaints.not_first_contact')
  assertThat(!('staffId' in to) || !file.about.includes(to.staffId), 'complaints.not_to_them')
  return draft('complaint.handed_over', 'staffId' in to ? { toStaffId: to.staffId, note } : { toDepartment: to.department, note })
}

function assertSaid({ text, files }: Said): void {
  assertThat(text.trim() !== '' || files.length > 0, 'input.invalid', { field: 'body.text' })
  assertThat(findSensitiveNumber(text) === undefined, 'complaints.number_in_text', { field: 'body.text' })
}
