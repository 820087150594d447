import { caseChain, complaintChain } from '@zhixin/shared/ids'
import type { Actor as LogActor, JsonObject } from '@zhixin/shared/log'
import { actorsOf, type ComplaintState, type OwedAutomatic, type OwedStep } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { caseFold } from '../../cases'
import type { Log, ReadModel } from '../../log'
import type { Logger } from '../../platform/logger'
import type { ComplaintFiles } from './files'
import type { ComplaintDocument, ComplaintModel } from './model'
import { dueNow } from './owed'
import { type FileStaff, whoIs } from './who'

const CLOCK: LogActor = { kind: 'system', id: 'complaint-clocks', role: 'clock' }
const PAGE = 200

export interface SweepParts {
  log: Log
  files: ComplaintFiles
  list: ReadModel<ComplaintModel>
  staff: { all(): Promise<FileStaff[]>; standInOf(): Promise<(staffId: string) => readonly string[]> }
  logger: Logger
}
type Key = { stream: ComplaintDocument['stream']; complaintId: string }

/**
 * Writes what is due in complaints' files: warnings and overdue entries, and the steps that take themselves, in the order in which they fell due, each
 * once. Two processes that do it at once, or one that is started again, write none twice. Misconduct has no periods and is not looked at.
 */
export function createComplaintSweep({ log, files, list, staff, logger }: SweepParts) {
  async function told(roles: readonly string[], stream: Key['stream'], file: ComplaintState): Promise<string[]> {
    const [all, standInOf, ofCase] = await Promise.all([
      staff.all(), staff.standInOf(), file.caseId === null ? undefined : log.state(caseFold, caseChain(file.caseId)),
    ])
    const { workflow } = files.rulesOf(stream)
    const meant = all.filter((one) => {
      const held = actorsOf(file, workflow, whoIs(one, [], ofCase))
      return !file.about.includes(one.id) && roles.some((role) => held.has(role))
    })
    return [...new Set(meant.flatMap(({ id }) => [id, ...standInOf(id)]))].filter((id) => !file.about.includes(id))
  }

  async function warn(key: Key, { clockId, step }: OwedStep): Promise<boolean> {
    const chain = complaintChain(key)
    let isMine = false
    const entry = await log.append({
      chain, key: `clock/${key.complaintId}/${clockId}/${step}`,
      async decide({ state, now }) {
        const watched = await state(files.folds[key.stream], chain)
        const due = dueNow(watched, files.rulesOf(key.stream), now).steps.find((one) => one.clockId === clockId && one.step === step)
        isMine = due !== undefined
        if (!due) return undefined
        const { entry: type, node, at: wasDueAt, dueAt, to, by } = due
        const staffIds = await told(to, key.stream, watched.file)
        const body: JsonObject = { clockId, node, step, wasDueAt, dueAt, to, staffIds, ...(by !== undefined && { by }) }
        return { type, actor: CLOCK, body }
      },
    })
    return entry !== undefined && isMine
  }

  async function take(key: Key, { id, step, at }: OwedAutomatic): Promise<boolean> {
    const entry = await files.append(key, {
      key: `auto/${key.complaintId}/${id}/${at}`, actor: CLOCK, says: { step, wasDueAt: at }, who: async () => ({ kind: 'clock' }),
      command: { type: 'TakeStep', step, fields: {}, declared: [], papers: [], wasDueAt: at },
    })
    return entry !== undefined
  }

  /** One file: the earliest thing first, and what that brings with it, until nothing is due. */
  async function oneFile(key: Key, now: string): Promise<number> {
    for (let written = 0; ; written += 1) {
      const { steps, automatic } = dueNow(await log.state(files.folds[key.stream], complaintChain(key)), files.rulesOf(key.stream), now)
      const [step] = steps
      const [auto] = automatic
      if (!step && !auto) return written
      const isDone = auto && (!step || auto.at < step.at) ? await take(key, auto) : await warn(key, step!)
      // Somebody else has written it meanwhile, or the file has moved on: the next look says.
      if (!isDone) return written
    }
  }

  return async function sweep(goOn: () => boolean = () => true): Promise<{ looked: number; written: number }> {
    const now = files.now()
    const swept = { looked: 0, written: 0 }
    for (let after = ''; goOn();) {
      const found = await list.documents()
        .find({ nextAt: trusted({ $ne: null, $lte: now }), _id: trusted({ $gt: after }) }).sort({ _id: 1 }).limit(PAGE).select({ stream: 1 })
        .lean<Pick<ComplaintDocument, '_id' | 'stream'>[]>()
      for (const { _id, stream } of found) swept.written += await oneFile({ stream, complaintId: _id }, now)
      swept.looked += found.length
      if (found.length < PAGE) break
      after = found[found.length - 1]!._id
    }
    if (swept.written > 0) logger.info(swept, 'complaints: warnings and steps that take themselves were written')
    return swept
  }
}
