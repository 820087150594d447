import type { Connection } from 'mongoose'
import { trusted } from 'mongoose'
import type { Cases } from '../cases'
import type { ReadModel } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { CourtFile, DropBox } from '../ports/court-file'
import type { BundleParts } from './bundle'
import { createDropCourtFile } from './drop-file'
import { type FilingDocument, type FilingModel, filingModel } from './model'
import { createFilingPresenter } from './present'
import { projectFilings } from './read-model'
import { createFilingRoutes } from './routes'
import { createSending } from './sending'

export { filingFold } from './fold'

export interface FilingParts extends BundleParts {
  connection: Connection
  cases: Cases
  /** Undefined where this court has none: what is to be filed waits, and lists say so. */
  courtFile?: CourtFile
  /** Two folders, for a court whose inner network lets no HTTP through; HTTP comes before them. */
  drops?: DropBox
  clock: Clock
  logger: Logger
}

export interface Filing {
  routes: Route[]
  list: ReadModel<FilingModel>
  /** Takes receipts that have come, and hands in what is due. Run it every few seconds; two processes do it at once without harm. */
  tick(): Promise<void>
  /** Resolves when nothing is being handed in. */
  idle(): Promise<void>
}

const AT_ONCE = 20
const MINUTE_MS = 60_000

/** Back to the court: threads go to its electronic file (电子卷宗) at set moments, and what is not there yet is seen. */
export async function createFiling(parts: FilingParts): Promise<Filing> {
  const { log, connection, config, clock, logger } = parts
  const courtFile = parts.courtFile ?? (parts.drops && createDropCourtFile(parts.drops))
  const list = await log.readModel<FilingModel>({
    name: 'filings',
    open: (collection) => filingModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectFilings({ log, config }, model, entries),
  })
  const sending = courtFile && createSending({ ...parts, courtFile })
  const present = createFilingPresenter({ log, config, clock })

  async function takeReceipts(): Promise<void> {
    for (const { receipt, done } of (await courtFile?.receipts()) ?? []) {
      const document = await list.documents().findOne({ known: receipt.filingId }).lean<FilingDocument>()
      if (document) await sending!.acknowledge(document, receipt.filingId, receipt)
      else logger.warn({ filingId: receipt.filingId }, 'a receipt of something that was never handed in')
      await done()
    }
  }

  return {
    routes: createFilingRoutes({ log, cases: parts.cases, list, names: parts.names.people, bundle: parts, present, ...(sending && { sending }) }),
    list,
    async tick() {
      if (!sending) return
      await takeReceipts()
      const dueAt = new Date(clock.now().getTime() - config.moments.gather_minutes * MINUTE_MS).toISOString()
      const due = await list.documents().find({ 'moment.at': trusted({ $lte: dueAt }) }).sort({ failed: 1, 'moment.at': 1 }).limit(AT_ONCE).lean<FilingDocument[]>()
      for (const { caseId, personId, moment } of due) await sending.file({ caseId, personId }, moment!.why)
    },
    idle: async () => sending?.idle(),
  }
}
