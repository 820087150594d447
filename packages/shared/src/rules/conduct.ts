import { z } from 'zod'
import { assertThat } from '../errors'
import { PersonIdSchema } from '../ids'
import { type CaseState, FULLY_ENTITLED, relationOfPerson, relationsOf } from './case-file'
import type { SettlementState } from './parts/settlement'
import { MESSAGE_MAX_CHARS } from './thread-entries'

/**
 * What stands in `conduct:<case>/<person>`: what the court notes of what that person said, flags and what of a settlement was passed on. No
 * party reads it; nor is it in `case:`, for which everybody's lists wait.
 */
export const MessageFlaggedSchema = z.object({
  personId: PersonIdSchema,
  /** Of the message, in that person's thread. */
  index: z.number().int().nonnegative(),
  /** As the court's configuration names it. */
  kind: z.string().min(1).max(31),
  note: z.string().max(500),
})
export const FlagWithdrawnSchema = z.object({ of: z.number().int().nonnegative(), reason: z.string().min(2).max(200) })
export const SettlementPassedOnSchema = z.object({
  fromPersonId: PersonIdSchema,
  /** Of the proposal, in the proposer's thread. */
  index: z.number().int().nonnegative(),
  toPersonId: PersonIdSchema,
  /** The handler's own words. */
  text: z.string().min(1).max(MESSAGE_MAX_CHARS),
  /** Whether it also answers what the recipient has open. */
  settles: z.boolean(),
  offHoursReason: z.string().min(1).max(200).optional(),
})
export type SettlementPassedOn = z.infer<typeof SettlementPassedOnSchema>

export interface Flag extends z.infer<typeof MessageFlaggedSchema> {
  /** Its place in the chain: by it a flag of the thread is known. */
  id: number
  at: string
  by: string
  withdrawn?: { at: string; by: string; reason: string }
}
export interface Conduct {
  flags: readonly Flag[]
  passedOn: readonly Pick<SettlementPassedOn, 'fromPersonId' | 'index' | 'toPersonId'>[]
}
export const noConduct: Conduct = { flags: [], passedOn: [] }

interface Happened {
  index: number
  at: string
  type: string
  actor: { id: string }
  body: unknown
}

/** After one more entry of the chain. What it does not know leaves it as it is. */
export function evolveConduct(state: Conduct, { type, index, at, actor, body }: Happened): Conduct {
  switch (type) {
    case 'message.flagged':
      return { ...state, flags: [...state.flags, { ...MessageFlaggedSchema.parse(body), id: index, at, by: actor.id }] }
    case 'flag.withdrawn': {
      const { of, reason } = FlagWithdrawnSchema.parse(body)
      return { ...state, flags: state.flags.map((flag) => (flag.id === of ? { ...flag, withdrawn: { at, by: actor.id, reason } } : flag)) }
    }
    case 'settlement.passed_on': {
      const { fromPersonId, index: of, toPersonId } = SettlementPassedOnSchema.parse(body)
      return { ...state, passedOn: [...state.passedOn, { fromPersonId, index: of, toPersonId }] }
    }
    default:
      return state
  }
}

/** Indexes of one person's messages of which the other side was told. */
export const passedOnOf = ({ passedOn }: Conduct, personId: string): number[] =>
  passedOn.filter(({ fromPersonId }) => fromPersonId === personId).map(({ index }) => index)

/** Who stands on the other side of a person now, each once. */
export function otherSideOf(file: Pick<CaseState, 'relations'>, personId: string, now: string): string[] {
  const own = new Set(relationsOf(file, personId, now).map(({ side }) => side))
  const people = [...new Set(file.relations.map((relation) => relation.personId))]
  return people.filter((other) => {
    const theirs = relationsOf(file, other, now)
    return own.size > 0 && theirs.length > 0 && theirs.every(({ side }) => !own.has(side))
  })
}

/**
 * Whether a proposal may be passed on now: it is one, its proposer still speaks for themselves or a party, agrees at this moment, and
 * whom it goes to stands on the other side and has not been told yet. Throws CodedError. Does not check the words.
 */
export function assertMayPassOn(
  { fromPersonId, index, toPersonId }: Pick<SettlementPassedOn, 'fromPersonId' | 'index' | 'toPersonId'>,
  { file, proposals, conduct, now }: { file: CaseState; proposals: SettlementState; conduct: Conduct; now: string },
): void {
  const proposal = proposals[index]
  assertThat(proposal, 'settlement.not_a_proposal', { field: 'params.index' })
  assertThat(proposal.consent === 'given' && FULLY_ENTITLED.includes(relationOfPerson(file, fromPersonId, now)), 'settlement.no_consent')
  assertThat(otherSideOf(file, fromPersonId, now).includes(toPersonId), 'settlement.not_other_side', { field: 'body.toPersonId' })
  const isKnown = conduct.passedOn.some((one) => one.fromPersonId === fromPersonId && one.index === index && one.toPersonId === toPersonId)
  assertThat(!isKnown, 'settlement.already_passed_on')
}
