import { z } from 'zod'
import { InstantSchema } from '../contract'
import { IntegrationKindSchema, ItemAnswerSchema } from './items'

/** What came from other systems lately: numbers and reasons, nothing of what the items said. */
export const ExchangeListSchema = z.object({
  exchanges: z.array(z.object({
    id: z.string(),
    at: InstantSchema,
    /** The system, in words. */
    system: z.string(),
    keyId: z.string(),
    kind: IntegrationKindSchema,
    via: z.enum(['http', 'drop']),
    /** The file it came in. */
    name: z.string().nullable(),
    counts: z.object({ created: z.number().int(), updated: z.number().int(), unchanged: z.number().int(), refused: z.number().int() }),
    refused: z.array(ItemAnswerSchema),
  })),
})
