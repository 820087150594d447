import { CodedError } from '@zhixin/shared/errors'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { z } from 'zod'

export const LIMIT_NAMES = ['sign_in', 'sms', 'read', 'write', 'urgent', 'upload', 'complain', 'complain_upload', 'live_connect', 'live_frame', 'integration', 'callback'] as const
/** What a route counts against. */
export type LimitName = (typeof LIMIT_NAMES)[number]

const AllowanceSchema = z.strictObject({ times: z.number().int().positive(), seconds: z.number().int().positive() })

/** How often per network address and per actor, by name. Many people share the address of a court or an operator's gateway. */
export const LimitsConfigSchema = z.record(z.enum(LIMIT_NAMES), z.strictObject({ per_address: AllowanceSchema, per_actor: AllowanceSchema.optional() }))
export type LimitsConfig = z.infer<typeof LimitsConfigSchema>

export interface RateLimits {
  /** Counts one. Throws CodedError `rate.limited` with the seconds to wait when there were too many. */
  take(name: LimitName, per: 'address' | 'actor', key: string): Promise<void>
}

/** Counts in this process's memory: right on one machine, too lenient by the number of machines on several. */
export function createRateLimits(config: LimitsConfig): RateLimits {
  const limiters = new Map<string, RateLimiterMemory>()
  for (const name of LIMIT_NAMES) {
    const { per_address, per_actor } = config[name]
    limiters.set(`${name}/address`, new RateLimiterMemory({ points: per_address.times, duration: per_address.seconds }))
    if (per_actor) limiters.set(`${name}/actor`, new RateLimiterMemory({ points: per_actor.times, duration: per_actor.seconds }))
  }
  return {
    async take(name, per, key) {
      try {
        await limiters.get(`${name}/${per}`)?.consume(key)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        throw new CodedError('rate.limited', { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })
      }
    },
  }
}
