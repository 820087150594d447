import { z } from 'zod'
import { CaseIdSchema, MatterIdSchema, PersonIdSchema, StaffIdSchema } from '../ids'
import type { Actor } from '../log'
import {
  AuthoritySchema, type CaseRelation, isCurrent, isOwn, type LitigantSide, LitigantSideSchema, type NewParty, type Party, PartyAddedSchema, PartyFormSchema,
  type PartyReplaced, PartyReplacedSchema, RelationBeganSchema, type RelationEnded, RelationEndedSchema, requestOf,
} from './relations'
import type { Handling, StaffMember } from './staff-roles'
import { type CameBack, evolveTransfer, type TakenOver, type TransferredOut } from './transfer'

/** What stands in `case:<case>`: the court's own record of the case. Parties never read this chain. */
export const ParticipantSchema = z.object({
  personId: PersonIdSchema,
  side: LitigantSideSchema,
  role: z.enum(['principal', 'agent']),
  /** Of a principal; `natural` where nothing is said. Of a unit nobody but its 经办人 signs in. */
  form: PartyFormSchema.optional(),
  authority: AuthoritySchema.optional(),
  principalId: PersonIdSchema.optional(),
})
export type Participant = z.infer<typeof ParticipantSchema>

const Handlers = { officerIds: z.array(StaffIdSchema).min(1), judgeId: StaffIdSchema }

export const CaseRegisteredSchema = z.object({
  caseId: CaseIdSchema,
  caseNumber: z.string().min(4).max(60),
  cause: z.string().min(1).max(60),
  /** Day of filing, YYYY-MM-DD. */
  filedOn: z.iso.date(),
  department: z.string().min(1).max(40),
  participants: z.array(ParticipantSchema).min(1),
  /** What joins the numbers of one matter (执 → 执恢 → 执异). It gives nobody a right: each case has its own people. */
  matterId: MatterIdSchema.optional(),
  /** Its parties are told of the filing (立案). Not of a case that ran elsewhere before it was taken over: that is no news. */
  announced: z.literal(true).optional(),
  ...Handlers,
})
export const CaseHandedOverSchema = z.object({ ...Handlers, from: z.array(StaffIdSchema), reason: z.string().min(1).max(200) })
/** What the court's own system says of the case now, where it had said otherwise. */
export const CaseCorrectedSchema = CaseRegisteredSchema.pick({ caseNumber: true, cause: true, filedOn: true, department: true, matterId: true }).partial()
export type CaseCorrected = z.infer<typeof CaseCorrectedSchema>
export const CaseClosedSchema = z.object({ way: z.string().min(1).max(40), closedOn: z.iso.date() })
/** Where the respondent's side pays, as the court's own system gives it; of several the newest counts. */
export const PaymentSetSchema = z.object({
  payee: z.string().min(2).max(60),
  bank: z.string().min(2).max(60),
  account: z.string().regex(/^\d{8,32}$/),
  /** What is to be written with the payment. */
  remark: z.string().max(100).optional(),
  /** The paper that says the same: 执行通知书 and its number. */
  source: z.string().min(2).max(100),
})
export type Payment = z.infer<typeof PaymentSetSchema>
export const FileOpenedSchema = z.object({ what: z.string().max(120) })

export interface CaseState {
  status: 'none' | 'open' | 'closed'
  caseId: string
  caseNumber: string
  cause: string
  filedOn: string
  closedOn?: string
  department: string
  matterId?: string
  parties: Party[]
  /** All there ever were, in the order in which they began. */
  relations: CaseRelation[]
  /** Requests that were granted by an entry of this chain. */
  granted?: readonly string[]
  officerIds: string[]
  judgeId: string
  payment?: Payment & { at: string }
  /** Given to another court: read here, worked on there. */
  transferred?: TransferredOut
  /** How the last transfer ended that came to nothing. */
  cameBack?: CameBack
  /** Taken over from another court. */
  takenOver?: TakenOver
}

