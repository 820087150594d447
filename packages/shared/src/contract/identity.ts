import { z } from 'zod'
import { PersonIdSchema, StaffIdSchema } from '../ids'
import { StaffRoleSchema } from '../rules'
import { PhoneSchema, SmsCodeSchema, TextSchema } from './common'

const NameSchema = TextSchema(40).pipe(z.string().trim().min(2))
/** Form only; whether the check digit is right is not told apart from any other failure. */
const IdentityNumberSchema = z.string().trim().toUpperCase().regex(/^\d{17}[\dX]$/)

/** POST /bindings — name, identity number and a phone this person confirmed to the court, proven by SMS code. */
export const BindSchema = z.strictObject({ name: NameSchema, identityNumber: IdentityNumberSchema, phone: PhoneSchema, code: SmsCodeSchema })
/** POST /bindings/window-code — the one-time code that the reception window handed over. */
export const BindWithWindowCodeSchema = z.strictObject({
  name: NameSchema,
  identityNumber: IdentityNumberSchema,
  windowCode: z.string().trim().toUpperCase().regex(/^[0-9A-Z]{8}$/),
})

/** POST /window/binding-codes — window staff, after looking at the identity card. 409 `binding.person_unknown` when the court knows no such person. */
export const IssueWindowCodeSchema = z.strictObject({ name: NameSchema, identityNumber: IdentityNumberSchema, checkedCard: z.literal(true) })
export const WindowCodeSchema = z.object({ code: z.string(), expiresAt: z.string() })

/** GET /me */
export const MeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), phoneMasked: z.string().nullable() }),
  z.object({
    kind: z.literal('person'),
    personId: PersonIdSchema,
    name: z.string(),
    identityNumberMasked: z.string(),
    phones: z.array(z.object({ masked: z.string(), source: z.string(), confirmedAt: z.string() })),
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
/** What the product as a whole tells everybody, before sign-in: GET /about. */
export const AboutSchema = z.object({
  court: z.object({
    name: z.string(),
    window: z.object({ place: z.string(), hours: z.string(), phone: z.string() }),
    hotline: z.string(),
  }),
  demo: z.boolean(),
})
export type About = z.infer<typeof AboutSchema>

export const MeAbilitiesSchema = z.object({ bind: z.boolean(), workList: z.boolean(), issueWindowCode: z.boolean(), activatePhone: z.boolean(), may: z.array(z.string()).default([]), mustChangePassword: z.boolean().default(false), decideSeals: z.boolean().default(false) })
