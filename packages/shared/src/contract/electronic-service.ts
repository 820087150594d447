import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { AttachmentNoteSchema, LitigantSideSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { ThreadParamsSchema } from './messaging'

const words = (least: number, most: number) => TextSchema(most).pipe(z.string().trim().min(least))
const PaperNumber = words(2, 60)

const ConsentSchema = z.object({
  since: InstantSchema,
  via: z.enum(['phone', 'paper']),
  /** Number and day of the signed 送达地址确认书. */
  paper: z.object({ number: z.string(), signedOn: z.iso.date() }).nullable(),
  /** A photo or PDF of that paper. */
  scan: AttachmentNoteSchema.nullable(),
  address: z.string(),
  /** False: its words were others than today's. */
  isNewest: z.boolean(),
  /** False: it was given as somebody that the person no longer is, and does not count now. */
  covers: z.boolean(),
})
export type ServiceConsentView = z.infer<typeof ConsentSchema>

const ServiceSchema = z.object({
  index: z.number().int(),
  document: z.string(),
  label: z.string(),
  number: z.string().nullable(),
  sentAt: InstantSchema,
  /** Null where it was sealed. */
  file: z.object({ id: AttachmentIdSchema, name: z.string() }).nullable(),
  /** Null: it has not reached the person's own system; `stopped`: nor will it, since the consent had ended by then. */
  arrived: z.object({ at: InstantSchema, on: z.iso.date(), runs: z.array(z.object({ label: z.string(), dueAt: InstantSchema, rule: z.string() })) }).nullable(),
  stopped: z.boolean(),
  openedAt: InstantSchema.nullable(),
  confirmedAt: InstantSchema.nullable(),
  follows: z.string(),
  effect: z.string(),
  paper: z.string().nullable(),
  cite: z.string(),
  /** `note` is null where it was sealed. */
  notes: z.array(z.object({ at: InstantSchema, note: z.string().nullable() })),
})
export type ServiceView = z.infer<typeof ServiceSchema>

/** GET /threads/:caseId/:personId/service — consent, and what was served, newest first. */
export const ThreadServiceSchema = z.object({
  consent: ConsentSchema.nullable(),
  /** Whether the person may take documents at all, by what they are to the case now. */
  mayReceive: z.boolean(),
  statement: z.object({ hash: z.string(), address: z.string(), words: z.array(z.string()) }),
  services: z.array(ServiceSchema),
})
export type ThreadService = z.infer<typeof ThreadServiceSchema>
export const ThreadServiceAbilitiesSchema = z.object({ consent: z.boolean(), withdraw: z.boolean(), confirm: z.boolean(), serve: z.boolean() })

/** POST …/service/consent: to exactly these words. */
export const ConsentToServiceSchema = z.strictObject({ commandId: ClientMessageIdSchema, hash: z.string().regex(/^[0-9a-f]{64}$/) })
/** POST …/service/paper: a 送达地址确认书 that was signed, or one that takes it back. */
export const RecordPaperConsentSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  given: z.boolean(),
  number: PaperNumber,
  signedOn: z.iso.date(),
  /** Uploaded to this thread by whoever records it; optional, as the paper itself lies in the file. */
  scan: AttachmentNoteSchema.omit({ durationMs: true }).optional(),
})
/** POST …/services */
export const ServeSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  document: z.string().regex(/^[a-z][a-z0-9_]{2,60}$/),
  number: PaperNumber.optional(),
  partyId: PersonIdSchema,
  attachment: AttachmentIdSchema,
  name: words(1, 120),
  offHoursReason: words(2, 200).optional(),
})
export const ServiceParamsSchema = ThreadParamsSchema.extend({ index: z.coerce.number().int().nonnegative() })
export const NoteServiceSchema = z.strictObject({ commandId: ClientMessageIdSchema, note: words(4, 300) })

/** GET /cases/:caseId/services — handlers and who leads: whom a document can be served on, and what was. */
export const CaseServicesSchema = z.object({
  documents: z.array(z.object({
    id: z.string(),
    label: z.string(),
    sides: z.array(LitigantSideSchema),
    electronic: z.boolean(),
    because: z.string().nullable(),
    /** Whoever gets it may ask for it on paper, too. */
    isRuling: z.boolean(),
  })),
  beforeServing: z.array(z.string()),
  notService: z.string(),
  people: z.array(z.object({
    personId: PersonIdSchema,
    name: z.string(),
    role: z.string(),
    /** For whom they may take documents, and on whose side that is. */
    receivesFor: z.array(z.object({ partyId: PersonIdSchema, name: z.string(), side: LitigantSideSchema })),
    /** They have signed in here before: a document reaches them. */
    hasAccount: z.boolean(),
    consent: ConsentSchema.nullable(),
    services: z.array(ServiceSchema.extend({
      /** Whether its event stands in the case's progress. */
      recorded: z.boolean(),
    })),
  })),
})
export type CaseServices = z.infer<typeof CaseServicesSchema>
export const CaseServicesAbilitiesSchema = z.object({ serve: z.boolean(), needsReason: z.boolean() })
export const CaseServicesParamsSchema = z.strictObject({ caseId: CaseIdSchema })
