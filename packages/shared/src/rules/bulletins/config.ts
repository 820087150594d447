import { z } from 'zod'
import { RHYTHMS } from '../../ids'
import { CitationSchema } from '../court-config'
import { ChannelSchema } from '../workflow'
import { CountedKindSchema } from './kinds'

/**
 * What a court's bulletins say: rhythms, headings, and each figure and rate with its definition (rules C.12, E, X-22, X-46). A rate is two figures
 * that the court has defined, and cannot be written down otherwise, so none is shown without its numerator and denominator. The values stand in
 * config/court/bulletins.yaml.
 */
const Id = z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)
const Label = z.string().min(2).max(30)
const MINUTES = 24 * 60

/** How a figure is counted; each thing counted is an entry, or a file by the entry that says how it stands. Evaluated by `countedBy` in figures.ts. */
export const CountingSchema = z.union([
  /**
   * Files received by the server within the period; `by_field`: in each round by the day that this field says, and where it says none only files
   * that came by one of `channels`, by the day of their receipt.
   */
  z.strictObject({ received: z.literal(true), channels: z.array(ChannelSchema).min(1).optional(), by_field: Id.optional() }),
  /** Times that a file came into one of these states. */
  z.strictObject({ entered: z.array(Id).min(1) }),
  /** Times that a file was marked so (催办、督办 …). */
  z.strictObject({ marked: z.array(Id).min(1) }),
  /** Entries of one of these types. */
  z.strictObject({ entries: z.array(z.string().regex(/^[a-z_]+\.[a-z_]+$/)).min(1) }),
  /** Times that a file was begun again (T27). */
  z.strictObject({ begun_again: z.literal(true) }),
  /** Files that are not over when the period begins, or when it ends. */
  z.strictObject({ open: z.enum(['start', 'end']) }),
  /** Periods of these nodes whose last day lies within this one; `met`: those that were kept; `but_for`: not those that were kept by one of these states. */
  z.strictObject({ due: z.array(Id).min(1), met: z.boolean().optional(), but_for: z.array(Id).min(1).optional() }),
  /** Periods that are over and not kept when this one ends: of these nodes, or of all. */
  z.strictObject({ overdue: z.union([z.literal('all'), z.array(Id).min(1)]) }),
  /** Files that are not over, in which a period of one of these nodes has run out and nothing but a mark has come of it since. */
  z.strictObject({ unresolved: z.array(Id).min(1) }),
  /** Departments that have reported what they screened, that reported nothing (零报告), or have not. */
  z.strictObject({ screening: z.enum(['due', 'made', 'zero', 'missing']) }),
])
export type Counting = z.infer<typeof CountingSchema>

export const FigureSpecSchema = z.strictObject({
  label: Label,
  unit: z.string().min(1).max(4),
  /** What is counted, as it is shown beside the number. */
  definition: z.string().min(10).max(200),
  of: z.array(CountedKindSchema).min(1).default(['petition']),
  counts: CountingSchema,
  cite: CitationSchema,
})
export type FigureSpec = z.infer<typeof FigureSpecSchema>

export const RateSpecSchema = z.strictObject({
  label: Label,
  definition: z.string().min(10).max(200),
  numerator: Id,
  /** Of several, their sum. */
  denominator: z.array(Id).min(1),
  /** False: a definition that other courts have used; shown as the court's own choice and not held against anybody (Beyond-12). */
  binding: z.boolean().default(false),
  cite: CitationSchema,
})
export type RateSpec = z.infer<typeof RateSpecSchema>

/** A sentence: `{figure}` is its number with its unit, `{rate}` its per cent with both numbers. `each`: once for each department or channel that has any. */
const SentenceSchema = z.strictObject({
  text: z.string().min(2).max(200), if: Id.optional(), unless: Id.optional(),
  each: z.strictObject({ by: z.enum(['department', 'channel']), figure: Id }).optional(),
})
export type Sentence = z.infer<typeof SentenceSchema>

export const HeadingSpecSchema = z.strictObject({
  label: Label,
  figures: z.array(Id).min(1),
  rates: z.array(Id).default([]),
  says: z.array(SentenceSchema).min(1),
  chart: z.strictObject({ figure: Id, by: z.enum(['department', 'channel', 'day']) }).optional(),
  cite: CitationSchema,
})
export type HeadingSpec = z.infer<typeof HeadingSpecSchema>

const RhythmSpecSchema = z.strictObject({
  title: Label,
  /** Red head of the paper; none: an ordinary paper. */
  head: Label.optional(),
  /** 主送. */
  to: Label,
  headings: z.array(Id).min(1),
  /** True: on the first day after the period, or the next working day if that is none. */
  issued_on_workday: z.boolean(),
  cite: CitationSchema,
})

const Due = z.strictObject({
  /** On the period's last day, or on the day on which the bulletin is issued. */
  on: z.enum(['last_day', 'issue_day']),
  minute: z.number().int().min(1).max(MINUTES),
  cite: CitationSchema,
})
const SensitiveSchema = z.strictObject({ label: Label, from: z.iso.date(), to: z.iso.date(), cite: CitationSchema })

