import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import Router from '@koa/router'
import { API_PREFIX } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import Koa, { type Middleware } from 'koa'
import type { Env } from '../env'
import type { Logger } from '../logger'
import type { Metrics } from '../metrics'
import { chain, type ChainParts } from './chain'
import { answerErrors } from './errors'
import { type Components, openApi } from './openapi'
import { type Checks, operatorRoutes } from './operator'
import { docsRoutes, h5Files } from './pages'
import type { Route } from './route'
import { checkRoutes } from './route-table'
import { securityHeaders } from './security-headers'

export interface HttpParts extends Omit<ChainParts, 'trustProxy'> {
  routes: readonly Route[]
  env: Pick<Env, 'trustProxy' | 'h5Dir' | 'metricsToken'>
  logger: Logger
  metrics: Metrics
  checks: Checks
  /** Described in /openapi.json beside the routes. */
  components?: Components
}

export interface Http {
  koa: Koa
  handler: (request: IncomingMessage, response: ServerResponse) => void
}

/** The whole HTTP side. Throws RouteTableError when a route has no policy or stands twice. */
export function createHttp({ routes, env, logger, metrics, checks, components = {}, ...parts }: HttpParts): Http {
  checkRoutes(routes)
  const koa = new Koa()
  koa.use(observe(logger, metrics))
  koa.use(securityHeaders(env.h5Dir))
  koa.use(answerErrors(logger))
  koa.use(async (ctx, next) => {
    await next()
    if (ctx.status === 404 && ctx.body == null) throw new CodedError('input.not_found')
  })
  const operator = operatorRoutes({ checks, metrics, logger, ...(env.metricsToken && { metricsToken: env.metricsToken }) })
  for (const router of [apiRoutes(routes, { ...parts, trustProxy: env.trustProxy }), operator, docsRoutes(openApi(routes, components))]) {
    koa.use(router.routes())
    koa.use(router.allowedMethods({ throw: true, methodNotAllowed: notAllowed, notImplemented: notAllowed }))
  }
  if (env.h5Dir) koa.use(h5Files(env.h5Dir))
  // What breaks while an answer is on its way (a phone that has gone) concerns nobody else.
  koa.on('error', (error: unknown) => logger.debug({ err: error }, 'connection broke'))
  const serve = koa.callback()
  return { koa, handler: (request, response) => void serve(request, response) }
}

/**
 * Longer than proxies keep an idle connection to us (60 s with most): who closes first must be the one who sends, else a request goes
 * into a connection that is just being closed, and nobody knows whether it was heard.
 */
const KEEP_ALIVE_MS = 75_000

/** What listens. Idle connections are kept for 75 s; shutting down has to close them. */
export const serverOf = ({ handler }: Http): Server => createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handler)

const notAllowed = (): CodedError => new CodedError('input.method_not_allowed')

function apiRoutes(routes: readonly Route[], parts: ChainParts): Router {
  const router = new Router({ prefix: API_PREFIX })
  for (const route of routes) {
    const handle = chain(route, parts)
    router[route.method](route.path, async (ctx) => {
      ctx.state.route = route.path
      await handle(ctx)
    })
  }
  return router
}

function observe(logger: Logger, metrics: Metrics): Middleware {
  return async (ctx, next) => {
    const requestId = randomUUID()
    ctx.state.requestId = requestId
    ctx.set('X-Request-Id', requestId)
    const done = metrics.requestSeconds.startTimer()
    try {
      await next()
    } finally {
      const labels = { method: ctx.method, route: String(ctx.state.route ?? 'other'), status: String(ctx.status) }
      const seconds = done(labels)
      logger.info({ requestId, ...labels, ms: Math.round(seconds * 1000) }, 'request')
    }
  }
}
