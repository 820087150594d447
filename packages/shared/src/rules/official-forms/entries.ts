import { z } from 'zod'
import { AttachmentIdSchema, PaperIdSchema, StaffIdSchema } from '../../ids'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE } from '../thread-entries'

const Name = z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)
const Sm3 = z.string().regex(/^[0-9a-f]{64}$/)
const Text = z.string().max(4000)

/** What one field says: words, what was ticked, rows (each member of a task force), or material that is kept (a recording, a picture of a chat). */
export const PaperValueSchema = z.union([
  Text,
  z.array(Name).max(30),
  z.array(z.record(Name, Text)).max(30),
  z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE),
])
export type PaperValue = z.infer<typeof PaperValueSchema>
export const PaperFieldsSchema = z.record(Name, PaperValueSchema)
export type PaperFields = z.infer<typeof PaperFieldsSchema>

/** One signature, or the original signed on paper. It holds for one text: `contentSm3` is the hash of what its signer had before them. */
export const PaperSignatureSchema = z.object({
  /** As what somebody signed, a word of the form (petitioner, talker, approver): a party's name stands in the document alone. */
  by: Name,
  /** Of the court's side: who, signed in themselves. */
  staffId: StaffIdSchema.optional(),
  /** `finger`: drawn on a screen. `paper`: a photo or scan of what was signed on paper, in its place. */
  way: z.enum(['finger', 'paper']),
  attachmentId: AttachmentIdSchema,
  /** Of the picture's bytes. */
  sm3: Sm3,
  at: z.iso.datetime({ precision: 3 }),
  /** On whose device: a party who is there in person signs on the officer's. */
  device: z.enum(['own', 'officer']),
  contentSm3: Sm3,
})
export type PaperSignature = z.infer<typeof PaperSignatureSchema>

/**
 * Who would not sign, and what was talked about then. Whoever talked with them signs for that (003 三(二)6(2)). That it says something is asked before
 * it is finished: a draft has it while its first word is being typed.
 */
export const RefusedToSignSchema = z.object({ by: Name, talkRecord: z.string().max(4000) })
export type RefusedToSign = z.infer<typeof RefusedToSignSchema>

/**
 * `paper.filed`, in the chain of the file that the paper belongs to (`case:`, `petition:`): a paper that is finished. The entry's attachments are
 * the two files, the pictures of the signatures, and what the fields name.
 */
export const PaperFiledSchema = z.object({
  paperId: PaperIdSchema,
  /** A form of config/court/official-forms.yaml, in the version it was filled in. */
  form: Name,
  version: z.number().int().positive(),
  fields: PaperFieldsSchema,
  /** Hash of the text as it stood on the screen, with the names that stand in the document and not here. */
  textSm3: Sm3,
  /** Hash of all that was signed: see `paperContent`. */
  contentSm3: Sm3,
  signatures: z.array(PaperSignatureSchema).max(10),
  refusedToSign: RefusedToSignSchema.optional(),
  /** The finished paper that this one corrects. */
  replaces: PaperIdSchema.optional(),
  files: z.object({ pdf: AttachmentIdSchema, docx: AttachmentIdSchema }),
})
export type PaperFiled = z.infer<typeof PaperFiledSchema>

export const PAPER_FILED = 'paper.filed'

/** A finished paper as it stands in its chain. */
export interface FinishedPaper extends PaperFiled {
  index: number
  at: string
  /** Of the whole entry: what names the paper elsewhere names it by this. */
  entryHash: string
  /** Who filed it. */
  filedBy: string
  /** The finished paper that corrects this one. */
  replacedBy?: string
}

/** What of a chain is about papers. */
export interface PapersState {
  readonly papers: readonly FinishedPaper[]
}
export const emptyPapers: PapersState = { papers: [] }

interface PaperEntry {
  index: number
  at: string
  type: string
  entryHash: string
  actor: { id: string }
  body: object
}

/** Takes in one entry of any chain; what is not about papers leaves the state as it is. */
export function evolvePapers(state: PapersState, entry: PaperEntry): PapersState {
  if (entry.type !== PAPER_FILED) return state
  const { data } = PaperFiledSchema.safeParse(entry.body)
  if (!data) return state
  const filed: FinishedPaper = { ...data, index: entry.index, at: entry.at, entryHash: entry.entryHash, filedBy: entry.actor.id }
  const before = state.papers.map((one) => (one.paperId === data.replaces ? { ...one, replacedBy: data.paperId } : one))
  return { papers: [...before, filed] }
}

/** Finished papers that stand, of one form or of all: one that a newer one corrects is none of them. */
export const filedPapers = (state: PapersState, form?: string): FinishedPaper[] =>
  state.papers.filter((one) => one.replacedBy === undefined && (form === undefined || one.form === form))
