import { z } from 'zod'
import { type Calendar, isOfficeTime } from './calendar'
import { CitationSchema } from './court-config'
import type { UrgentTaken } from './parts/urgent-silence'
import { LitigantSideSchema } from './relations'

const Minutes = z.number().int().nonnegative()
const Label = z.string().min(1).max(40)

/** Whom a step of the ladder rings: officers and judge of the case (or who stands in for them), who is on duty, who leads. */
export const RungGroupSchema = z.enum(['handlers', 'duty', 'team_leader', 'director'])
export type RungGroup = z.infer<typeof RungGroupSchema>

const StepSchema = z.strictObject({
  /** Stands in entries and keys: is not changed once used. */
  name: z.string().regex(/^[a-z][a-z_]{1,30}$/),
  /** As the sender reads it: 团队负责人. */
  title: Label,
  rings: RungGroupSchema,
  after_minutes: Minutes,
  /** Rung at the first minute where one of these is so. */
  at_once_when: z.array(z.enum(['off_hours', 'handlers_away'])).default([]),
  channels: z.array(z.enum(['sms', 'call_list'])).min(1),
})
export type LadderStep = z.infer<typeof StepSchema>

const SilenceSchema = z
  .strictObject({ remind_after_minutes: Minutes.min(1), ring_again_after_minutes: Minutes.min(1) })
  .refine(({ remind_after_minutes: remind, ring_again_after_minutes: again }) => remind < again, { message: 'whoever has it is reminded before it rings again' })

/** config/court/urgent.yaml */
export const UrgentConfigSchema = z.strictObject({
  /** On which side somebody stands who may raise one. */
  raised_by: z.strictObject({ sides: z.array(LitigantSideSchema).min(1), cite: CitationSchema }),
  ladder: z.strictObject({
    steps: z.array(StepSchema).min(1),
    /** Whoever was rung is rung again so often, until the end. */
    repeat_every_minutes: Minutes.min(1),
    /** From then on nobody is rung any more, and the sender is told whom to call. */
    ends_after_minutes: Minutes.min(1),
    cite: CitationSchema,
  }),
  /** How many matters of their own a thread has on a day; more open the last one again, and ring as that one. */
  matters_per_day: z.strictObject({ value: z.number().int().positive(), cite: CitationSchema }),
  /** Whoever has it is told of additions, at most so often. */
  tell_taker_every_minutes: z.strictObject({ value: Minutes.min(1), cite: CitationSchema }),
  /** Whoever has it and says nothing to the sender is reminded once, then it rings the next step. Counted from the taking, or from their last word. */
  taken_and_silent: z.strictObject({ at_first: SilenceSchema, after_a_word: SilenceSchema, cite: CitationSchema }),
  /** Whom the sender may call, in this order. The court's own duty phone and hotline come after them. */
  numbers: z.array(z.strictObject({ label: Label, number: z.string().regex(/^[\d-]{3,20}$/), cite: CitationSchema })),
}).superRefine(({ ladder: { steps, ends_after_minutes: end } }, context) => {
  const late = steps.findIndex(({ after_minutes }) => after_minutes >= end)
  if (late >= 0) context.addIssue({ code: 'custom', path: ['ladder', 'steps', late, 'after_minutes'], message: 'the ladder ends before this step' })
  if (new Set(steps.map(({ name }) => name)).size < steps.length) context.addIssue({ code: 'custom', path: ['ladder', 'steps'], message: 'two steps have one name' })
})
export type UrgentConfig = z.infer<typeof UrgentConfigSchema>
type Ladder = UrgentConfig['ladder']

export interface LadderConditions {
  offHours: boolean
  /** No officer of the case is there, nor anybody who stands in for one. */
  handlersAway: boolean
}

/** A step that is due, and for the how manieth time (from 0). */
export interface DueStep {
  step: LadderStep
  time: number
}

const MINUTE_MS = 60_000
const minutesBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / MINUTE_MS)

/** Off hours when it began or off hours now: who is at home by now is not waited for. */
export const isOffHours = (calendar: Calendar, roundAt: string, now: string): boolean => !isOfficeTime(calendar, roundAt) || !isOfficeTime(calendar, now)

const beginsAfter = ({ after_minutes, at_once_when }: LadderStep, { offHours, handlersAway }: LadderConditions): number =>
  (offHours && at_once_when.includes('off_hours')) || (handlersAway && at_once_when.includes('handlers_away')) ? 0 : after_minutes

/** The ladder from a step on, that step at once and the later ones after it as far apart as they are. */
export function ladderFrom(ladder: Ladder, from: string): Ladder {
  const steps = ladder.steps.slice(Math.max(0, ladder.steps.findIndex(({ name }) => name === from)))
  const first = steps[0]!.after_minutes
  return { ...ladder, steps: steps.map((step) => ({ ...step, after_minutes: step.after_minutes - first })) }
}

/** What is due by now of the silence of whoever has it. */
export function dueOfSilence({ at_first, after_a_word }: UrgentConfig['taken_and_silent'], taken: UrgentTaken, now: string) {
  const { remind_after_minutes: remind, ring_again_after_minutes: again } = taken.silent.index > taken.index ? after_a_word : at_first
  const gone = minutesBetween(taken.silent.at, now)
  return { remind: gone >= remind, ringAgain: gone >= again }
}

/**
 * The steps that are due by now, in order. Of a step that is due several times, after a downtime, only the last time counts: nobody gets
 * five texts at once. A ladder that ran out while nothing worked still has each of its steps once.
 */
export function dueSteps(ladder: Ladder, roundAt: string, now: string, conditions: LadderConditions): DueStep[] {
  const { steps, repeat_every_minutes: every, ends_after_minutes: end } = ladder
  const gone = Math.min(minutesBetween(roundAt, now), end - 1)
  return steps
    .map((step) => ({ step, begins: beginsAfter(step, conditions) }))
    .filter(({ begins }) => gone >= begins)
    .sort((a, b) => a.begins - b.begins)
    .map(({ step, begins }) => ({ step, time: Math.floor((gone - begins) / every) }))
}

export const isLadderThrough = ({ ends_after_minutes: end }: Ladder, roundAt: string, now: string): boolean => minutesBetween(roundAt, now) >= end

/** The step that will be rung next for the first time, and when; undefined when all are. */
export function nextStep({ steps }: Ladder, roundAt: string, now: string, conditions: LadderConditions): { step: LadderStep; at: string } | undefined {
  const gone = minutesBetween(roundAt, now)
  const begun = steps.map((step) => ({ step, begins: beginsAfter(step, conditions) }))
  const [next] = begun.filter(({ begins }) => begins > gone).sort((a, b) => a.begins - b.begins)
  return next && { step: next.step, at: new Date(Date.parse(roundAt) + next.begins * MINUTE_MS).toISOString() }
}