export const BulletinsConfigSchema = z
  .strictObject({
    /** 发文机关署名. */
    issued_by: Label,
    /** Beside all numbers: what is counted in none of them. */
    note: z.string().min(10).max(200),
    rhythms: z.record(z.enum(RHYTHMS), RhythmSpecSchema),
    /** 排查报告: weekly, and each day of a sensitive period, also when there is nothing (零报告). `to`: to whom. */
    screening: z.strictObject({ to: Label, weekly: Due, daily: Due, cite: CitationSchema }),
    /** 重大节日、重大活动和敏感时期. */
    sensitive_periods: z.array(SensitiveSchema),
    /** The fields of a file that say which department handles it, the first that is there; none: not yet assigned. */
    department_fields: z.array(Id).min(1),
    channels: z.record(ChannelSchema, Label),
    kinds: z.record(CountedKindSchema, Label),
    /** What entries and reports are called in the list behind a number. */
    entry_words: z.record(z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/), Label),
    figures: z.record(Id, FigureSpecSchema),
    rates: z.record(Id, RateSpecSchema),
    headings: z.record(Id, HeadingSpecSchema),
  })
  .superRefine((config, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const figure = (id: string, path: (string | number)[]) => config.figures[id] || wrong(path, `no figure ${id}: a number without a definition is not shown`)
    const isSaid = (word: string, path: (string | number)[]) => config.entry_words[word] || wrong(path, `no words for ${word} in entry_words`)
    for (const [id, { counts }] of Object.entries(config.figures)) {
      if ('entries' in counts) counts.entries.forEach((type, i) => isSaid(type, ['figures', id, 'counts', 'entries', i]))
      if ('screening' in counts) isSaid(counts.screening, ['figures', id, 'counts', 'screening'])
      if ('received' in counts) isSaid('received', ['figures', id, 'counts'])
      if ('begun_again' in counts) isSaid('begun_again', ['figures', id, 'counts'])
    }
    for (const [id, { numerator, denominator }] of Object.entries(config.rates)) {
      figure(numerator, ['rates', id, 'numerator'])
      denominator.forEach((one, i) => figure(one, ['rates', id, 'denominator', i]))
      if (config.figures[id]) wrong(['rates', id], 'a figure has this name')
    }
    for (const [id, { figures, rates, says, chart }] of Object.entries(config.headings)) {
      figures.forEach((one, i) => figure(one, ['headings', id, 'figures', i]))
      rates.forEach((one, i) => config.rates[one] || wrong(['headings', id, 'rates', i], `no rate ${one}`))
      if (chart) figure(chart.figure, ['headings', id, 'chart', 'figure'])
      says.forEach(({ text, if: when, unless, each }, i) => {
        const here = ['headings', id, 'says', i]
        for (const one of [when, unless, each?.figure]) if (one !== undefined) figure(one, here)
        // Whatever number a sentence says stands with its definition under the same heading.
        for (const name of namesIn(text)) {
          const isListed = figures.includes(name) || rates.includes(name) || (each !== undefined && (name === 'each' || name === 'count'))
          if (!isListed) wrong([...here, 'text'], `{${name}} is no figure or rate of this heading`)
        }
      })
    }
    for (const [rhythm, { headings }] of Object.entries(config.rhythms)) {
      headings.forEach((one, i) => config.headings[one] || wrong(['rhythms', rhythm, 'headings', i], `no heading ${one}`))
    }
    config.sensitive_periods.forEach(({ from, to }, i) => to < from && wrong(['sensitive_periods', i, 'to'], 'ends before it begins'))
  })
export type BulletinsConfig = z.infer<typeof BulletinsConfigSchema>

export const namesIn = (text: string): string[] => [...text.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map(([, name]) => name!)

/** States, marks, fields and nodes that a figure names and the court's workflows do not have: path and sentence of each. */
export function unknownToWorkflows(
  { figures, department_fields: fields }: BulletinsConfig,
  workflows: Readonly<Record<string, Readonly<Record<'states' | 'overlays' | 'fields', Readonly<Record<string, unknown>>>>>>,
  nodes: ReadonlyMap<string, unknown>,
): { path: (string | number)[]; message: string }[] {
  const faults: { path: (string | number)[]; message: string }[] = []
  const known = (part: 'states' | 'overlays' | 'fields', of: readonly string[], id: string): boolean =>
    of.some((kind) => workflows[kind]?.[part][id] !== undefined)
  fields.forEach((field, i) => known('fields', ['petition'], field) || faults.push({ path: ['department_fields', i],
    message: `no field ${field} in a petition's file` }))
  for (const [id, { of, counts }] of Object.entries(figures)) {
    const path = ['figures', id, 'counts']
    const missing = (names: readonly string[] | undefined, what: string, has: (name: string) => boolean) =>
      names?.filter((name) => !has(name)).forEach((name) => faults.push({ path, message: `no ${what} ${name}` }))
    if ('entered' in counts) missing(counts.entered, 'state', (name) => known('states', of, name))
    if ('marked' in counts) missing(counts.marked, 'overlay', (name) => known('overlays', of, name))
    if ('received' in counts && counts.by_field) missing([counts.by_field], 'field', (name) => known('fields', of, name))
    if ('unresolved' in counts) missing(counts.unresolved, 'node', (name) => nodes.has(name))
    if ('due' in counts) missing(counts.but_for, 'state', (name) => known('states', of, name))
    if ('due' in counts) missing(counts.due, 'node', (name) => nodes.has(name))
    if ('overdue' in counts && counts.overdue !== 'all') missing(counts.overdue, 'node', (name) => nodes.has(name))
  }
  return faults
}
