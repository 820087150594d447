import { powersOf, type StaffMember } from '@zhixin/shared/rules'
import { parseChain } from '@zhixin/shared/ids'
import type { Connection } from 'mongoose'
import { createApplications } from './applications'
import { createAttachments } from './attachments'
import { createBindingHelp } from './binding-help'
import { createCasePresenter, createCaseRoutes, createCases } from './cases'
import { clockStaff } from './clock-staff'
import { complaintStaff } from './complaint-staff'
import { createComplaints } from './complaints'
import type { CourtConfig } from './court-config'
import { createElectronicService } from './electronic-service'
import { createFiling } from './filing'
import { createHotline } from './hotline'
import { createIdentity, type SecurityConfig } from './identity'
import { refusedTable } from './import-table'
import { createIntegration, type Integration, signatureOf } from './integration'
import { openLog, type ReadModel } from './log'
import { createMessaging } from './messaging'
import { createInbox, createPush, createTold } from './notices'
import { casePlace, createOfficialForms, petitionPlace, paperProof } from './official-forms'
import { openCourtSignature } from './signature'
import { createStaffing, createHearers } from './staffing'
import { createStanding } from './standing'
import { createBulletins, createLevels, createOverview, createSubmissionCheck, createTermination } from './supervision'
import { terminationLeaders } from './termination-staff'
import { createTransfer } from './transfer'
import { createUrgent } from './urgent'
import { urgentStaff } from './urgent-staff'
import type { Clock } from './platform/clock'
import { checkGrants } from './platform/http/policy'
import type { Logger } from './platform/logger'
import { createClocks, createProgress, createProgressCommands } from './progress'
import { createReceivingAccounts } from './receiving-account'
import type { CourtDoor, CourtDoorAccount } from './ports/court-door'
import type { CourtFile, DropBox } from './ports/court-file'
import type { IntegrationKey } from './ports/integration-keys'
import type { KeyStore } from './ports/key-store'
import type { Sms, SmsCallbacks } from './ports/sms'
import type { Wechat, WechatCallbacks } from './ports/wechat'

export interface RoomsParts {
  connection: Connection
  config: CourtConfig
  security: SecurityConfig
  clock: Clock
  logger: Logger
  keyStore: KeyStore
  wechat: Wechat
  sms: Sms
  /** How WeChat and the text message provider call us. Undefined: nobody says what became of messages. */
  wechatCallbacks?: WechatCallbacks
  smsCallbacks?: SmsCallbacks
  /** The court's electronic file. Undefined: what is to be filed waits. */
  courtFile?: CourtFile
  /** In the place of the two folders, for tests. */
  drops?: DropBox
  /** Opens other courts' doors; without it what goes to them waits. */
  courtDoorTo?(account: CourtDoorAccount): CourtDoor
  /** In the place of other courts' own doors, by their ids: a demonstration's. */
  courtDoors?: ReadonlyMap<string, CourtDoor>
  /** Under which other systems sign what they send; none: nobody may send anything. */
  integrationKeys?: readonly IntegrationKey[]
  /** This machine's own clock, where `clock` is one that a demonstration sets forward. */
  wallClock?: Clock
  /** Where files are exchanged with them, in its folders in and out. */
  dropsDir?: string
  demo: boolean
  /** Where phones reach the product, for what is printed: `https://host`, no slash at the end. */
  publicOrigin?: string
  /** How many notices are on their way at once. */
  noticesAtOnce?: number
  /** For tests that compare two runs: marks that wait for a timer come at another place in each. */
  marksEveryMs?: number
  /** False for tools: read models and notices stay as they are. */
  follow?: boolean
}

