import { z } from 'zod'
import { isErrorCode, type ErrorCode } from '../errors'

// WeChat's app service forbids eval; zod falls back to its interpreter.
z.config({ jitless: true })

export const API_PREFIX = '/api/v1'

// A lone surrogate has no UTF-8 form and so no hash. By hand: older phones know neither isWellFormed() nor lookbehind.
function isWellFormed(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0)!
    if (code >= 0xd800 && code <= 0xdfff) return false
  }
  return true
}
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/
/** Text as people write it: well-formed, no control characters but line breaks and tabs. */
export const TextSchema = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => isWellFormed(text) && !CONTROL.test(text), { message: 'text' })

/** A mainland mobile number as people type it: blanks and +86 are taken off. */
export const PhoneSchema = z
  .string()
  .max(20)
  .transform((text) => text.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, ''))
  .pipe(z.string().regex(/^1[3-9]\d{9}$/))
/** How somebody wants to be called: a mobile as above, or a landline with or without its area code (0371-60000001, 60000001). Texts go to mobiles alone. */
export const ContactPhoneSchema = z.union([
  PhoneSchema,
  z
    .string()
    .max(20)
    .transform((text) => text.replace(/\s/g, '').replace(/^(\+?86-?)(?=0)/, '').replace(/^(0\d{2,3})-/, '$1'))
    .pipe(z.string().regex(/^(0[1-9]\d{1,2})?[2-9]\d{6,7}$/)),
])
export const SmsCodeSchema = z.string().regex(/^\d{6}$/)
export const InstantSchema = z.iso.datetime({ precision: 3 })

/** Every refusal has this shape. `message` is a Chinese sentence; the phone shows its own for the code. */
export const ErrorAnswerSchema = z.object({
  error: z.object({
    code: z.custom<ErrorCode>(isErrorCode).meta({ type: 'string' }),
    message: z.string(),
    field: z.string().optional(),
    retryAfterSeconds: z.number().int().optional(),
  }),
})
export type ErrorAnswer = z.infer<typeof ErrorAnswerSchema>
