import { z } from 'zod'
import { CitationSchema } from '../court-config'

/** The papers of the court as data: `config/court/official-forms.yaml`. */
const Id = z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)
const Words = (max: number) => z.string().min(1).max(max)

/** What the file that a paper belongs to can say of itself. A file says those it knows; of the others a field stays empty. */
export const PAPER_FACTS = [
  'court', 'court_level', 'file_number', 'case_number', 'cause', 'now', 'author', 'author_title', 'author_department', 'applicants', 'respondents',
  'petitioner', 'petitioner_residence', 'demand', 'source', 'nature', 'received_on', 'explained', 'department', 'leader', 'trial', 'enforcement', 'history',
  'task_force', 'plan', 'reply',
] as const
export const PaperFactSchema = z.enum(PAPER_FACTS)
export type PaperFact = z.infer<typeof PaperFactSchema>
/** Of where a petitioner lives: what decides how they are answered (rules B-12). */
export const LOCAL = 'local'

/** Whether a field says something, or the file does. */
export const PaperConditionSchema = z.union([
  z.strictObject({ field: Id, is: Id }), z.strictObject({ field: Id, is_not: Id }), z.strictObject({ fact: PaperFactSchema, is: Words(40) }),
])
export type PaperCondition = z.infer<typeof PaperConditionSchema>

const ChoiceSchema = z.strictObject({ value: Id, label: Words(60) })
const RowFieldSchema = z.strictObject({ id: Id, label: Words(30), hint: Words(80).optional(), required: z.boolean().default(true) })

export const OfficialFieldSchema = z.strictObject({
  id: Id,
  label: Words(60),
  hint: Words(120).optional(),
  /**
   * `moment`: day and minute, Shanghai. `ticks`: of its choices, those that are so. `person`: of the people that the file names, by id. `rows`: several
   * of a kind. `files`: recordings, pictures. `fact`: what the file says, written by nobody; it stands in the document, and not in the entry.
   */
  type: z.enum(['text', 'long', 'day', 'moment', 'choice', 'ticks', 'person', 'rows', 'files', 'fact']),
  choices: z.array(ChoiceSchema).min(2).max(20).optional(),
  /** Of ticks: whether each of them must be ticked. */
  all: z.boolean().default(false),
  row: z.array(RowFieldSchema).min(1).max(6).optional(),
  required: z.boolean().default(false),
  required_if: PaperConditionSchema.optional(),
  /** What it says before anybody has written anything. */
  from: PaperFactSchema.optional(),
  cite: CitationSchema.optional(),
})
export type OfficialField = z.infer<typeof OfficialFieldSchema>

/** A paper's signatures. `who`: a party, on the officer's device or on paper; whoever writes the paper; a role of the catalogue, signed in themselves. */
export const SignerSchema = z.strictObject({
  by: Id,
  label: Words(30),
  who: z.union([z.enum(['party', 'author']), z.strictObject({ role: z.string() })]),
  required: z.boolean().default(false),
  required_if: PaperConditionSchema.optional(),
  /** Needed once this other one has refused. */
  required_if_refused: Id.optional(),
  /** Whether what was talked about may be recorded in the place of this signature. */
  may_refuse: z.boolean().default(false),
  cite: CitationSchema.optional(),
})
export type Signer = z.infer<typeof SignerSchema>

export const OfficialFormSchema = z.strictObject({
  id: Id,
  version: z.number().int().positive(),
  label: Words(30),
  /** As it stands over the document; `{petitioner}` and other facts are put in. */
  title: Words(60),
  intro: Words(300),
  place: z.enum(['case', 'petition']),
  /** Roles of the catalogue that may write it. */
  filled_by: z.array(z.string()).min(1),
  sections: z.array(z.strictObject({ heading: Words(60).optional(), fields: z.array(OfficialFieldSchema).min(1) })).min(1),
  /** What a field may say only, where something is so. */
  only: z.array(z.strictObject({ if: PaperConditionSchema, field: Id, values: z.array(Id).min(1), words: Words(120), cite: CitationSchema })).default([]),
  signers: z.array(SignerSchema).min(1).max(6),
  /** What the record of a talk is called that stands for a refused signature. */
  refusal: z.strictObject({ label: Words(30), words: Words(200), cite: CitationSchema }).optional(),
  /** The node of the catalogue that rests on it, its day, and what the node's fields say: each the words of one of this form's. */
  records: z.strictObject({ what: z.string(), on: Id, about: Id.optional(), fields: z.record(z.string(), Id) }).optional(),
  cite: CitationSchema,
})
export type OfficialForm = z.infer<typeof OfficialFormSchema>

