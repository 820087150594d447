import { z } from 'zod'
import { CodedError } from '../../errors'
import { dayOf, minuteOf } from '../shanghai'
import { findSensitiveNumber } from '../sensitive-numbers'
import { paperFieldsOf, type OfficialField, type OfficialForm, type Signer } from './definition'
import type { PaperSignature, PaperValue } from './entries'
import { paperHolds, type PaperDraft, type PaperFacts } from './text'

/**
 * How far a paper is: something is missing (drafted); all is written (filled); everybody whose signature is needed has signed this very text, or
 * refused with a record of the talk (signed). What is finished stands in its chain and is no draft any more.
 */
export type PaperStage = 'drafted' | 'filled' | 'signed'

export interface PaperState extends PaperDraft {
  signatures: readonly PaperSignature[]
}

/** What a decision rests on. `contentSm3`: hash of `paperContent` of the draft as it is, computed by whoever has SM3. */
export interface PaperGiven {
  form: OfficialForm
  facts: PaperFacts
  contentSm3: string
  now: string
}

export interface PaperProblem {
  /** A field, `members.0.post`, or a signer. */
  at: string
  kind: 'field' | 'signature'
  label: string
  why: 'missing' | 'wrong' | 'too_long' | 'sensitive' | 'unknown' | 'not_allowed'
  words: string
}

const LONGEST: Partial<Record<OfficialField['type'], number>> = { text: 200, long: 4000 }
const MOMENT = /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$/
/** Nobody holds a task force of more in their head. */
const MOST_ROWS = 20
/** A record of what was talked about says something. */
const SHORTEST_RECORD = 2
const WORDS: Record<PaperProblem['why'], string> = {
  missing: '没有填', wrong: '格式不对', too_long: '太长了', sensitive: '像是有身份证号或银行账号，请只写后四位', unknown: '这份文书没有这一项', not_allowed: '不能这样填',
}

/** All that keeps what is written from being whole, in the order of the form. The same on the phone and on the server. Does not check whether it is true. */
export function fieldProblems(draft: Pick<PaperDraft, 'fields' | 'refusedToSign'>, { form, facts, now }: Omit<PaperGiven, 'contentSm3'>): PaperProblem[] {
  const { fields, refusedToSign } = draft
  const problems: PaperProblem[] = []
  const add = (at: string, label: string, why: PaperProblem['why'], words = WORDS[why]): void => void problems.push({ at, kind: 'field', label, why, words })
  for (const field of paperFieldsOf(form)) {
    const value = fields[field.id]
    if (isEmpty(value)) {
      const isRequired = field.required || (field.required_if !== undefined && paperHolds(field.required_if, fields, facts))
      if (isRequired) add(field.id, field.label, 'missing')
      continue
    }
    checkValue(field, value!, facts, now, (why, at = field.id) => add(at, field.label, why))
  }
  for (const { if: condition, field, values, words } of form.only) {
    const said = fields[field]
    if (typeof said === 'string' && said !== '' && paperHolds(condition, fields, facts) && !values.includes(said)) {
      add(field, paperFieldsOf(form).find(({ id }) => id === field)!.label, 'not_allowed', words)
    }
  }
  const unknown = Object.keys(fields).find((id) => !paperFieldsOf(form).some((field) => field.id === id && field.type !== 'fact'))
  if (unknown !== undefined) add(unknown, unknown, 'unknown')
  if (refusedToSign && !form.signers.some(({ by, may_refuse }) => may_refuse && by === refusedToSign.by)) add('refusedToSign', '拒绝签字', 'not_allowed')
  if (refusedToSign && refusedToSign.talkRecord.trim().length < SHORTEST_RECORD) add('refusedToSign', form.refusal?.label ?? '', 'missing')
  if (refusedToSign && findSensitiveNumber(refusedToSign.talkRecord)) add('refusedToSign', form.refusal?.label ?? '', 'sensitive')
  return problems
}

const isEmpty = (value: PaperValue | undefined): boolean => value === undefined || (typeof value === 'string' ? value.trim() === '' : value.length === 0)

function checkValue(field: OfficialField, value: PaperValue, facts: PaperFacts, now: string, wrong: (why: PaperProblem['why'], at?: string) => void): void {
  const isList = field.type === 'ticks' || field.type === 'rows' || field.type === 'files'
  if (isList !== Array.isArray(value)) return wrong('wrong')
  if (typeof value === 'string') {
    if (value.length > (LONGEST[field.type] ?? 100)) return wrong('too_long')
    if ((field.type === 'text' || field.type === 'long') && findSensitiveNumber(value)) return wrong('sensitive')
    if (!fits(field, value, facts, now)) wrong('wrong')
    return
  }
  if (field.type === 'ticks') {
    const known = field.choices!.map((choice) => choice.value)
    if (!value.every((one, i) => known.includes(one as string) && value.indexOf(one as never) === i)) return wrong('wrong')
    return field.all && value.length < known.length ? wrong('missing') : undefined
  }
  if (field.type !== 'rows') return
  if (value.length > MOST_ROWS) return wrong('too_long')
  for (const [i, row] of (value as Record<string, string>[]).entries()) {
    if (Object.keys(row).some((id) => !field.row!.some((one) => one.id === id))) wrong('unknown')
    for (const { id, required } of field.row!) {
      const said = row[id]?.trim() ?? ''
      if (said === '' && required) wrong('missing', `${field.id}.${i}.${id}`)
      if (said.length > 100) wrong('too_long', `${field.id}.${i}.${id}`)
      if (findSensitiveNumber(said)) wrong('sensitive', `${field.id}.${i}.${id}`)
    }
  }
}