export const noCase: CaseState = {
  status: 'none', caseId: '', caseNumber: '', cause: '', filedOn: '', department: '', parties: [], relations: [], officerIds: [], judgeId: '',
}

interface Happened {
  type: string
  at: string
  body: unknown
}

/** State of a case after one more entry of its chain. Entries it does not know leave it as it is. */
export function evolveCase(state: CaseState, entry: Happened): CaseState {
  switch (entry.type) {
    case 'case.registered': {
      const { participants, announced: _announced, ...file } = CaseRegisteredSchema.parse(entry.body)
      return { ...state, ...file, status: 'open', parties: partiesOf(participants), relations: registeredRelations(participants, entry.at) }
    }
    case 'case.handed_over': {
      const { officerIds, judgeId } = CaseHandedOverSchema.parse(entry.body)
      return { ...state, officerIds, judgeId }
    }
    case 'case.corrected':
      return { ...state, ...CaseCorrectedSchema.parse(entry.body) }
    case 'payment.set':
      return { ...state, payment: { ...PaymentSetSchema.parse(entry.body), at: entry.at } }
    case 'case.closed':
      return { ...state, status: 'closed', closedOn: CaseClosedSchema.parse(entry.body).closedOn }
    case 'relation.began': {
      const { evidence, approvedBy: _approvedBy, ...relation } = RelationBeganSchema.parse(entry.body)
      const side = state.parties.find(({ partyId }) => partyId === relation.partyId)?.side
      return side ? { ...state, relations: [...state.relations, { ...relation, side, since: entry.at }], ...granting(state, { evidence }) } : state
    }
    case 'relation.ended': {
      const body = RelationEndedSchema.parse(entry.body)
      return { ...relationEnded(state, body, entry.at), ...granting(state, body) }
    }
    case 'party.replaced': {
      const body = PartyReplacedSchema.parse(entry.body)
      return { ...replaced(state, body, entry.at), ...granting(state, body) }
    }
    case 'party.added': {
      const { by, side, succeeds, ...body } = PartyAddedSchema.parse(entry.body)
      return { ...withParty(state, by, side, succeeds, entry.at), ...granting(state, body) }
    }
    default: {
      const changed = evolveTransfer(state, entry)
      if (!changed) return state
      const { transferred: _transferred, ...rest } = state
      return { ...rest, ...changed }
    }
  }
}

const partiesOf = (participants: Participant[]): Party[] =>
  participants.filter(({ role }) => role === 'principal').map(({ personId, side, form = 'natural' }) => ({ partyId: personId, side, form }))

/** What a registration says of people: its relations have no number of their own, so the person's stands for it. */
const registeredRelations = (participants: Participant[], since: string): CaseRelation[] =>
  participants.flatMap(({ personId, side, role, form, authority = 'general', principalId }): CaseRelation[] => {
    const relation = { relationId: personId.replace(/^p_/, 'l_'), personId, side, since }
    if (role === 'principal') return form === 'unit' ? [] : [{ ...relation, partyId: personId, standing: 'self' }]
    const partyId = principalId ?? participants.find((other) => other.role === 'principal' && other.side === side)?.personId ?? personId
    return [{ ...relation, partyId, standing: 'agent', authority }]
  })

function granting({ granted = [] }: CaseState, body: Parameters<typeof requestOf>[0]): Pick<CaseState, 'granted'> {
  const requestId = requestOf(body)
  return requestId === undefined ? {} : { granted: [...granted, requestId] }
}

const ended = (relations: CaseRelation[], end: Pick<CaseRelation, 'endedAt' | 'replaced'>, which: (relation: CaseRelation) => boolean): CaseRelation[] =>
  relations.map((relation) => (relation.endedAt === undefined && which(relation) ? { ...relation, ...end } : relation))

