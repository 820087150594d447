import { CodedError } from '../errors'
import type { JsonObject } from '../log'
import type { CaseState } from './case-file'
import {
  type CaseRelation, isCurrent, isStanding, type LitigantSide, type NewParty, type Party, type PartyAdded, PartyAddedSchema, type PartyReplaced,
  PartyReplacedSchema, type RelationBegan, RelationBeganSchema, type RelationEnded, RelationEndedSchema,
} from './relations'

/**
 * What may be said of who stands for whom. Who says it, and with what right, is checked before. Whoever takes the place of a party whose
 * place another has taken already comes in beside that one: `ReplaceParty` becomes `party.added` then. So it does where a party whose place
 * was taken by mistake comes back to it.
 */
export type StandingCommand =
  | { type: 'BeginRelation'; relation: RelationBegan }
  | { type: 'EndRelation'; ended: RelationEnded }
  | { type: 'ReplaceParty'; replaced: PartyReplaced }
  /** On the side of a party that stays; or, as the court's own system says it, on a side that may have nobody yet. */
  | { type: 'AddParty'; added: Pick<PartyAdded, 'by' | 'evidence' | 'approvedBy'> & ({ beside: string } | { side: LitigantSide }) }

/**
 * Whether anything was said in threads that somebody may have read, by either side; see `mayHaveRead`. Asked only of whoever stood on the
 * other side by mistake.
 */
export type Heard = (personId: string) => boolean

export interface StandingDraft {
  type: string
  body: JsonObject
}

/**
 * The one entry of the case's chain that a command becomes, or a CodedError; undefined where it has ended already. `now` decides what is
 * current. Does not check what a document says, nor that the people named exist.
 */
export function decideStanding(command: StandingCommand, file: CaseState, now: string, heard: Heard): StandingDraft | undefined {
  if (file.status === 'none') throw new CodedError('input.not_found')
  switch (command.type) {
    case 'BeginRelation': {
      const relation = RelationBeganSchema.parse(command.relation)
      checkBegins(file, relation, now, heard)
      return { type: 'relation.began', body: relation as unknown as JsonObject }
    }
    case 'EndRelation': {
      const ended = RelationEndedSchema.parse(command.ended)
      return checkEnds(file, ended, now) ? { type: 'relation.ended', body: ended as unknown as JsonObject } : undefined
    }
    case 'ReplaceParty': {
      const replaced = PartyReplacedSchema.parse(command.replaced)
      const { partyId, ...rest } = replaced
      const { side, replacedBy } = partyIn(file, partyId, ({ mistaken }) => !mistaken)
      const isBack = replaced.by.partyId === partyId
      if (isBack && !mayReturn(file, partyId)) refuse('standing.already')
      checkNewParty(file, replaced.by, side, heard, isBack)
      // Nobody succeeds themselves.
      if (isBack) return { type: 'party.added', body: PartyAddedSchema.parse({ ...rest, side }) as unknown as JsonObject }
      if (replacedBy === undefined) return { type: 'party.replaced', body: replaced as unknown as JsonObject }
      return { type: 'party.added', body: PartyAddedSchema.parse({ ...rest, side, succeeds: partyId }) as unknown as JsonObject }
    }
    case 'AddParty': {
      const { by, evidence, approvedBy, ...place } = command.added
      const side = 'side' in place ? place.side : partyIn(file, place.beside).side
      const added = PartyAddedSchema.parse({ by, evidence, side, ...(approvedBy !== undefined && { approvedBy }) })
      checkNewParty(file, added.by, added.side, heard)
      return { type: 'party.added', body: added as unknown as JsonObject }
    }
  }
}

const refuse = (code: ConstructorParameters<typeof CodedError>[0], field?: string): never => {
  throw new CodedError(code, field === undefined ? {} : { field })
}

/** A party of the case, as a rule one that stands now. */
function partyIn({ parties }: CaseState, partyId: string, fits: (party: Party) => boolean = isStanding): Party {
  const party = parties.find((one) => one.partyId === partyId && fits(one))
  return party ?? refuse('standing.party_unknown', 'body.partyId')
}

function checkBegins(file: CaseState, relation: RelationBegan, now: string, heard: Heard): void {
  const party = partyIn(file, relation.partyId)
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
  checkSide(file, personId, party.side, heard)
  const isThere = (one: CaseRelation): boolean =>
    one.personId === personId && one.partyId === party.partyId && one.standing === standing && one.authority === authority && isCurrent(one, now)
  if (file.relations.some(isThere)) refuse('standing.already')
}

/**
 * Nobody stands on both sides of a case, one after the other as little as at once: what they heard on the one, and their thread, would
 * come with them to the other (律师法 第三十九条). A mistake of the court's bars nobody — as long as nothing was said that could come along:
 * that it was one is said by people, and that something was said by the threads.
 */
function checkSide({ parties, relations }: CaseState, personId: string, side: LitigantSide, heard: Heard): void {
  const there = relations.filter((one) => one.personId === personId && one.side !== side)
  const isParty = parties.some((one) => one.partyId === personId && one.side !== side && !one.mistaken)
  if (isParty || there.some(({ mistaken }) => !mistaken)) refuse('standing.both_sides')
  if (there.length > 0 && heard(personId)) refuse('standing.heard_there')
}

/** False where there is nothing left to end. */
function checkEnds(file: CaseState, { relationId, because }: RelationEnded, now: string): boolean {
  const relation = file.relations.find((one) => one.relationId === relationId)
  if (!relation) return refuse('standing.relation_unknown')
  if (relation.endedAt !== undefined) return false
  const party = file.parties.find(({ partyId }) => partyId === relation.partyId)
  // A party does not stop being one by being sent away: only another takes its place, or the court's own record was wrong.
  const isParty = relation.personId === relation.partyId
  if (isParty && because !== 'mistaken' && because !== 'court_system') refuse('standing.party_stays')
  // Nobody is to stand for a party that is none: see what `mistaken` comes to.
  const others = file.relations.some((one) => one !== relation && one.partyId === relation.partyId && isCurrent(one, now))
  if (isParty && because === 'mistaken' && party?.since !== undefined && others) refuse('standing.others_stand')
  if (because === 'expired' && (relation.until === undefined || relation.until > now)) refuse('standing.not_expired')
  return true
}

/** A party whose place was taken by mistake alone may come back to it. Nobody does so by themselves: who acted for it before may no longer. */
const mayReturn = ({ parties }: CaseState, partyId: string): boolean =>
  parties.some((one) => one.partyId === partyId && one.replacedBy !== undefined) && !parties.some(({ succeeds, mistaken }) => succeeds === partyId && !mistaken)

function checkNewParty(file: CaseState, { partyId, form, relationId, handler }: NewParty, side: LitigantSide, heard: Heard, isBack = false): void {
  const isNatural = form === 'natural'
  if (!isBack && file.parties.some((party) => party.partyId === partyId && !party.mistaken)) refuse('standing.already')
  if (isNatural !== (relationId !== undefined) || (isNatural && handler)) refuse('standing.does_not_fit', 'body.standing')
  if (handler?.personId === partyId) refuse('standing.not_for_oneself')
  const begun = relationId ?? handler?.relationId
  if (file.relations.some((one) => one.relationId === begun)) refuse('standing.already')
  checkSide(file, partyId, side, heard)
  if (handler) checkSide(file, handler.personId, side, heard)
}
