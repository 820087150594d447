import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { ErrorAnswerSchema, InstantSchema } from './common'
import { EntryViewSchema, SendMessageSchema, StoredSchema, UpToInputSchema, WithheldSchema } from './messaging'

/**
 * The live socket, `/live`. JSON text frames. The first frame is `auth`, within 5 s; the token is never in the URL. The server
 * closes with 4401 when the token ends (renew with another `auth` before) and with 4400 on a frame that is no message.
 */
export const LIVE_PATH = '/live'
export const LIVE_CLOSE = { badFrame: 4400, unauthenticated: 4401, tooMany: 4429, goingAway: 1001 } as const
export const LIVE_AUTH_WITHIN_MS = 5_000
export const LIVE_HEARTBEAT_MS = 25_000
export const LIVE_MAX_FRAME_BYTES = 32 * 1024

const Thread = { caseId: CaseIdSchema, personId: PersonIdSchema }

/** What a client says. `ref` is the client's own and comes back on the answer. */
export const ClientFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auth'), token: z.string().max(4096) }),
  z.strictObject({ type: z.literal('ping') }),
  z.strictObject({ type: z.literal('send'), ref: ClientMessageIdSchema, ...Thread, message: SendMessageSchema }),
  z.strictObject({ type: z.literal('delivered'), ...Thread, ...UpToInputSchema.shape }),
  z.strictObject({ type: z.literal('read'), ...Thread, ...UpToInputSchema.shape }),
  /** Asks for what comes after an index; answered by one `entries` frame (ask again while `hasMore`). */
  z.strictObject({ type: z.literal('after'), ...Thread, index: z.number().int().min(-1) }),
])
export type ClientFrame = z.infer<typeof ClientFrameSchema>
export type ClientFrameInput = z.input<typeof ClientFrameSchema>

export const ServerFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), expiresAt: InstantSchema }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('stored'), ref: z.string(), stored: StoredSchema }),
  z.object({ type: z.literal('refused'), ref: z.string().nullable(), ...ErrorAnswerSchema.shape }),
  z.object({ type: z.literal('entry'), ...Thread, entry: EntryViewSchema }),
  z.object({ type: z.literal('entries'), ...Thread, entries: z.array(EntryViewSchema), hasMore: z.boolean() }),
  /** Staff only: something in the work list changed; ask for it again when convenient. */
  z.object({ type: z.literal('work_list_changed') }),
  /** Staff only: something changed about an urgent clue that rings for them, or that the desk calls for. */
  z.object({ type: z.literal('urgent_changed') }),
  /** To a former handler: the case is no longer theirs, and nothing more of the thread will be heard. */
  z.object({ type: z.literal('handed_over'), ...Thread }),
  /** What the phone holds of an entry is to be put away: it was sealed, or is for others alone now. */
  z.object({ type: z.literal('put_away'), ...Thread, index: z.number().int(), because: WithheldSchema }),
  /** To a person who takes no more part in the case: what the phone holds of it is to be put away. */
  z.object({ type: z.literal('access_ended'), ...Thread }),
  /** To a person: they are something to a case that they were not before; the list of cases is to be asked for again. */
  z.object({ type: z.literal('cases_changed') }),
])
export type ServerFrame = z.infer<typeof ServerFrameSchema>