/** All rooms, each given what it needs of the others. Which connectors stand behind the ports is not decided here. */
export async function openRooms(parts: RoomsParts) {
  const { connection, config, clock, logger, keyStore } = parts
  const db = connection.db!
  const log = await openLog({ court: config.court.id, db, keyStore, clock, logger, follow: parts.follow ?? true })
  const identity = await createIdentity({
    log, connection, keyStore, clock, logger, wechat: parts.wechat, sms: parts.sms, config: parts.security, court: config.court,
    roles: config.roles, helpNeeds: config.helpNeeds, demo: parts.demo,
  })
  const names = {
    people: identity.people.namesOf,
    staff: async (ids: string[]) => new Map((await identity.staff.find(ids)).map(({ id, name }) => [id, name])),
  }
  const cases = await createCases({ log, connection, names, clock })
  const directory = { ...identity.staff, away: identity.offices.now }
  const attachments = createAttachments({ court: config.court.id, db, keys: log.keys, clock, config: config.attachments })
  const messaging = await createMessaging({
    log, connection, cases, attachments, names, clock, logger,
    maxUploadBytes: config.attachments.max_bytes,
    handlers: createCasePresenter(directory, clock).handlers,
    hearers: createHearers(identity.offices),
    member: async (staffId) => (await identity.staffActor(staffId, 'system'))?.office as StaffMember | undefined,
    config: config.messaging,
    leaders: async (department) =>
      (await identity.staff.inDepartment(department)).flatMap(({ name, roles }) => {
        const leads = roles.map((role) => config.roles.roles[role]).find((role) => role?.reaches?.as === 'team_leader')
        return leads ? [{ name, title: leads.title }] : []
      }),
    helpNeeds: identity.helpNeeds.of,
    forms: config.forms,
    calendar: config.calendar,
    ...(parts.marksEveryMs !== undefined && { marksEveryMs: parts.marksEveryMs }),
  })
  const standing = await createStanding({
    log, connection, cases, attachments, names, clock,
    maxUploadBytes: config.attachments.max_bytes,
    config: config.standing,
    calendar: config.calendar,
    codeOf: identity.people.unitCodeOf,
    unitOf: identity.people.unit,
    tellers: messaging.tails,
  })
  const receivingAccounts = createReceivingAccounts({
    log, db, cases, messaging, identity, clock, resendAfterSeconds: parts.security.sms_code.resend_after_seconds,
  })
  const sheetParts = { fold: messaging.fold, catalogue: config.catalogue, calendar: config.calendar, config: config.termination }
  const progress = createProgress({
    unexplained: createSubmissionCheck({ log, ...sheetParts }),
    log, cases, names, attachments, fold: messaging.fold, maxUploadBytes: config.attachments.max_bytes, catalogue: config.catalogue, calendar: config.calendar,
    level: config.court.level, clock, finished: paperProof(config.officialForms),
  })
  const applications = await createApplications({
    log, connection, cases, messaging, attachments, names, clock, logger, progress,
    forms: config.forms, config: config.messaging, catalogue: config.catalogue, calendar: config.calendar,
  })
  const staffing = await createStaffing({ log, connection, identity, cases, roles: config.roles, clock })
  const urgent = await createUrgent({
    log, connection, cases, attachments, names, clock, logger,
    fold: messaging.fold,
    staff: urgentStaff(identity, config.roles),
    desk: async () => (await identity.staff.all()).filter(({ active, roles }) => active && powersOf(config.roles, roles).may.has('urgent.call_list')).map(({ id }) => id),
    config: config.urgent, messaging: config.messaging, calendar: config.calendar, court: config.court,
  })
  const bindingHelp = await createBindingHelp({
    log, connection, identity, cases, attachments, names, clock,
    maxUploadBytes: config.attachments.max_bytes,
    config: config.bindingHelp, court: config.court, calendar: config.calendar,
    publicOrigin: parts.publicOrigin ?? 'http://127.0.0.1:8080',
  })
  const signature = await openCourtSignature({ court: config.court.id, db, keyStore })
  const integration = await createIntegration({
    log, db, logger, identity, cases, clock, config, refusedTable, keys: parts.integrationKeys ?? [],
    ...(parts.dropsDir !== undefined && { dropsDir: parts.dropsDir }), ...(parts.wallClock && { wallClock: parts.wallClock }),
    progressOn: (on) =>
      createProgressCommands({
        log: on, catalogue: config.catalogue, calendar: config.calendar, level: config.court.level, clock,
        unexplained: createSubmissionCheck({ log: on, ...sheetParts }),
      }),
  })
  const filing = await createFiling({
    log, connection, cases, attachments, names, clock, logger, signature,
    fold: messaging.fold,
    court: config.court, config: config.filing, messaging: config.messaging,
    ...(parts.courtFile && { courtFile: parts.courtFile }), ...(integration.drops && { drops: integration.drops }),
  })
  const told = createTold({ log, cases, messaging, catalogue: config.catalogue, calendar: config.calendar, court: config.court, clock })
  const inbox = await createInbox({ log, connection, messaging })
  const push = await createPush({
    log, connection, cases, messaging, names, clock, logger, court: config.court, config: config.notices, smsConfig: config.sms, reach: identity.reach,
    handler: async (file) => (await createCasePresenter(directory, clock).handlers(file))[0],
    wechat: parts.wechat, sms: parts.sms, ...(parts.noticesAtOnce !== undefined && { concurrency: parts.noticesAtOnce }),
    ...(parts.wechatCallbacks && { wechatCallbacks: parts.wechatCallbacks }), ...(parts.smsCallbacks && { smsCallbacks: parts.smsCallbacks }),
  })
  const clocks = await createClocks({
    log, connection, clock, logger, catalogue: config.catalogue, ladder: config.ladder, holidays: config.calendar, staff: clockStaff(identity, config.roles),
    people: names.people, messaging: config.messaging,
  })
  const electronicService = createElectronicService({
    log, cases, messaging, attachments, progress, names, hasAccount: identity.people.hasAccount, clock, logger,
    court: config.court, config: config.service, messagingConfig: config.messaging, catalogue: config.catalogue, calendar: config.calendar,
  })
  const transfer = await createTransfer({
    log, db, keyStore, cases, messaging, attachments, names, clock, logger, signature, fold: messaging.fold, court: config.court, config: config.transfer,
    ...((parts.drops ?? integration.drops) && { drops: parts.drops ?? integration.drops! }), doors: courtDoors(config, integration, parts),
  })
  const complaints = await createComplaints({
    log, connection, keyStore, identity, cases, attachments, names, staff: complaintStaff(identity, config.roles), clock, logger,
    workflows: config.workflows, catalogue: config.catalogue, ladder: config.ladder, calendar: config.calendar, attachmentsConfig: config.attachments,
    threadFold: messaging.fold,
  })
  const hotline = await createHotline({
    log, connection, identity, cases, messaging, progressOf: told.progressOf, inboxOf: inbox.inboxOf, config: config.hotline, bindingHelp: config.bindingHelp,
    catalogue: config.catalogue, court: config.court, calendar: config.calendar, clock, complaints,
  })
  const supervision = await createOverview({
    log, connection, cases, clocks, messaging, push, filing, staffing, complaints, clock, calendar: config.calendar, catalogue: config.catalogue,
    staff: clockStaff(identity, config.roles), staffRecords: identity.staff.find, everybody: identity.staff.all,
    config: config.supervision, messagingConfig: config.messaging,
    courtName: config.court.name,
  })
  const levels = createLevels({
    log, court: config.court, transferConfig: config.transfer, config: config.supervision, signature, transfer, counted: supervision.counted, clock,
  })
  const bulletins = await createBulletins({
    log, connection, cases, attachments, staff: identity.staff.all, staffNames: names.staff, config: config.bulletins, roles: config.roles,
    lines: config.hotline.lines, workflows: config.workflows, catalogue: config.catalogue, calendar: config.calendar, clock, logger,
  })
  const termination = createTermination({
    log, cases, names, court: config.court, clock, ...sheetParts, leaders: terminationLeaders(identity, config.roles),
  })
  const officialForms = await createOfficialForms({
    log, connection, attachments, maxUploadBytes: config.attachments.max_bytes, forms: config.officialForms, catalogue: config.catalogue, court: config.court,
    places: {
      case: casePlace({ log, cases, names: names.people, court: config.court, clock }),
      petition: petitionPlace({
        log, files: complaints.files, nameOf: (complaintId) => complaints.complainantName({ stream: 'petition', complaintId }), staffNames: names.staff, court: config.court,
        catalogue: config.catalogue,
      }),
    },
    staffNames: names.staff, allStaff: identity.staff.all, titleOf: (roles) => config.roles.roles[roles[0] ?? '']?.title ?? '', clock,
  })
  const caseRoutes = createCaseRoutes({ log, cases, threads: messaging.summaries, staff: directory, clock })
  const routes = [
    ...identity.routes, ...bindingHelp.routes, ...urgent.routes, ...staffing.routes, ...receivingAccounts.routes, ...caseRoutes, ...messaging.routes,
    ...standing.routes, ...applications.routes, ...progress.routes, ...clocks.routes, ...told.routes, ...inbox.routes, ...push.routes,
    ...electronicService.routes, ...supervision.routes, ...levels.routes, ...bulletins.routes, ...termination.routes, ...filing.routes,
    ...officialForms.routes, ...transfer.routes, ...integration.routes, ...complaints.routes, ...hotline.routes,
  ]
  checkGrants(config.roles.roles, routes.map(({ policy }) => policy))
  return {
    log,
    identity,
    cases,
    attachments,
    messaging,
    receivingAccounts,
    standing,
    integration,
    applications,
    progress,
    clocks,
    told,
    inbox,
    push,
    bindingHelp,
    hotline,
    urgent,
    staffing,
    electronicService,
    filing,
    supervision,
    bulletins,
    termination,
    transfer,
    complaints,
    levels,
    /** With what this court signs what leaves it. */
    signature,
    /** Whether an entry has named an attachment: of a thread, of a case's own record, or of any request. */
    async isFiled(chain: string, id: string): Promise<boolean> {
      if (parseChain(chain)?.kind === 'thread') return messaging.isFiled(chain, id)
      // What an entry names stands outside what is sealed: a chain that does not open here is looked through all the same.
      for await (const { attachments: named } of log.records(chain)) if (named.some((one) => one.id === id)) return true
      return false
    },
    /** What can be thrown away and built anew from the log. */
    readModels: [
      cases.list, clocks.list, messaging.summaries.model, standing.list, applications.list, bindingHelp.list, complaints.list, complaints.reports, hotline.list,
      urgent.list, staffing.audit, inbox.list, push.list, filing.list, supervision.list, bulletins.list,
    ] as ReadModel[],
    routes,
    async close(): Promise<void> {
      messaging.stop()
      await urgent.idle()
      await filing.idle()
      await push.stop()
      await log.close()
    },
  }
}

/** Other courts' doors, each under the key that both have. Throws TypeError where a court is reached by a system that is none: the server does not start. */
function courtDoors(config: CourtConfig, integration: Integration, parts: RoomsParts): ReadonlyMap<string, CourtDoor> {
  const { integration: { systems }, transfer: { courts } } = config
  const doors = courts.flatMap(({ id, exchange: { url, system } }): [string, CourtDoor][] => {
    const at = `config/court/transfer.yaml: ${id}: exchange.system`
    if (system !== undefined && !systems.some((one) => one.id === system)) throw new TypeError(`${at}: no system ${system} in integration.yaml`)
    if (url === undefined) return []
    if (system === undefined) throw new TypeError(`${at}: a door needs a key of its own`)
    const sign: CourtDoorAccount['sign'] = (request) => {
      const key = integration.keyFor(system)
      return key && { keyId: key.id, signature: signatureOf(request, key) }
    }
    return parts.courtDoorTo ? [[id, parts.courtDoorTo({ url, sign })]] : []
  })
  return new Map([...doors, ...(parts.courtDoors ?? [])])
}
export type Rooms = Awaited<ReturnType<typeof openRooms>>
