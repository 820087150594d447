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

/** 变更当事人: from here on the new party stands where the old one stood; everybody who stood for the old one stands for nobody. */
export const PartyReplacedSchema = z.object({
  partyId: PersonIdSchema,
  by: z.object({ partyId: PersonIdSchema, form: PartyFormSchema, relationId: RelationIdSchema.optional() }),
  evidence: EvidenceSchema,
  approvedBy: StaffIdSchema,
})

export interface Party {
  partyId: string
  side: LitigantSide
  form: z.infer<typeof PartyFormSchema>
  /** Of a party that another one has taken the place of. */
  replacedBy?: string
}

export interface CaseRelation extends Omit<RelationBegan, 'evidence' | 'approvedBy'> {
  side: LitigantSide
  since: string
  endedAt?: string
}

/** Whose request is granted by an entry of the case's chain, if any: none is granted twice. */
export const requestOf = (body: { requestId?: string | undefined; evidence?: Evidence | undefined }): string | undefined =>
  body.requestId ?? body.evidence?.requestId

export const isCurrent = ({ until, endedAt }: Pick<CaseRelation, 'until' | 'endedAt'>, now: string): boolean =>
  endedAt === undefined && (until === undefined || now < until)

/** A party's own people, who may do whatever the party may: all but agents. */
export const isOwn = ({ standing }: Pick<CaseRelation, 'standing'>): boolean => standing !== 'agent'
