import type { AttachmentsConfig, Catalogue, HolidayTable, LadderConfig, ThreadState, Workflows } from '@zhixin/shared/rules'
import type { ComplaintKey } from '@zhixin/shared/ids'
import type { Connection } from 'mongoose'
import { type Attachments, createRedrawing } from '../attachments'
import type { Cases } from '../cases'
import type { Identity } from '../identity'
import type { Fold, Log, ReadModel, Tail } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { KeyStore } from '../ports/key-store'
import { createAnswered } from './answered'
import { type ConductRecord, createConductRecord } from './conduct'
import { createContacts } from './contacts'
import { createDiscipline } from './discipline'
import { type ComplaintFiles, createFiles } from './files/files'
import { type ComplaintModel, complaintModel } from './files/model'
import { createComplaintHints } from './files/hints'
import { createOpened } from './files/opened'
import { createComplaintPresenter } from './files/present'
import { complaintProjection } from './files/read-model'
import { createFileRoutes } from './files/routes'
import { createComplaintSweep } from './files/sweep'
import type { FileStaff } from './files/who'
import { createFollowUp, type FollowUp } from './intake/follow-up'
import { createFurther } from './intake/further'
import { createMineRoutes } from './intake/mine-routes'
import { createRegisterRoutes } from './intake/register-route'
import { createIntakeRoutes } from './intake/routes'
import { createSubmit } from './intake/submit'
import { createComplaintUploads } from './intake/uploads'
import { createReceipts, type Receipts } from './receipts'
import { createRegister, type Register } from './register'
import { openRoots } from './roots'
import { createReportedInThreads } from './thread'

export type { ComplaintFiles } from './files/files'
export type { ComplaintDocument, ComplaintModel } from './files/model'
export { departmentOf, staffIn } from './files/read-model'
export { type FileStaff, whoIs } from './files/who'
export { ownerOf, type Register, type Registering } from './register'

export interface ComplaintsParts {
  log: Log
  connection: Connection
  keyStore: KeyStore
  identity: Pick<Identity, 'attempts' | 'reach' | 'sendText'>
  cases: Cases
  attachments: Attachments
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  staff: { all(): Promise<FileStaff[]>; standInOf(): Promise<(staffId: string) => readonly string[]> }
  workflows: Workflows
  catalogue: Catalogue
  ladder: LadderConfig
  calendar: HolidayTable
  attachmentsConfig: AttachmentsConfig
  /** Of the threads in which irregularity is reported. */
  threadFold: Fold<ThreadState>
  clock: Clock
  logger: Logger
}

export interface Complaints {
  files: ComplaintFiles
  register: Register
  list: ReadModel<ComplaintModel>
  /** Whether there is a complaint of this receipt number that is no report of misconduct. For the record of a search, never for whoever searched. */
  hasReceipt(receipt: string): Promise<boolean>
  /** The files of numbers and codes, and what whoever complained may know of them. For whoever acts for them; reports of misconduct are among them. */
  receipts: Pick<Receipts, 'find' | 'lookUp'>
  followUp: FollowUp
  /** What was found of members of staff, and concluded. */
  conduct: ConductRecord
  /** What whoever complained is called, as far as the court was told; empty where they gave no name. For who handles it. */
  complainantName(key: ComplaintKey): Promise<string>
  /** The inspectors' own list. */
  reports: ReadModel
  /** All that follows the log here: lists, files that steps opened, reports of irregularity in threads, what was found of officers. */
  tails: Tail[]
  /** Writes what is due. Run it now and then; two processes do it at once without harm. */
  sweep: ReturnType<typeof createComplaintSweep>
  /** Tells staff whose lists changed. */
  broadcastTo: ReturnType<typeof createComplaintHints>
  routes: Route[]
}

/** What people say about the court's work: three streams and what is none of them, each with a file of its own, run by workflows that are data (rules C). */
export async function createComplaints(parts: ComplaintsParts): Promise<Complaints> {
  const { log, connection, keyStore, identity, cases, attachments, names, staff, clock, logger } = parts
  const db = connection.db!
  const roots = await openRoots(db, keyStore)
  const rules = { workflows: parts.workflows, catalogue: parts.catalogue, ladder: parts.ladder, holidays: parts.calendar }
  const files = createFiles({ log, roots, rules, clock })
  const contacts = createContacts({ court: log.court, db, keys: log.keys, roots })
  const receipts = await createReceipts({ db, roots, attempts: identity.attempts })
  const list = await log.readModel<ComplaintModel>({
    name: 'complaints',
    open: (collection) => complaintModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: complaintProjection(log, files),
  })
  const phoneOf = async (personId: string): Promise<string | null> =>
    (await identity.reach.of(personId)).phones.find(({ confirmed }) => confirmed)?.number ?? null
  const presenter = createComplaintPresenter({ log, files, contacts, attachments, names, caseNumbers: cases.numbersOf, phoneOf })
  const register = createRegister({ files, receipts, contacts, attachments, staff })
  const { max_bytes: maxUploadBytes } = parts.attachmentsConfig
  const uploads = createComplaintUploads({ attachments, redrawing: createRedrawing(parts.attachmentsConfig) })
  const text = (template: 'complaint_receipt' | 'complaint_answered') => (phone: string, receipt: string): void =>
    identity.sendText(phone, template, { number_head: receipt.slice(0, 4), number_tail: receipt.slice(-4) })
  const textReceipt = text('complaint_receipt')
  const followUp = createFollowUp({ log, files })
  const submit = createSubmit({ files, register, uploads, textReceipt })
  const further = createFurther({ files, uploads, attachments })
  const intakeRoutes = [
    ...createIntakeRoutes({ files, submit, receipts, followUp, further, uploads, maxUploadBytes }),
    ...createMineRoutes({ log, list, files, cases, submit, followUp, further, maxUploadBytes }),
  ]
  const registerRoutes = createRegisterRoutes({ files, register, uploads, staff, maxUploadBytes, textReceipt })
  const conduct = createConductRecord(log, files)
  const own = { log, files, presenter, attachments, cases, staff, maxUploadBytes }
  const discipline = await createDiscipline({ ...own, connection, roots, receipts, names })
  return {
    files,
    register,
    list,
    receipts,
    followUp,
    hasReceipt: async (receipt) => (await receipts.find(receipt)) !== undefined,
    reports: discipline.list,
    conduct,
    async complainantName(key) {
      const { by, personId } = await files.state(key)
      if (by === 'person') return (await names.people([personId!])).get(personId!) ?? ''
      return by === 'named' ? ((await contacts.of(key))?.name ?? '') : ''
    },
    tails: [
      list.tail, discipline.list.tail, ...conduct.tails, createOpened({ log, files, contacts, staff }),
      ...createAnswered({ log, files, contacts, phoneOf, textAnswered: text('complaint_answered') }),
      createReportedInThreads({ log, files, receipts, fold: parts.threadFold }),
    ],
    sweep: createComplaintSweep({ log, files, list, staff, logger }),
    broadcastTo: createComplaintHints({ log, files, staff, logger }),
    routes: [...intakeRoutes, ...registerRoutes, ...createFileRoutes({ ...own, list }), ...discipline.routes],
  }
}
