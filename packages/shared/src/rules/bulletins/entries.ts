import { z } from 'zod'
import { assertThat } from '../../errors'
import { AttachmentIdSchema, RHYTHMS, StaffIdSchema } from '../../ids'
import type { Actor, Entry, JsonObject } from '../../log'

const Department = z.string().min(1).max(40)
const Day = z.iso.date()
const Heading = z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)

/** What a department found when it looked through its disputes: also nothing (零报告). A later one takes the place of an earlier. */
export const ReportScreenedSchema = z.object({
  department: Department,
  petitions: z.number().int().nonnegative().max(9999),
  disputes: z.number().int().nonnegative().max(9999),
  note: z.string().max(1000),
})
export type ReportScreened = z.infer<typeof ReportScreenedSchema>
/** Who owed a report when the period was over: departments come and go, and what they owed stands. */
export const ReportOwedSchema = z.object({ departments: z.array(Department).max(200) })
export const ReportRemindedSchema = z.object({ departments: z.array(Department).min(1).max(200) })
export const BulletinRemarkedSchema = z.object({ heading: Heading, text: z.string().max(1000) })

const Id = Heading
const Count = z.number().int().nonnegative()
const BasisSchema = z.object({ basis: z.enum(['law', 'court_document', 'proposal']), source: z.string() })
/** A number, never without its definition. */
export const SaidFigureSchema = z.object({ id: Id, label: z.string(), unit: z.string(), value: Count, definition: z.string(), cite: BasisSchema })
const PartSchema = z.object({ id: Id, label: z.string(), value: Count })
/** A rate, never without its definition, numerator and denominator. `percent` null: nothing is in the denominator. */
export const SaidRateSchema = z.object({
  id: Id, label: z.string(), definition: z.string(), percent: z.string().nullable(), binding: z.boolean(), cite: BasisSchema,
  numerator: PartSchema, denominator: z.array(PartSchema),
})
export const SaidChartSchema = z.object({
  caption: z.string(), figure: Id, unit: z.string(), by: z.enum(['department', 'channel', 'day']),
  /** `key`: what the list of entries is asked by. */
  rows: z.array(z.object({ key: z.string(), label: z.string(), value: Count })),
})
export const SaidHeadingSchema = z.object({
  id: Id, label: z.string(), text: z.array(z.string()), remark: z.string(), figures: z.array(SaidFigureSchema), rates: z.array(SaidRateSchema),
  chart: SaidChartSchema.nullable(),
})
export type SaidHeading = z.infer<typeof SaidHeadingSchema>

/** What was said on that day, as it was said and with the definitions of that day: what is recorded or configured later changes nothing of it. */
export const BulletinIssuedSchema = z.object({
  rhythm: z.enum(RHYTHMS), from: Day, to: Day,
  headings: z.array(SaidHeadingSchema),
  /** Who could read bulletins then: files about them were not counted, and are not when this one is counted again. */
  readers: z.array(StaffIdSchema),
  files: z.array(z.object({ attachmentId: AttachmentIdSchema, kind: z.enum(['docx', 'xlsx']), name: z.string() })).max(2),
  /** 1 of the first; a later one takes its place and says why. */
  edition: z.number().int().positive(),
  because: z.string().max(200).optional(),
})
export type BulletinIssued = z.infer<typeof BulletinIssuedSchema>

export const REPORT_ENTRIES = {
  'report.screened': ReportScreenedSchema,
  'report.owed': ReportOwedSchema,
  'report.reminded': ReportRemindedSchema,
  'bulletin.remarked': BulletinRemarkedSchema,
  'bulletin.issued': BulletinIssuedSchema,
} as const

export interface ScreenedReport extends ReportScreened {
  at: string
  index: number
  by: string
}
export interface IssuedBulletin extends BulletinIssued {
  at: string
  index: number
  by: string
  /** Hashes of the files, as the entry commits to them. */
  sm3: Readonly<Record<string, string>>
}
/** A day's, week's or month's reports and bulletin. */
export interface ReportState {
  screened: Readonly<Record<string, ScreenedReport>>
  /** Who owed one; undefined until the period is over. */
  owed?: readonly string[]
  /** When each department was last reminded. */
  reminded: Readonly<Record<string, string>>
  remarks: Readonly<Record<string, string>>
  issued: readonly IssuedBulletin[]
  /** How many entries there are. */
  next: number
}
export const noReport: ReportState = { screened: {}, reminded: {}, remarks: {}, issued: [], next: 0 }

const hashesOf = (attachments: Entry['attachments']): Record<string, string> => Object.fromEntries(attachments.map(({ id, sm3 }) => [id, sm3]))
type Happened = Pick<Entry, 'type' | 'body' | 'at' | 'index' | 'actor' | 'attachments'>

