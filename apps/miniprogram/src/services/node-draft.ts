import type { NodeTemplate } from '@zhixin/shared/contract'
import { type AttachmentNote, isFieldRequired } from '@zhixin/shared/rules'
import type { NodeSaid } from './case-progress'

/** What an officer has filled in of a node; an empty word is nothing. */
export interface NodeDraft {
  on: string
  time: string
  object: string
  about: string[]
  fields: Record<string, string>
  note: string
  paper: string
  /** The signed paper itself: uploads, or where it stands in the file already; and who signed it. */
  evidence: AttachmentNote[]
  filedIn: { personId: string; index: number } | null
  signedBy: string[]
  approval: { role: string; name: string; on: string; paper: string; reportedOn: string }
  lateReason: string
}

/** A node as it is recorded most often: today, now, of the thing whose period runs. */
export const newDraft = ({ object, needs, about, approval }: NodeTemplate, today: string, now: string): NodeDraft => ({
  on: needs.appointed ? '' : today,
  time: needs.time ? now : '',
  object: object ?? '',
  about: about.length === 1 ? [about[0]!.id] : [],
  fields: {}, note: '', paper: '', evidence: [], filedIn: null, signedBy: [],
  approval: { role: approval?.by.length === 1 ? approval.by[0]!.id : '', name: '', on: '', paper: '', reportedOn: '' },
  lateReason: '',
})

/**
 * The first thing that is not filled in yet, by what it is called; undefined: all is. The same rules as the court's say which fields are
 * required; what they say of values, the court's own try-out tells.
 */
export function missingIn({ needs, fields, about, signers, approval }: NodeTemplate, draft: NodeDraft, late: boolean): string | undefined {
  const asked: [string, boolean][] = [
    ['日期', draft.on === ''],
    ['几点几分', needs.time && draft.time === ''],
    ['哪一项财产或款项', needs.object && draft.object.trim() === ''],
    ['对哪一位', about.length > 0 && draft.about.length === 0],
    ...fields.map((field): [string, boolean] => [field.label, isFieldRequired(field, draft.fields) && (draft.fields[field.id] ?? '').trim() === '']),
    ['笔录或签字文书的照片、PDF', needs.paper && draft.evidence.length === 0 && draft.filedIn === null],
    ['谁在纸上签了字', (['applicant', 'respondent'] as const).some((side) => !hasSigned(signers, draft, side))],
    ['批准人', approval !== null && (draft.approval.role === '' || draft.approval.name.trim() === '')],
    ['批准日期', approval !== null && draft.approval.on === ''],
    ['审批单号', approval !== null && draft.approval.paper.trim().length < 2],
    ['报备日期', approval?.reportTo != null && draft.approval.reportedOn === ''],
    ['补记理由', late && draft.lateReason.trim().length < 2],
  ]
  return asked.find(([, isMissing]) => isMissing)?.[0]
}

/** Where signatures are asked for, somebody of each side has signed. */
const hasSigned = (signers: NodeTemplate['signers'], { signedBy }: NodeDraft, side: 'applicant' | 'respondent'): boolean =>
  signers.length === 0 || signers.some((one) => one.side === side && signedBy.includes(one.id))

/** What goes to the court: nothing of what is empty, and nothing that the template does not ask for. */
export function saidOf({ what, needs, approval: asked, fields, about, signers }: NodeTemplate, draft: NodeDraft, late: boolean): NodeSaid {
  const word = <K extends string>(name: K, value: string): Partial<Record<K, string>> => (value.trim() === '' ? {} : { [name]: value.trim() } as Record<K, string>)
  const filled = fields.flatMap(({ id }) => Object.entries(word(id, draft.fields[id] ?? '')))
  const { role, name, on, paper, reportedOn } = draft.approval
  return {
    what, on: draft.on, fields: Object.fromEntries(filled) as Record<string, string>, papers: draft.paper.trim().length < 2 ? [] : [draft.paper.trim()],
    ...(needs.time ? word('time', draft.time) : {}), ...word('object', draft.object), ...word('note', draft.note),
    ...(needs.paper && draft.evidence.length > 0 && { evidence: draft.evidence }),
    ...(needs.paper && draft.filedIn && { filedIn: draft.filedIn }),
    ...(signers.length > 0 && draft.signedBy.length > 0 && { signedBy: draft.signedBy }),
    ...(about.length > 0 && draft.about.length > 0 && { about: draft.about }),
    ...(asked && role !== '' && name.trim() !== '' && on !== '' && paper.trim().length >= 2 && {
      approval: { role, name: name.trim(), on, paper: paper.trim(), ...(asked.reportTo !== null && word('reportedOn', reportedOn)) },
    }),
    ...(late && draft.lateReason.trim().length >= 2 && { lateReason: draft.lateReason.trim() }),
  }
}
