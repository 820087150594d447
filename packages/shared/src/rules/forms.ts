import { z } from 'zod'
import { CitationSchema } from './court-config'
import { LitigantSideSchema } from './relations'
import { findSensitiveNumber, isIdentityNumber } from './sensitive-numbers'

/** The forms that people hand in, and what they can be asked to do, as data: `config/court/forms.yaml`. */
const Id = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/)
const Words = (max: number) => z.string().min(1).max(max)

export const FormFieldSchema = z.strictObject({
  id: Id,
  label: Words(30),
  hint: Words(80).optional(),
  /** `account` alone may hold a full bank account number. `money` in yuan. */
  type: z.enum(['text', 'long', 'money', 'date', 'choice', 'account']),
  required: z.boolean().default(false),
  choices: z.array(z.strictObject({ value: Id, label: Words(30) })).min(2).optional(),
})
export type FormField = z.infer<typeof FormFieldSchema>

/** Rows of one kind: each house, each vehicle. A required group is answered by rows, or by saying that there is none. */
export const FormGroupSchema = z.strictObject({
  id: Id,
  label: Words(30),
  hint: Words(80).optional(),
  /** What one row is called: 房产. */
  item: Words(12),
  required: z.boolean().default(false),
  most: z.number().int().positive().max(50),
  fields: z.array(FormFieldSchema).min(1),
})
export type FormGroup = z.infer<typeof FormGroupSchema>

/** Who may hand a form in, by relation: agents only where they are named. */
const SubmitterSchema = z.enum(['principal', 'representative', 'special_agent', 'agent'])

export const FormDefinitionSchema = z.strictObject({
  id: Id,
  version: z.number().int().positive(),
  title: Words(30),
  /** What it is for, in plain words. */
  intro: Words(300),
  sides: z.array(LitigantSideSchema).min(1),
  submitters: z.array(SubmitterSchema).min(1),
  /** Handed in once in a thread; what changes later is a supplement. */
  once: z.boolean().default(false),
  /** The form that this one adds to. */
  supplements: Id.optional(),
  /** Opens a matter with the ordinary clock: it must be answered. */
  asks_reply: z.boolean().default(false),
  /**
   * It has a clock of its own and ends in an answer: from whoever handles the case, or from the filing window in a case number or a refusal with
   * reasons. `node`: of the catalogue, `kept_in: thread`, whose period it is; another one where a field says that it presses.
   */
  handled: z.strictObject({
    by: z.enum(['handlers', 'window']),
    node: z.string(),
    urgent: z.strictObject({ field: Id, is: Id, node: z.string() }).optional(),
    /** The node whose period an applicant has who is told what is missing (一次性告知补正). Without it nobody is asked for more. */
    correction: z.string().optional(),
    /** What docketing it records in the case: of which day, and what the record says beside it. The number of the new case is its object. */
    records: z.array(z.strictObject({ what: z.string(), on: z.enum(['received', 'docketed']), fields: z.record(z.string(), z.string()).default({}) })).optional(),
  }).optional(),
  /** What is read before it goes out. */
  warning: Words(300),
  attachments: z.strictObject({ label: Words(30), hint: Words(120) }),
  /** What applies, each with where it stands; `proposal` is the court's own service text and said to be so. */
  notes: z.array(z.strictObject({ text: Words(400), cite: CitationSchema })).default([]),
  fields: z.array(FormFieldSchema).default([]),
  groups: z.array(FormGroupSchema).default([]),
  cite: CitationSchema,
})
export type FormDefinition = z.infer<typeof FormDefinitionSchema>

export const TaskKindSchema = z.strictObject({ id: Id, label: Words(20), form: Id.optional() })
export type TaskKind = z.infer<typeof TaskKindSchema>

const twice = (ids: readonly string[]): string | undefined => ids.find((id, i) => ids.indexOf(id) !== i)

export const FormsConfigSchema = z
  .strictObject({
    task_kinds: z.array(TaskKindSchema).min(1),
    /** Said wherever an account to pay into is shown. */
    payment_warning: Words(200),
    /** All versions: what was handed in on an older one is read with that one. The newest counts. */
    forms: z.array(FormDefinitionSchema).min(1),
  })
  .superRefine(({ task_kinds, forms }, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const ids = new Set(forms.map(({ id }) => id))
    task_kinds.forEach(({ form }, i) => form && !ids.has(form) && issue(['task_kinds', i, 'form'], `no form ${form}`))
    const doubleKind = twice(task_kinds.map(({ id }) => id))
    if (doubleKind) issue(['task_kinds'], `${doubleKind} stands twice`)
    const doubleForm = twice(forms.map(({ id, version }) => `${id} version ${version}`))
    if (doubleForm) issue(['forms'], `${doubleForm} stands twice`)
    forms.forEach((form, i) => {
      if (form.supplements && !ids.has(form.supplements)) issue(['forms', i, 'supplements'], `no form ${form.supplements}`)
      if (form.fields.length + form.groups.length === 0) issue(['forms', i], 'asks nothing')
      const pressing = form.handled?.urgent
      if (pressing && !form.fields.find(({ id }) => id === pressing.field)?.choices?.some(({ value }) => value === pressing.is)) {
        issue(['forms', i, 'handled', 'urgent'], `no field ${pressing.field} with the choice ${pressing.is}`)
      }
      if (form.handled?.by === 'handlers' && (form.handled.correction !== undefined || form.handled.records !== undefined)) {
        issue(['forms', i, 'handled'], 'correction and records belong to what goes to the filing window')
      }
      const double = twice([...form.fields, ...form.groups].map(({ id }) => id))
      if (double) issue(['forms', i], `${double} stands twice`)
      for (const { id, fields } of [{ id: '', fields: form.fields }, ...form.groups]) {
        const same = twice(fields.map((field) => field.id))
        if (same) issue(['forms', i, id], `${same} stands twice`)
        for (const { id: field, type, choices } of fields) {
          if ((type === 'choice') !== (choices !== undefined)) issue(['forms', i, id, field], 'choices belong to a field of type choice, and to no other')
        }
      }
    })
  })
