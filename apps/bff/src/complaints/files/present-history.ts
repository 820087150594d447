import type { ComplaintDetail } from '@zhixin/shared/contract'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type Catalogue, type FieldValue, filesSaid, type Workflow } from '@zhixin/shared/rules'

interface Parts {
  workflow: Workflow
  catalogue: Pick<Catalogue, 'nodes' | 'roles'>
  names: { staff(ids: string[]): Promise<Map<string, string>> }
  mayReadConfidence: boolean
  fieldsShown(values: Readonly<Record<string, FieldValue>>, workflow: Workflow): Promise<ComplaintDetail['fields']>
  filesOf(ids: readonly string[]): Promise<ComplaintDetail['papers'][number]['files']>
}
type Happened = ComplaintDetail['history'][number]
interface Body {
  step?: string
  note?: string
  text?: string
  matter?: string
  fields?: Record<string, FieldValue>
  by?: string
  node?: string
  /** Of a warning: to which roles. Of a step: into which state. */
  to?: string | string[]
  wasDueAt?: string
}

/** One entry of a file, in plain words. What is for the handler alone is left out for whoever is not. */
export async function happened({ index, at, type, actor, body: stored, attachments, entryHash }: SequencedEntry, parts: Parts): Promise<Happened> {
  const body = stored as unknown as Body
  const hidden = new Set(parts.mayReadConfidence ? [] : filesSaid(stored).filter(({ confidential }) => confidential).map(({ attachmentId }) => attachmentId))
  return {
    index, at, what: whatOf(type, body, parts), by: await byWhom(actor, parts), note: body.note ?? null,
    text: type === 'complaint.received' ? (body.matter ?? null) : (body.text ?? null),
    // What a paper says stands in the paper.
    fields: await parts.fieldsShown(type === 'paper.filed' ? {} : (body.fields ?? {}), parts.workflow),
    files: await parts.filesOf(attachments.map(({ id }) => id).filter((id) => !hidden.has(id))),
    entryHash, wasDueAt: body.wasDueAt ?? null,
  }
}

function whatOf(type: string, { step, by, node, to }: Body, { workflow, catalogue }: Parts): string {
  const roles = Array.isArray(to) ? to.map((name) => catalogue.roles.get(name)?.label ?? name).join('、') : ''
  const label = catalogue.nodes.get(node ?? '')?.label ?? ''
  switch (type) {
    case 'complaint.received': return '收到'
    case 'complaint.stepped': return workflow.steps.find(({ id }) => id === step)?.label ?? step ?? ''
    case 'complaint.supplemented': return by === 'complainant' ? '反映人补充' : '补充记录'
    case 'complaint.explained': return '被反映人说明'
    case 'complaint.handed_over': return '移交'
    case 'complaint.linked': return '关联'
    case 'complaint.case_linked': return '关联案件'
    case 'complaint.about_named': return '写明被反映人'
    case 'paper.filed': return '文书入卷'
    case 'complaint.texted': return '短信提醒反映人有答复'
    case 'clock.warned': return `提醒${roles}：${label}`
    case 'clock.overdue': return `超期，报${roles}：${label}`
    default: return type
  }
}

async function byWhom({ kind, id }: SequencedEntry['actor'], { names }: Parts): Promise<string> {
  if (kind === 'staff') return (await names.staff([id])).get(id) ?? '工作人员'
  return kind === 'person' ? '反映人' : '系统'
}
