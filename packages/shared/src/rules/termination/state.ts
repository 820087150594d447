import type { z } from 'zod'
import type { Actor } from '../../log'
import { CheckReviewedSchema, ReasonGivenSchema, type SheetFiled, SheetFiledSchema, TerminationBypassedSchema } from './entries'

interface Said {
  index: number
  at: string
  by: Pick<Actor, 'id' | 'role'>
}
export type GivenReason = Said & z.infer<typeof ReasonGivenSchema>
export type GivenReview = Said & z.infer<typeof CheckReviewedSchema>
export type FiledSheet = Said & SheetFiled

/** What people of the court said about a case's sheet, by check; of several the newest counts. */
export interface TerminationState {
  reasons: Readonly<Record<number, GivenReason>>
  reviews: Readonly<Record<number, GivenReview>>
  /** The newest. */
  filed?: FiledSheet
  bypassed: readonly (z.infer<typeof TerminationBypassedSchema> & { index: number; at: string })[]
}
export const nothingSaid: TerminationState = { reasons: {}, reviews: {}, bypassed: [] }

interface Happened {
  index: number
  at: string
  type: string
  actor: Actor
  body: unknown
}

/** State after one more entry of a case's chain. Entries it does not know leave it as it is. */
export function evolveTermination(state: TerminationState, { index, at, type, actor, body }: Happened): TerminationState {
  const said: Said = { index, at, by: { id: actor.id, role: actor.role } }
  switch (type) {
    case 'termination.reason_given': {
      const reason = ReasonGivenSchema.parse(body)
      return { ...state, reasons: { ...state.reasons, [reason.check]: { ...reason, ...said } } }
    }
    case 'termination.reviewed': {
      const review = CheckReviewedSchema.parse(body)
      return { ...state, reviews: { ...state.reviews, [review.check]: { ...review, ...said } } }
    }
    case 'termination.sheet_filed':
      return { ...state, filed: { ...SheetFiledSchema.parse(body), ...said } }
    case 'termination.bypassed':
      return { ...state, bypassed: [...state.bypassed, { ...TerminationBypassedSchema.parse(body), index, at }] }
    default:
      return state
  }
}
