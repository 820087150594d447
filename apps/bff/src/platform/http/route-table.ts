import { LIMIT_NAMES } from '../rate-limit'
import type { Route } from './route'

/** The routes do not fit together: the server does not start. */
export class RouteTableError extends Error {
  override readonly name = 'RouteTableError'
}

/** Checks all routes before the first request. Throws RouteTableError naming the first that is wrong. */
export function checkRoutes(routes: readonly Route[]): void {
  const seen = new Map<string, string>()
  for (const route of routes) {
    const name = `${route.method.toUpperCase()} ${route.path}`
    const refuse = (why: string): never => {
      throw new RouteTableError(`${name}: ${why}`)
    }
    // Types can be got round (a cast, plain JavaScript): who may call a route is worth a look at run time.
    const policy = (route as Partial<Route>).policy
    if (!policy || !Array.isArray(policy.audience) || policy.audience.length === 0) return refuse('has no policy')
    if (!LIMIT_NAMES.includes(route.limit)) refuse(`counts against an unknown limit, ${String(route.limit)}`)
    if (!/^(\/[a-z][a-z-]*|\/:[a-z][A-Za-z]*)+$/.test(route.path)) refuse('is no path below /api/v1')
    const declared = /:/.test(route.path)
    if (declared !== (route.params !== undefined)) refuse(declared ? 'has params without a schema' : 'has a schema for params it does not have')
    if (route.body && route.method === 'get') refuse('a GET has no body')
    const isForSystems = policy.audience.includes('system')
    if (isForSystems !== (route.signed !== undefined)) refuse(isForSystems ? 'is for other systems and asks for no signature' : 'asks for a signature and is for no system')
    const place = `${route.method} ${route.path.replace(/:[A-Za-z]+/g, ':')}`
    const other = seen.get(place)
    if (other) refuse(`stands in the table twice (${other})`)
    seen.set(place, name)
  }
}

