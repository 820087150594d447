import { z } from 'zod'
import { isErrorCode, type ErrorCode } from '../errors'
import { ApprovalSchema, NodeRecordedSchema, PaymentSetSchema } from '../rules'
import { TextSchema } from '../contract'

/**
 * What the court's own system sends: batches of items of one kind, over HTTP or as a signed file. An item is known by that system's own number
 * for it (`externalId`); the same item again changes nothing. docs/integration.md says all of this for whoever writes the other side.
 */
export const INTEGRATION_KINDS = ['cases', 'parties', 'officers', 'nodes'] as const
export const IntegrationKindSchema = z.enum(INTEGRATION_KINDS)
export type IntegrationKind = z.infer<typeof IntegrationKindSchema>

const Text = (max: number) => TextSchema(max).trim().min(1)
/** That system's number of a thing. It may stand in diagnostics, so it is nobody's identity number. */
const External = Text(60).refine((text) => !/^\d{17}[\dXx]$/.test(text), { message: 'identity number', params: { code: 'integration.identity_as_number' } })
const Day = z.iso.date()
/** When that system came to say so; what is older than what is known changes nothing. Any offset; kept in UTC. */
const AsOf = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())
const Common = { externalId: External, asOf: AsOf.optional() }

export const ImportedPersonSchema = z.strictObject({
  name: Text(100),
  /** A resident's identity card, or a unit's code, unless said. */
  documentKind: z.string().regex(/^[a-z_]{3,40}$/).optional(),
  identityNumber: TextSchema(40).trim().min(5).transform((text) => text.toUpperCase()),
  phones: z.array(z.strictObject({
    number: TextSchema(20).trim().min(5),
    /** Who gave it to the court. Only a person's own number ever lets them in; of one that is not said, nobody knows. */
    givenBy: z.enum(['self', 'opponent', 'agent']).optional(),
  })).max(5).default([]),
})
export type ImportedParty = z.infer<typeof ImportedPersonSchema>

const Standing = z.enum(['self', 'unit_handler', 'guardian', 'administrator', 'agent'])
const PartyOfCase = {
  ...Common,
  /** `self`: a party. Any other: somebody who acts for one, named in `for`. */
  standing: Standing.default('self'),
  side: z.enum(['applicant', 'respondent']).optional(),
  form: z.enum(['natural', 'unit']).default('natural'),
  /** The number of the party somebody acts for. */
  for: External.optional(),
  authority: z.enum(['general', 'special']).optional(),
  /** The last day of an authority. */
  until: Day.optional(),
  /** 变更当事人: the number of the party whose place this one takes. */
  replaces: External.optional(),
  /** Number of the ruling by which it comes in. */
  ruling: Text(100).optional(),
  person: ImportedPersonSchema,
  /** It is over (`ended`), or should never have been (`mistaken`). */
  status: z.enum(['current', 'ended', 'mistaken']).default('current'),
}
const SHAPE_RULES = (item: { standing: string; side?: unknown; for?: unknown; authority?: unknown; replaces?: unknown }, context: z.RefinementCtx): void => {
  const wrong = (path: string): void => void context.addIssue({ code: 'custom', path: [path], message: `does not go with standing ${item.standing}` })
  const isParty = item.standing === 'self'
  if (isParty && item.side === undefined && item.replaces === undefined) wrong('side')
  if (isParty === (item.for !== undefined)) wrong('for')
  if ((item.standing === 'agent') !== (item.authority !== undefined)) wrong('authority')
  if (!isParty && item.replaces !== undefined) wrong('replaces')
}
export const ImportedStandingSchema = z.strictObject(PartyOfCase).superRefine(SHAPE_RULES)
export const PartyItemSchema = z.strictObject({ ...PartyOfCase, case: External }).superRefine(SHAPE_RULES)
export type PartyItem = z.infer<typeof PartyItemSchema>

const StaffNumber = Text(20)
export const CaseItemSchema = z.strictObject({
  ...Common,
  caseNumber: Text(60).min(4),
  cause: Text(60),
  filedOn: Day,
  department: Text(40),
  /** 工号. They count at the registration; who handles it afterwards is said by `officers`. */
  officers: z.array(StaffNumber).min(1).max(10),
  judge: StaffNumber,
  /** 收到申请执行书. */
  applicationReceivedOn: Day.optional(),
  /** What joins the numbers of one matter: that system's number of the matter. */
  matter: External.optional(),
  /** A case that ran before it was taken over: nobody is told of its filing as news. */
  takenOver: z.boolean().default(false),
  closed: z.strictObject({ way: Text(40), on: Day }).optional(),
  payment: z.strictObject({ ...PaymentSetSchema.shape, externalId: External }).optional(),
  /** A new case needs one at least. */
  parties: z.array(ImportedStandingSchema).max(200).default([]),
})
export type CaseItem = z.infer<typeof CaseItemSchema>

