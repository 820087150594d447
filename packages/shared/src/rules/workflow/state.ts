import type { ComplaintKey, Stream } from '../../ids'
import type { Actor, EntryAttachment } from '../../log'
import {
  type Channel, ComplaintAboutSchema, ComplaintCaseLinkedSchema, ComplaintExplainedSchema, ComplaintHandedOverSchema, ComplaintLinkedSchema,
  ComplaintReceivedSchema, ComplaintSteppedSchema, ComplaintSupplementedSchema, type FieldValues, filesSaid,
} from './entries'
import type { Workflow } from './schema'

/** A document in the file. */
export interface FiledPaper {
  /** Of the workflow's papers, or, where the document was made here, the form it is. */
  paper?: string
  form?: string
  index: number
  attachmentIds: readonly string[]
  /** What stands in the fields of a form. */
  said?: Readonly<Record<string, unknown>>
}
export interface StepTaken {
  step: string
  from: string
  to: string
  at: string
  index: number
  actor: Actor
  wasDueAt?: string
}
export interface OverlaySet {
  count: number
  first: string
  last: string
}
export interface ComplaintLink {
  stream: Stream
  complaintId: string
  how: 'converted' | 'double_check'
}

/** A complaint's file (信访件、反映件、举报件), folded from its chain. */
export interface ComplaintState {
  status: 'none' | 'open'
  state: string
  /** When the server had it; periods count from here, whoever classifies it later. */
  receivedAt: string
  channel: Channel | null
  receipt: string
  by: 'person' | 'named' | 'anonymous' | null
  personId: string | null
  /** Who of the court took it first, and who has it from them. */
  firstContact: { staffId: string; handedOver: { staffId?: string; department?: string } | null } | null
  caseId: string | null
  about: readonly string[]
  /** About somebody whose complaints are the superior court's. */
  goesUp: boolean
  matter: string
  confidential: string | null
  fields: FieldValues
  papers: readonly FiledPaper[]
  marks: Readonly<Record<string, OverlaySet>>
  steps: readonly StepTaken[]
  /** The index of the step with which it last came into each state; 0 of the receipt. */
  came: Readonly<Record<string, number>>
  links: readonly ComplaintLink[]
  /** The file that it was turned out of; its receipt is this one's. */
  from: ComplaintKey | null
  thread: { personId: string; index: number } | null
  explained: readonly { staffId: string; index: number }[]
  /** The entries with which whoever complained said something. */
  said: readonly { index: number; at: string }[]
  /** Index of the entry from which documents count: of the newest round. */
  round: number
  /** All files that an entry names. */
  attachments: readonly EntryAttachment[]
  /** Those of them that were given in confidence. */
  confidentialFiles: readonly string[]
  /** Steps of the clock that stand in the chain, as `<clock>/<step>`. */
  written: ReadonlySet<string>
  next: number
}

export const noComplaint: ComplaintState = {
  status: 'none', state: '', receivedAt: '', channel: null, receipt: '', by: null, personId: null, firstContact: null, caseId: null, about: [], goesUp: false, matter: '',
  confidential: null, fields: {}, papers: [], marks: {}, steps: [], came: {}, links: [], from: null, thread: null, explained: [], said: [], round: 0,
  attachments: [], confidentialFiles: [], written: new Set(), next: 0,
}

export interface ComplaintHappened {
  index: number
  at: string
  type: string
  actor: Actor
  body: unknown
  attachments: readonly EntryAttachment[]
}

