import { z } from 'zod'
import { CitationSchema } from './court-config'

/** What another system may send: kinds of items, or files of its electronic case file. */
const May = z.enum(['cases', 'parties', 'officers', 'nodes', 'filing_ack', 'transfer', 'transfer_note', 'court_figures'])
export type SystemMay = z.infer<typeof May>

/** `config/court/integration.yaml`: which systems may send what. Their keys stand elsewhere, in a file that is a secret. */
export const IntegrationConfigSchema = z
  .strictObject({
    batch: z.strictObject({ most_items: z.number().int().min(1).max(5_000), most_bytes: z.number().int().min(65_536).max(64 * 1024 * 1024) }),
    signature: z.strictObject({
      /** How far a request's time may be from ours, either way; so long its nonce is remembered. */
      fresh_minutes: z.number().int().min(1).max(60),
      cite: CitationSchema,
    }),
    systems: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/), label: z.string().min(2).max(40), may: z.array(May).min(1) })).min(1),
    staff: z.strictObject({
      /** The roles that an import may give; all others are given by the security administrator alone. */
      roles: z.array(z.string()).min(1),
      cite: CitationSchema,
    }),
    /** How long it is known what came and what of it was refused. */
    exchanges: z.strictObject({ kept_days: z.number().int().positive() }),
    drops: z.strictObject({
      every_seconds: z.number().int().positive(),
      most_bytes: z.number().int().positive(),
      /** Whose key signs what is put out, unless it answers somebody else. */
      to: z.string(),
    }),
  })
  .superRefine(({ systems, drops }, context) => {
    const ids = systems.map(({ id }) => id)
    const double = ids.find((id, i) => ids.indexOf(id) !== i)
    if (double) context.addIssue({ code: 'custom', path: ['systems'], message: `${double} stands twice` })
    if (!ids.includes(drops.to)) context.addIssue({ code: 'custom', path: ['drops', 'to'], message: `no system ${drops.to}` })
  })
export type IntegrationConfig = z.infer<typeof IntegrationConfigSchema>
