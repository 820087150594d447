import type { IntegrationConfig } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import type { AuthenticateSigned } from '../platform/http/actor'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { IntegrationKey } from '../ports/integration-keys'
import { createTaker } from './batch'
import { createExchanges } from './exchanges'
import type { House } from './items/taking'
import { createKeys } from './keys'
import { createNumbers } from './numbers'
import { createIntegrationRoutes } from './routes'

export { type Signable, signatureOf, textToSign } from './signature'

export interface IntegrationParts extends House {
  db: mongo.Db
  logger: Logger
  /** None: nobody may send anything. */
  keys: readonly IntegrationKey[]
}

export interface Integration {
  routes: Route[]
  authenticate: AuthenticateSigned
  /** Forgets what need not be known any more. Run it now and then. */
  sweep(): Promise<void>
}

/** What comes in from the court's own system: over HTTP and as signed files, by the same code. */
export function createIntegration({ db, logger, keys: given, ...house }: IntegrationParts): Integration {
  const config: IntegrationConfig = house.config.integration
  const keys = createKeys({ keys: given, config, db, clock: house.clock })
  const taker = createTaker({ house, numbers: createNumbers(db, house.clock), logger })
  const exchanges = createExchanges(db, house.clock)
  return {
    routes: createIntegrationRoutes(taker, exchanges, config),
    authenticate: keys.authenticate,
    sweep: keys.sweep,
  }
}
