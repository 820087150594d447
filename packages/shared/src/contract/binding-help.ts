import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema, RequestIdSchema } from '../ids'
import { CheckSchema, DocumentKindSchema, HandedOverSchema, HelpReasonSchema } from '../rules'
import { HelpLineSchema, HelpNeedsInputSchema, HelpNeedsOfferSchema, HelpNeedsViewSchema } from './care'
import { InstantSchema, PhoneSchema, SmsCodeSchema, TextSchema } from './common'
import { isPapersForm, papersForm, PapersShape } from './identity'

const commandId = ClientMessageIdSchema
const NoteSchema = TextSchema(200).pipe(z.string().trim())
const ReceiptSchema = z.string().trim().toUpperCase().transform((text) => text.replace(/[\s-]/g, '')).pipe(z.string().regex(/^[0-9A-Z]{8}$/))

/** GET /binding-help/options — before sign-in: reasons, what to bring, and which documents there are. */
export const HelpOptionsSchema = z.object({
  reasons: z.array(z.object({ reason: HelpReasonSchema, label: z.string(), bring: z.string() })),
  documents: z.array(z.object({ kind: DocumentKindSchema, label: z.string(), hint: z.string() })),
  papersMost: z.number().int(),
  helpNeeds: HelpNeedsOfferSchema,
})
export type HelpOptions = z.infer<typeof HelpOptionsSchema>

const AskShape = {
  commandId,
  reason: HelpReasonSchema,
  ...PapersShape,
  caseNumber: TextSchema(60).pipe(z.string().trim()).optional(),
  note: NoteSchema.optional(),
  /** How to talk with whoever asks: for whoever takes the request; the person's own note only once they have bound and say so. */
  helpNeeds: HelpNeedsInputSchema.optional(),
}
/** POST /binding-help — an account that is not bound (or a person who changes their phone) asks. Says nothing of whether the court knows them. */
export const AskHelpSchema = z.strictObject({ ...AskShape, phone: PhoneSchema }).refine(isPapersForm, papersForm)
/** POST /desk/binding-help — the desk registers it for somebody on the telephone or at the window. */
export const RegisterHelpSchema = z
  .strictObject({ ...AskShape, phone: PhoneSchema.optional(), way: z.enum(['telephone', 'window']) })
  .refine(isPapersForm, papersForm)

export const HelpStatusSchema = z.enum(['waiting', 'taken', 'code_issued', 'phone_confirmed', 'refused', 'withdrawn', 'bound'])
/** A request as its asker sees it: nothing of the person, nothing of the desk but what came of it. */
export const HelpSeenSchema = z.object({
  receipt: z.string(),
  reason: HelpReasonSchema,
  status: HelpStatusSchema,
  askedAt: InstantSchema,
  /** Service targets, not statutory periods. */
  targetAt: InstantSchema,
  alarmAt: InstantSchema,
  closedAt: InstantSchema.nullable(),
  /** Why nothing came of it. */
  refusal: z.string().nullable(),
  papers: z.number().int(),
})
export type HelpSeen = z.infer<typeof HelpSeenSchema>
/** GET /binding-help/mine — the account's newest request. */
export const MyHelpSchema = z.object({ request: HelpSeenSchema.nullable() })
/** POST /binding-help/mine/withdrawal */
export const WithdrawHelpSchema = z.strictObject({ commandId })
/** POST /binding-help/mine/papers — multipart: a picture of a paper. */
export const HelpPaperFieldsSchema = z.strictObject({ commandId })

/** POST /binding-help/lookup — how a request stands, by its number and follow-up code. 404 whatever is wrong. */
export const LookUpHelpSchema = z.strictObject({ receipt: ReceiptSchema, followUp: ReceiptSchema })

/** Answer to whoever registers for somebody: told once, to be read out. */
export const HelpRegisteredSchema = z.object({ requestId: RequestIdSchema, receipt: z.string(), followUp: z.string() })

