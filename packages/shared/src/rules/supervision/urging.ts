import { z } from 'zod'
import { CodedError } from '../../errors'
import { StaffIdSchema } from '../../ids'
import type { Entry } from '../../log'
import type { SupervisionConfig } from './config'

/** What somebody was urged to do: a period that is over, or a matter of a thread that waits for its answer, by the index it began with. */
export const UrgedAboutSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('clock'), clockId: z.string().max(120), node: z.string().max(60), dueAt: z.iso.datetime({ precision: 3 }) }),
  z.object({ what: z.literal('matter'), since: z.number().int().nonnegative(), sinceAt: z.iso.datetime({ precision: 3 }) }),
])
export type UrgedAbout = z.infer<typeof UrgedAboutSchema>

/** 催办, by the entry's actor: in `case:` for what the case's own chain keeps, in `watch:` for what a thread keeps. No party reads either. */
export const UrgedSchema = z.object({ about: UrgedAboutSchema, staffIds: z.array(StaffIdSchema).min(1) })
export const SUPERVISION_ENTRIES = { 'case.urged': UrgedSchema, 'watch.urged': UrgedSchema } as const
export const isUrging = (type: string): boolean => type === 'case.urged' || type === 'watch.urged'

/** Names within a chain what was urged: a period that is extended is the same, a matter that comes anew is another. */
export const aboutKey = (about: UrgedAbout): string => (about.what === 'clock' ? `clock/${about.clockId}` : `matter/${about.since}`)

export interface Urging {
  about: string
  at: string
  /** Who urged. */
  by: string
  staffIds: string[]
  /** Of its entry. */
  index: number
}
export type Urgings = readonly Urging[]
export const noUrgings: Urgings = []

export function evolveUrgings(before: Urgings, { type, body, at, actor, index }: Pick<Entry, 'type' | 'body' | 'at' | 'actor' | 'index'>): Urgings {
  if (!isUrging(type)) return before
  const { about, staffIds } = UrgedSchema.parse(body)
  return [...before, { about: aboutKey(about), at, by: actor.id, staffIds, index }]
}

export interface ToUrge {
  /** Undefined: it is done, answered or no longer due. */
  about: UrgedAbout | undefined
  /** Who has to see to it now. */
  staffIds: readonly string[]
  by: string
  now: string
  urgings: Urgings
}

const HOUR_MS = 3_600_000

/**
 * The body of one more urging. Throws CodedError: `supervision.not_waiting`, `.nobody_to_urge` (nobody urges themselves) or `.urged_already`, the
 * same thing by the same person within the configured time. Does not ask whether they supervise it.
 */
export function decideUrging({ about, staffIds, by, now, urgings }: ToUrge, { urging }: Pick<SupervisionConfig, 'urging'>): z.infer<typeof UrgedSchema> {
  if (!about) throw new CodedError('supervision.not_waiting')
  const others = [...new Set(staffIds)].filter((id) => id !== by)
  if (others.length === 0) throw new CodedError('supervision.nobody_to_urge')
  const since = Date.parse(now) - urging.not_again_within_hours * HOUR_MS
  const isFresh = (one: Urging): boolean => one.about === aboutKey(about) && one.by === by && Date.parse(one.at) > since
  if (urgings.some(isFresh)) throw new CodedError('supervision.urged_already')
  return { about, staffIds: others }
}
