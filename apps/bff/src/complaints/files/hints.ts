import { caseChain, complaintOf } from '@zhixin/shared/ids'
import { readable } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Log } from '../../log'
import type { Logger } from '../../platform/logger'
import type { ComplaintFiles } from './files'
import { type FileStaff, whoIs } from './who'

interface Parts {
  log: Log
  files: ComplaintFiles
  staff: { all(): Promise<FileStaff[]> }
  logger: Logger
}
interface Live {
  sendTo(actorKey: string, frame: { type: 'work_list_changed' }): void
}

/**
 * Tells whoever may read a file that it has changed; to whom it is not there, nothing is said, not even that something happened. Nothing of reports
 * of misconduct comes by here. Who stands in for somebody hears of it when they next look.
 */
export const createComplaintHints = ({ log, files, staff, logger }: Parts) => (live: Live): void => {
  async function tell(chain: string): Promise<void> {
    const key = complaintOf(chain)
    if (!key || key.stream === 'discipline') return
    const file = await files.state(key)
    const ofCase = file.caseId === null ? undefined : await log.state(caseFold, caseChain(file.caseId))
    const readers = (await staff.all()).filter((one) => readable(file, files.rulesOf(key.stream), whoIs(one, [], ofCase), files.now()))
    readers.forEach(({ id }) => live.sendTo(`staff:${id}`, { type: 'work_list_changed' }))
  }
  log.onAppended((entries) => {
    for (const chain of new Set(entries.map((entry) => entry.chain))) {
      tell(chain).catch((error: unknown) => logger.warn({ err: error }, 'complaints: a change could not be told'))
    }
  })
}
