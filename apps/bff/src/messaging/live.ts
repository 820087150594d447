import type { ClientFrame, ServerFrame } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { HandlerChangedSchema } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Log } from '../log'
import type { FrameHandlers } from '../platform/live'
import type { Logger } from '../platform/logger'
import { threadOf } from './access'
import type { ThreadDocument } from './model'
import { markThread, readThread, sendMessage } from './policy'
import type { EntryPresenter } from './present'
import type { ProgressMarks } from './progress-marks'
import type { Threads } from './threads'

const PAGE = 100

/** What a client may say over the socket: the same commands as over HTTP, with the same result. */
export function threadFrames(threads: Threads, marks: ProgressMarks): FrameHandlers<ClientFrame, ServerFrame> {
  const progress = (mark: 'delivered' | 'read') => ({
    policy: markThread,
    async handle({ actor }: { actor: Parameters<Threads['open']>[0] }, { caseId, personId, upTo }: { caseId: string; personId: string; upTo: number }) {
      await threads.open(actor, { caseId, personId }, markThread)
      await marks.mark(actor, { caseId, personId }, mark, upTo)
    },
  })
  return {
    send: {
      policy: sendMessage,
      async handle({ actor, send }, { ref, caseId, personId, message }) {
        // In the order said; but the next message does not wait until this one is on disk.
        const { stored } = await threads.queue(actor, { caseId, personId }, message)
        return { answered: stored.then((answer) => send({ type: 'stored', ref, stored: answer })) }
      },
    },
    delivered: progress('delivered'),
    read: progress('read'),
    after: {
      policy: readThread,
      async handle({ actor, send }, { caseId, personId, index }) {
        send({ type: 'entries', caseId, personId, ...(await threads.entries(actor, { caseId, personId }, { after: index, limit: PAGE })) })
      },
    },
  }
}

export interface Broadcast {
  sendTo(actorKey: string, frame: ServerFrame): void
}

/**
 * Shows every new entry of a thread at once to its person and to whoever handles the case now. Waits for no tail. Entries of one
 * thread are shown in order; who is to see them is asked of the case's chain as it was when they were stored, so a former officer
 * hears nothing more. Threads do not wait for each other: else the place of one's own entry among the answers to one's own frames
 * would tell that others are writing.
 */
export function createShowEntries(log: Log, presenter: EntryPresenter, live: Broadcast, logger: Logger) {
  const last = new Map<string, Promise<void>>()

  async function show(entry: SequencedEntry): Promise<void> {
    const { caseId, personId } = threadOf(entry.chain)
    const frame: ServerFrame = { type: 'entry', caseId, personId, entry: await presenter.one(entry) }
    live.sendTo(`person:${personId}`, frame)
    const { officerIds, judgeId } = await log.stateSeen(caseFold, caseChain(caseId))
    const handlers = new Set([...officerIds, judgeId])
    for (const staffId of handlers) live.sendTo(`staff:${staffId}`, frame)
    for (const staffId of formerOf(entry)) if (!handlers.has(staffId)) live.sendTo(`staff:${staffId}`, { type: 'handed_over', caseId, personId })
  }

  return (entries: SequencedEntry[]): void => {
    for (const entry of entries) {
      if (!entry.chain.startsWith('thread:')) continue
      const before = last.get(entry.chain) ?? Promise.resolve()
      const shown = before.then(() => show(entry)).catch((error: unknown) => logger.error({ err: error }, 'an entry could not be shown live'))
      last.set(entry.chain, shown)
      void shown.then(() => last.get(entry.chain) === shown && last.delete(entry.chain))
    }
  }
}

/** Whom a hand-over took the case from. They are told that it went, and nothing else. */
function formerOf({ type, body }: SequencedEntry): string[] {
  const changed = type === 'handler.changed' ? HandlerChangedSchema.safeParse(body).data : undefined
  return changed?.from.map(({ id }) => id) ?? []
}

/** Tells the staff of changed threads that their work list is no longer what they see. */
export function workListChanged(live: Broadcast, documents: ThreadDocument[]): void {
  const staff = new Set(documents.flatMap(({ officerIds, judgeId }) => [...officerIds, judgeId]))
  for (const staffId of staff) live.sendTo(`staff:${staffId}`, { type: 'work_list_changed' })
}
