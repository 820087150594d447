import { CodedError } from '../errors'
import type { JsonObject } from '../log'
import type { CaseState } from './case-file'
import {
  type CaseRelation, isCurrent, type LitigantSide, type Party, PartyReplacedSchema, type RelationBegan, RelationBeganSchema, type RelationEnded,
  RelationEndedSchema,
} from './relations'
import type { z } from 'zod'

export type PartyReplaced = z.infer<typeof PartyReplacedSchema>

/** What may be said of who stands for whom. Who says it, and with what right, is checked before. */
export type StandingCommand =
  | { type: 'BeginRelation'; relation: RelationBegan }
  | { type: 'EndRelation'; ended: RelationEnded }
  | { type: 'ReplaceParty'; replaced: PartyReplaced }

export interface StandingDraft {
  type: string
  body: JsonObject
}

/**
 * The one entry of the case's chain that a command becomes, or a CodedError; undefined where it has ended already. `now` decides what is
 * current. Does not check what a document says, nor that the people named exist.
 */
export function decideStanding(command: StandingCommand, file: CaseState, now: string): StandingDraft | undefined {
  if (file.status === 'none') throw new CodedError('input.not_found')
  switch (command.type) {
    case 'BeginRelation': {
      const relation = RelationBeganSchema.parse(command.relation)
      checkBegins(file, relation, now)
      return { type: 'relation.began', body: relation as unknown as JsonObject }
    }
    case 'EndRelation': {
      const ended = RelationEndedSchema.parse(command.ended)
      return checkEnds(file, ended, now) ? { type: 'relation.ended', body: ended as unknown as JsonObject } : undefined
    }
    case 'ReplaceParty': {
      const replaced = PartyReplacedSchema.parse(command.replaced)
      checkReplaced(file, replaced)
      return { type: 'party.replaced', body: replaced as unknown as JsonObject }
    }
  }
}

const refuse = (code: ConstructorParameters<typeof CodedError>[0], field?: string): never => {
  throw new CodedError(code, field === undefined ? {} : { field })
}

/** A party that stands in the case now. */
function partyNow({ parties }: CaseState, partyId: string): Party {
  const party = parties.find((one) => one.partyId === partyId && one.replacedBy === undefined)
  return party ?? refuse('standing.party_unknown', 'body.partyId')
}

function checkBegins(file: CaseState, relation: RelationBegan, now: string): void {
  const party = partyNow(file, relation.partyId)
  const { personId, standing, authority, until } = relation
  const isParty = personId === party.partyId
  const fits = {
    self: isParty && party.form === 'natural',
    successor: isParty && party.form === 'natural',
    unit_handler: !isParty && party.form === 'unit',
    guardian: !isParty && party.form === 'natural',
    administrator: !isParty,
    agent: !isParty,
  }
  if (!fits[standing]) refuse(isParty ? 'standing.not_for_oneself' : 'standing.does_not_fit', 'body.standing')
  if ((standing === 'agent') !== (authority !== undefined)) refuse('standing.authority_needed', 'body.authority')
  if (until !== undefined && until <= now) refuse('standing.until_passed', 'body.until')
  if (file.relations.some(({ relationId }) => relationId === relation.relationId)) refuse('standing.already')
  checkSide(file, personId, party.side)
  const isThere = (one: CaseRelation): boolean =>
    one.personId === personId && one.partyId === party.partyId && one.standing === standing && one.authority === authority && isCurrent(one, now)
  if (file.relations.some(isThere)) refuse('standing.already')
}

/**
 * Nobody stands on both sides of a case, one after the other as little as at once: what they heard on the one, and their thread, would
 * come with them to the other (律师法 第三十九条).
 */
function checkSide({ parties, relations }: CaseState, personId: string, side: LitigantSide): void {
  const isOther = (one: { side: LitigantSide }): boolean => one.side !== side
  const stood = relations.some((one) => one.personId === personId && isOther(one)) || parties.some((one) => one.partyId === personId && isOther(one))
  if (stood) refuse('standing.both_sides')
}

/** False where there is nothing left to end. */
function checkEnds(file: CaseState, { relationId, because }: RelationEnded, now: string): boolean {
  const relation = file.relations.find((one) => one.relationId === relationId)
  if (!relation) return refuse('standing.relation_unknown')
  if (relation.endedAt !== undefined) return false
  // A party does not stop being one by being sent away: only another takes its place, or the court's own record was wrong.
  const isParty = relation.personId === relation.partyId
  if (isParty && because !== 'mistaken' && because !== 'court_system') refuse('standing.party_stays')
  if (because === 'expired' && (relation.until === undefined || relation.until > now)) refuse('standing.not_expired')
  return true
}

function checkReplaced(file: CaseState, { partyId, by }: PartyReplaced): void {
  const old = partyNow(file, partyId)
  if (file.parties.some((party) => party.partyId === by.partyId)) refuse('standing.already')
  if ((by.form === 'natural') !== (by.relationId !== undefined)) refuse('standing.does_not_fit', 'body.standing')
  if (by.relationId !== undefined && file.relations.some(({ relationId }) => relationId === by.relationId)) refuse('standing.already')
  checkSide(file, by.partyId, old.side)
}
