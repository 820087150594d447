import type { ClientFrame, Handler, HelpNeedsView, ServerFrame, ThreadReader } from '@zhixin/shared/contract'
import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { type Calendar, type CaseState, type FormsConfig, type MessagingConfig, relationsOf, type StaffMember, type ThreadState } from '@zhixin/shared/rules'
import { type Connection, trusted } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Cases, ThreadGlance, ThreadSummaries } from '../cases'
import type { Fold, Log, Tail } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { FrameHandlers } from '../platform/live'
import type { Logger } from '../platform/logger'
import { act, type Act } from './commands/act'
import { createBursts } from './bursts'
import { createFlagRoutes } from './flags'
import { threadFold } from './fold'
import { type Broadcast, createShowEntries, type Hearers, threadFrames, workListChanged } from './live'
import { type ThreadDocument, threadModel } from './model'
import { tellThreads } from './notices'
import { createPaceRoutes } from './pace-routes'
import { roleOf } from './person-role'
import { type ActorNames, createEntryPresenter } from './present'
import { createProgressMarks } from './progress-marks'
import { createQuickReplyRoutes } from './quick-replies'
import { countOf, type Ranges } from './ranges'
import { createThreadProjection } from './read-model'
import { createThreadRoutes } from './routes'
import { createSealRequestsRoute } from './seal-requests'
import { createSealingRoutes } from './sealing-routes'
import { createThreadPresenter } from './thread-view'
import { carryOver, createSettlementRoutes } from './settlement'
import { createThreads, type Threads } from './threads'
import { createToDoRoutes } from './to-do-routes'
import { createVoiceSummaryRoutes } from './voice-summary-routes'
import { createWorkListHints, type WorkListHints } from './work-list-hints'
import { createWorkListRoute } from './work-list'

export { keyOf } from './commands/act'
export { importTask } from './commands/import-task'
export { markThread, submitForm } from './policy'
export { presentStored } from './threads'
export { askSeal } from './policy'
export { summariseVoice } from './voice-summary-routes'
export { countOf } from './ranges'
export { tellsParty } from './tells-party'
export { readThread } from './policy'
export type { ThreadDocument } from './model'

const MARKS_EVERY_MS = 3_000

export interface MessagingParts {
  log: Log
  connection: Connection
  cases: Cases
  attachments: Attachments
  maxUploadBytes: number
  names: ActorNames
  handlers(state: CaseState): Promise<Handler[]>
  hearers: Hearers
  /** Who leads a department: they read its threads. */
  leaders(department: string): Promise<ThreadReader[]>
  /** An active member of staff as rules know one. */
  member(staffId: string): Promise<StaffMember | undefined>
  config: MessagingConfig
  /** How to talk with somebody, as they told it themselves. */
  helpNeeds(personId: string): Promise<HelpNeedsView | null>
  calendar: Calendar
  forms: FormsConfig
  clock: Clock
  logger: Logger
  /** How often a reader's progress in a thread is written down, in ms. */
  marksEveryMs?: number
}

export interface Messaging {
  routes: Route[]
  frames: FrameHandlers<ClientFrame, ServerFrame>
  summaries: ThreadSummaries
  /** The same commands as over HTTP and the socket, for whoever acts from inside. */
  threads: Pick<Threads, 'send' | 'open' | 'some'>
  /** A person's own threads in the cases they have to do with now, and what is unread in each. Ask inside `log.reading`, with `summaries.model`. */
  ofReader(personId: string): Promise<{ caseId: string; unread: Ranges }[]>
  /** One command on a thread, decided with the actor's rights at the heads of its chains, for a room that has more to see to before. */
  act(command: Act): ReturnType<typeof act>
  fold: Fold<ThreadState>
  /** Threads in which something waits for the court's answer. Ask inside `log.reading`, with `summaries.model`. */
  waiting(): Promise<ThreadDocument[]>
  /** A thread's state as the store has it now. Does not ask who wants to know. */
  stateOf(key: ThreadKey): Promise<ThreadState>
  /** Shows new entries to open sockets from now on. */
  broadcastTo(live: Broadcast): void
  /** Whether a message has named an attachment. */
  isFiled(chain: string, attachmentId: string): Promise<boolean>
  /** What follows the log here: the read model of threads, and what follows in threads from other chains. */
  tails: Tail[]
  stop(): void
}