export const StaffItemSchema = z.strictObject({
  ...Common,
  type: z.literal('staff'),
  number: StaffNumber,
  name: Text(40),
  department: Text(40),
  roles: z.array(z.string().regex(/^[a-z_]{2,30}$/)).max(5),
  officePhone: Text(30),
  /** The mobile that codes are sent to: of somebody new. Afterwards an administrator alone changes it. */
  phone: Text(20),
  active: z.boolean().default(true),
})
export const AssignmentItemSchema = z.strictObject({
  ...Common,
  type: z.literal('assignment'),
  case: External,
  officers: z.array(StaffNumber).min(1).max(10),
  judge: StaffNumber,
  reason: Text(200).default('办案系统变更承办人'),
})
export const OfficerItemSchema = z.discriminatedUnion('type', [StaffItemSchema, AssignmentItemSchema])
export type OfficerItem = z.infer<typeof OfficerItemSchema>

export const NodeItemSchema = z.strictObject({
  ...Common,
  type: z.literal('node').default('node'),
  case: External,
  /** The id of a node or event of the catalogue, or its Chinese name. */
  node: Text(60),
  on: Day,
  time: NodeRecordedSchema.shape.time,
  object: NodeRecordedSchema.shape.object,
  /** By the field's id or its Chinese name. */
  fields: z.record(z.string().min(1).max(60), TextSchema(500)).default({}),
  note: TextSchema(500).optional(),
  /** The role by its id or its Chinese name. */
  approval: ApprovalSchema.extend({ role: Text(40) }).strict().optional(),
  papers: NodeRecordedSchema.shape.papers,
  lateReason: NodeRecordedSchema.shape.lateReason,
  /** Numbers of the parties it is about, where it is not all of a side. */
  about: z.array(External).max(20).optional(),
  /** It was recorded by mistake. Whoever was told of it reads why. */
  withdrawn: Text(200).min(2).optional(),
})
export const TaskItemSchema = z.strictObject({
  ...Common,
  type: z.literal('task'),
  case: External,
  /** The number of the party of the respondent side that is to do it. */
  to: External,
  /** A kind of config/court/forms.yaml. */
  kind: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/),
  what: Text(500).min(2),
  dueOn: Day.optional(),
  basis: Text(100).min(2).optional(),
})
export const ProgressItemSchema = z.discriminatedUnion('type', [NodeItemSchema, TaskItemSchema])
export type ProgressItem = z.infer<typeof ProgressItemSchema>
export type NodeItem = z.infer<typeof NodeItemSchema>
export type TaskItem = z.infer<typeof TaskItemSchema>

export const ITEM_SCHEMAS = { cases: CaseItemSchema, parties: PartyItemSchema, officers: OfficerItemSchema, nodes: ProgressItemSchema } as const
export type IntegrationItem = { cases: CaseItem; parties: PartyItem; officers: OfficerItem; nodes: ProgressItem }

/** A batch as it comes: each item is checked by itself, so that one that is wrong spoils no other. */
export const batchSchema = (most: number) =>
  z.strictObject({
    items: z.array(z.unknown()).min(1).max(most),
    /** Says what would happen, and writes nothing. */
    dryRun: z.boolean().default(false),
  })
export type Batch = z.infer<ReturnType<typeof batchSchema>>

export const ItemAnswerSchema = z.object({
  /** As it came; `#3` for the fourth item where it has none. */
  externalId: z.string(),
  result: z.enum(['created', 'updated', 'unchanged', 'refused']),
  code: z.custom<ErrorCode>(isErrorCode).meta({ type: 'string' }).optional(),
  field: z.string().optional(),
  message: z.string().optional(),
})
export type ItemAnswer = z.infer<typeof ItemAnswerSchema>
export const BatchAnswerSchema = z.object({ dryRun: z.boolean(), results: z.array(ItemAnswerSchema) })
export type BatchAnswer = z.infer<typeof BatchAnswerSchema>