function fits({ type, choices }: OfficialField, value: string, { people }: PaperFacts, now: string): boolean {
  const isDay = (day: string): boolean => z.iso.date().safeParse(day).success
  switch (type) {
    case 'choice': return choices!.some((choice) => choice.value === value)
    case 'person': return people.some(({ id }) => id === value)
    case 'day': return isDay(value)
    // What a record says was talked about has happened.
    case 'moment': return MOMENT.test(value) && isDay(value.slice(0, 10)) && value <= momentOf(now)
    default: return true
  }
}
/** An instant as a form writes it: day and minute, Shanghai. */
export function momentOf(now: string): string {
  const minute = minuteOf(now)
  return `${dayOf(now)} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Whose signature is needed. Who refused signs no more, and whoever talked with them does. */
export const isNeeded = (signer: Signer, { fields, refusedToSign }: Pick<PaperDraft, 'fields' | 'refusedToSign'>, facts: PaperFacts): boolean => {
  if (refusedToSign?.by === signer.by) return false
  if (signer.required_if_refused !== undefined && signer.required_if_refused === refusedToSign?.by) return true
  return signer.required || (signer.required_if !== undefined && paperHolds(signer.required_if, fields, facts))
}

/** Whether somebody can sign at all: who answered over the telephone is not there to. */
export const canSign = (signer: Signer, draft: Pick<PaperDraft, 'fields' | 'refusedToSign'>, facts: PaperFacts): boolean =>
  draft.refusedToSign?.by !== signer.by && (signer.required_if === undefined || paperHolds(signer.required_if, draft.fields, facts))

/** Who has not signed yet, of those who must, and what was signed before the text was what it is. */
export function signatureProblems(state: PaperState, { form, facts, contentSm3 }: Omit<PaperGiven, 'now'>): PaperProblem[] {
  return form.signers.flatMap((signer): PaperProblem[] => {
    const { by, label } = signer
    const signed = state.signatures.find((one) => one.by === by)
    if (signed?.contentSm3 === contentSm3) return []
    if (signed) return [{ at: by, kind: 'signature', label, why: 'wrong', words: '签字以后内容改过，要重新签' }]
    return isNeeded(signer, state, facts) ? [{ at: by, kind: 'signature', label, why: 'missing', words: '还没有签字' }] : []
  })
}

export const problemsOf = (state: PaperState, given: PaperGiven): PaperProblem[] => [...fieldProblems(state, given), ...signatureProblems(state, given)]

export function stageOf(state: PaperState, given: PaperGiven): PaperStage {
  if (fieldProblems(state, given).length > 0) return 'drafted'
  return signatureProblems(state, given).length > 0 ? 'filled' : 'signed'
}

export type PaperCommand =
  | { type: 'Fill'; fields: PaperDraft['fields']; refusedToSign?: PaperDraft['refusedToSign'] }
  /** `shown`: the hash of what its signer had before them. */
  | { type: 'Sign'; signature: Omit<PaperSignature, 'contentSm3' | 'at'>; shown: string }
  | { type: 'TakeBackSignature'; by: string }
  | { type: 'Finish'; shown: string }

/** What becomes of a draft. Throws CodedError `papers.*`. Rights are asked by whoever calls. Finishing changes nothing here: the entry says it. */
export function decidePaper(command: PaperCommand, state: PaperState, given: PaperGiven): PaperState {
  const { form, facts, contentSm3, now } = given
  switch (command.type) {
    case 'Fill': {
      const { refusedToSign: _before, ...rest } = state
      const next = { ...rest, fields: command.fields, ...(command.refusedToSign && { refusedToSign: command.refusedToSign }) }
      // Whoever signed another text and does not sign this one at all would be asked for it for ever.
      const isSigner = ({ by }: PaperSignature): boolean => form.signers.some((signer) => signer.by === by && canSign(signer, next, facts))
      return { ...next, signatures: state.signatures.filter(isSigner) }
    }
    case 'Sign': {
      const signer = form.signers.find(({ by }) => by === command.signature.by)
      if (!signer || !canSign(signer, state, facts)) throw new CodedError('papers.not_a_signer', { field: 'body.by' })
      if (command.shown !== contentSm3) throw new CodedError('papers.text_changed', { field: 'body.contentSm3' })
      refuseIf(fieldProblems(state, given))
      const others = state.signatures.filter(({ by }) => by !== signer.by)
      return { ...state, signatures: [...others, { ...command.signature, at: now, contentSm3 }] }
    }
    case 'TakeBackSignature': return { ...state, signatures: state.signatures.filter(({ by }) => by !== command.by) }
    case 'Finish': {
      if (command.shown !== contentSm3) throw new CodedError('papers.text_changed', { field: 'body.contentSm3' })
      refuseIf(problemsOf(state, given))
      return state
    }
  }
}

function refuseIf(problems: readonly PaperProblem[]): void {
  const [first] = problems
  if (first) throw new CodedError('papers.unfinished', { field: `body.${first.at}`, detail: problems.map(({ label, words }) => `“${label}”${words}`).join('；') })
}
