import { z } from 'zod'
import { CourtIdSchema } from '../transfer'
import { MeasureSchema } from './measures'

const Instant = z.iso.datetime({ precision: 3 })
const Words = z.string().min(1).max(200)

/**
 * What a court tells its superior of itself, once a day (rules X-39: upward, never sideways): numbers with what each counts, and of its open petitions
 * number, state and age. No name, no case number and no word of anybody's: what is not named here cannot go up.
 */
export const CourtFiguresSchema = z.strictObject({
  format: z.literal('zhixin-court-figures/1'),
  from: CourtIdSchema,
  to: CourtIdSchema,
  day: z.iso.date(),
  asOf: Instant,
  numbers: z.array(z.strictObject({
    measure: MeasureSchema, label: Words, counts: z.string().min(1).max(400), total: z.number().int().nonnegative(),
    states: z.array(z.strictObject({ label: Words, count: z.number().int().nonnegative(), alarming: z.boolean() })).max(60),
  })).min(1).max(40),
  petitions: z.array(z.strictObject({
    receipt: z.string().max(20), state: Words, receivedAt: Instant, age: Words, alarming: z.boolean(), urged: z.number().int().nonnegative(),
  })).max(5000),
})
export type CourtFigures = z.infer<typeof CourtFiguresSchema>

/** In `report:daily-<day>`: what was made of a day, and that it went up. */
export const FiguresMadeSchema = z.object({ figures: CourtFiguresSchema })
export const FiguresHandedSchema = z.object({ to: CourtIdSchema })
/** In the superior court's own: what came, and the hash of what was signed. */
export const FiguresReceivedSchema = z.object({ figures: CourtFiguresSchema, sm3: z.string().regex(/^[0-9a-f]{64}$/) })

export interface FiguresState {
  made: CourtFigures | null
  handedTo: readonly string[]
  /** By court, what it said last of the day. */
  received: Readonly<Record<string, CourtFigures>>
}
export const noFigures: FiguresState = { made: null, handedTo: [], received: {} }

/** The fold of a day's report chain, as far as courts tell each other of it. */
export function evolveFigures(state: FiguresState, { type, body }: { type: string; body: unknown }): FiguresState {
  switch (type) {
    case 'figures.made': return { ...state, made: FiguresMadeSchema.parse(body).figures }
    case 'figures.handed': return { ...state, handedTo: [...state.handedTo, FiguresHandedSchema.parse(body).to] }
    case 'figures.received': {
      const { figures } = FiguresReceivedSchema.parse(body)
      const before = state.received[figures.from]
      return before && before.asOf >= figures.asOf ? state : { ...state, received: { ...state.received, [figures.from]: figures } }
    }
    default: return state
  }
}
