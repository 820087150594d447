import { z } from 'zod'
import { AttachmentIdSchema } from '../ids'

/** Any JSON value. Entries hold nothing else: what is hashed must survive every store and every language. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

const Hex64 = z.string().regex(/^[0-9a-f]{64}$/)

export const ActorSchema = z.object({
  kind: z.enum(['person', 'staff', 'system']),
  id: z.string().min(1).max(64),
  /** As what the actor acted: principal, agent, officer, judge, team_leader … */
  role: z.string().min(1).max(32),
})
export type Actor = z.infer<typeof ActorSchema>

/** Who writes what the court's own system says. */
export const COURT_SYSTEM = { kind: 'system', id: 'court-system', role: 'import' } as const satisfies Actor

/** An attachment as the chain commits to it: what its bytes are. Its name is in the body, which can be sealed. */
export const EntryAttachmentSchema = z.object({
  id: AttachmentIdSchema,
  sm3: Hex64,
  /** Bytes. */
  size: z.number().int().positive(),
  /** MIME type found from the content, not the one claimed. */
  type: z.string().max(120),
})
export type EntryAttachment = z.infer<typeof EntryAttachmentSchema>

/** Who of a chain's readers may see an entry: all of them, or its sender and the handler alone until released. */
export const VisibilitySchema = z.enum(['all', 'sender_and_handler'])

/**
 * What is hashed. `index` counts a chain's entries from 0 without gaps, `prev` is the hash of the entry before (null for the
 * first), `at` (RFC 3339, UTC, milliseconds) never goes back within a chain.
 */
export const EntryHeaderSchema = z.object({
  v: z.literal(1),
  court: z.string().min(1).max(64),
  chain: z.string().min(1).max(120),
  index: z.number().int().nonnegative(),
  at: z.iso.datetime({ precision: 3 }),
  type: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  actor: ActorSchema,
  visibility: VisibilitySchema,
  bodyHash: Hex64,
  attachments: z.array(EntryAttachmentSchema),
  prev: Hex64.nullable(),
})
export type EntryHeader = z.infer<typeof EntryHeaderSchema>

/** An entry as its reader holds it: the header, its hash, and the body with the nonce that opens `bodyHash`. */
export interface Entry extends EntryHeader {
  entryHash: string
  body: JsonObject
  /** 16 random bytes, hex. */
  nonce: string
}

/** An entry as tails see it. `seq` counts a court's entries and is never shown to parties. */
export interface SequencedEntry extends Entry {
  seq: number
  key: string
}
