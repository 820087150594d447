import { z } from 'zod'
import { MarkSchema } from '../rules'
import { InstantSchema } from './common'

/** What of slow mode, flags and settlement talk stands among a thread's abilities. */
export const ConductAbilitiesSchema = z.object({
  /** How the thread is slowed now: what may still be sent today, and when the next may be. */
  pace: z
    .object({
      until: InstantSchema, perDay: z.number().int(), reason: z.string(), slows: z.array(MarkSchema), left: z.number().int(), nextAt: InstantSchema.nullable(),
    })
    .nullable()
    .default(null),
  /** Leaders: for how long, and how much, a thread can be slowed down. */
  setPace: z.object({ maxDays: z.number().int(), least: z.number().int(), most: z.number().int() }).nullable().default(null),
  /** Handlers: note for the court alone what a message is (threat …). */
  flag: z.boolean().default(false),
  /** Agree that a proposal of one's own is passed on. */
  consent: z.boolean().default(false),
  /** Ask for that, and pass on. */
  passOn: z.boolean().default(false),
})

/** Somebody who reads what is written in a thread. */
export const ThreadReaderSchema = z.object({ name: z.string(), title: z.string() })
export type ThreadReader = z.infer<typeof ThreadReaderSchema>
/** A message of settlement: whether the other side may be told, and was. */
export const ProposalSchema = z.object({ index: z.number().int(), consent: z.enum(['none', 'asked', 'given', 'withdrawn']), isPassedOn: z.boolean() })
export type ProposalView = z.infer<typeof ProposalSchema>

/** In a work list, of many messages without an answer: one item with one clock, the first beside the latest. */
export const BurstSchema = z.object({ count: z.number().int(), firstAt: InstantSchema, firstText: z.string().nullable() })
