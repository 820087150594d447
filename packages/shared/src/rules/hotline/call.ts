import { z } from 'zod'
import { CallIdSchema, CaseIdSchema, ComplaintIdSchema, NodeRecordIdSchema, PersonIdSchema, STREAMS } from '../../ids'
import { CheckSchema } from '../binding-help-config'
import { CallKindSchema, LineSchema, type Line, TellableSchema } from './config'

/*
 * A call at the hotline: what was asked, whom the caller was taken for and by what, what was read out, what was registered. No entry holds a
 * number, a name or a word that was said: who rang, and what they said they were, is kept sealed beside the log.
 */
export const SEARCHED_BY = ['phone', 'name', 'case_number', 'receipt'] as const
export const SearchedBySchema = z.enum(SEARCHED_BY)
export type SearchedBy = z.infer<typeof SearchedBySchema>

export const CallOpenedSchema = z.object({
  line: LineSchema,
  /** `out`: a call back of the court's, for the call `of`. */
  direction: z.enum(['in', 'out']),
  of: CallIdSchema.optional(),
  /** Whether the display showed a number; anybody can have any number shown, so it proves nothing. */
  numberShown: z.boolean(),
})
export const CallSearchedSchema = z.object({ by: SearchedBySchema, found: z.number().int().nonnegative() })
/** What was asked in a knowledge check. */
export const KNOWLEDGE = ['name', 'case_number', 'identity_last_four'] as const
export const KnowledgeSchema = z.enum(KNOWLEDGE)
export const VerifiedBySchema = z.enum(['knowledge', 'call_back'])
export type VerifiedBy = z.infer<typeof VerifiedBySchema>
export const CallVerifiedSchema = z.object({
  by: VerifiedBySchema,
  personId: PersonIdSchema,
  checks: z.array(z.union([KnowledgeSchema, CheckSchema])).min(1),
  /** Of a knowledge check: the case whose number the caller knew. What its other side may know as well opens no other case. */
  caseId: CaseIdSchema.optional(),
  /** Of a call back: whose word and which day the court has the number by. */
  calledNumber: z.object({ source: z.string(), since: z.iso.datetime({ precision: 3 }) }).optional(),
})
/** Which of the answers was wrong is known to nobody. */
export const CallVerificationFailedSchema = z.object({ by: VerifiedBySchema })
export const CallBackAskedSchema = z.object({})
/** What came of one, where nobody was verified: nobody answered, somebody else did, or there was no number to ring. */
export const CALL_BACK_ENDS = ['no_answer', 'somebody_else', 'no_number'] as const
export const CallToldSchema = z.object({
  caseId: CaseIdSchema,
  what: z.array(TellableSchema).min(1),
  /** Which of the person's own: nodes of the time line by their records, what stands in their thread by its index. */
  nodes: z.array(NodeRecordIdSchema.or(z.string().max(64))),
  entries: z.array(z.number().int().nonnegative()),
})
/** How a complaint stands was told to whoever made it, or what they said was added to it: by its code, or because it is theirs who was verified. */
export const CallComplaintToldSchema = z.object({
  stream: z.enum(STREAMS).exclude(['discipline']), complaintId: ComplaintIdSchema, by: z.enum(['code', 'person']), what: z.enum(['shown', 'added']),
})
export type CallComplaintTold = z.infer<typeof CallComplaintToldSchema>
/** Of a report of misconduct nothing is written: with whom the caller was verified to be, it would say who reports. */
export const CallRegisteredSchema = z.object({
  kind: CallKindSchema.exclude(['discipline']), stream: z.enum(STREAMS).exclude(['discipline']), complaintId: ComplaintIdSchema,
})
export type CallRegistered = z.infer<typeof CallRegisteredSchema>
export const CALL_ENDS = ['answered', 'registered', 'to_call_back', 'cut_off', ...CALL_BACK_ENDS, 'by_itself'] as const
export const CallEndSchema = z.enum(CALL_ENDS)
export type CallEnd = z.infer<typeof CallEndSchema>
export const CallEndedSchema = z.object({ how: CallEndSchema, note: z.string().max(200) })

export interface CallState {
  status: 'none' | 'open' | 'ended'
  clerk: string
  line: Line
  direction: 'in' | 'out'
  of: string | null
  openedAt: string
  endedAt: string | null
  how: CallEnd | null
  failures: number
  callBacks: number
  /** `caseId`: the one case that a knowledge check opens; null: all of theirs. */
  verified: { by: VerifiedBy; personId: string; caseId: string | null } | null
  told: number
  registered: readonly CallRegistered[]
}
export const noCall: CallState = {
  status: 'none', clerk: '', line: 'hotline', direction: 'in', of: null, openedAt: '', endedAt: null, how: null, failures: 0, callBacks: 0, verified: null,
  told: 0, registered: [],
}

interface Happened {
  type: string
  at: string
  actor: { id: string }
  body: unknown
}

/** What says of itself only that it is not to be read, as was written once of reports of misconduct, counts for nothing. */
function withRegistered(state: CallState, body: unknown): CallState {
  const { success, data } = CallRegisteredSchema.safeParse(body)
  return success ? { ...state, registered: [...state.registered, data] } : state
}

/** State of a call after one more entry. */
export function evolveCall(state: CallState, { type, at, actor, body }: Happened): CallState {
  switch (type) {
    case 'call.opened': {
      const { line, direction, of } = CallOpenedSchema.parse(body)
      return { ...noCall, status: 'open', clerk: actor.id, line, direction, of: of ?? null, openedAt: at }
    }
    case 'call.verified': {
      const { by, personId, caseId } = CallVerifiedSchema.parse(body)
      return { ...state, verified: { by, personId, caseId: caseId ?? null } }
    }
    case 'call.verification_failed':
      return { ...state, failures: state.failures + 1 }
    case 'call.back_asked':
      return { ...state, callBacks: state.callBacks + 1 }
    case 'call.told':
    case 'call.complaint_told':
      return { ...state, told: state.told + 1 }
    case 'call.registered':
      return withRegistered(state, body)
    case 'call.ended':
      return { ...state, status: 'ended', endedAt: at, how: CallEndedSchema.parse(body).how }
    default:
      return state
  }
}
