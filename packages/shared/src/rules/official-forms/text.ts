import { paperFieldsOf, type PaperCondition, type OfficialField, type OfficialForm, type PaperFact } from './definition'
import type { PaperFields, PaperValue, RefusedToSign } from './entries'

/** What the file says that a paper belongs to: its facts, and the people that a paper can be about. */
export interface PaperFacts {
  words: Readonly<Partial<Record<PaperFact, string>>>
  /** By id, each with how they stand in the document: 申请执行人 张某. */
  people: readonly { id: string; label: string }[]
}

/** A paper before it is finished: what was written, and what was signed. */
export interface PaperDraft {
  paperId: string
  /** The chain that it will stand in. */
  chain: string
  form: string
  version: number
  fields: PaperFields
  refusedToSign?: RefusedToSign
  replaces?: string
}

/** A paper as it is read: on the screen that somebody signs on, in the PDF and in the Word document. */
export interface PaperText {
  title: string
  /** 案号 or 信访编号, as it stands in the file. */
  number: string
  sections: { heading?: string; rows: { label: string; lines: string[] }[] }[]
}

/** Fills a form's title and the like. A fact that the file does not know stands as a blank to be seen. */
export const withFacts = (words: string, { words: known }: PaperFacts): string =>
  words.replace(/\{([a-z_]+)\}/g, (_, name: PaperFact) => known[name] ?? '××××')

export function paperHolds(condition: PaperCondition, fields: PaperFields, { words }: PaperFacts): boolean {
  if ('fact' in condition) return words[condition.fact] === condition.is
  const value = fields[condition.field]
  return 'is' in condition ? value === condition.is : value !== undefined && value !== '' && value !== condition.is_not
}

/** What a new paper begins with. All of it can be written otherwise, and none of it stands in the text unless it is written there. */
export interface PaperBeginnings extends Pick<PaperFacts, 'words'> {
  /** By what a field calls its own rows. */
  rows?: Readonly<Partial<Record<PaperFact, readonly Record<string, string>[]>>>
}

/** What a new paper says before anybody has written anything. */
export function prefilled(form: OfficialForm, { words, rows = {} }: PaperBeginnings): PaperFields {
  const known = paperFieldsOf(form).flatMap(({ id, from, type, choices, row }): [string, PaperValue][] => {
    if (type === 'fact' || from === undefined) return []
    if (type === 'rows') {
      const said = rows[from]?.map((one) => Object.fromEntries(row!.map(({ id: name }) => [name, one[name] ?? ''])))
      return said && said.length > 0 ? [[id, said]] : []
    }
    const said = words[from]
    return said === undefined || said === '' || (type === 'choice' && !choices!.some(({ value }) => value === said)) ? [] : [[id, said]]
  })
  return Object.fromEntries(known)
}

/** The whole of a paper. Fields that nobody filled in are left out, but for those that must be. */
export function paperText(form: OfficialForm, draft: Pick<PaperDraft, 'fields' | 'refusedToSign' | 'replaces'>, facts: PaperFacts, number: string): PaperText {
  const sections = form.sections.map(({ heading, fields }) => ({
    ...(heading !== undefined && { heading }),
    rows: fields.flatMap((field) => {
      const lines = linesOf(field, draft.fields[field.id], facts)
      return lines.length > 0 || field.required ? [{ label: field.label, lines }] : []
    }),
  }))
  const refused = draft.refusedToSign
  if (refused && form.refusal) {
    const who = form.signers.find(({ by }) => by === refused.by)?.label ?? refused.by
    sections.push({ heading: form.refusal.label, rows: [{ label: `${who}拒绝签字`, lines: split(refused.talkRecord) }] })
  }
  return { title: withFacts(form.title, facts), number, sections: sections.filter(({ rows }) => rows.length > 0) }
}

const split = (words: string): string[] => words.split(/\r?\n/).filter((line) => line.trim() !== '')

function linesOf(field: OfficialField, value: PaperValue | undefined, facts: PaperFacts): string[] {
  const said = field.type === 'fact' ? facts.words[field.from!] : value
  if (said === undefined || said === '') return []
  const labelOf = (chosen: string): string => field.choices?.find((choice) => choice.value === chosen)?.label ?? chosen
  if (typeof said === 'string') {
    if (field.type === 'person') return [facts.people.find(({ id }) => id === said)?.label ?? '']
    if (field.type === 'choice') return [labelOf(said)]
    return field.type === 'moment' ? [momentWords(said)] : split(said)
  }
  // The numbers of ticks and rows are written out: a signed text must not be counted anew.
  return said.map((one, i) => {
    if (typeof one === 'string') return `${i + 1}. ${labelOf(one)}`
    if (field.type === 'files') return `${i + 1}. ${one.name}`
    return `${i + 1}. ${(field.row ?? []).map(({ id, label }) => `${label}：${(one as Record<string, string>)[id] ?? ''}`).join('；')}`
  })
}

/** 2026-11-22 09:30 → 2026年11月22日9时30分 */
export function momentWords(moment: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})$/.exec(moment)
  if (!match) return moment
  const [, year, month, day, hour, minute] = match
  return `${year}年${Number(month)}月${Number(day)}日${Number(hour)}时${minute}分`
}

/** What a field says in a line, for the node that a paper is recorded as. */
export function wordsOf(form: OfficialForm, id: string, fields: PaperFields, facts: PaperFacts): string {
  const field = paperFieldsOf(form).find((one) => one.id === id)
  if (!field) return ''
  const lines = linesOf(field, fields[id], facts)
  return field.type === 'ticks' ? lines.map((line) => line.replace(/^\d+\. /, '')).join('、') : lines.join('；')
}

/**
 * What is signed, as a value to be hashed: the chain it belongs to, the paper, all that was written, and the hash of the text as it was read. A
 * signature holds for this alone: not for another text, another paper, another file.
 */
export const paperContent = ({ chain, paperId, form, version, fields, refusedToSign, replaces }: PaperDraft, textSm3: string): object => ({
  chain, paperId, form, version, fields, textSm3, ...(refusedToSign && { refusedToSign }), ...(replaces !== undefined && { replaces }),
})
