import { CourtIdSchema, type TransferConfig, TransferIdSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { HandedFile } from '../ports/court-file'
import type { CourtSignature } from '../signature'
import { type GivenFile, Hash, readSigned, signedFiles } from './manifest'

const Words = z.string().min(2).max(200)

/**
 * What two courts say to each other about a case on its way. The court it goes to answers whatever comes with how the case stands there (`arrived`,
 * which pieces are missing; `taken`; `refused`; `recalled`: let go of); the court it comes from asks it back (`recall`) and says what it has heard
 * (`noted`). Each is repeated until it is answered, and the same again changes nothing.
 */
export const NoteSchema = z.object({
  format: z.literal('zhixin-transfer-note/1'),
  transferId: TransferIdSchema,
  from: CourtIdSchema,
  to: CourtIdSchema,
  /** Of the manifest: two courts that speak of something else are told so. */
  digest: Hash,
  say: z.discriminatedUnion('what', [
    z.object({ what: z.literal('arrived'), missing: z.array(z.number().int().positive()) }),
    z.object({ what: z.literal('taken'), newCaseNumber: z.string().min(4).max(60) }),
    z.object({ what: z.literal('refused'), reason: Words }),
    z.object({ what: z.literal('recalled') }),
    z.object({ what: z.literal('recall'), reason: Words }),
    z.object({ what: z.literal('noted'), of: z.enum(['taken', 'refused']) }),
  ]),
})
export type Note = z.infer<typeof NoteSchema>
export type Say = Note['say']
/** Of the court that the case comes from; all others are of the one it goes to. */
export const isOfSender = ({ what }: Say): boolean => what === 'recall' || what === 'noted'

export const noteFiles = (note: Omit<Note, 'format'>, signature: CourtSignature): HandedFile[] =>
  signedFiles('note.json', { format: 'zhixin-transfer-note/1', ...note } satisfies Note, signature)

/** Throws CodedError unless it is signed by the court that it names, for this one. */
export const readNote = (files: readonly GivenFile[], { courts }: TransferConfig, own: string): Note =>
  readSigned('note.json', NoteSchema, files, { courts, own }).document