function relationEnded(state: CaseState, { relationId, because }: RelationEnded, at: string): CaseState {
  const relation = state.relations.find((one) => one.relationId === relationId)
  const relations = ended(state.relations, { endedAt: at }, (one) => one === relation)
  if (because !== 'mistaken' || !relation || relation.endedAt !== undefined) return { ...state, relations }
  // Who came in as a party by mistake is none; who was registered is what the court's own system says.
  const isIt = ({ partyId, since }: Party): boolean => since !== undefined && partyId === relation.partyId && partyId === relation.personId
  return {
    ...state,
    parties: state.parties.map((party) => (isIt(party) ? { ...party, mistaken: true as const } : party)),
    relations: relations.map((one) => (one.relationId === relationId ? { ...one, mistaken: true as const } : one)),
  }
}

function replaced(state: CaseState, { partyId, by }: PartyReplaced, at: string): CaseState {
  const old = state.parties.find((party) => party.partyId === partyId)
  if (!old) return state
  const parties = state.parties.map((party) => (party === old ? { ...party, replacedBy: by.partyId } : party))
  const relations = ended(state.relations, { endedAt: at, replaced: true }, (relation) => relation.partyId === partyId)
  return withParty({ ...state, parties, relations }, by, old.side, partyId, at)
}

/** A case with one more party, and with the relation that comes with it: its own, or that of who acts for a unit. */
function withParty(state: CaseState, by: NewParty, side: LitigantSide, succeeds: string | undefined, at: string): CaseState {
  const { partyId, form, relationId, handler } = by
  const party: Party = { partyId, side, form, since: at, ...(succeeds !== undefined && { succeeds }) }
  const begun: CaseRelation[] = [
    ...(relationId ? [{ relationId, personId: partyId, partyId, standing: succeeds === undefined ? 'self' as const : 'successor' as const, side, since: at }] : []),
    ...(handler ? [{ ...handler, partyId, standing: 'unit_handler' as const, side, since: at }] : []),
  ]
  // Who came in by mistake before, and comes in rightly now, is one party.
  const others = state.parties.filter((one) => one.partyId !== partyId)
  return { ...state, parties: [...others, party], relations: [...state.relations, ...begun] }
}

/** What a person is to the case now: the relations that have begun and not ended, best first (own before agents, special before general). */
export function relationsOf({ relations }: Pick<CaseState, 'relations'>, personId: string, now: string): CaseRelation[] {
  const rank = (relation: CaseRelation): number => (isOwn(relation) ? 0 : relation.authority === 'special' ? 1 : 2)
  return relations.filter((relation) => relation.personId === personId && isCurrent(relation, now)).sort((a, b) => rank(a) - rank(b))
}

/** Whether a person has, or had, anything to do with a case: whether there is a thread of theirs. */
export const everTookPart = ({ relations }: Pick<CaseState, 'relations'>, personId: string): boolean =>
  relations.some((relation) => relation.personId === personId)

/** Everybody who takes part now, each once. */
export const participantsNow = ({ relations }: Pick<CaseState, 'relations'>, now: string): string[] =>
  [...new Set(relations.filter((relation) => isCurrent(relation, now)).map(({ personId }) => personId))]

/**
 * What someone is to a case, as the case's chain says now:
 * - `principal`: a party themselves (本人, 变更后的当事人); `representative`: acts for a party with all its rights (单位经办人, 法定代理人, 破产管理人);
 * - `special_agent`, `agent`: with special or general authority;
 * - `keeper`: of somebody else's thread only, see `keepsHistoryOf`;
 * - `judge`, `officer`: handles it — also any officer or judge of its department once it is closed, whose queue then owns it (rules B-17, X-42);
 * - `deputy_judge`, `deputy`: stands in for the judge or an officer who is away;
 * - `team_leader`, `director`: leads the department that handles it, or the bureau (may read and hand over, not write);
 * - `none`: nothing to do with it.
 */
export type Relation =
  | 'principal' | 'representative' | 'special_agent' | 'agent' | 'keeper'
  | 'judge' | 'officer' | 'deputy_judge' | 'deputy' | 'team_leader' | 'director' | 'none'

