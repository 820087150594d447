import { z } from 'zod'
import { CallIdSchema, CaseIdSchema, ClientMessageIdSchema, ComplaintIdSchema, StreamSchema } from '../ids'
import { CallEndSchema, CallKindSchema, CheckSchema, LineSchema, SearchedBySchema, TellableSchema, VerifiedBySchema } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { FollowUpCodeSchema } from './complaints'
import { isPapersForm, NameSchema, papersForm, PapersShape } from './identity'
import { InboxItemSchema, MyProgressSchema } from './told'

const commandId = ClientMessageIdSchema
/** As the display showed it, or as the caller said it; kept sealed, and proves nothing. */
const NumberShownSchema = TextSchema(20).pipe(z.string().trim().regex(/^[0-9+ -]{3,20}$/))
const LastFourSchema = z.string().trim().toUpperCase().regex(/^[0-9A-Z]{4}$/)

export const CallParamsSchema = z.strictObject({ callId: CallIdSchema })

/** What a clerk has typed so far: it is kept while the call runs, and forgotten once it is registered. */
export const CallDraftSchema = z.strictObject({
  kind: CallKindSchema,
  fields: z.record(z.string().regex(/^[a-z][a-z_]{1,30}$/), TextSchema(4_000)).refine((all) => Object.keys(all).length <= 40),
})
export type CallDraft = z.infer<typeof CallDraftSchema>

const RegisteredInCallSchema = z.object({
  kind: CallKindSchema.exclude(['discipline']), stream: StreamSchema.exclude(['discipline']), complaintId: ComplaintIdSchema,
})

/** A call as its clerk sees it. */
export const CallViewSchema = z.object({
  callId: CallIdSchema,
  line: LineSchema,
  direction: z.enum(['in', 'out']),
  status: z.enum(['open', 'ended']),
  openedAt: InstantSchema,
  /** When it ends by itself. */
  lapsesAt: InstantSchema,
  how: CallEndSchema.nullable(),
  number: z.string().nullable(),
  /** Whom the caller was verified to be, once they were. */
  verified: z.object({ by: VerifiedBySchema, name: z.string() }).nullable(),
  triesLeft: z.number().int(),
  /** What may be told now. */
  tells: z.array(TellableSchema),
  callBackAsked: z.boolean(),
  /** Never a report of misconduct: no call says that one was taken in. */
  registered: z.array(RegisteredInCallSchema),
  draft: CallDraftSchema.nullable(),
  /** Of a call back: whom to ring. No numbers: there is none that its owner has confirmed. */
  ring: z.object({
    name: z.string(), numbers: z.array(z.object({ number: z.string(), source: z.string(), since: InstantSchema })), checks: z.array(CheckSchema),
  }).nullable(),
})
export type CallView = z.infer<typeof CallViewSchema>

const FieldViewSchema = z.object({
  id: z.string(), label: z.string(), type: z.enum(['line', 'long', 'phone', 'choice']), required: z.boolean(), hint: z.string().nullable(),
  choices: z.array(z.object({ id: z.string(), label: z.string() })), max: z.number().int(),
})
export type CallFieldView = z.infer<typeof FieldViewSchema>

/** GET /hotline/desk — all that a clerk works with before anybody has rung. */
export const HotlineDeskSchema = z.object({
  lines: z.array(z.object({
    line: LineSchema, label: z.string(), numbers: z.array(z.string()), hours: z.string().nullable(), answeredBy: z.string(),
    kinds: z.array(CallKindSchema), tells: z.boolean(),
    /** Whether the reader may take calls that come in on it. */
    mine: z.boolean(),
  })),
  kinds: z.array(z.object({ kind: CallKindSchema, label: z.string(), about: z.string(), fields: z.array(FieldViewSchema) })),
  documents: z.array(z.object({ kind: z.string(), label: z.string(), hint: z.string() })),
  checks: z.array(z.object({ check: CheckSchema, label: z.string() })),
  words: z.object({ ask: z.string(), wrong: z.string(), callBack: z.string(), onlyCallBack: z.string(), misconduct: z.string() }),
  onDuty: z.array(z.object({ name: z.string(), officePhone: z.string(), until: InstantSchema.nullable() })),
  /** The reader's own calls that are still open, the newest first. */
  open: z.array(CallViewSchema),
  /** Calls back that somebody was promised, the oldest first. */
  callBacks: z.array(z.object({ callId: CallIdSchema, askedAt: InstantSchema, until: InstantSchema, nameMasked: z.string(), tried: z.number().int() })),
  today: z.object({ taken: z.number().int(), registered: z.number().int() }),
})
export type HotlineDesk = z.infer<typeof HotlineDeskSchema>

/** POST /hotline/calls — picks up; POST /hotline/misconduct-calls — on the line for reports of misconduct, which does not ring everywhere. */
export const OpenCallSchema = z.strictObject({ commandId, line: LineSchema.exclude(['misconduct']), number: NumberShownSchema.optional() })
export const OpenMisconductCallSchema = z.strictObject({ commandId })

