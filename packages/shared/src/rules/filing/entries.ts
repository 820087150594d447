import { z } from 'zod'
import { PersonIdSchema } from '../../ids'
import { FilingReasonSchema } from './config'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
/** Made of what the document holds: the same document has the same id, however often it is handed in. */
export const FilingIdSchema = z.string().regex(/^f_[0-9a-f]{32}$/)

/**
 * What stands in `case:<case>` about threads that go to the court's electronic file: an attempt before the call, and what came of it. Each document
 * is the whole thread up to `upTo`, and takes the place of the one before.
 */
export const FilingSentSchema = z.object({
  filingId: FilingIdSchema,
  personId: PersonIdSchema,
  /** Index of the thread's last entry in it. */
  upTo: z.number().int().nonnegative(),
  /** SM3 of the manifest, which holds the hashes of all that goes with it. */
  digest: Hash,
  attempt: z.number().int().positive(),
  why: FilingReasonSchema,
  via: z.enum(['http', 'drop']),
  /** Which process makes this attempt. */
  by: z.string().regex(/^[0-9a-f]{24}$/),
})
export type FilingSent = z.infer<typeof FilingSentSchema>

export const FilingAcknowledgedSchema = z.object({
  filingId: FilingIdSchema,
  personId: PersonIdSchema,
  upTo: z.number().int().nonnegative(),
  digest: Hash,
  /** What the court's file calls it. */
  receipt: z.string().min(1).max(100),
})

export const FILING_FAILURES = ['unreachable', 'refused', 'wrong_hash', 'unsigned'] as const
export const FilingFailedSchema = z.object({
  filingId: FilingIdSchema,
  personId: PersonIdSchema,
  attempt: z.number().int().positive(),
  because: z.enum(FILING_FAILURES),
})
export type FilingFailure = (typeof FILING_FAILURES)[number]

export const FILING_ENTRIES = {
  'filing.sent': FilingSentSchema, 'filing.acknowledged': FilingAcknowledgedSchema, 'filing.failed': FilingFailedSchema,
} as const
