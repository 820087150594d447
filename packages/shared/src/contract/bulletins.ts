import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, RhythmSchema } from '../ids'
import { CountedKindSchema, SaidChartSchema, SaidFigureSchema, SaidHeadingSchema, SaidRateSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

const commandId = ClientMessageIdSchema
const DaySchema = z.iso.date()
const Id = z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)

export const BulletinParamsSchema = z.strictObject({ rhythm: RhythmSchema, from: DaySchema })
/** `edition`: of those that were issued; the newest, unless said. */
export const BulletinFileQuerySchema = z.strictObject({ edition: z.coerce.number().int().positive().optional() })
export const BulletinFileParamsSchema = BulletinParamsSchema.extend({ kind: z.enum(['docx', 'xlsx']) })

/** GET /bulletins?rhythm= — the newest periods first. */
export const ListBulletinsQuerySchema = z.strictObject({ rhythm: RhythmSchema.default('weekly') })
/** `running`: the period is not over; `to_issue`: it is, and nothing was issued. */
export const BulletinStandingSchema = z.enum(['running', 'to_issue', 'issued'])
export const BulletinRowSchema = z.object({
  from: DaySchema, to: DaySchema, issueOn: DaySchema, standing: BulletinStandingSchema, issuedAt: InstantSchema.nullable(), edition: z.number().int(),
})
export type BulletinRow = z.infer<typeof BulletinRowSchema>
export const BulletinListSchema = z.object({ rhythm: RhythmSchema, title: z.string(), rows: z.array(BulletinRowSchema) })
export type BulletinList = z.infer<typeof BulletinListSchema>

export const FigureViewSchema = SaidFigureSchema
export type FigureView = z.infer<typeof FigureViewSchema>
export const RateViewSchema = SaidRateSchema
export type RateView = z.infer<typeof RateViewSchema>
export const ChartViewSchema = SaidChartSchema
export type ChartView = z.infer<typeof ChartViewSchema>
export const HeadingViewSchema = SaidHeadingSchema
export type HeadingView = z.infer<typeof HeadingViewSchema>

/** GET /bulletins/:rhythm/:from */
export const BulletinViewSchema = z.object({
  rhythm: RhythmSchema, title: z.string(), from: DaySchema, to: DaySchema, issueOn: DaySchema, standing: BulletinStandingSchema,
  /** As of when the figures are counted; those of a period that is over, at its end. */
  asOf: InstantSchema,
  issuedBy: z.string(), to_whom: z.string(),
  /** Of one that was issued, as they were issued. */
  headings: z.array(HeadingViewSchema),
  /** What stands beside all numbers. */
  note: z.string(),
  /** What was issued, as it was said then. */
  issued: z.object({
    at: InstantSchema, by: z.string(), edition: z.number().int(), because: z.string().nullable(),
    files: z.array(z.object({ kind: z.enum(['docx', 'xlsx']), sm3: z.string() })),
    /** Figures that are others now: what was recorded or set right since does not change what was said. */
    changed: z.array(z.object({ id: Id, label: z.string(), issued: z.number().int(), now: z.number().int() })),
    /** What was issued before, the newest first: its papers stand. */
    before: z.array(z.object({ edition: z.number().int(), at: InstantSchema, because: z.string().nullable() })),
    /** Remarks that are for the next edition, by their headings. */
    remarks: z.record(Id, z.string()),
  }).nullable(),
})
export type BulletinView = z.infer<typeof BulletinViewSchema>
export const BulletinAbilitiesSchema = z.object({ remark: z.boolean(), issue: z.boolean(), correct: z.boolean() })
export type BulletinAbilities = z.infer<typeof BulletinAbilitiesSchema>

/** GET /bulletins/:rhythm/:from/entries — what a number counts, one row for each. */
export const BulletinEntriesQuerySchema = z.strictObject({ figure: Id, by: z.enum(['department', 'channel', 'day']).optional(),
  key: z.string().max(60).optional() })
export const BulletinEntrySchema = z.object({
  at: InstantSchema.nullable(),
  kind: z.union([CountedKindSchema, z.literal('report')]),
  kindLabel: z.string(),
  /** Of the complaint, and of the case; null where there is none, or it is not shown. */
  receipt: z.string().nullable(),
  number: z.string().nullable(),
  caseId: CaseIdSchema.nullable(),
  department: z.string(),
  sentence: z.string(),
})
export type BulletinEntry = z.infer<typeof BulletinEntrySchema>
export const BulletinEntriesSchema = z.object({ figure: FigureViewSchema, entries: z.array(BulletinEntrySchema), total: z.number().int() })
export type BulletinEntries = z.infer<typeof BulletinEntriesSchema>

/** POST /bulletins/:rhythm/:from/remarks */
export const RemarkBulletinSchema = z.strictObject({ commandId, heading: Id, text: z.string().max(1000).transform((text) => text.trim()) })
/** POST /bulletins/:rhythm/:from/issue — again only with a reason. */
export const IssueBulletinSchema = z.strictObject({ commandId, because: TextSchema(200).pipe(z.string().trim().min(4)).optional() })

/** GET /screenings — for a department's liaison: what it has to report; for the command centre: who has and who has not. */
export const ScreeningRowSchema = z.object({
  department: z.string(), liaisons: z.array(z.string()),
  reported: z.object({ at: InstantSchema, petitions: z.number().int(), disputes: z.number().int(), note: z.string(), by: z.string(),
    late: z.boolean() }).nullable(),
  remindedAt: InstantSchema.nullable(),
})
export type ScreeningRow = z.infer<typeof ScreeningRowSchema>
export const ScreeningPeriodSchema = z.object({
  rhythm: z.enum(['daily', 'weekly']), from: DaySchema, to: DaySchema, dueAt: InstantSchema, isOverdue: z.boolean(),
  /** The sensitive period in which each day is reported of. */
  sensitive: z.string().nullable(),
  rows: z.array(ScreeningRowSchema),
})
export type ScreeningPeriod = z.infer<typeof ScreeningPeriodSchema>
export const ScreeningsSchema = z.object({ to: z.string(), mine: z.string().nullable(), periods: z.array(ScreeningPeriodSchema) })
export type Screenings = z.infer<typeof ScreeningsSchema>
export const ScreeningAbilitiesSchema = z.object({ report: z.boolean(), remind: z.boolean() })
export type ScreeningAbilities = z.infer<typeof ScreeningAbilitiesSchema>
export const ScreeningParamsSchema = z.strictObject({ rhythm: z.enum(['daily', 'weekly']), from: DaySchema })
/** POST /screenings/:rhythm/:from — zero is a report. */
export const ReportScreeningSchema = z.strictObject({
  commandId, petitions: z.number().int().min(0).max(9999), disputes: z.number().int().min(0).max(9999),
    note: z.string().max(1000).default('').transform((text) => text.trim()),
})
/** POST /screenings/:rhythm/:from/reminders */
export const RemindScreeningSchema = z.strictObject({ commandId, departments: z.array(z.string().min(1).max(40)).min(1).max(200) })
