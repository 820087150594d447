import type { ComplaintAbilities, ComplaintDetail, ComplaintItem } from '@zhixin/shared/contract'
import type { Stream } from '@zhixin/shared/ids'
import { dayOf, membersIn } from '@zhixin/shared/rules'
import type { ComplaintDraft } from './complaint-drafts'
import { clockTag, leftWords } from './due-clock-words'
import { codedOf, explain } from './errors'
import { clockWords, dateWords } from './format'
import { untilWords } from './progress-words'

export type ComplaintDue = NonNullable<ComplaintItem['due']>
export type StepForm = ComplaintAbilities['steps'][number]

export const STREAM_WORDS: Record<Stream, string> = { feedback: '反映不规范', petition: '执行信访', discipline: '违法违纪', inquiry: '咨询意见' }
export const CHANNEL_WORDS: Record<NonNullable<ComplaintItem['channel']>, string> = {
  app: '小程序', hotline: '热线', letter: '来信', telephone: '来电', fax: '传真', visit: '来访', transferred: '转来', thread: '沟通中反映',
}
export const LINK_WORDS: Record<ComplaintDetail['links'][number]['how'], string> = { converted: '转来、转去的', double_check: '一案双查' }

/** How a period of a file stands, in one short word. What is a target only is never called late. */
export const complaintDueTag = ({ state, isTarget }: Pick<ComplaintDue, 'state' | 'isTarget'>) => clockTag({ state, soft: isTarget, means: 'done_by' })

/** 登记：2026年3月12日 24:00 前 · 还有 2 天 */
export function complaintDueLine({ label, state, dueAt, dueDay, isTarget }: Omit<ComplaintDue, 'node' | 'calendarKnown'>, now: string): string {
  const left = leftWords({ state, dueAt, dueDay, byHour: false }, now)
  return `${label}：${untilWords(dueAt)} · ${isTarget && dueAt <= now ? '已过目标日，不算超期，请抓紧' : left}`
}

/** How a period ended. */
export function endedWords({ label, dueDay, ended }: ComplaintDetail['clocks'][number]): string {
  const on = ended?.on ? `${dateWords(ended.on)} 办了` : '已经办了'
  return `${label}：${on}${ended?.late ? `，超过了 ${dateWords(dueDay)} 的期限` : '，在期限内'}`
}

/** 催办 ×3; once is said without a number. */
export const markWords = ({ label, count }: ComplaintItem['marks'][number]): string => (count > 1 ? `${label}×${count}` : label)

/** 8F3K-27QD as it was given out. */
export const receiptWords = (receipt: string): string => receipt.replace(/^(.{4})(.{4})$/, '$1-$2')

/** Of the files shown: how many are over their time. A count of nothing else. */
export function dueCountWords(complaints: readonly ComplaintItem[]): string {
  const late = complaints.filter(({ due }) => due?.state === 'overdue').length
  const soon = complaints.filter(({ due }) => due?.state === 'soon').length
  if (late === 0 && soon === 0) return '没有超期的'
  return [...(late > 0 ? [`${late} 件超期`] : []), ...(soon > 0 ? [`${soon} 件快到期`] : [])].join('，')
}

/** The fields of a step as they stand when its form is opened: what the file knows already is filled in. */
export function fieldsKnown({ fields }: Pick<StepForm, 'fields'>): ComplaintDraft['fields'] {
  return Object.fromEntries(fields.filter(({ known, type }) => known !== '' && type !== 'members').map(({ field, known }) => [field, known]))
}

const CONTACT_LEAST = 3
function isFilled(value: ComplaintDraft['fields'][string] | undefined): boolean {
  if (typeof value === 'string' || value === undefined) return (value ?? '').trim() !== ''
  return value.length > 0 && membersIn(value).every(({ name, title, contact }) => name.trim() && title.trim() && contact.trim().length >= CONTACT_LEAST)
}

/** The first thing that is not filled in yet, by what it is called; undefined: all that is always asked for is there. The court says the rest. */
export function missingInStep({ fields, papers, declares }: Pick<StepForm, 'fields' | 'papers' | 'declares'>, draft: ComplaintDraft): string | undefined {
  const asked: [string, boolean][] = [
    ...fields.map(({ field, label, required, type }): [string, boolean] =>
      [label, (required || (type === 'members' && draft.fields[field] !== undefined)) && !isFilled(draft.fields[field])]),
    ...papers.map(({ paper, label, required, isFiled, formOnly }): [string, boolean] =>
      [label, required && !isFiled && (formOnly || (draft.papers[paper] ?? []).length === 0)]),
    ...declares.map(({ declaration, says }): [string, boolean] => [`请确认“${says}”`, !draft.declared.includes(declaration)]),
  ]
  return asked.find(([, isMissing]) => isMissing)?.[0]
}

/** What goes to the court: nothing that is empty, and nothing that this step does not ask for. */
export function stepSaid({ step, fields, papers, declares }: StepForm, draft: ComplaintDraft) {
  const note = (draft.words.note ?? '').trim()
  return {
    step,
    fields: Object.fromEntries(fields.flatMap(({ field }) => {
      const value = draft.fields[field]
      return isFilled(value) ? [[field, typeof value === 'string' ? value.trim() : value!]] : []
    })),
    declared: declares.map(({ declaration }) => declaration).filter((one) => draft.declared.includes(one)),
    papers: papers.flatMap(({ paper }) => (draft.papers[paper] ?? []).map(({ id }) => ({ paper, attachmentId: id }))),
    ...(note !== '' && { note }),
  }
}

/** What is about to happen, before it does. */
export function stepComesTo({ leadsTo, opens, answers, cannotBeUndone }: Pick<StepForm, 'leadsTo' | 'opens' | 'answers' | 'cannotBeUndone'>): string[] {
  return [
    leadsTo === null ? '这件还在现在的环节，办理情况会记入卷里。' : `这件会转到“${leadsTo}”。`,
    ...(answers ? ['您写的内容会告诉反映人，发出后不能收回。'] : []),
    ...(opens === null ? [] : [`会另立一件“${STREAM_WORDS[opens]}”，两件互相关联。`]),
    cannotBeUndone ? '此操作不能撤销，请核对后再办。' : '办错了可以再办回来，但记录会留着。',
  ]
}

/** What the court said of one field; undefined: it said nothing, or spoke of another. */
export function errorAt(error: unknown, field: string): string | undefined {
  if (!error) return undefined
  const coded = codedOf(error)
  return coded.field === `body.${field}` ? explain(error) : undefined
}

/** A value of a file as people read it. */
export function shownValue({ type, value, members }: ComplaintDetail['fields'][number]): string {
  if (type === 'members') return members.map(({ name, title, contact }) => `${name}（${title}，${contact}）`).join('；')
  if (type === 'day') return dateWords(value)
  return type === 'instant' ? `${dateWords(dayOf(value))} ${clockWords(value)}` : value
}
