import { z } from 'zod'
import { AttachmentIdSchema, ClientMessageIdSchema } from '../ids'
import { HELP_NOTE_MAX_CHARS, HelpIconSchema, HelpNeedIdSchema, VOICE_SUMMARY_MAX_CHARS } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { PapersShape } from './identity'

const LineSchema = TextSchema(HELP_NOTE_MAX_CHARS).pipe(z.string().trim().min(1))

/** PUT /me/help-needs — what a person needs so that talking reaches them; sensitive, so said with a consent of its own. DELETE takes it back. */
export const HelpNeedsInputSchema = z.strictObject({
  needs: z.array(HelpNeedIdSchema).max(20),
  which: LineSchema.optional(),
  note: LineSchema.optional(),
  agreed: z.literal(true),
})
export const HelpNeedsSchema = z.object({
  needs: z.array(HelpNeedIdSchema),
  which: z.string().nullable(),
  note: z.string().nullable(),
  changedAt: InstantSchema,
})
/** What can be told, and what for. */
export const HelpNeedsOfferSchema = z.object({
  purpose: z.string(),
  choices: z.array(z.object({ id: HelpNeedIdSchema, icon: HelpIconSchema, label: z.string(), asksWhich: z.boolean() })),
})
export type HelpNeedsOffer = z.infer<typeof HelpNeedsOfferSchema>
/**
 * GET /me/help-needs — what one has told, and what can be told. `asked`: told in the request for help that led here; nobody reads it until it
 * is told as one's own.
 */
export const MyHelpNeedsSchema = HelpNeedsOfferSchema.extend({ told: HelpNeedsSchema.nullable(), asked: HelpNeedsSchema.omit({ changedAt: true }).nullable() })
export type MyHelpNeeds = z.infer<typeof MyHelpNeedsSchema>

/** As the court's side reads it: one line for each need, in the order of the court's list. */
export const HelpLineSchema = z.object({ icon: HelpIconSchema, text: z.string() })
export const HelpNeedsViewSchema = z.object({ lines: z.array(HelpLineSchema), changedAt: InstantSchema })
export type HelpNeedsView = z.infer<typeof HelpNeedsViewSchema>

/** POST /desk/help-needs — about whom the desk has before it or on the telephone, by their papers. Null too where the court knows nobody. */
export const HelpNeedsLookSchema = z.strictObject(PapersShape)
export const HelpNeedsSeenSchema = z.object({ helpNeeds: HelpNeedsViewSchema.nullable() })

/** PUT /me/display — how one wants things drawn, on every phone. GET: null where nothing was chosen yet. */
export const DisplayInputSchema = z.strictObject({ size: z.enum(['standard', 'large', 'largest']), elder: z.boolean() })
export type DisplayInput = z.infer<typeof DisplayInputSchema>
export const MyDisplaySchema = z.object({ display: z.object(DisplayInputSchema.shape).nullable() })

/** POST …/messages/:index/voice-summary — what a voice of the party's says, before it is answered. */
export const SummariseVoiceInputSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  attachmentId: AttachmentIdSchema,
  summary: TextSchema(VOICE_SUMMARY_MAX_CHARS).pipe(z.string().trim().min(2)),
})
/** A voice that waits to be put into words before its matter can be settled. */
export const WaitingVoiceSchema = z.object({ index: z.number().int(), attachmentId: AttachmentIdSchema })
export type WaitingVoice = z.infer<typeof WaitingVoiceSchema>