export const paperFieldsOf = ({ sections }: Pick<OfficialForm, 'sections'>): OfficialField[] => sections.flatMap(({ fields }) => fields)

const twice = (ids: readonly string[]): string | undefined => ids.find((id, i) => ids.indexOf(id) !== i)

export const OfficialFormsSchema = z
  .strictObject({
    /** All versions: a paper is read with the one it was filled in. The newest counts. */
    forms: z.array(OfficialFormSchema).min(1),
  })
  .superRefine(({ forms }, context) => {
    const double = twice(forms.map(({ id, version }) => `${id} version ${version}`))
    if (double) context.addIssue({ code: 'custom', path: ['forms'], message: `${double} stands twice` })
    forms.forEach((form, i) => faultsOfForm(form).forEach(({ path, message }) => context.addIssue({ code: 'custom', path: ['forms', i, ...path], message })))
  })
export type OfficialForms = z.infer<typeof OfficialFormsSchema>

interface Fault {
  path: (string | number)[]
  message: string
}

function faultsOfForm(form: OfficialForm): Fault[] {
  const faults: Fault[] = []
  const wrong = (path: (string | number)[], message: string): void => void faults.push({ path, message })
  const fields = paperFieldsOf(form)
  const byId = new Map(fields.map((field) => [field.id, field]))
  const double = twice([...fields.map(({ id }) => id), ...form.signers.map(({ by }) => `signer ${by}`)])
  if (double) wrong(['sections'], `${double} stands twice`)

  const checkCondition = (path: (string | number)[], condition: PaperCondition | undefined): void => {
    if (!condition || 'fact' in condition) return
    const value = 'is' in condition ? condition.is : condition.is_not
    if (!byId.get(condition.field)?.choices?.some((choice) => choice.value === value)) wrong(path, `no field ${condition.field} with the choice ${value}`)
  }
  form.sections.forEach((section, at) => section.fields.forEach((field, place) => {
    const path = ['sections', at, 'fields', place]
    if ((field.type === 'choice' || field.type === 'ticks') !== (field.choices !== undefined)) wrong(path, `${field.id}: choices belong to choice and ticks, and to no other`)
    if ((field.type === 'rows') !== (field.row !== undefined)) wrong(path, `${field.id}: row belongs to rows, and to no other`)
    if (field.type === 'fact' && (field.from === undefined || field.required || field.required_if)) wrong(path, `${field.id}: says what a fact says, and is filled in by nobody`)
    checkCondition([...path, 'required_if'], field.required_if)
  }))
  form.only.forEach(({ if: condition, field, values }, at) => {
    checkCondition(['only', at, 'if'], condition)
    const missing = values.find((value) => !byId.get(field)?.choices?.some((choice) => choice.value === value))
    if (missing !== undefined) wrong(['only', at], `no field ${field} with the choice ${missing}`)
  })
  form.signers.forEach(({ required_if, required_if_refused: refused, may_refuse, who }, at) => {
    checkCondition(['signers', at, 'required_if'], required_if)
    if (refused !== undefined && !form.signers.some((one) => one.by === refused && one.may_refuse)) wrong(['signers', at], `${refused} is nobody who may refuse`)
    if (!may_refuse) return
    if (!form.refusal) wrong(['signers', at, 'may_refuse'], 'nothing says what stands for a refused signature (refusal)')
    if (who !== 'party') wrong(['signers', at, 'may_refuse'], 'a refusal is a party’s')
    if (!form.signers.some((one) => one.required_if_refused === form.signers[at]!.by)) wrong(['signers', at, 'may_refuse'], 'nobody signs for the talk then')
  })
  if (form.records) {
    const { on, about, fields: named } = form.records
    if (byId.get(on)?.type !== 'moment' && byId.get(on)?.type !== 'day') wrong(['records', 'on'], `${on} is no day`)
    if (about !== undefined && byId.get(about)?.type !== 'person') wrong(['records', 'about'], `${about} is no person`)
    for (const [id, of] of Object.entries(named)) if (!byId.has(of)) wrong(['records', 'fields', id], `no field ${of}`)
  }
  return faults
}

/** The form of an id that counts now, or as it was in a version. */
export const officialFormOf = ({ forms }: OfficialForms, id: string, version?: number): OfficialForm | undefined =>
  forms.filter((form) => form.id === id && (version === undefined || form.version === version)).sort((a, b) => b.version - a.version)[0]

/** The forms of a place, each in the version that counts now. */
export const officialFormsOf = (config: OfficialForms, place: OfficialForm['place']): OfficialForm[] =>
  [...new Set(config.forms.map(({ id }) => id))].map((id) => officialFormOf(config, id)!).filter((form) => form.place === place)
