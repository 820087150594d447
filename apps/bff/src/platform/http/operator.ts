import { timingSafeEqual } from 'node:crypto'
import Router from '@koa/router'
import { CodedError } from '@zhixin/shared/errors'
import type { Context } from 'koa'
import type { Logger } from '../logger'
import type { Metrics } from '../metrics'

/** Named checks for /readyz: each rejects when its part is not there. */
export type Checks = Readonly<Record<string, () => Promise<void>>>

export interface OperatorParts {
  checks: Checks
  metrics: Metrics
  metricsToken?: string
  logger: Logger
}

const CHECK_WITHIN_MS = 2_000

/** What the people who run the server look at: /healthz (the process is there), /readyz (it can work), /metrics. */
export function operatorRoutes({ checks, metrics, metricsToken, logger }: OperatorParts): Router {
  const router = new Router()
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' }
  })
  router.get('/readyz', async (ctx) => {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await passes(name, check, logger)] as const))
    const isReady = results.every(([, passed]) => passed)
    ctx.status = isReady ? 200 : 503
    ctx.set('Cache-Control', 'no-store')
    ctx.body = { status: isReady ? 'ready' : 'not_ready', checks: Object.fromEntries(results) }
  })
  router.get('/metrics', async (ctx) => {
    if (!mayScrape(ctx, metricsToken)) throw new CodedError('input.not_found')
    ctx.type = metrics.registry.contentType
    ctx.body = await metrics.registry.metrics()
  })
  return router
}

async function passes(name: string, check: () => Promise<void>, logger: Logger): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), CHECK_WITHIN_MS)
  })
  try {
    await Promise.race([check(), late])
    return true
  } catch (error) {
    logger.warn({ err: error, check: name }, 'not ready')
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** From this machine itself and not through a proxy on it, or with the token. */
function mayScrape(ctx: Context, token: string | undefined): boolean {
  const given = Buffer.from(ctx.get('authorization'))
  const wanted = Buffer.from(`Bearer ${token ?? ''}`)
  if (token && given.length === wanted.length && timingSafeEqual(given, wanted)) return true
  const isLoopback = /^(::ffff:)?127\.|^::1$/.test(ctx.req.socket.remoteAddress ?? '')
  return isLoopback && !ctx.get('x-forwarded-for') && !ctx.get('forwarded')
}
