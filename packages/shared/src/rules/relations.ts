import { z } from 'zod'
import { PersonIdSchema, RelationIdSchema, RequestIdSchema, StaffIdSchema } from '../ids'

export const LitigantSideSchema = z.enum(['applicant', 'respondent'])
export type LitigantSide = z.infer<typeof LitigantSideSchema>

/** Who somebody is that a case is about: a natural person, or a unit (单位), which never signs in itself. */
export const PartyFormSchema = z.enum(['natural', 'unit'])

/** As what a person acts in a case: 本人, 单位经办人, 法定代理人, 变更后的当事人, 破产管理人, 委托代理人. */
export const StandingSchema = z.enum(['self', 'unit_handler', 'guardian', 'successor', 'administrator', 'agent'])
export type Standing = z.infer<typeof StandingSchema>

export const AuthoritySchema = z.enum(['general', 'special'])

/** What shows that a relation is there. Pictures belong to the request's chain; who approved it stands with it. */
export const EvidenceSchema = z.object({
  /** 法院系统导入, 身份证件, 授权委托书, 营业执照和经办人授权, 监护关系证明, 变更当事人裁定, 指定管理人决定. */
  kind: z.enum(['court_system', 'identity_document', 'authority_letter', 'unit_papers', 'guardianship', 'ruling', 'appointment']),
  /** Number of a ruling, or what was looked at, in a few words. */
  note: z.string().max(200).optional(),
  requestId: RequestIdSchema.optional(),
})
export type Evidence = z.infer<typeof EvidenceSchema>

/** A relation of a person to a case, for one of its parties. It begins and ends; it is never changed. */
export const RelationBeganSchema = z.object({
  relationId: RelationIdSchema,
  personId: PersonIdSchema,
  partyId: PersonIdSchema,
  standing: StandingSchema,
  /** Of an agent: general authority cannot speak on termination, settlement or payment (rules X-37). */
  authority: AuthoritySchema.optional(),
  /** Ends by itself at this instant; for good where there is none. */
  until: z.iso.datetime({ precision: 3 }).optional(),
  evidence: EvidenceSchema,
  /** Nobody where the court's own system says so. */
  approvedBy: StaffIdSchema.optional(),
})
export type RelationBegan = z.infer<typeof RelationBeganSchema>

export const RelationEndedSchema = z.object({
  relationId: RelationIdSchema,
  because: z.enum(['expired', 'revoked', 'resigned', 'party_replaced', 'mistaken', 'court_system']),
  note: z.string().max(200).optional(),
  /** The request that was granted by this. */
  requestId: RequestIdSchema.optional(),
})
export type RelationEnded = z.infer<typeof RelationEndedSchema>

/** Entries of a case's chain by which somebody's relation to it begins or ends. */
export const CHANGES_RELATIONS: ReadonlySet<string> = new Set(['case.registered', 'relation.began', 'relation.ended', 'party.replaced', 'party.added'])

/** Who comes in as a party: a natural person with a relation of their own, or a unit with whoever acts for it from the start. */
const NewPartySchema = z.object({
  partyId: PersonIdSchema,
  form: PartyFormSchema,
  relationId: RelationIdSchema.optional(),
  handler: z.object({ relationId: RelationIdSchema, personId: PersonIdSchema }).optional(),
})
export type NewParty = z.infer<typeof NewPartySchema>

/**
 * 变更当事人: from here on the new party stands where the old one stood; everybody who stood for the old one stands for nobody. Approved by
 * nobody where the court's own system says so.
 */
export const PartyReplacedSchema = z.object({ partyId: PersonIdSchema, by: NewPartySchema, evidence: EvidenceSchema, approvedBy: StaffIdSchema.optional() })
export type PartyReplaced = z.infer<typeof PartyReplacedSchema>

/**
 * 追加当事人: one more party on a side. With `succeeds`, one more of those who took the place of a party, as several heirs do (最高人民法院关于
 * 民事执行中变更、追加当事人若干问题的规定 第二条、第十条); without, beside those who stay (such as 第三条: part of the claim went to a spouse).
 */
export const PartyAddedSchema = z.object({
  by: NewPartySchema,
  side: LitigantSideSchema,
  succeeds: PersonIdSchema.optional(),
  evidence: EvidenceSchema,
  /** Nobody where the court's own system says so. */
  approvedBy: StaffIdSchema.optional(),
})
export type PartyAdded = z.infer<typeof PartyAddedSchema>

/** The relation that begins with a new party, if any: its own, or that of who acts for a unit. Of any other entry, undefined. */
export function beginsWith({ type, body }: { type: string; body: unknown }): string | undefined {
  if (type !== 'party.replaced' && type !== 'party.added') return undefined
  const { relationId, handler } = z.object({ by: NewPartySchema }).parse(body).by
  return relationId ?? handler?.relationId
}

export interface Party {
  partyId: string
  side: LitigantSide
  form: z.infer<typeof PartyFormSchema>
  /** Of one that came in after the filing. */
  since?: string
  /** Whose place it took, alone or with others. */
  succeeds?: string
  /** Of a party whose place was taken: who took it first. All who did name it in `succeeds`. */
  replacedBy?: string
  /** It came in by mistake and is none. */
  mistaken?: true
}

/** Whether somebody is a party of the case now. */
export const isStanding = ({ replacedBy, mistaken }: Pick<Party, 'replacedBy' | 'mistaken'>): boolean => replacedBy === undefined && !mistaken

export interface CaseRelation extends Omit<RelationBegan, 'evidence' | 'approvedBy'> {
  side: LitigantSide
  since: string
  endedAt?: string
  /** It has ended because it should never have been. */
  mistaken?: true
  /** It has ended because another took its party's place. */
  replaced?: true
}

/** Whose request is granted by an entry of the case's chain, if any: none is granted twice. */
export const requestOf = (body: { requestId?: string | undefined; evidence?: Evidence | undefined }): string | undefined =>
  body.requestId ?? body.evidence?.requestId

export const isCurrent = ({ until, endedAt }: Pick<CaseRelation, 'until' | 'endedAt'>, now: string): boolean =>
  endedAt === undefined && (until === undefined || now < until)

/** A party's own people, who may do whatever the party may: all but agents. */
export const isOwn = ({ standing }: Pick<CaseRelation, 'standing'>): boolean => standing !== 'agent'
