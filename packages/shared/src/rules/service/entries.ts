import { z } from 'zod'
import { PersonIdSchema, RelationIdSchema } from '../../ids'
import { LitigantSideSchema } from '../relations'
import { AttachmentNoteSchema } from '../thread-entries'
import { ServedKindSchema } from './config'

/**
 * What stands in a person's own thread of electronic service (电子送达): consent, the act, that it arrived, that it was opened and confirmed. Nobody
 * else reads of any of it. Each is whole in itself: the words are those of that day.
 */
/** A photo or PDF of that paper, committed to by its hash; none where the paper file alone has it. */
const Scan = z.array(AttachmentNoteSchema).max(1).optional()
const Of = z.number().int().nonnegative()
const Paper = z.object({
  /** Number of the signed 送达地址确认书, which lies in the paper file. */
  number: z.string().min(2).max(60),
  signedOn: z.iso.date(),
})

export const ServiceConsentedSchema = z.object({
  via: z.enum(['phone', 'paper']),
  /** Where documents are served to, in words. */
  address: z.string(),
  /** SM3 of what was shown, and what was shown. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  statement: z.array(z.string()).min(1),
  /** By what the person may receive: whoever stands for somebody else later has not agreed to that. */
  relationIds: z.array(RelationIdSchema).min(1),
  paper: Paper.optional(),
  attachments: Scan,
})
export type ServiceConsented = z.infer<typeof ServiceConsentedSchema>

/** From now on; what was served stays served. */
export const ServiceConsentWithdrawnSchema = z.object({ via: z.enum(['phone', 'paper']), paper: Paper.optional(), attachments: Scan })

export const ServiceSentSchema = z.object({
  /** A document of the court's list, as it was called then. */
  document: z.string(),
  label: z.string(),
  kind: ServedKindSchema,
  /** Its own number: （2026）虚01执1号之一. */
  number: z.string().min(2).max(60).optional(),
  /** For which party, and by which relation of the thread's person. */
  partyId: PersonIdSchema,
  relationId: RelationIdSchema,
  side: LitigantSideSchema,
  /** Index of the consent it rests on. */
  consent: Of,
  address: z.string(),
  attachments: z.array(AttachmentNoteSchema).length(1),
  /** What of the catalogue its service is. */
  records: z.string(),
  follows: z.string(),
  /** Where a paper original can be asked for. */
  paper: z.string().optional(),
  effect: z.string(),
  cite: z.string(),
  offHoursReason: z.string().min(1).max(200).optional(),
})
export type ServiceSent = z.infer<typeof ServiceSentSchema>

/** Derived: it has reached the person's own system. This day is the day of service; periods count from here and from nothing else. */
export const ServiceArrivedSchema = z.object({
  of: Of,
  when: z.enum(['in_account', 'on_phone']),
  arrivedAt: z.iso.datetime({ precision: 3 }),
  on: z.iso.date(),
  /** What began to run for this side, as it was counted then. */
  runs: z.array(z.object({ node: z.string(), label: z.string(), dueAt: z.iso.datetime({ precision: 3 }), rule: z.string() })),
})
export type ServiceArrived = z.infer<typeof ServiceArrivedSchema>

/** The person opened it for the first time, or said that they have it: neither is needed for service. */
export const ServiceOpenedSchema = z.object({ of: Of })
export const ServiceConfirmedSchema = z.object({ of: Of })
/** What the court notes of a service, such as that it was a mistake. The service itself stays as it is. */
export const ServiceNotedSchema = z.object({ of: Of, note: z.string().min(4).max(300) })
