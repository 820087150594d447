import { z } from 'zod'
import { CaseIdSchema, PersonIdSchema } from '../ids'
import { FILING_FAILURES, FilingReasonSchema } from '../rules'
import { InstantSchema } from './common'

/**
 * How a thread stands with the court's electronic file (电子卷宗). `waits`: goes there when its matter is closed; `soon`: its time has come;
 * `under_way`: handed in, not confirmed yet; `failed`: tried again at `nextAt`; `given_up`: waits until somebody says so; `filed`: all of it is there.
 */
export const FilingItemSchema = z.object({
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  caseNumber: z.string(),
  /** Empty for who is nothing to the case. */
  personName: z.string(),
  personRole: z.string(),
  /** How many entries of the thread are in the file, counted from the first; 0 for none. */
  filedTo: z.number().int(),
  filedAt: InstantSchema.nullable(),
  /** How many that say something are not. */
  pending: z.number().int(),
  since: InstantSchema.nullable(),
  stands: z.enum(['filed', 'waits', 'soon', 'under_way', 'failed', 'given_up']),
  why: FilingReasonSchema.nullable(),
  because: z.enum(FILING_FAILURES).nullable(),
  nextAt: InstantSchema.nullable(),
})
export type FilingItem = z.infer<typeof FilingItemSchema>

/** GET /filings — what is not in the court's file yet; what went wrong first, then the oldest. */
export const ListFilingsQuerySchema = z.strictObject({ page: z.coerce.number().int().min(1).max(1000).default(1) })
export const FilingListSchema = z.object({
  /** Whether this court has a file to hand things to. */
  connected: z.boolean(),
  items: z.array(FilingItemSchema),
  total: z.number().int(),
  hasMore: z.boolean(),
})
export type FilingList = z.infer<typeof FilingListSchema>
export const FilingListAbilitiesSchema = z.object({ retryAll: z.boolean() })

/** GET /admin/exchanges/filings — how filing gets on, for whoever keeps the exchange going: numbers alone. */
export const FilingCountsSchema = z.object({
  connected: z.boolean(),
  /** Threads of which something is not filed yet; of those, what went wrong last time, by why. */
  waiting: z.number().int(),
  failed: z.array(z.object({ because: z.enum(FILING_FAILURES), threads: z.number().int() })),
})
export type FilingCounts = z.infer<typeof FilingCountsSchema>

/** GET /cases/:caseId/filings — the same for each thread of a case, filed or not. */
export const CaseFilingsSchema = z.object({ connected: z.boolean(), threads: z.array(FilingItemSchema) })
export type CaseFilings = z.infer<typeof CaseFilingsSchema>

/** POST /cases/:caseId/filings/:personId — hand it in now. The answer says what came of it. */
export const FileNowSchema = z.strictObject({ commandId: z.string().regex(/^m_[0-9a-z]{16,40}$/) })
export const FiledNowSchema = z.object({ thread: FilingItemSchema })
/** POST /filings/retries — everything that failed, once more. */
export const FilingsRetriedSchema = z.object({ tried: z.number().int() })
