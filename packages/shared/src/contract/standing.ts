import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema, RelationIdSchema, RequestIdSchema } from '../ids'
import { AskedStandingSchema, AuthoritySchema, caseNumberOf, EvidenceSchema, PartyFormSchema, StandingSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

const CommandId = ClientMessageIdSchema
const Reason = TextSchema(300).pipe(z.string().trim().min(2))
const Note = TextSchema(500).pipe(z.string().trim())
const Attachments = z.array(AttachmentIdSchema).max(9).default([])

/** POST /standing-requests/:commandId/attachments — a picture of a document, before the request is asked under the same id. */
export const RequestUploadParamsSchema = z.strictObject({ commandId: ClientMessageIdSchema })
export const RequestUploadFieldsSchema = z.strictObject({ kind: z.literal('picture') })

/** POST /standing-requests, `stand`: the answer is the same whether or not there is such a case or party. */
const AskToStandSchema = z.strictObject({
  commandId: CommandId,
  kind: z.literal('stand'),
  caseNumber: TextSchema(60).transform(caseNumberOf).pipe(z.string().min(4).max(60)),
  partyName: TextSchema(60).pipe(z.string().trim().min(2)),
  standing: AskedStandingSchema,
  authority: AuthoritySchema.optional(),
  /** 统一社会信用代码, of a 经办人's unit: of the party, or of the unit that takes the party's place. */
  unitCode: TextSchema(30).transform((text) => text.replace(/\s/g, '').toUpperCase()).pipe(z.string().length(18)).optional(),
  /** Of a unit that takes the party's place: what it is called. */
  unitName: TextSchema(60).pipe(z.string().trim().min(2)).optional(),
  until: InstantSchema.optional(),
  note: Note.optional(),
  attachments: Attachments,
})
/** `end`: of somebody who stands for one's own party, or of what one is oneself. */
const AskToEndSchema = z.strictObject({
  commandId: CommandId, kind: z.literal('end'), caseId: CaseIdSchema, relationId: RelationIdSchema, note: Note.optional(), attachments: Attachments,
})
export const AskStandingSchema = z.discriminatedUnion('kind', [AskToStandSchema, AskToEndSchema])
export type AskStandingInput = z.input<typeof AskStandingSchema>

export const StandingRequestParamsSchema = z.strictObject({ requestId: RequestIdSchema })
export const RequestAttachmentParamsSchema = z.strictObject({ requestId: RequestIdSchema, attachmentId: AttachmentIdSchema })

/** A request as its asker and those who decide it see it. */
export const StandingRequestViewSchema = z.object({
  requestId: RequestIdSchema,
  kind: z.enum(['stand', 'end']),
  status: z.enum(['open', 'granted', 'refused', 'withdrawn']),
  askedAt: InstantSchema,
  /** Until when the court means to decide. A service target, not a statutory period. */
  targetAt: InstantSchema,
  caseNumber: z.string(),
  partyName: z.string(),
  standing: StandingSchema,
  authority: AuthoritySchema.nullable(),
  unitCode: z.string().nullable(),
  /** Of a unit that is to take the party's place, whose 经办人 the asker will be. */
  unitName: z.string().nullable(),
  until: InstantSchema.nullable(),
  note: z.string(),
  /** Of `end`: whose standing, and whether they ask it themselves. */
  ends: z.object({ personName: z.string(), because: z.enum(['revoked', 'resigned']) }).nullable(),
  attachments: z.array(AttachmentIdSchema),
  decidedAt: InstantSchema.nullable(),
  /** Why it was refused. */
  reason: z.string().nullable(),
  /** Of a granted request: the case, which its asker may open now. */
  caseId: CaseIdSchema.nullable(),
  /** Staff only. */
  court: z.object({
    askerName: z.string(),
    /** What the asker is to the case already, in words. */
    askerIs: z.string(),
    alarmAt: InstantSchema,
    isLate: z.boolean(),
    case: z.object({
      caseId: CaseIdSchema, caseNumber: z.string(), cause: z.string(),
      parties: z.array(z.object({
        partyId: PersonIdSchema, name: z.string(), role: z.string(), form: PartyFormSchema,
        /** Whether it is called what the asker typed; whether the code typed is the one the court holds (null: none was typed). */
        isNamed: z.boolean(), hasCode: z.boolean().nullable(),
        /** Its place was taken already; the names of those who took it. Only a successor can be granted for it. */
        isReplaced: z.boolean(), successors: z.array(z.string()),
      })),
    }).nullable(),
  }).nullable(),
})
export type StandingRequestView = z.infer<typeof StandingRequestViewSchema>
export const StandingRequestAbilitiesSchema = z.object({
  withdraw: z.boolean(),
  refuse: z.boolean(),
  grant: z.boolean(),
  /** Whether one decides as the window, with the documents in hand. */
  atDesk: z.boolean(),
})
export const StandingRequestListSchema = z.object({ requests: z.array(StandingRequestViewSchema) })

/** POST /standing-requests/:requestId/grant. `documentsInHand` is the window's to say. */
export const GrantStandingSchema = z.strictObject({
  commandId: CommandId,
  /** For whom, of the parties of the case; not needed where something is to end. */
  partyId: PersonIdSchema.optional(),
  /** Of a successor: beside the party, which stays (追加). */
  beside: z.literal(true).optional(),
  /** Where the document says something else than was asked for. */
  authority: AuthoritySchema.optional(),
  until: InstantSchema.optional(),
  /** Number of the ruling, or what was looked at. */
  note: TextSchema(200).pipe(z.string().trim()).optional(),
  documentsInHand: z.literal(true).optional(),
})
export const RefuseStandingSchema = z.strictObject({ commandId: CommandId, reason: Reason, documentsInHand: z.literal(true).optional() })
export const WithdrawStandingSchema = z.strictObject({ commandId: CommandId })

/** Somebody who stands, or stood, for a party. */
export const StandsSchema = z.object({
  relationId: RelationIdSchema,
  personId: PersonIdSchema,
  name: z.string(),
  title: z.string(),
  standing: StandingSchema,
  authority: AuthoritySchema.nullable(),
  /** Days: the instant of an entry of the case's chain may tell of an entry before it, which was about somebody else. */
  since: z.iso.date(),
  until: InstantSchema.nullable(),
  endedOn: z.iso.date().nullable(),
  /** Whether it counts now: not ended, and its time is not over. */
  isCurrent: z.boolean(),
  /** It has ended because it should never have been. */
  isMistaken: z.boolean(),
  isMe: z.boolean(),
  /** Whether the reader may ask for its end, or end it. */
  mayAskEnd: z.boolean(),
  mayEnd: z.boolean(),
  /** Whether what the person and the court wrote is the reader's to read now (以前的代理人的沟通记录). */
  keepsThread: z.boolean(),
  /** Staff only: what shows it, and who approved it. */
  evidence: z
    .object({ kind: EvidenceSchema.shape.kind, note: z.string(), requestId: RequestIdSchema.nullable(), approvedBy: z.string().nullable() })
    .nullable(),
})
export type Stands = z.infer<typeof StandsSchema>

/** GET /cases/:caseId/standing — who stands for whom: of one's own party only; staff get all parties. */
export const CaseStandingSchema = z.object({
  parties: z.array(z.object({
    partyId: PersonIdSchema, name: z.string(), role: z.string(), form: PartyFormSchema, isReplaced: z.boolean(),
    /** It came in by mistake and is none. */
    isMistaken: z.boolean(),
    /** The name of the party whose place it took, alone or with others, who stand next to it here. */
    succeeds: z.string().nullable(),
    people: z.array(StandsSchema),
  })),
})
export type CaseStanding = z.infer<typeof CaseStandingSchema>

/** POST /cases/:caseId/standing/:relationId/end — staff, with a reason that is filed. */
export const EndStandingParamsSchema = z.strictObject({ caseId: CaseIdSchema, relationId: RelationIdSchema })
export const EndStandingSchema = z.strictObject({
  commandId: CommandId, because: z.enum(['revoked', 'resigned', 'mistaken']), note: TextSchema(200).pipe(z.string().trim().min(2)),
})
