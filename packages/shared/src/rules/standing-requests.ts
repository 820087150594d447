import { z } from 'zod'
import { CodedError } from '../errors'
import { CaseIdSchema, PersonIdSchema, RelationIdSchema, RequestIdSchema } from '../ids'
import type { JsonObject } from '../log'
import { isDirectorOrJudge, type Relation } from './case-file'
import { CitationSchema, LimitSchema } from './court-config'
import { AuthoritySchema, StandingSchema } from './relations'
import { isUnitCode } from './unit-code'

/** `config/court/standing.yaml`. */
export const StandingConfigSchema = z.strictObject({
  /** How long the court may take to decide a request; `alarm` is where it is late. */
  decision: z.strictObject({ target: LimitSchema, alarm: LimitSchema }),
  /** How many requests one person may have waiting. */
  most_open: z.strictObject({ value: z.number().int().positive(), cite: CitationSchema }),
})
export type StandingConfig = z.infer<typeof StandingConfigSchema>

/** What somebody can ask to be. Nobody asks to be a party themselves: that is the court's own record. */
export const AskedStandingSchema = StandingSchema.exclude(['self'])
export type AskedStanding = z.infer<typeof AskedStandingSchema>

/** What stands in `request:<request>` of somebody who wants to stand for a party. Case and party are as typed: nobody has looked yet. */
const AskedToStandSchema = z.object({
  kind: z.literal('stand'),
  caseNumber: z.string().min(4).max(60),
  partyName: z.string().min(2).max(60),
  standing: AskedStandingSchema,
  authority: AuthoritySchema.optional(),
  /** 统一社会信用代码 of the unit: public, unlike a person's number. */
  unitCode: z.string().length(18).optional(),
  /** Of a unit that takes the party's place; the asker is its 经办人. */
  unitName: z.string().min(2).max(60).optional(),
  until: z.iso.datetime({ precision: 3 }).optional(),
  note: z.string().max(500).optional(),
})
/** The end of a relation that its party, or whoever holds it, asks for. */
const AskedToEndSchema = z.object({
  kind: z.literal('end'),
  caseId: CaseIdSchema,
  relationId: RelationIdSchema,
  because: z.enum(['revoked', 'resigned']),
  note: z.string().max(500).optional(),
})
export const StandingAskedSchema = z.discriminatedUnion('kind', [AskedToStandSchema, AskedToEndSchema])
export type StandingAsked = z.infer<typeof StandingAskedSchema>

export const StandingGrantedSchema = z.object({ caseId: CaseIdSchema, relationId: RelationIdSchema.optional() })
export const StandingRefusedSchema = z.object({ reason: z.string().min(2).max(300), documentsInHand: z.boolean().optional() })

export type StandingRequestStatus = 'none' | 'open' | 'granted' | 'refused' | 'withdrawn'

export interface StandingRequestState {
  status: StandingRequestStatus
  requestId: string
  asked?: StandingAsked
  askedBy: string
  askedAt: string
  decidedAt?: string
  reason?: string
  grantedCaseId?: string
  attachments: readonly string[]
}

export const noStandingRequest: StandingRequestState = { status: 'none', requestId: '', askedBy: '', askedAt: '', attachments: [] }

interface Happened {
  type: string
  at: string
  chain: string
  actor: { id: string }
  body: unknown
  attachments: readonly { id: string }[]
}

/** State of a request after one more entry of its chain. Entries it does not know leave it as it is. */
export function evolveStandingRequest(state: StandingRequestState, entry: Happened): StandingRequestState {
  switch (entry.type) {
    case 'standing.asked':
      return {
        status: 'open', requestId: RequestIdSchema.parse(entry.chain.slice('request:'.length)), asked: StandingAskedSchema.parse(entry.body),
        askedBy: PersonIdSchema.parse(entry.actor.id), askedAt: entry.at, attachments: entry.attachments.map(({ id }) => id),
      }
    // It follows from an entry of the case's chain, which stands: so it counts whatever was said here meanwhile.
    case 'standing.granted': {
      const { caseId } = StandingGrantedSchema.parse(entry.body)
      const { reason: _reason, ...rest } = state
      return { ...rest, status: 'granted', decidedAt: entry.at, grantedCaseId: caseId }
    }
    case 'standing.refused':
      return state.status === 'open' ? { ...state, status: 'refused', decidedAt: entry.at, reason: StandingRefusedSchema.parse(entry.body).reason } : state
    case 'standing.withdrawn':
      return state.status === 'open' ? { ...state, status: 'withdrawn', decidedAt: entry.at } : state
    default:
      return state
  }
}

export type StandingRequestCommand =
  | { type: 'Ask'; asked: StandingAsked }
  | { type: 'Refuse'; reason: string; documentsInHand?: boolean }
  | { type: 'Withdraw' }

/**
 * The one entry of the request's chain that a command becomes, or a CodedError. `isGranted`: an entry of the case's chain has granted it,
 * and only that has not come here yet. Does not check who asks or decides.
 */
export function decideStandingRequest(
  command: StandingRequestCommand, state: StandingRequestState, isGranted: boolean, now: string,
): { type: string; body: JsonObject } {
  const isOpen = state.status === 'open' && !isGranted
  switch (command.type) {
    case 'Ask': {
      const asked = StandingAskedSchema.parse(command.asked)
      if (state.status !== 'none') throw new CodedError('standing.already_decided')
      if (asked.kind === 'stand') checkAsked(asked, now)
      return { type: 'standing.asked', body: asked }
    }
    case 'Refuse': {
      if (!isOpen) throw new CodedError('standing.already_decided')
      const { type: _type, ...body } = command
      return { type: 'standing.refused', body: StandingRefusedSchema.parse(body) }
    }
    case 'Withdraw':
      if (!isOpen) throw new CodedError('standing.already_decided')
      return { type: 'standing.withdrawn', body: {} }
  }
}

function checkAsked({ standing, authority, until, unitCode, unitName }: z.infer<typeof AskedToStandSchema>, now: string): void {
  if (unitName !== undefined && standing !== 'successor') throw new CodedError('standing.does_not_fit', { field: 'body.unitName' })
  const isForUnit = standing === 'unit_handler' || unitName !== undefined
  if (isForUnit !== (unitCode !== undefined) || (unitCode !== undefined && !isUnitCode(unitCode))) {
    throw new CodedError('standing.unit_code_wrong', { field: 'body.unitCode' })
  }
  if ((standing === 'agent') !== (authority !== undefined)) throw new CodedError('standing.authority_needed', { field: 'body.authority' })
  if (until !== undefined && until <= now) throw new CodedError('standing.until_passed', { field: 'body.until' })
}

/** Who may grant what: a party comes in by whoever answers for rulings; all else by anybody who handles or leads the case, and the window. */
export const mayGrant = (asked: StandingAsked, relation: Relation | 'window'): boolean =>
  asked.kind === 'stand' && asked.standing === 'successor' ? relation !== 'window' && isDirectorOrJudge(relation) : true
