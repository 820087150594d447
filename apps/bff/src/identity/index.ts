import { CodedError } from '@zhixin/shared/errors'
import { type CourtProfile, type HelpNeedsConfig, powersOf, type RolesConfig, type SmsTemplate } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import type { Connection } from 'mongoose'
import type { Log } from '../log'
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
import { createCallers } from './callers'
import { createCareRoutes } from './care-routes'
import type { SecurityConfig } from './config'
import { createConfirmations } from './confirmations'
import { createDemoRoutes, type DemoParts } from './demo-routes'
import { createDisplays } from './display'
import { createHelpNeeds } from './help-needs'
import { createHelpRecords } from './help-records'
import { createModels, ensureIndexes, type SessionDoc } from './model'
import { createOneTimeCodes } from './one-time-codes'
import { createPasswordRoute } from './password-route'
import { createPeople, type Papers } from './people'
import { createPhoneAlerts } from './phone-alerts'
import { createPhones } from './phones'
import { createReachOf } from './reach'
import { createMePresenter } from './present'
import { createIdentityRoutes } from './routes'
import { createSessions } from './sessions'
import { createSignIn } from './sign-in'
import { openSigningKeys } from './signing-keys'
import { createSmsCodes } from './sms-codes'
import { createOffices, isTheirs, memberOf } from './offices'
import { createStaff, type Staff } from './staff'
import { createStaffAdmission } from './staff-admission'
import { createStaffTexts } from './staff-texts'
import { createStaffRecords } from './staff-record'
import { openVault } from './vault'

export type { Confirmations } from './confirmations'
export type { Bound } from './accounts'
export { type SecurityConfig, SecurityConfigSchema } from './config'
export type { DemoIdentity } from './demo-routes'
export type { HelpDetails } from './help-records'
export type { PhoneSource } from './model'
export type { ImportedPerson, Papers } from './people'
export { comparableName, maskName, maskPhone } from './numbers'
export type { Moment, Offices } from './offices'
export type { PersonReach, ReachOf, ReachPhone } from './reach'
export type { SaveStaff, Staff, StaffRecord } from './staff'
export type { By, StaffAdmission } from './staff-admission'
export type { StaffRecords } from './staff-record'

export interface IdentityParts {
  /** Who may do what for the court is recorded there; the collection of staff follows it. */
  log: Log
  connection: Connection
  keyStore: KeyStore
  clock: Clock
  logger: Logger
  wechat: Wechat
  sms: Sms
  config: SecurityConfig
  court: CourtProfile
  roles: RolesConfig
  /** What people may tell of themselves so that talking reaches them. */
  helpNeeds: HelpNeedsConfig
  /** Only says so in /about and allows `demoRoutes`. */
  demo: boolean
}

/** Somebody as the help desk sees them: the phones are their own confirmed ones. */
export interface KnownPerson {
  personId: string
  phones: { number: string; source: string; since: string }[]
}

/** Whose a session is. */
type Holder = Pick<SessionDoc, '_id' | 'kind' | 'subject'>

