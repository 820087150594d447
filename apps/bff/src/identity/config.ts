import { z } from 'zod'

const Count = z.number().int().positive()
const LockSchema = z.strictObject({ failures: Count, within_minutes: Count, lock_minutes: Count })

/** config/security.yaml */
export const SecurityConfigSchema = z.strictObject({
  access_token_minutes: Count.max(60),
  refresh_grace_seconds: z.number().int().nonnegative().max(120),
  session_days: z.strictObject({ litigant: Count.max(90), staff: Count.max(30) }),
  sms_code: z.strictObject({ minutes: Count.max(30), tries: Count.max(10), resend_after_seconds: Count, per_day: Count }),
  window_code: z.strictObject({ minutes: Count }),
  activation_code: z.strictObject({ minutes: Count.max(60) }),
  /** `desk`: of a member of staff who types what callers say of themselves. */
  locks: z.strictObject({ account: LockSchema, address: LockSchema, desk: LockSchema }),
  password: z.strictObject({ cost: z.number().int().min(10).max(20), min_length: Count }),
})
export type SecurityConfig = z.infer<typeof SecurityConfigSchema>
export type LockConfig = z.infer<typeof LockSchema>
