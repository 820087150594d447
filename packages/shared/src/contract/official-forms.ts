import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, ComplaintIdSchema, PaperIdSchema, StaffIdSchema } from '../ids'
import { AttachmentNoteSchema, OfficialFormSchema, PaperFactSchema, PaperFieldsSchema, PaperSignatureSchema, PaperValueSchema, RefusedToSignSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

/** The court's papers: drafts are their author's alone until they are finished, and then they stand in the file for good. */
const Name = z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/)
export const PaperPlaceSchema = z.enum(['case', 'petition'])
export type PaperPlaceKind = z.infer<typeof PaperPlaceSchema>

export const PaperFileParamsSchema = z.strictObject({ place: PaperPlaceSchema, fileId: z.union([CaseIdSchema, ComplaintIdSchema]) })
export const FiledPaperParamsSchema = PaperFileParamsSchema.extend({ paperId: PaperIdSchema })
export const FiledPaperPartParamsSchema = FiledPaperParamsSchema.extend({ attachmentId: AttachmentIdSchema })
export const PaperDraftParamsSchema = z.strictObject({ paperId: PaperIdSchema })
export const PaperDraftPartParamsSchema = PaperDraftParamsSchema.extend({ attachmentId: AttachmentIdSchema })

export const PaperTextSchema = z.object({
  title: z.string(), number: z.string(),
  sections: z.array(z.object({ heading: z.string().optional(), rows: z.array(z.object({ label: z.string(), lines: z.array(z.string()) })) })),
})

const SignatureViewSchema = PaperSignatureSchema.omit({ staffId: true }).extend({
  label: z.string(),
  /** Of the court's side: who. A party's name stands in the text. */
  staffName: z.string().nullable(),
})
export type PaperSignatureView = z.infer<typeof SignatureViewSchema>

const DraftItemSchema = z.object({
  paperId: PaperIdSchema, form: Name, label: z.string(), place: PaperPlaceSchema, fileId: z.string(), number: z.string(), changedAt: InstantSchema,
})
export type PaperDraftItem = z.infer<typeof DraftItemSchema>
/** `writable`: the file is still theirs to write in; of another nothing is left but to throw it away. */
const OwnDraftItemSchema = DraftItemSchema.extend({ writable: z.boolean() })
const FiledItemSchema = z.object({
  paperId: PaperIdSchema, form: Name, label: z.string(), at: InstantSchema, byName: z.string(), refused: z.boolean(),
  replaces: PaperIdSchema.nullable(), replacedBy: PaperIdSchema.nullable(),
})
export type FiledPaperItem = z.infer<typeof FiledItemSchema>

/** GET /papers/of/:place/:fileId */
export const PapersOfFileSchema = z.object({
  number: z.string(),
  forms: z.array(z.object({ id: Name, label: z.string(), intro: z.string(), cite: z.string(), isProposal: z.boolean() })),
  /** The reader's own, not finished. */
  drafts: z.array(OwnDraftItemSchema),
  filed: z.array(FiledItemSchema),
})
export type PapersOfFile = z.infer<typeof PapersOfFileSchema>
export const PapersOfFileAbilitiesSchema = z.object({ fill: z.boolean() })
/** GET /papers/drafts — what the reader has begun, and what others ask them to sign. */
export const PaperDraftsSchema = z.object({ drafts: z.array(OwnDraftItemSchema), toSign: z.array(DraftItemSchema.extend({ authorName: z.string() })) })
export type PaperDrafts = z.infer<typeof PaperDraftsSchema>

/** POST /papers/of/:place/:fileId */
export const BeginPaperSchema = z.strictObject({ commandId: ClientMessageIdSchema, form: Name, replaces: PaperIdSchema.optional() })
export const PaperBegunSchema = z.object({ paperId: PaperIdSchema })

