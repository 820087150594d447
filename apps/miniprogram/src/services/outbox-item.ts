import type { SendMessageInput, Stored } from '@zhixin/shared/contract'
import { isErrorCode, type ErrorCode } from '@zhixin/shared/errors'
import { CaseIdSchema, ClientMessageIdSchema, PersonIdSchema, type ThreadKey } from '@zhixin/shared/ids'
import { AttachmentNoteSchema, MarkSchema, type Mark } from '@zhixin/shared/rules'
import { z } from 'zod'

const OutboxAttachmentSchema = z.object({
  /** As the person knows it. */
  name: z.string(),
  kind: z.enum(['picture', 'file', 'voice']),
  durationMs: z.number().int().positive().optional(),
  bytes: z.number().optional(),
  /** Where it lies on this phone, until the message is stored. */
  path: z.string(),
  /** Once uploaded: what the message will name. It is never uploaded again. */
  note: AttachmentNoteSchema.optional(),
})
export type OutboxAttachment = z.infer<typeof OutboxAttachmentSchema>

/** What is kept of an unsent message. The id and what it says never change once an attempt was made, but for a missing reason. */
export const KeptItemSchema = z.object({
  id: ClientMessageIdSchema,
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  /** Place in the queue: milliseconds at which it was written, made unique. */
  order: z.number(),
  text: z.string(),
  mark: MarkSchema,
  offHoursReason: z.string().optional(),
  /** Only for the handler, or for all; where nothing is said the court decides by the mark. */
  confidential: z.boolean().optional(),
  attachments: z.array(OutboxAttachmentSchema),
  /** Attempts that may have reached the court. */
  attempts: z.number().int(),
  /** The newest entry known when it was written, or the place of the message before it: it can only be stored after that. */
  after: z.number().int(),
  code: z.custom<ErrorCode>(isErrorCode).optional(),
  /** Of one that slow mode refused: the earliest moment at which it may go, in milliseconds, and then does. Not set: its writer has not said so. */
  sendAt: z.number().optional(),
  /** The earliest moment at which the court would take it, in milliseconds. */
  possibleAt: z.number().optional(),
})
type KeptItem = z.infer<typeof KeptItemSchema>

export type SendingState = 'waiting' | 'uploading' | 'sending' | 'stored' | 'refused'

export interface OutboxItem extends KeptItem {
  state: SendingState
  /** Why the last attempt failed; of a refused one, why it was refused. */
  code?: ErrorCode | undefined
  /** 0 to 100 while uploading. */
  progress?: number | undefined
  stored?: Stored | undefined
  /** The phone had no room to keep it: it is lost if the app ends before it is stored. */
  atRisk?: boolean | undefined
}

export interface MessageDraft {
  text: string
  mark?: Mark
  /** Not before this moment, in milliseconds: slow mode lets it through then. */
  sendAt?: number
  offHoursReason?: string
  confidential?: boolean
  attachments?: { path: string; name: string; kind: OutboxAttachment['kind']; durationMs?: number; bytes?: number }[]
}

export const keptOf = ({ state, progress: _progress, stored: _stored, atRisk: _atRisk, code, ...kept }: OutboxItem): KeptItem => ({
  ...kept,
  ...(state === 'refused' && code !== undefined && { code }),
})

/** As it stands after a restart. Undefined for what cannot be read. */
export function restoredItem(value: unknown): OutboxItem | undefined {
  const parsed = KeptItemSchema.safeParse(value)
  return parsed.success ? { ...parsed.data, state: parsed.data.code === undefined ? 'waiting' : 'refused' } : undefined
}

export const messageOf = ({ id, text, mark, attachments, offHoursReason, confidential }: OutboxItem): SendMessageInput => ({
  clientMessageId: id,
  text,
  mark,
  attachments: attachments.flatMap(({ note }) => (note ? [note] : [])),
  ...(offHoursReason !== undefined && { offHoursReason }),
  ...(confidential !== undefined && { confidential }),
})

export const threadName = ({ caseId, personId }: ThreadKey): string => `${caseId}/${personId}`
export const isOfThread = (item: ThreadKey, key: ThreadKey): boolean => item.caseId === key.caseId && item.personId === key.personId
