import { z } from 'zod'
import { CitationSchema } from '../court-config'
import { CourtIdSchema } from './entries'

const Minutes = z.number().int().positive().max(60 * 24 * 30)
const MIB = 1024 * 1024

/** How files get to another court: as signed files that somebody carries over, or straight into its signed door. */
const ExchangeSchema = z
  .strictObject({
    via: z.enum(['folders', 'http']).default('folders'),
    /** A system of integration.yaml, under whose key the exchange with this court is signed. Unset: the one that folders are for. */
    system: z.string().optional(),
    /** Of the other court's installation, `https://host`. */
    url: z.string().regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+$/, 'an address like https://host, without a slash at its end').optional(),
  })
  .superRefine(({ via, url }, context) => {
    if ((via === 'http') !== (url !== undefined)) context.addIssue({ code: 'custom', path: ['url'], message: 'goes with via: http, and with nothing else' })
  })

/** The courts that cases go to and come from. What one of them sends counts only under its own key. */
export const TransferConfigSchema = z.strictObject({
  courts: z.array(z.strictObject({
    id: CourtIdSchema,
    name: z.string().min(2).max(60),
    phone: z.string().min(3).max(30),
    /** With which it signs: SM2, SPKI, DER, base64, as its own staff read it on the page 本院公钥 (`GET /transfers/key`). Compare the fingerprint by telephone. */
    public_key: z.string().regex(/^[A-Za-z0-9+/]+=*$/),
    exchange: ExchangeSchema.default({ via: 'folders' }),
  })),
  cite: CitationSchema,
  /** What a case is cut into on its way. A piece and the list of all pieces go together, as base64. */
  piece: z.strictObject({ bytes: z.number().int().min(1024).max(8 * MIB), most_request_bytes: z.number().int().max(64 * MIB), cite: CitationSchema }),
  /** How long after each attempt the next one comes while the other court has not answered; the last one goes on. */
  retry_after_minutes: z.strictObject({ http: z.array(Minutes).min(1).max(20), folders: z.array(Minutes).min(1).max(20), cite: CitationSchema }),
}).superRefine(({ courts, piece }, context) => {
  const ids = courts.map(({ id }) => id)
  const double = ids.find((id, i) => ids.indexOf(id) !== i)
  if (double) context.addIssue({ code: 'custom', path: ['courts'], message: `${double} stands twice` })
  if (piece.most_request_bytes < piece.bytes * 2) context.addIssue({ code: 'custom', path: ['piece', 'most_request_bytes'], message: 'a piece and its list do not fit in: twice a piece at least' })
})
export type TransferConfig = z.infer<typeof TransferConfigSchema>
export type TransferCourt = TransferConfig['courts'][number]