export function evolveReport(before: ReportState, { type, body, at, index, actor, attachments }: Happened): ReportState {
  const state: ReportState = { ...before, next: index + 1 }
  switch (type) {
    case 'report.screened': {
      const report = ReportScreenedSchema.parse(body)
      return { ...state, screened: { ...state.screened, [report.department]: { ...report, at, index, by: actor.id } } }
    }
    case 'report.owed':
      return state.owed ? state : { ...state, owed: ReportOwedSchema.parse(body).departments }
    case 'report.reminded':
      return { ...state, reminded: { ...state.reminded, ...Object.fromEntries(ReportRemindedSchema.parse(body).departments.map((one) => [one, at])) } }
    case 'bulletin.remarked': {
      const { heading, text } = BulletinRemarkedSchema.parse(body)
      return { ...state, remarks: { ...state.remarks, [heading]: text } }
    }
    case 'bulletin.issued':
      return { ...state, issued: [...state.issued, { ...BulletinIssuedSchema.parse(body), at, index, by: actor.id, sm3: hashesOf(attachments) }] }
    default:
      return state
  }
}

export const isZeroReport = ({ petitions, disputes }: Pick<ReportScreened, 'petitions' | 'disputes'>): boolean => petitions + disputes === 0
export const newestIssued = ({ issued }: ReportState): IssuedBulletin | undefined => issued[issued.length - 1]
/** Remarks that stand in no edition yet, by their headings: for the next one. */
export const remarksToCome = (state: ReportState): Record<string, string> => {
  const said = new Map(newestIssued(state)?.headings.map(({ id, remark }) => [id, remark]))
  return Object.fromEntries(Object.entries(state.remarks).filter(([heading, text]) => said.has(heading) && said.get(heading) !== text))
}

export type ReportCommand =
  | { type: 'Screen'; report: ReportScreened }
  | { type: 'Owe'; departments: string[] }
  | { type: 'Remind'; departments: string[] }
  | { type: 'Remark'; heading: string; text: string }
  /** `drawnFrom`: how many entries there were when it was drawn. */
  | { type: 'Issue'; bulletin: Omit<BulletinIssued, 'edition'>; drawnFrom: number }

export interface ReportWhen {
  now: string
  /** When the period ends; instants. */
  endsAt: string
  /** Whether departments report for it at all. */
  isReported: boolean
}

/**
 * The one entry that a command becomes. Throws CodedError: `bulletins.not_over`, `.issued_already` (a second edition says why), `.drawn_from_less` (what was
 * remarked or reported meanwhile stands in none of the papers), `.no_report_due`. Does not check who may, nor that figures are those of the log.
 */
export function decideReport(command: ReportCommand, state: ReportState, { now, endsAt, isReported }: ReportWhen,
  actor: Actor): { type: string; actor: Actor; body: JsonObject } {
  switch (command.type) {
    case 'Screen':
      assertThat(isReported, 'bulletins.no_report_due')
      return { type: 'report.screened', actor, body: { ...command.report } }
    case 'Owe':
      assertThat(isReported, 'bulletins.no_report_due')
      assertThat(now >= endsAt, 'bulletins.not_over')
      return { type: 'report.owed', actor, body: { departments: command.departments } }
    case 'Remind': {
      assertThat(isReported, 'bulletins.no_report_due')
      const departments = command.departments.filter((one) => !state.screened[one])
      assertThat(departments.length > 0, 'bulletins.all_reported')
      return { type: 'report.reminded', actor, body: { departments } }
    }
    case 'Remark':
      return { type: 'bulletin.remarked', actor, body: { heading: command.heading, text: command.text } }
    case 'Issue': {
      assertThat(now >= endsAt, 'bulletins.not_over')
      assertThat(state.issued.length === 0 || command.bulletin.because !== undefined, 'bulletins.issued_already')
      assertThat(command.drawnFrom === state.next, 'bulletins.drawn_from_less')
      return { type: 'bulletin.issued', actor, body: { ...command.bulletin, edition: state.issued.length + 1 } }
    }
  }
}

/** Figures that are others now than when the bulletin was issued: by what was recorded or set right since. */
export function changedSince({ headings }: Pick<BulletinIssued, 'headings'>, now: Readonly<Record<string,
  number>>): { id: string; label: string; issued: number; now: number }[] {
  const said = new Map(headings.flatMap(({ figures }) => figures.map((one) => [one.id, one])))
  return [...said.values()].flatMap(({ id, label, value }) => (now[id] !== undefined && now[id] !== value ? [{ id, label, issued: value, now: now[id] }] : []))
}