export type FormsConfig = z.infer<typeof FormsConfigSchema>

/** The form of an id that counts now, or as it was in a version. */
export const formOf = ({ forms }: Pick<FormsConfig, 'forms'>, id: string, version?: number): FormDefinition | undefined =>
  forms.filter((form) => form.id === id && (version === undefined || form.version === version)).sort((a, b) => b.version - a.version)[0]

/** Each id once, in the order of the configuration, in the version that counts now. */
export const currentForms = (config: Pick<FormsConfig, 'forms'>): FormDefinition[] =>
  [...new Set(config.forms.map(({ id }) => id))].map((id) => formOf(config, id)!)

export type FormRow = Record<string, string>
/** A field's text by its id; a group's rows by its id, none where there is nothing to report. */
export type FormValues = Record<string, string | FormRow[]>
const Told = z.string().max(2000)
const Key = z.string().max(40)
export const FormValuesSchema = z.record(Key, z.union([Told, z.array(z.record(Key, Told)).max(50)]))

export interface FormProblem {
  /** `reason`, `vehicles` or `vehicles.0.plate`. */
  path: string
  label: string
  why: 'missing' | 'wrong' | 'too_long' | 'sensitive' | 'unknown' | 'too_many'
}

const LONGEST: Partial<Record<FormField['type'], number>> = { text: 100, long: 1000 }
const ACCOUNT_DIGITS = /^\d{8,32}$/

/** An account number as it is kept: the blanks and hyphens that people put between are taken off. */
export const plainAccount = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).replace(/[\s\-－·.]/g, '')

/**
 * What somebody filled in, as it will be filed, and all that is wrong with it, in the order of the form. The same on the phone and on the
 * server. Does not check who hands it in, nor whether what is said is true.
 */
export function readForm(form: Pick<FormDefinition, 'fields' | 'groups'>, given: FormValues): { values: FormValues; problems: FormProblem[] } {
  const problems: FormProblem[] = []
  const values: FormValues = {}

  function row(fields: readonly FormField[], from: Record<string, unknown>, prefix: string): FormRow {
    const read: FormRow = {}
    for (const field of fields) {
      const told = from[field.id]
      const text = typeof told === 'string' ? told.trim() : ''
      const path = `${prefix}${field.id}`
      if (text === '') {
        if (field.required) problems.push({ path, label: field.label, why: 'missing' })
        continue
      }
      const kept = field.type === 'account' ? plainAccount(text) : text
      const why = wrongWith(field, kept)
      if (why) problems.push({ path, label: field.label, why })
      read[field.id] = kept
    }
    return read
  }

  Object.assign(values, row(form.fields, given, ''))
  for (const group of form.groups) {
    const rows = given[group.id]
    if (!Array.isArray(rows)) {
      if (group.required) problems.push({ path: group.id, label: group.label, why: 'missing' })
      continue
    }
    if (rows.length > group.most) problems.push({ path: group.id, label: group.label, why: 'too_many' })
    values[group.id] = rows.map((one, i) => {
      unknown(Object.keys(one), group.fields, `${group.id}.${i}.`)
      return row(group.fields, one, `${group.id}.${i}.`)
    })
  }
  unknown(Object.keys(given), [...form.fields, ...form.groups], '')
  return { values, problems }

  function unknown(ids: string[], known: readonly { id: string }[], prefix: string): void {
    for (const id of ids) if (!known.some((one) => one.id === id)) problems.push({ path: `${prefix}${id}`, label: id, why: 'unknown' })
  }
}

function wrongWith({ type, choices }: FormField, text: string): FormProblem['why'] | undefined {
  switch (type) {
    case 'text':
    case 'long':
      if (text.length > LONGEST[type]!) return 'too_long'
      return findSensitiveNumber(text) ? 'sensitive' : undefined
    case 'money':
      return /^\d{1,12}(\.\d{1,2})?$/.test(text) ? undefined : 'wrong'
    case 'date':
      return z.iso.date().safeParse(text).success ? undefined : 'wrong'
    case 'choice':
      return choices?.some(({ value }) => value === text) ? undefined : 'wrong'
    case 'account':
      return ACCOUNT_DIGITS.test(text) && !isIdentityNumber(text) ? undefined : 'wrong'
  }
}