/** GET /papers/drafts/:paperId — the paper as it is, and its whole text as it would be signed. */
export const PaperDraftSchema = z.object({
  paperId: PaperIdSchema,
  place: PaperPlaceSchema,
  fileId: z.string(),
  /** Counts up with each change of what is written: what was written over an older one is refused. No signature counts. */
  revision: z.number().int(),
  form: OfficialFormSchema,
  fields: PaperFieldsSchema,
  refusedToSign: RefusedToSignSchema.nullable(),
  replaces: PaperIdSchema.nullable(),
  facts: z.object({ words: z.partialRecord(PaperFactSchema, z.string()), people: z.array(z.object({ id: z.string(), label: z.string() })) }),
  text: PaperTextSchema,
  /** What is signed: changes with every word of the text. */
  contentSm3: Sm3,
  stage: z.enum(['drafted', 'filled', 'signed']),
  problems: z.array(z.object({ at: z.string(), kind: z.enum(['field', 'signature']), label: z.string(), words: z.string() })),
  signatures: z.array(SignatureViewSchema.extend({ holds: z.boolean() })),
  /** Each who can sign now: whether they must, who of the court can be asked, and who was. */
  signers: z.array(z.object({
    by: Name, label: z.string(), who: z.enum(['party', 'author', 'office']), needed: z.boolean(), mayRefuse: z.boolean(),
    candidates: z.array(z.object({ staffId: StaffIdSchema, name: z.string() })), asked: z.object({ staffId: StaffIdSchema, name: z.string() }).nullable(),
  })),
  isAuthor: z.boolean(),
})
export type PaperDraftView = z.infer<typeof PaperDraftSchema>
/** `sign`: as whom the reader can take a signature on this device. */
export const PaperDraftAbilitiesSchema = z.object({ fill: z.boolean(), sign: z.array(Name), finish: z.boolean() })

/** What somebody types: no control characters, at most so long. The form's own rules are said as problems, so that half-written things are kept. */
const Typed = TextSchema(4000)
/** PUT /papers/drafts/:paperId */
export const SavePaperSchema = z.strictObject({
  revision: z.number().int().nonnegative(),
  fields: z.record(Name, z.union([Typed, z.array(Name).max(30), z.array(z.record(Name, Typed)).max(30), PaperValueSchema])),
  refusedToSign: z.strictObject({ by: Name, talkRecord: Typed }).nullable(),
})
/** POST /papers/drafts/:paperId/material — multipart */
export const PaperMaterialSchema = z.strictObject({ kind: z.enum(['picture', 'file', 'voice']) })
export const PaperMaterialStoredSchema = AttachmentNoteSchema
/** POST /papers/drafts/:paperId/signatures — multipart: the drawn signature, or the scan of what was signed on paper. */
export const SignPaperSchema = z.strictObject({ by: Name, way: z.enum(['finger', 'paper']), contentSm3: Sm3 })
export const PaperSignatureParamsSchema = PaperDraftParamsSchema.extend({ by: Name })
/** POST /papers/drafts/:paperId/requests — asks somebody of the court to read and sign it themselves; null: no longer. */
export const AskToSignSchema = z.strictObject({ by: Name, staffId: StaffIdSchema.nullable() })
/** POST /papers/drafts/:paperId/finish — it cannot be undone. */
export const FinishPaperSchema = z.strictObject({ contentSm3: Sm3 })
export const PaperFinishedSchema = z.object({ paperId: PaperIdSchema, at: InstantSchema })
export const PaperDiscardSchema = z.strictObject({ commandId: ClientMessageIdSchema })
export const PaperDoneSchema = z.object({})

/** GET /papers/of/:place/:fileId/:paperId — a finished paper. */
export const FiledPaperSchema = FiledItemSchema.extend({
  number: z.string(),
  contentSm3: Sm3, entryHash: Sm3,
  signatures: z.array(SignatureViewSchema),
  refusedToSign: RefusedToSignSchema.nullable(),
  files: z.object({ pdf: AttachmentIdSchema, docx: AttachmentIdSchema }),
  material: z.array(AttachmentNoteSchema),
  /** The node that can be recorded upon it, filled in; null where none rests on it. */
  records: z.object({
    what: z.string(), label: z.string(), on: z.iso.date(), about: z.array(z.string()), fields: z.record(z.string(), z.string()), recorded: z.boolean(),
  }).nullable(),
})
export type FiledPaperView = z.infer<typeof FiledPaperSchema>
