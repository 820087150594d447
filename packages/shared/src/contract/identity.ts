import { z } from 'zod'
import { PersonIdSchema, StaffIdSchema } from '../ids'
import { DocumentKindSchema, RESIDENT_ID, StaffRoleSchema } from '../rules'
import { PhoneSchema, SmsCodeSchema, TextSchema } from './common'

export const NameSchema = TextSchema(40).pipe(z.string().trim().min(2))
/** Form only, and of the court's own list of documents not even that: whether a number is anybody's is not told apart from any other failure. */
export const DocumentNumberSchema = z.string().trim().max(30).toUpperCase().transform((text) => text.replace(/[\s()（）-]/g, '')).pipe(z.string().regex(/^[0-9A-Z]{5,20}$/))
/** What an identity document says. A resident's identity card unless said. */
export const PapersShape = { name: NameSchema, documentKind: DocumentKindSchema.default(RESIDENT_ID), identityNumber: DocumentNumberSchema }
export const isPapersForm = ({ documentKind, identityNumber }: { documentKind: string; identityNumber: string }): boolean =>
  documentKind !== RESIDENT_ID || /^\d{17}[\dX]$/.test(identityNumber)
export const papersForm = { path: ['identityNumber'], message: 'identity number' }

/** POST /bindings — name, identity number and a phone this person confirmed to the court, proven by SMS code. */
export const BindSchema = z.strictObject({ ...PapersShape, phone: PhoneSchema, code: SmsCodeSchema }).refine(isPapersForm, papersForm)
/** POST /bindings/window-code — the one-time code that the reception window or the help desk handed over. */
export const BindWithWindowCodeSchema = z.strictObject({
  ...PapersShape,
  windowCode: z.string().trim().toUpperCase().regex(/^[0-9A-Z]{8}$/),
}).refine(isPapersForm, papersForm)

/** POST /window/binding-codes — window staff, after looking at the identity card. 409 `binding.person_unknown` when the court knows no such person. */
export const IssueWindowCodeSchema = z.strictObject({ ...PapersShape, checkedCard: z.literal(true) }).refine(isPapersForm, papersForm)
export const WindowCodeSchema = z.object({ code: z.string(), expiresAt: z.string() })

const PhoneIdSchema = z.string().min(8).max(40)
/** POST /me/phones/codes — a code to a new phone, or to one of one's own that is confirmed. */
export const RequestPhoneCodeSchema = z.union([z.strictObject({ phone: PhoneSchema }), z.strictObject({ phoneId: PhoneIdSchema })])
/** POST /me/phones — `old` wherever another phone is confirmed. 409 `phones.failed` whatever is wrong. */
export const ChangePhoneSchema = z.strictObject({
  phone: PhoneSchema,
  code: SmsCodeSchema,
  old: z.strictObject({ phoneId: PhoneIdSchema, code: SmsCodeSchema }).optional(),
  /** The confirmed phone that it takes the place of; beside all of them when there is none. */
  replaces: PhoneIdSchema.optional(),
})

/** GET /me */
export const MeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), phoneMasked: z.string().nullable() }),
  z.object({
    kind: z.literal('person'),
    personId: PersonIdSchema,
    name: z.string(),
    identityNumberMasked: z.string(),
    phones: z.array(z.object({ id: z.string(), masked: z.string(), source: z.string(), confirmedAt: z.string() })),
    boundAt: z.string(),
  }),
  z.object({
    kind: z.literal('staff'),
    staffId: StaffIdSchema,
    name: z.string(),
    number: z.string(),
    roles: z.array(StaffRoleSchema),
    /** The roles in words: 执行人员, 团队负责人 … */
    titles: z.array(z.string()),
    department: z.string(),
    officePhone: z.string(),
    wechatBound: z.boolean(),
  }),
])
export type Me = z.infer<typeof MeSchema>
const PhoneLineViewSchema = z.object({ label: z.string(), numbers: z.array(z.string()), hours: z.string() })
/** What the product as a whole tells everybody, before sign-in: GET /about. */
export const AboutSchema = z.object({
  court: z.object({
    name: z.string(),
    window: z.object({ place: z.string(), hours: z.string(), phone: z.string() }),
    hotline: z.string(),
    /** With the hotline four kinds of number that are never merged (rules X-18). */
    phones: z.object({ command_centre: PhoneLineViewSchema, duty: PhoneLineViewSchema, misconduct: PhoneLineViewSchema }),
  }),
  demo: z.boolean(),
})
export type About = z.infer<typeof AboutSchema>

export const MeAbilitiesSchema = z.object({
  bind: z.boolean(), workList: z.boolean(), issueWindowCode: z.boolean(), activatePhone: z.boolean(),
  /** The actions that a member of staff's roles give them. */
  may: z.array(z.string()).default([]),
  mustChangePassword: z.boolean().default(false), awaitsConfirmation: z.boolean().default(false),
})