/** POST /hotline/calls/:callId/search — what comes next. Of a caller who was not verified always the same, whatever was searched for. */
export const SearchInCallSchema = z.strictObject({ commandId, by: SearchedBySchema, words: TextSchema(60).pipe(z.string().trim().min(2)) })
export const CallerCaseSchema = z.object({ caseId: CaseIdSchema, caseNumber: z.string(), cause: z.string(), title: z.string() })
export type CallerCase = z.infer<typeof CallerCaseSchema>
export const SearchedSchema = z.object({ next: z.enum(['verify', 'cases']) })
export type Searched = z.infer<typeof SearchedSchema>

/** POST /hotline/calls/:callId/check — what the caller said. 409 `hotline.verification_wrong`, whatever is wrong, and the same for a case that is none. */
export const CheckCallerSchema = z.strictObject({
  commandId, name: NameSchema, caseNumber: TextSchema(60).pipe(z.string().trim().min(3)), lastFour: LastFourSchema,
})

/** POST /hotline/calls/:callId/call-back — to be rung back on a number one has confirmed. The answer is the same whether there is one or not. */
export const AskCallBackSchema = z.strictObject({ commandId, ...PapersShape }).refine(isPapersForm, papersForm)
/** POST /hotline/call-backs/:callId — takes one: a call of its own. */
export const TakeCallBackSchema = z.strictObject({ commandId })
/** POST /hotline/calls/:callId/called-back — somebody answered there and knew what they must. */
export const CalledBackSchema = z.strictObject({ commandId, number: TextSchema(20), checks: z.array(CheckSchema).min(1) })

/** GET /hotline/calls/:callId/cases — of whoever was verified. */
export const CallerCasesSchema = z.object({ cases: z.array(CallerCaseSchema) })
/** POST /hotline/calls/:callId/telling — shows what may be read out; that it was is an entry before anything is shown. */
export const TellInCallSchema = z.strictObject({ commandId, caseId: CaseIdSchema, what: z.array(TellableSchema).min(1).max(3) })
export const ToldInCallSchema = z.object({
  caseNumber: z.string(), cause: z.string(), title: z.string(),
  /** As the person's own page has it; null where it was not asked for. */
  progress: MyProgressSchema.nullable(),
  /** What the court told them in this case, newest first. */
  inbox: z.array(InboxItemSchema).nullable(),
})
export type ToldInCall = z.infer<typeof ToldInCallSchema>

/**
 * POST /hotline/calls/:callId/complaint — how a complaint stands, to whoever made it: by its number and code, or by its number alone where the caller was
 * verified and it is theirs. 404 for another's, for none, and for every report of misconduct. POST …/complaint/supplements — adds what they say.
 */
export const AskComplaintInCallSchema = z.strictObject({ commandId, receipt: FollowUpCodeSchema, followUp: FollowUpCodeSchema.optional() })
export const AddToComplaintInCallSchema = AskComplaintInCallSchema.extend({ text: TextSchema(4000).pipe(z.string().trim().min(1)) })

/** POST /hotline/calls/:callId/registration — what the caller brings; of a report of misconduct the clerk reads nothing afterwards. */
export const RegisterInCallSchema = CallDraftSchema.extend({
  commandId,
  /** The number of the receipt to the phone that was given. Of a report of misconduct only where the caller asks for it; the text is neutral. */
  text: z.boolean(),
})
/** To be read out, once: of the code only its hash is kept. `told` and `next`: what happens now, in plain words. */
export const RegisteredInCallViewSchema = z.object({
  kind: CallKindSchema, receipt: z.string(), followUp: z.string(), told: z.string(), next: z.string().nullable(), textedTo: z.string().nullable(),
  call: CallViewSchema,
})
export type RegisteredInCall = z.infer<typeof RegisteredInCallViewSchema>

/** GET /hotline/first-contact — what the reader took first and has not handed over yet (rules R6). Reports of misconduct are in no such list. */
export const FirstContactSchema = z.object({
  mine: z.array(z.object({
    stream: StreamSchema.exclude(['discipline']), complaintId: ComplaintIdSchema, kind: CallKindSchema.exclude(['discipline']), receipt: z.string(),
    receivedAt: InstantSchema, told: z.string(), next: z.string().nullable(),
  })),
  /** There are more than these, which have waited longest. */
  hasMore: z.boolean(),
})
export type FirstContact = z.infer<typeof FirstContactSchema>

/** PUT /hotline/calls/:callId/draft */
export const CallDraftKeptSchema = z.object({ keptAt: InstantSchema })

/** POST /hotline/calls/:callId/end */
export const EndCallSchema = z.strictObject({ commandId, how: CallEndSchema.exclude(['by_itself']), note: TextSchema(200).pipe(z.string().trim()).default('') })
