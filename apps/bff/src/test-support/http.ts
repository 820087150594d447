import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CodedError } from '@zhixin/shared/errors'
import type { Actor } from '../platform/http/actor'
import { createHttp, type Http, type HttpParts } from '../platform/http/server'
import { createLogger } from '../platform/logger'
import { createMetrics } from '../platform/metrics'
import { createRateLimits, LIMIT_NAMES, type LimitsConfig } from '../platform/rate-limit'

/** Limits that no test meets by accident; a test that wants to meet one lowers it. */
export const generousLimits = (lower: Partial<LimitsConfig> = {}): LimitsConfig =>
  ({ ...Object.fromEntries(LIMIT_NAMES.map((name) => [name, { per_address: { times: 100_000, seconds: 60 } }])), ...lower }) as LimitsConfig

/** The HTTP side with everything around it quiet. Tokens are the keys of `actors` unless `authenticate` is given. */
export function createTestHttp(parts: Pick<HttpParts, 'routes'> & Partial<HttpParts> & { actors?: Record<string, Actor> }): Http {
  const { actors = {}, ...rest } = parts
  return createHttp({
    authenticate: async (token) => {
      const actor = actors[token]
      if (!actor) throw new CodedError('auth.expired')
      return { actor: { ...actor }, expiresAt: new Date(Date.now() + 900_000) }
    },
    env: { trustProxy: 0 },
    logger: createLogger(process.env.TEST_LOG ?? 'silent'),
    metrics: createMetrics(),
    limits: createRateLimits(generousLimits()),
    checks: {},
    ...rest,
  })
}

/** Listens on a free port of this machine. Close it when the test is over. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
