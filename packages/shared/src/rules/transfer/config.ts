import { z } from 'zod'
import { CitationSchema } from '../court-config'
import { CourtIdSchema } from './entries'

/** The courts that cases go to and come from. What one of them sends counts only under its own key. */
export const TransferConfigSchema = z.strictObject({
  courts: z.array(z.strictObject({
    id: CourtIdSchema,
    name: z.string().min(2).max(60),
    phone: z.string().min(3).max(30),
    /** With which it signs: SM2, SPKI, DER, base64, as its `/about` tells it. */
    public_key: z.string().regex(/^[A-Za-z0-9+/]+=*$/),
  })),
  cite: CitationSchema,
})
export type TransferConfig = z.infer<typeof TransferConfigSchema>
