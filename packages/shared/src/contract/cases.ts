import { z } from 'zod'
import { CaseIdSchema, PersonIdSchema, StaffIdSchema } from '../ids'
import { HandlingSchema, LitigantSideSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

export const HandlerSchema = z.object({
  id: StaffIdSchema,
  name: z.string(),
  title: z.enum(['执行人员', '员额法官']),
  /** Office numbers only (rules X-19). */
  officePhone: z.string(),
  /** Of who is away: until when, and who answers meanwhile; null in `standIn` where nobody does. */
  away: z
    .object({ until: InstantSchema, standIn: z.object({ name: z.string(), officePhone: z.string() }).nullable() })
    .nullable()
    .default(null),
})
export type Handler = z.infer<typeof HandlerSchema>

export const CaseStatusSchema = z.enum(['open', 'closed'])

/** Another court that has the case now, or had it before. */
export const TransferredSchema = z.object({ name: z.string(), phone: z.string(), newCaseNumber: z.string().nullable() })
export const FormerCourtSchema = z.object({ name: z.string(), phone: z.string(), caseNumber: z.string() })

/** A case in a list. `unread` counts what the other side of one's own thread (staff: of all threads of the case) wrote. */
export const CaseSummarySchema = z.object({
  caseId: CaseIdSchema,
  caseNumber: z.string(),
  cause: z.string(),
  status: CaseStatusSchema,
  filedOn: z.string(),
  department: z.string(),
  /** What the reader is to the case: 申请执行人, 被执行人, 申请执行人的代理人, 承办人 … */
  myRole: z.string(),
  handlers: z.array(HandlerSchema),
  unread: z.number().int(),
  lastMessageAt: InstantSchema.nullable(),
  /** Of a case that goes on at another court: it is only read here. */
  transferred: TransferredSchema.nullable().default(null),
  /** Of a case that another court had before. */
  former: FormerCourtSchema.nullable().default(null),
})
export type CaseSummary = z.infer<typeof CaseSummarySchema>

/** GET /cases?search= — everything the reader has to do with, newest activity of their own threads first. */
export const ListCasesQuerySchema = z.strictObject({
  search: TextSchema(60).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
})
export const CaseListSchema = z.object({ cases: z.array(CaseSummarySchema), hasMore: z.boolean() })

export const TimelineItemSchema = z.object({ at: z.string(), title: z.string(), detail: z.string().nullable() })

export const ThreadSummarySchema = z.object({
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  personName: z.string(),
  personRole: z.string(),
  unread: z.number().int(),
  lastText: z.string().nullable(),
  lastAt: InstantSchema.nullable(),
})
export type ThreadSummary = z.infer<typeof ThreadSummarySchema>

/** Another number of the same matter (执 → 执恢 → 执异). Staff see that it is there; `caseId` stands only where the reader may open it. */
export const LinkedCaseSchema = z.object({ caseId: CaseIdSchema.nullable(), caseNumber: z.string(), cause: z.string() })
export type LinkedCase = z.infer<typeof LinkedCaseSchema>

/** GET /cases/:caseId. A participant gets their own thread alone; staff get all threads of the case. */
export const CaseDetailSchema = CaseSummarySchema.extend({
  /** On which side the reader stands; null for staff. What is said first on the page follows from it. */
  mySide: LitigantSideSchema.nullable(),
  closedOn: z.string().nullable(),
  parties: z.array(z.object({ name: z.string(), role: z.string() })),
  timeline: z.array(TimelineItemSchema),
  threads: z.array(ThreadSummarySchema),
  linked: z.array(LinkedCaseSchema),
})
export type CaseDetail = z.infer<typeof CaseDetailSchema>
export const CaseAbilitiesSchema = z.object({ openThread: z.boolean(), readAccounts: z.boolean(), handOver: z.boolean() })

/** POST /cases/:caseId/hand-overs — threads, unread and clocks move with the case; both sides are told. */
export const HandOverSchema = z.strictObject({
  commandId: z.string().regex(/^m_[0-9a-z]{16,40}$/),
  officerIds: z.array(StaffIdSchema).min(1).max(5),
  judgeId: StaffIdSchema,
  reason: TextSchema(200).pipe(z.string().trim().min(2)),
})
export const HandedOverSchema = z.object({ caseId: CaseIdSchema, handlers: z.array(HandlerSchema) })

/** GET /cases/:caseId/colleagues — to whom a case can be handed over. */
export const ColleaguesSchema = z.object({
  colleagues: z.array(
    z.object({ id: StaffIdSchema, name: z.string(), handles: z.array(HandlingSchema), officePhone: z.string(), openCases: z.number().int() }),
  ),
})
