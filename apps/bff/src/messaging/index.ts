import type { ClientFrame, Handler, ServerFrame } from '@zhixin/shared/contract'
import type { Calendar, CaseState, MessagingConfig } from '@zhixin/shared/rules'
import { type Connection, trusted } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Cases, ThreadGlance, ThreadSummaries } from '../cases'
import type { Log, Tail } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { FrameHandlers } from '../platform/live'
import type { Logger } from '../platform/logger'
import { threadFold } from './fold'
import { type Broadcast, createShowEntries, threadFrames, workListChanged } from './live'
import { type ThreadDocument, threadModel } from './model'
import { tellThreads } from './notices'
import { roleOf } from './person-role'
import { type ActorNames, createEntryPresenter } from './present'
import { createProgressMarks } from './progress-marks'
import { createQuickReplyRoutes } from './quick-replies'
import { countOf } from './ranges'
import { createThreadProjection } from './read-model'
import { createThreadRoutes } from './routes'
import { createThreadPresenter } from './thread-view'
import { createThreads, type Threads } from './threads'
import { createWorkListRoute } from './work-list'

const MARKS_EVERY_MS = 3_000

export interface MessagingParts {
  log: Log
  connection: Connection
  cases: Cases
  attachments: Attachments
  maxUploadBytes: number
  names: ActorNames
  handlers(state: CaseState): Promise<Handler[]>
  config: MessagingConfig
  calendar: Calendar
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
  threads: Pick<Threads, 'send'>
  /** Shows new entries to open sockets from now on. */
  broadcastTo(live: Broadcast): void
  /** Whether a message has named an attachment. */
  isFiled(chain: string, attachmentId: string): Promise<boolean>
  /** What follows the log here: the read model of threads, and the notices that follow from a case's chain. */
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
  const view = createThreadPresenter({ names, handlers: parts.handlers, config, calendar, clock })
  const glanceNow = (document: ThreadDocument): ThreadGlance => glance(document, clock.now().toISOString())
  let live: Broadcast | undefined

  const project = createThreadProjection({ log, fold, config, calendar, names })
  const list = await log.readModel({
    name: 'threads',
    form: 3,
    open: (collection) => threadModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    async project(model, entries) {
      const changed = await project(model, entries)
      if (live) workListChanged(live, changed)
    },
  })
  const notices = log.tailWith({ name: 'thread-notices', handle: (entries) => tellThreads({ log, staffNames: names.staff, personNames: names.people }, entries) })

  return {
    routes: [
      ...createThreadRoutes({
        log, fold, config, calendar, cases, attachments, presenter, clock, threads, marks, view, maxUploadBytes: parts.maxUploadBytes,
      }),
      createWorkListRoute({ list, log, cases, clock, staffNames: names.staff }),
      ...(await createQuickReplyRoutes(connection, config.quick_replies)),
    ],
    frames: threadFrames(threads, marks),
    threads,
    summaries: {
      model: list,
      ofCases: async (caseIds, personId) =>
        (await list.documents().find({ caseId: trusted({ $in: caseIds }), ...(personId && { personId }) }).lean<ThreadDocument[]>()).map(glanceNow),
      ofPerson: async (personId) => (await list.documents().find({ personId }).lean<ThreadDocument[]>()).map(glanceNow),
    },
    broadcastTo(broadcast) {
      live = broadcast
      log.onAppended(createShowEntries({ log, presenter, live: broadcast, clock, logger }))
    },
    isFiled: async (chain, attachmentId) => (await log.state(fold, chain)).filed[attachmentId] === true,
    tails: [list.tail, notices],
    stop: marks.stop,
  }
}

const glance = ({ caseId, personId, personName, relations, lastText, lastAt, unreadByParty, unreadByCourt }: ThreadDocument, now: string): ThreadGlance => ({
  caseId, personId, personName, personRole: roleOf({ relations }, personId, now), lastText, lastAt,
  unreadByParty: countOf(unreadByParty), unreadByCourt: countOf(unreadByCourt),
})
