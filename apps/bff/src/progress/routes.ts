import type { Route } from '../platform/http/route'
import type { Cases } from '../cases'

export interface ProgressRoutesParts {
  cases: Cases
  commands: unknown
}

export function createProgressRoutes(_parts: ProgressRoutesParts): Route[] {
  return []
}
