import { CodedError } from '@zhixin/shared/errors'
import { type CourtProfile, powersOf, type RolesConfig, type StaffMember } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import type { Connection } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { Actor, Authenticated, StaffActor } from '../platform/http/actor'
import type { Logger } from '../platform/logger'
import type { KeyStore } from '../ports/key-store'
import type { Sms } from '../ports/sms'
import type { Wechat } from '../ports/wechat'
import { createAccessTokens } from './access-tokens'
import { createAccounts } from './accounts'
import { createAttempts } from './attempts'
import { createBinding } from './binding'
import type { SecurityConfig } from './config'
import { createDemoRoutes, type DemoParts } from './demo-routes'
import { createModels, ensureIndexes, type SessionDoc } from './model'
import { createOneTimeCodes } from './one-time-codes'
import { createPeople } from './people'
import { createMePresenter } from './present'
import { createIdentityRoutes } from './routes'
import { createSessions } from './sessions'
import { createSignIn } from './sign-in'
import { openSigningKeys } from './signing-keys'
import { createSmsCodes } from './sms-codes'
import { createStaff, type Staff } from './staff'
import { openVault } from './vault'

export type { Bound } from './accounts'
export { type SecurityConfig, SecurityConfigSchema } from './config'
export type { DemoIdentity } from './demo-routes'
export type { PhoneSource } from './model'
export type { ImportedPerson } from './people'
export type { SaveStaff, Staff, StaffRecord } from './staff'

export interface IdentityParts {
  connection: Connection
  keyStore: KeyStore
  clock: Clock
  logger: Logger
  wechat: Wechat
  sms: Sms
  config: SecurityConfig
  court: CourtProfile
  roles: RolesConfig
  /** Only says so in /about and allows `demoRoutes`. */
  demo: boolean
}

/** Whose a session is. */
type Holder = Pick<SessionDoc, '_id' | 'kind' | 'subject'>

/** Who people are: sign-in, binding, staff, sessions. Resolves when its indexes and keys stand. */
export async function createIdentity({ connection, keyStore, clock, logger, wechat, sms, config, court, roles, demo }: IdentityParts) {
  const models = createModels(connection)
  await ensureIndexes(models)
  const vault = await openVault(models.secrets, keyStore)
  const keys = await openSigningKeys({ models, vault, clock })
  const accessTokens = createAccessTokens({ keys, clock, minutes: config.access_token_minutes })
  const sessions = createSessions({ models, vault, clock, accessTokens, config })
  const attempts = createAttempts({ models, vault, clock, config })
  const codes = createOneTimeCodes({ models, vault, clock })
  const smsCodes = createSmsCodes({ models, codes, vault, clock, sms, config: config.sms_code, logger })
  const people = createPeople({ models, vault })
  const accounts = createAccounts({ models, vault, clock, sessions, logger })
  const staffAccess = createStaff({ models, vault, sessions, roles, config: config.password })
  const signIn = createSignIn({ accounts, staff: staffAccess, sessions, codes, smsCodes, attempts, wechat, config })
  const binding = createBinding({ people, accounts, codes, smsCodes, attempts, config })
  const presenter = createMePresenter({ accounts, people, staff: staffAccess, sessions, roles })

  // Whose a session is never changes: so the second time the session and who holds it are asked about at once.
  const holders = new LRUCache<string, Holder>({ max: 10_000 })

  async function actorOf(sessionId: string): Promise<Actor> {
    const known = holders.get(sessionId)
    const [session, asked] = await Promise.all([sessions.running(sessionId), known && actorFor(known)])
    if (session && !known) holders.set(sessionId, { _id: sessionId, kind: session.kind, subject: session.subject })
    const actor = session && (known ? asked : await actorFor(session))
    if (!actor) throw new CodedError('auth.expired')
    return actor
  }

  const actorFor = (holder: Holder): Promise<Actor | undefined> => (holder.kind === 'staff' ? staffActor(holder.subject, holder._id) : accountActor(holder))

  async function staffActor(staffId: string, sessionId: string): Promise<StaffActor | undefined> {
    const known = await staffAccess.activeDoc(staffId)
    if (!known) return undefined
    const { may, handles, reaches } = powersOf(roles, known.roles)
    const office: StaffMember = { id: known._id, department: known.department, handles, reaches, standsInFor: [] }
    return { kind: 'staff', staffId: known._id, name: known.name, roles: known.roles, department: known.department, sessionId, may, office }
  }

  async function accountActor({ _id, subject }: Holder): Promise<Actor | undefined> {
    const account = await accounts.byId(subject)
    if (!account) return undefined
    if (account.personId === null) return { kind: 'account', accountId: subject, sessionId: _id }
    return { kind: 'person', accountId: subject, personId: account.personId, sessionId: _id }
  }

  const staff: Staff = staffAccess
  return {
    routes: createIdentityRoutes({ signIn, binding, sessions, smsCodes, presenter, actorOf, court, demo, config }),
    /** Sign-in by a click as one of these people. Throws outside demo mode. */
    demoRoutes(parts: DemoParts) {
      if (!demo) throw new Error('demo routes exist in demo mode only')
      return createDemoRoutes(parts, { signIn, accounts, staff: staffAccess })
    },
    /** The actor behind an access token, as the store says now: what has ended is out at once. */
    async authenticate(token: string): Promise<Authenticated> {
      const { sessionId, expiresAt } = await accessTokens.verify(token)
      return { actor: await actorOf(sessionId), expiresAt }
    },
    people: {
      import: people.import,
      namesOf: people.namesOf,
      onBound: accounts.onBound,
      /** Ends an account's binding and its sessions: whoever it was signs in again as nobody in particular. */
      endBinding: accounts.unbind,
    },
    staff,
    /** A member of staff as they would act in a session, for whoever acts from inside. */
    staffActor,
    sessions: { onEnded: sessions.onEnded, end: sessions.end, rotateSigningKey: keys.rotate },
    /** Forgets what is over: codes, counts, sessions. Run it now and then. */
    sweep: async () => void (await Promise.all([codes.sweep(), attempts.sweep(), sessions.sweep()])),
    /** Resolves when no text is on its way to the gateway. */
    idle: smsCodes.idle,
  }
}
export type Identity = Awaited<ReturnType<typeof createIdentity>>
