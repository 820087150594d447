import { z } from 'zod'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE } from '../thread-entries'

const Of = { of: z.number().int().nonnegative() }

/** What came of a clue to property, for whoever gave it. */
export const CLUE_RESULTS = ['controlled', 'checked', 'not_found', 'cannot'] as const
export const ClueResultSchema = z.enum(CLUE_RESULTS)
export const ClueAnsweredSchema = z.object({ ...Of, result: ClueResultSchema, words: z.string().min(2).max(500) })
/** An application got a case number of its own, or was refused with reasons (有案必立、有诉必理). */
export const ApplicationDocketedSchema = z.object({ ...Of, caseNumber: z.string().min(5).max(60), docketedOn: z.iso.date() })
export const ApplicationRefusedSchema = z.object({ ...Of, reason: z.string().min(5).max(1000) })

export const CORRECTION_ITEMS = 20
const Item = z.number().int().min(1).max(CORRECTION_ITEMS)
export const CorrectionItemSchema = z.object({
  text: z.string().min(2).max(200),
  /** Of a further notice: which line of the one before was answered by what this one is about. Lines are counted from 1. */
  about: Item.optional(),
})
/** 一次性告知补正: all that is missing, each a line, and by when. The day stays as it was told, whatever the file says later. */
export const CorrectionAskedSchema = z.object({
  ...Of,
  items: z.array(CorrectionItemSchema).min(1).max(CORRECTION_ITEMS),
  /** Of the catalogue: whose period it is. */
  node: z.string(),
  dueAt: z.iso.datetime({ precision: 3 }),
  dueDay: z.iso.date(),
})
/** What the applicant brings: something on each line. */
export const SuppliedPartSchema = z.object({ item: Item, words: z.string().min(1).max(1000) })
export const ApplicationSuppliedSchema = z.object({
  ...Of,
  parts: z.array(SuppliedPartSchema).min(1).max(CORRECTION_ITEMS),
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE),
})
/** Nothing came in time. */
export const ApplicationReturnedSchema = z.object({ ...Of, reason: z.string().min(5).max(1000) })