/** The fold of a stream's chains. What it does not know leaves the state as it is. */
export const evolveComplaint = (workflow: Workflow) => (before: ComplaintState, entry: ComplaintHappened): ComplaintState => {
  const { index, at, type, actor, body, attachments } = entry
  const confided = filesSaid(body).filter(({ confidential }) => confidential)
  const state: ComplaintState = {
    ...before, next: index + 1, attachments: attachments.length > 0 ? [...before.attachments, ...attachments] : before.attachments,
    confidentialFiles: confided.length > 0 ? [...before.confidentialFiles, ...confided.map(({ attachmentId }) => attachmentId)] : before.confidentialFiles,
  }
  switch (type) {
    case 'complaint.received': {
      const { receipt = '', channel, by, personId, matter, confidential, caseId, about, goesUp = false, fields, thread, from } = ComplaintReceivedSchema.parse(body)
      return {
        ...state, status: 'open', state: workflow.initial, receivedAt: at, receipt, channel, by, personId: personId ?? null, caseId: caseId ?? null, about, goesUp,
        matter, confidential: confidential ?? null, fields, thread: thread ?? null, came: { [workflow.initial]: index }, said: [{ index, at }],
        firstContact: actor.kind === 'staff' ? { staffId: actor.id, handedOver: null } : null,
        links: from ? [{ ...from, how: 'converted' }] : [], from: from ?? null,
      }
    }
    case 'complaint.stepped':
      return stepped(state, entry, workflow)
    case 'complaint.supplemented':
      return ComplaintSupplementedSchema.parse(body).by === 'complainant' ? { ...state, said: [...state.said, { index, at }] } : state
    case 'complaint.explained':
      ComplaintExplainedSchema.parse(body)
      return { ...state, explained: [...state.explained, { staffId: actor.id, index }] }
    case 'complaint.handed_over': {
      const { toStaffId, toDepartment } = ComplaintHandedOverSchema.parse(body)
      const handedOver = { ...(toStaffId !== undefined && { staffId: toStaffId }), ...(toDepartment !== undefined && { department: toDepartment }) }
      return state.firstContact ? { ...state, firstContact: { ...state.firstContact, handedOver } } : state
    }
    case 'complaint.linked':
      return { ...state, links: [...state.links, ComplaintLinkedSchema.parse(body)] }
    case 'complaint.case_linked':
      return { ...state, caseId: ComplaintCaseLinkedSchema.parse(body).caseId }
    case 'complaint.about_named': {
      const { about, goesUp = false } = ComplaintAboutSchema.parse(body)
      return { ...state, about: [...new Set([...state.about, ...about])], goesUp: state.goesUp || goesUp }
    }
    case 'paper.filed':
      return { ...state, papers: [...state.papers, { ...formFiled(body), index, attachmentIds: attachments.map(({ id }) => id) }] }
    case 'clock.warned':
    case 'clock.overdue': {
      const { clockId, step } = body as { clockId: string; step: string }
      return { ...state, written: new Set([...state.written, `${clockId}/${step}`]) }
    }
    default:
      return state
  }
}

const formFiled = (body: unknown): Pick<FiledPaper, 'form' | 'said'> => {
  const { form, fields = {} } = body as { form: string; fields?: Record<string, unknown> }
  return { form, said: fields }
}

function stepped(state: ComplaintState, { index, at, actor, body }: ComplaintHappened, { steps }: Workflow): ComplaintState {
  const { step: id, to, fields, papers, wasDueAt, opens } = ComplaintSteppedSchema.parse(body)
  const spec = steps.find((one) => one.id === id)
  const anew = spec?.begins_anew
  const isMoved = to !== state.state
  const kept = anew ? Object.fromEntries(Object.entries(state.fields).filter(([name]) => anew.keeps.includes(name))) : state.fields
  const filed = papers.map(({ paper, attachmentId }): FiledPaper => ({ paper, index, attachmentIds: [attachmentId] }))
  const marks = anew ? {} : state.marks
  const mark = spec?.marks
  const before = mark === undefined ? undefined : marks[mark]
  return {
    ...state,
    state: to,
    fields: { ...kept, ...fields },
    papers: [...(anew ? [] : state.papers), ...filed],
    marks: mark === undefined ? marks : { ...marks, [mark]: { count: (before?.count ?? 0) + 1, first: before?.first ?? at, last: at } },
    steps: [...state.steps, { step: id, from: state.state, to, at, index, actor, ...(wasDueAt !== undefined && { wasDueAt }) }],
    came: isMoved || anew ? { ...(anew ? {} : state.came), [to]: index } : state.came,
    round: anew ? index : state.round,
    links: opens ? [...state.links, { ...opens, how: 'converted' }] : state.links,
  }
}
