import type { IntegrationConfig } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { AuthenticateSigned } from '../platform/http/actor'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { IntegrationKey } from '../ports/integration-keys'
import { createTaker } from './batch'
import { type Drops, openDrops } from './drops'
import { createExchanges } from './exchanges'
import type { House } from './items/taking'
import { createKeys } from './keys'
import { createNumbers } from './numbers'
import { createExchangesRoute, createIntegrationRoutes, createRefusedRoute, type RefusedTable } from './routes'

export { DROP_FORMAT, sealDrop } from './drops/envelope'
export { type Signable, signatureOf, textToSign } from './signature'

export interface IntegrationParts extends House {
  db: mongo.Db
  logger: Logger
  /** None: nobody may send anything. */
  keys: readonly IntegrationKey[]
  /** How what was refused is written down for whoever mends it. */
  refusedTable: RefusedTable
  /** Two folders for files; undefined: HTTP alone. */
  dropsDir?: string
  /** By what other systems' clocks are compared: this machine's own, also where a demonstration sets its forward. */
  wallClock?: Clock
}

export interface Integration {
  routes: Route[]
  authenticate: AuthenticateSigned
  drops?: Drops
  /** The key that signs what goes to a system; undefined where there is none now. */
  keyFor(system: string): IntegrationKey | undefined
  /** Forgets what need not be known any more. Run it now and then. */
  sweep(): Promise<void>
}

/** What comes in from the court's own system: over HTTP and as signed files, by the same code. */
export async function createIntegration({ db, logger, keys: given, dropsDir, wallClock, refusedTable, ...house }: IntegrationParts): Promise<Integration> {
  const config: IntegrationConfig = house.config.integration
  checkRoles(house.config)
  const keys = createKeys({ keys: given, config, db, clock: wallClock ?? house.clock })
  const taker = createTaker({ house, numbers: createNumbers(db, house.clock), logger })
  const exchanges = createExchanges(db, house.clock)
  const drops = dropsDir === undefined ? undefined : await openDrops({ root: dropsDir, db, clock: house.clock, logger, keys, taker, exchanges, config })
  return {
    routes: [...createIntegrationRoutes(taker, exchanges, config), createExchangesRoute(exchanges, config), createRefusedRoute(exchanges, refusedTable)],
    authenticate: keys.authenticate,
    keyFor: keys.keyFor,
    ...(drops && { drops }),
    async sweep() {
      await Promise.all([keys.sweep(), exchanges.forget(config.exchanges.kept_days)])
    },
  }
}

/** Roles that decide who keeps the system, its safety or its records are nobody's to give by an import. Throws TypeError: the server does not start. */
function checkRoles({ integration, roles: { roles } }: Pick<House['config'], 'integration' | 'roles'>): void {
  for (const name of integration.staff.roles) {
    if (!roles[name]) throw new TypeError(`config/court/integration.yaml: staff.roles: no role ${name}`)
    if (roles[name].kept_apart) throw new TypeError(`config/court/integration.yaml: staff.roles: ${name} is kept apart and cannot be given by an import`)
  }
}