/** Who people are: sign-in, binding, staff, sessions. Resolves when its indexes and keys stand. */
export async function createIdentity({ log, connection, keyStore, clock, logger, wechat, sms, config, court, roles, demo, ...parts }: IdentityParts) {
  const models = createModels(connection)
  await ensureIndexes(models)
  const vault = await openVault(models.secrets, keyStore)
  const keys = await openSigningKeys({ models, vault, clock })
  const accessTokens = createAccessTokens({ keys, clock, minutes: config.access_token_minutes })
  const sessions = createSessions({ models, vault, clock, accessTokens, config })
  const attempts = createAttempts({ models, vault, clock, config })
  const codes = createOneTimeCodes({ models, vault, clock })
  const smsCodes = createSmsCodes({ models, codes, vault, clock, sms, config: config.sms_code, logger })
  const alerts = createPhoneAlerts({ models, vault, smsCodes, hotline: court.hotline })
  const tellOldPhones = (personId: string): Promise<void> =>
    alerts.send(personId).catch((error: unknown) => logger.warn({ err: error }, 'alerts wait for the next round'))
  const people = createPeople({ models, vault, onPhoneAdded: tellOldPhones })
  const accounts = createAccounts({ models, vault, clock, sessions, logger })
  const offices = createOffices({ models, roles, clock })
  const records = createStaffRecords({ log, models, sessions, roles, onChanged: offices.forget })
  const staffAccess = createStaff({ models, vault, sessions, records, roles, config: config.password })
  const admission = createStaffAdmission({ models, vault, sessions, records, smsCodes, config: config.password, onChanged: offices.forget })
  const signIn = createSignIn({ accounts, staff: staffAccess, sessions, codes, smsCodes, attempts, wechat, config })
  const binding = createBinding({ people, accounts, codes, smsCodes, attempts, config })
  const helpNeeds = createHelpNeeds({ connection, vault, clock, config: parts.helpNeeds })
  const phones = createPhones({ people, smsCodes, attempts, clock })
  const helpRecords = createHelpRecords({ models, vault, clock, attempts })
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
    const [known, moment] = await Promise.all([staffAccess.activeDoc(staffId), offices.now()])
    if (!known) return undefined
    const { _id, name, department } = known
    const held = isTheirs(known) ? known.roles : []
    const office = memberOf({ _id, department, roles: held }, roles, moment.standsInFor(_id))
    return { kind: 'staff', staffId: _id, name, roles: held, department, sessionId, may: powersOf(roles, held).may, office }
  }

  async function accountActor({ _id, subject }: Holder): Promise<Actor | undefined> {
    const account = await accounts.byId(subject)
    if (!account) return undefined
    if (account.personId === null) return { kind: 'account', accountId: subject, sessionId: _id }
    return { kind: 'person', accountId: subject, personId: account.personId, sessionId: _id }
  }

  const staff: Staff = staffAccess
  return {
    routes: [
      createPasswordRoute({ admission, staff: staffAccess, attempts }),
      ...createIdentityRoutes({ signIn, binding, phones, sessions, smsCodes, presenter, actorOf, court, demo, config }),
      ...createCareRoutes({ people, helpNeeds, displays: createDisplays(connection) }),
    ],
    /** How to talk with somebody, as they told it themselves. Who may know is for whoever asks here. */
    helpNeeds,
    /** Sign-in by a click as one of these people. Throws outside demo mode. */
    demoRoutes(parts: DemoParts) {
      if (!demo) throw new Error('demo routes exist in demo mode only')
      return createDemoRoutes(parts, { signIn, accounts, staff: staffAccess, people })
    },
    /** Ties a WeChat user to somebody without any proof: for a demonstration's own people. Throws outside demo mode. */
    async bindDemoWechat(openid: string, personId: string): Promise<void> {
      if (!demo) throw new Error('people are bound without proof in demo mode only')
      const login = await accounts.signIn(accounts.loginOfWechat(openid), { openid })
      await accounts.bind(login.accountId, { personId, by: 'demo' })
    },
    /** As if one of a demonstration's people had come in by a click before. Throws outside demo mode. */
    async bindDemo(id: string, personId: string): Promise<void> {
      if (!demo) throw new Error('people are bound without proof in demo mode only')
      await accounts.bind((await accounts.signIn(`demo/${id}`)).accountId, { personId, by: 'demo' })
    },
    /** The actor behind an access token, as the store says now: what has ended is out at once. */
    async authenticate(token: string): Promise<Authenticated> {
      const { sessionId, expiresAt } = await accessTokens.verify(token)
      return { actor: await actorOf(sessionId), expiresAt }
    },
    people: {
      unitCodeOf: people.unitCodeOf,
      unit: people.unit,
      import: people.import,
      idOf: people.idOf,
      namesOf: people.namesOf,
      onBound: accounts.onBound,
      /** Whether somebody has come in as this person. */
      hasAccount: accounts.isBound,
      /** Ends an account's binding and its sessions: whoever it was signs in again as nobody in particular. */
      endBinding: accounts.unbind,
    },
    /** What binding help needs of identity: who asked, and what its desk may do once it knows who somebody is. */
    help: {
      records: helpRecords,
      boundBy: accounts.boundByHelp,
      issueCode: binding.issueHelpCode,
      withdrawCode: binding.withdrawHelpCode,
      addPerson: people.add,
      requestWindowCode: phones.requestWindowCode,
      confirmPhone: phones.confirmAtWindow,
      /** For the desk alone: whom the court knows by these papers, and the phones it may call back. */
      async find({ name, documentKind, identityNumber }: Required<Papers>): Promise<KnownPerson | undefined> {
        const person = await people.byPapers({ name, documentKind, identityNumber })
        return person && {
          personId: person._id,
          phones: people.confirmed(person).map(({ number, source, at }) => ({ number, source, since: at.toISOString() })),
        }
      },
    },
    /** Whom a caller of the hotline may be taken for. */
    callers: createCallers({ models, vault, people, attempts }),
    /** Who is signed in shows once more who they are. */
    confirmations: createConfirmations({ people, smsCodes, attempts }),
    /** Counts guesses at what others gave out, by where they come from. */
    attempts: { begin: attempts.begin },
    /** How people are reached, for notices and whoever rings them. */
    reach: createReachOf({ models, vault, clock, people, accounts, attempts }),
    /** Sends a text to every confirmed phone of these people, each number once, off the request path. */
    async alertPhones(personIds: readonly string[], template: SmsTemplate): Promise<void> {
      const known = await Promise.all([...new Set(personIds)].map((personId) => people.byId(personId)))
      const numbers = new Set(known.flatMap((person) => (person ? people.confirmed(person).map(({ number }) => number) : [])))
      for (const number of numbers) smsCodes.sendLater(number, template)
    },
    staff,
    /** What stands in the record of members of staff, and goes into it. */
    records,
    admission,
    /** A text to a number that somebody has just given for it; kept nowhere. Off the request path. */
    sendText: (phone: string, template: SmsTemplate, params: Readonly<Record<string, string>>): void => smsCodes.sendLater(phone, template, params),
    /** Texts to members of staff on their own mobiles. */
    staffTexts: createStaffTexts({ staff: staffAccess, sms, logger }),
    /** Who is away, who stands in, who is on duty. */
    offices,
    /** Until when each of these staff numbers is locked after too many failures; those that are not are left out. */
    locksOn: (numbers: readonly string[]) => attempts.locked(numbers.map((number) => `staff:${number}`)),
    /** A member of staff as they would act in a session, for whoever acts from inside. */
    staffActor,
    sessions: { onEnded: sessions.onEnded, end: sessions.end, rotateSigningKey: keys.rotate },
    /** Forgets what is over: codes, counts, sessions. Run it now and then. */
    sweep: async () => void (await Promise.all([codes.sweep(), attempts.sweep(), sessions.sweep(), alerts.sendLeft()])),
    /** Resolves when no text is on its way to the gateway. */
    idle: smsCodes.idle,
  }
}
export type Identity = Awaited<ReturnType<typeof createIdentity>>