export const DeskHelpItemSchema = z.object({
  requestId: RequestIdSchema,
  receipt: z.string(),
  reason: HelpReasonSchema,
  way: z.enum(['app', 'telephone', 'window']),
  status: HelpStatusSchema,
  /** Masked: whom the desk works for it sees once it has taken the request. */
  nameMasked: z.string(),
  askedAt: InstantSchema,
  targetAt: InstantSchema,
  alarmAt: InstantSchema,
  urgency: z.enum(['late', 'due', 'open', 'none']),
  takenBy: z.string().nullable(),
  mine: z.boolean(),
  papers: z.number().int(),
})
export type DeskHelpItem = z.infer<typeof DeskHelpItemSchema>
/** GET /desk/binding-help?show= — the oldest clock first. */
export const ListHelpQuerySchema = z.strictObject({ show: z.enum(['open', 'code_issued', 'over']).default('open') })
export const DeskHelpListSchema = z.object({ requests: z.array(DeskHelpItemSchema), hasMore: z.boolean() })

/** GET /desk/binding-help/:requestId. Details only for whoever has taken it. */
export const DeskHelpDetailSchema = DeskHelpItemSchema.extend({
  details: z.object({
    name: z.string(),
    documentKind: DocumentKindSchema,
    identityNumber: z.string(),
    phone: z.string().nullable(),
    caseNumber: z.string().nullable(),
    note: z.string().nullable(),
    /** What was said in the request, and what the person whom the papers name has told before: that somebody looked is kept. */
    helpNeeds: z.object({ asked: z.array(HelpLineSchema), told: HelpNeedsViewSchema.nullable() }),
    pictures: z.array(z.object({ attachmentId: AttachmentIdSchema, type: z.string() })),
    /** Whether the court knows somebody by just these papers, and the numbers it may call back: confirmed ones of their own alone. */
    known: z.boolean(),
    callBack: z.array(z.object({ number: z.string(), source: z.string(), since: InstantSchema })),
  }).nullable(),
  refusal: z.string().nullable(),
})
export type DeskHelpDetail = z.infer<typeof DeskHelpDetailSchema>
export const DeskHelpAbilitiesSchema = z.object({
  take: z.boolean(), issueCode: z.boolean(), refuse: z.boolean(),
  /** What is done with the papers on the desk: a code handed over in person, a person added, a phone confirmed. */
  inPerson: z.boolean(),
})
export type DeskHelpAbilities = z.infer<typeof DeskHelpAbilitiesSchema>

export const HelpParamsSchema = z.strictObject({ requestId: RequestIdSchema })
export const HelpPictureParamsSchema = HelpParamsSchema.extend({ attachmentId: AttachmentIdSchema })
export const TakeHelpSchema = z.strictObject({ commandId })
export const RefuseHelpSchema = z.strictObject({ commandId, reason: TextSchema(300).pipe(z.string().trim().min(4)) })

const CheckedShape = { commandId, ...PapersShape, checks: z.array(CheckSchema).min(1).max(10), note: NoteSchema.default('') }
/** POST /desk/binding-help/:requestId/code — papers as the desk saw them, and what it checked. */
export const IssueHelpCodeSchema = z.strictObject({
  ...CheckedShape,
  handedOver: HandedOverSchema,
  /** Of a call back: one of `callBack`. */
  calledNumber: PhoneSchema.optional(),
  /** Puts somebody into the court's records whom it does not know; only with the papers on the desk. */
  addPerson: z.boolean().default(false),
}).refine(isPapersForm, papersForm)
export const HelpCodeSchema = z.object({ code: z.string(), expiresAt: z.string() })
/** POST /desk/binding-help/:requestId/phone-codes — a code to the new phone, which the person at the window holds. */
export const HelpPhoneCodeSchema = z.strictObject({ phone: PhoneSchema })
/** POST /desk/binding-help/:requestId/phone */
export const ConfirmHelpPhoneSchema = z
  .strictObject({ ...CheckedShape, phone: PhoneSchema, code: SmsCodeSchema, endsOthers: z.boolean() })
  .refine(isPapersForm, papersForm)

const SlipTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
/** GET /cases/:caseId/slips/:personId — a PDF that leads one participant to binding. */
export const SlipParamsSchema = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })
/** POST /desk/slips/search — the window finds whom a slip is for, by the whole case number. */
export const FindSlipsSchema = z.strictObject({ caseNumber: TextSchema(60).pipe(z.string().trim().min(4)) })
export const SlipsFoundSchema = z.object({
  slips: z.array(z.object({ caseId: CaseIdSchema, personId: PersonIdSchema, nameMasked: z.string(), title: z.string() })),
})
/** POST /slips/open — after binding: which case a slip is about, for those who have to do with it. */
export const OpenSlipSchema = z.strictObject({ slip: SlipTokenSchema })
export const SlipOpenedSchema = z.object({ caseId: CaseIdSchema })