/** One-to-one threads between a litigant-side person and the court side of a case. */
export async function createMessaging(parts: MessagingParts): Promise<Messaging> {
  const { log, connection, cases, attachments, names, config, calendar, clock, logger } = parts
  const fold = threadFold(config)
  const presenter = createEntryPresenter(names)
  const threads = createThreads({ log, fold, config, calendar, cases, attachments, presenter, clock })
  const marks = createProgressMarks({ log, fold, config, calendar }, logger, parts.marksEveryMs ?? MARKS_EVERY_MS)
  const view = createThreadPresenter({ names, handlers: parts.handlers, leaders: parts.leaders, helpNeeds: parts.helpNeeds, config, calendar, clock })
  const glanceNow = (document: ThreadDocument): ThreadGlance => glance(document, clock.now().toISOString())
  let hints: WorkListHints | undefined

  const project = createThreadProjection({ log, fold, config, calendar, names })
  const list = await log.readModel({
    name: 'threads',
    form: 5,
    open: (collection) => threadModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    async project(model, entries) {
      const changed = await project(model, entries)
      if (hints) await workListChanged(hints, parts.hearers, changed)
    },
  })
  const notices = log.tailWith({ name: 'thread-notices', handle: (entries) => tellThreads({ log, staffNames: names.staff, personNames: names.people }, entries) })
  const passing = log.tailWith({ name: 'settlement-pass-on', handle: (entries) => carryOver(log, entries) })
  const room = { log, fold, config, calendar, cases, attachments, presenter, clock, threads }

  return {
    routes: [
      ...createThreadRoutes({ ...room, marks, view, maxUploadBytes: parts.maxUploadBytes }),
      ...createToDoRoutes({ ...room, forms: parts.forms }),
      ...createVoiceSummaryRoutes(room),
      ...createPaceRoutes(room),
      ...createFlagRoutes({ ...room, list, staffNames: names.staff }),
      ...createSettlementRoutes({ ...room, names }),
      createWorkListRoute({ list, log, cases, clock, staffNames: names.staff, burstOf: createBursts({ log, fold, config }) }),
      ...createSealingRoutes(room),
      createSealRequestsRoute({ list, log, names, config: config.sealing }),
      ...(await createQuickReplyRoutes(connection, config.quick_replies)),
    ],
    frames: threadFrames(threads, marks),
    threads,
    act: (command) => act({ log, fold, config, calendar }, command),
    fold,
    waiting: () => list.documents().find({ matter: trusted({ $ne: null }) }).lean<ThreadDocument[]>(),
    stateOf: (key) => log.state(fold, threadChain(key)),
    summaries: {
      model: list,
      ofCases: async (caseIds, personId) =>
        (await list.documents().find({ caseId: trusted({ $in: caseIds }), ...(personId && { personId }) }).lean<ThreadDocument[]>()).map(glanceNow),
      ofPerson: async (personId) => (await list.documents().find({ personId }).lean<ThreadDocument[]>()).map(glanceNow),
    },
    async ofReader(personId) {
      const now = clock.now().toISOString()
      const documents = await list.documents().find({ personId }).lean<ThreadDocument[]>()
      return documents
        .filter(({ relations }) => relationsOf({ relations }, personId, now).length > 0)
        .map(({ caseId, unreadByParty }) => ({ caseId, unread: unreadByParty }))
    },
    broadcastTo(broadcast) {
      hints = createWorkListHints(broadcast)
      log.onAppended(createShowEntries({ log, fold, presenter, live: broadcast, hearers: parts.hearers, clock, logger, member: parts.member }))
    },
    isFiled: async (chain, attachmentId) => (await log.state(fold, chain)).filed[attachmentId] === true,
    tails: [list.tail, notices, passing],
    stop() {
      marks.stop()
      hints?.stop()
    },
  }
}

const glance = ({ caseId, personId, personName, relations, lastText, lastAt, unreadByParty, unreadByCourt }: ThreadDocument, now: string): ThreadGlance => ({
  caseId, personId, personName, personRole: roleOf({ relations }, personId, now), lastText, lastAt,
  unreadByParty: countOf(unreadByParty), unreadByCourt: countOf(unreadByCourt),
})
