import { z } from 'zod'
import { StaffIdSchema } from '../ids'

/** What stands in `urgent:<case>/<person>`: whom the court rang about the urgent clues of that thread, and what came of it. */
const Ringing = { round: z.number().int().nonnegative(), step: z.string().max(40), time: z.number().int().nonnegative(), staffId: StaffIdSchema }

/** Written before the text goes out. `by` is one attempt's own: of two that ring at once, the one whose entry this is sends it. */
export const UrgentRingingSchema = z.object({ ...Ringing, channel: z.enum(['sms', 'call_list']), by: z.string().max(64) })
export const RingResultSchema = z.enum(['sent', 'refused', 'busy', 'no_number'])
export type RingResult = z.infer<typeof RingResultSchema>
export const UrgentRungSchema = z.object({ ...Ringing, result: RingResultSchema })
/** The desk called somebody who is rung. */
export const CallOutcomeSchema = z.enum(['reached', 'no_answer', 'wrong_number'])
export type CallOutcome = z.infer<typeof CallOutcomeSchema>
export const UrgentCalledSchema = z.object({ round: Ringing.round, staffId: StaffIdSchema, outcome: CallOutcomeSchema })

export interface Ring {
  round: number
  step: string
  time: number
  staffId: string
  channel: 'sms' | 'call_list'
  at: string
  /** Unknown while the text is on its way, and after a crash. */
  result?: RingResult
}
export interface DeskCall {
  staffId: string
  at: string
  by: string
  outcome: CallOutcome
}

/** Of the round that rang last. */
export interface RingsState {
  round: number
  rings: readonly Ring[]
  calls: readonly DeskCall[]
}
export const noRings: RingsState = { round: -1, rings: [], calls: [] }

interface Happened {
  type: string
  at: string
  actor: { id: string }
  body: unknown
}

/** State of the rings after one more entry. What it does not know, or what belongs to an earlier round, leaves it as it is. */
export function evolveRings(state: RingsState, { type, at, actor, body }: Happened): RingsState {
  switch (type) {
    case 'urgent.ringing': {
      const { by: _by, ...ring } = UrgentRingingSchema.parse(body)
      const before = ring.round > state.round ? { ...noRings, round: ring.round } : state
      return ring.round < before.round ? state : { ...before, rings: [...before.rings, { ...ring, at }] }
    }
    case 'urgent.rung': {
      const { result, ...of } = UrgentRungSchema.parse(body)
      const isOf = (ring: Ring): boolean => ring.round === of.round && ring.step === of.step && ring.time === of.time && ring.staffId === of.staffId
      return { ...state, rings: state.rings.map((ring) => (isOf(ring) ? { ...ring, result } : ring)) }
    }
    case 'urgent.called': {
      const { round, staffId, outcome } = UrgentCalledSchema.parse(body)
      return round === state.round ? { ...state, calls: [...state.calls, { staffId, at, by: actor.id, outcome }] } : state
    }
    default:
      return state
  }
}

/** Whether somebody was rung in the round that is on. */
export const wasRung = ({ rings }: RingsState, staffId: string): boolean => rings.some((ring) => ring.staffId === staffId)