export function relationOfPerson(state: CaseState, personId: string, now: string): Relation {
  const [best] = relationsOf(state, personId, now)
  if (!best) return 'none'
  if (!isOwn(best)) return best.authority === 'special' ? 'special_agent' : 'agent'
  return best.standing === 'self' || best.standing === 'successor' ? 'principal' : 'representative'
}

/**
 * Whether a person keeps the history of another's thread: the other stood for a party and no longer does, for any, and this one is or
 * represents that party now. What an agent or 经办人 wrote for somebody stays with whom it was written for. An heir does not keep what the
 * deceased wrote, nor another heir: it may be about the heir. Each of several successors is a party of their own. Who stood on one side by
 * mistake and then on the other (see `decideStanding`) wrote nothing for the first.
 */
export function keepsHistoryOf(state: CaseState, personId: string, former: string, now: string): boolean {
  if (personId === former || relationsOf(state, former, now).length > 0) return false
  const all = state.relations.filter((relation) => relation.personId === former)
  const stood = all.filter(({ standing, mistaken, side }) => standing !== 'self' && !(mistaken && all.some((other) => other.side !== side)))
  return relationsOf(state, personId, now).some((own) => isOwn(own) && stood.some(({ partyId, side }) => partyId === own.partyId && side === own.side))
}

/**
 * Whose threads somebody may have read in a case: their own, and those that they kept for a party while they were or represented it. Rather
 * one too many than one too few.
 */
export function mayHaveRead({ relations }: Pick<CaseState, 'relations'>, personId: string): string[] {
  const endOf = ({ until = FOREVER, endedAt = FOREVER }: CaseRelation): string => (until < endedAt ? until : endedAt)
  const own = relations.filter((one) => one.personId === personId && isOwn(one))
  const kept = relations.filter((one) => one.standing !== 'self' && own.some((mine) => mine.partyId === one.partyId && endOf(one) <= endOf(mine)))
  return [...new Set([personId, ...kept.map((one) => one.personId)])]
}
/** After every instant. */
const FOREVER = '9'

export function relationOfStaff(state: Pick<CaseState, 'status' | 'department' | 'officerIds' | 'judgeId'>, staff: StaffMember): Relation {
  if (state.status === 'none') return 'none'
  const handles = (what: Handling) => staff.handles.includes(what)
  const standsInFor = (id: string) => staff.standsInFor.includes(id)
  const sameDepartment = staff.department === state.department
  if (state.judgeId === staff.id && handles('judge')) return 'judge'
  if (state.officerIds.includes(staff.id) && handles('officer')) return 'officer'
  if (standsInFor(state.judgeId) && handles('judge')) return 'deputy_judge'
  if (standsInFor(state.judgeId) || state.officerIds.some(standsInFor)) return 'deputy'
  if (state.status === 'closed' && sameDepartment && handles('judge')) return 'judge'
  if (state.status === 'closed' && sameDepartment && handles('officer')) return 'officer'
  return staff.reaches.find(({ cases_of }) => cases_of === 'court' || sameDepartment)?.as ?? 'none'
}

/** The relations by which somebody writes for a litigant, and those that answer for the court. */
export const LITIGANTS: Relation[] = ['principal', 'representative', 'special_agent', 'agent']
export const HANDLERS: Relation[] = ['judge', 'officer', 'deputy_judge', 'deputy']
export const LEADERS: Relation[] = ['team_leader', 'director']
/** Whoever speaks for a party on termination, settlement and payment: itself, or with special authority (rules X-37). */
export const FULLY_ENTITLED: Relation[] = ['principal', 'representative', 'special_agent']
/** Who answers what only a judge may answer. */
export const JUDGES: Relation[] = ['judge', 'deputy_judge']
/** Who replaces a party by a ruling: its judge, and whoever directs the bureau. */
export const isDirectorOrJudge = (relation: Relation): boolean => JUDGES.includes(relation) || relation === 'director'

export type Side = 'party' | 'court'
export const sideOf = (actor: Pick<Actor, 'kind'>): Side => (actor.kind === 'person' ? 'party' : 'court')
