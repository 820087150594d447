import type { ClientFrame, ServerFrame } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { beginsWith, type CaseRelation, type CaseState, CHANGES_RELATIONS, HandlerChangedSchema, relationsOf, type ThreadState, TransferredNoticeSchema } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Fold, Log } from '../log'
import type { Clock } from '../platform/clock'
import type { FrameHandlers } from '../platform/live'
import type { Logger } from '../platform/logger'
import { threadOf } from './access'
import type { ThreadDocument } from './model'
import { markThread, readThread, sendMessage } from './policy'
import type { EntryPresenter } from './present'
import type { ProgressMarks } from './progress-marks'
import { createPutAway, type OpenSockets, type PutAwayParts } from './put-away'
import type { Threads } from './threads'
import type { WorkListHints } from './work-list-hints'

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

export type Broadcast = OpenSockets

export interface ShowParts extends Pick<PutAwayParts, 'member'> {
  log: Log
  fold: Fold<ThreadState>
  presenter: EntryPresenter
  live: Broadcast
  hearers: Hearers
  clock: Clock
  logger: Logger
}

/** Who of the court answers in a case now, and so hears of it at once: its handlers, and whoever stands in for one who is away. */
export type Hearers = (file: Pick<CaseState, 'status' | 'department' | 'officerIds' | 'judgeId'>) => Promise<string[]>

/**
 * Shows every new entry of a thread at once to its person, if they still take part, and to whoever handles the case now. Waits for no
 * tail. Entries of one thread are shown in order; who is to see them is asked of the case's chain as it was when they were stored, so a
 * former officer or agent hears nothing more but that it is so. Threads do not wait for each other: else the place of one's own entry
 * among the answers to one's own frames would tell that others are writing.
 */
export function createShowEntries({ log, fold, presenter, live, hearers, clock, logger, member }: ShowParts) {
  const tellHolders = createPutAway({ log, fold, live, clock, member })
  const last = new Map<string, Promise<void>>()

  async function show(entry: SequencedEntry): Promise<void> {
    const { caseId, personId } = threadOf(entry.chain)
    const [file, state] = await Promise.all([log.stateSeen(caseFold, caseChain(caseId)), log.stateSeen(fold, entry.chain)])
    // Whose thread it is and who answers in it are shown the same: all but what is sealed.
    const frame: ServerFrame = { type: 'entry', caseId, personId, entry: await presenter.one(entry, { state, relation: 'officer', reader: { kind: 'person', id: personId } }) }
    if (relationsOf(file, personId, clock.now().toISOString()).length > 0) live.sendTo(`person:${personId}`, frame)
    const handlers = new Set(await hearers(file))
    for (const staffId of handlers) live.sendTo(`staff:${staffId}`, frame)
    for (const staffId of formerOf(entry)) if (!handlers.has(staffId)) live.sendTo(`staff:${staffId}`, { type: 'handed_over', caseId, personId })
    await tellHolders(entry)
  }

  /**
   * Whose last relation to a case has ended is told so: what they still hold of it is to be put away. Who is something to a case from this
   * entry on is told that their list of cases is another; nobody else hears of it.
   */
  async function tellWhoseCasesChanged(entry: SequencedEntry): Promise<void> {
    const file = await log.stateSeen(caseFold, entry.chain)
    // Of two entries in one millisecond each tells only those it is about.
    const about = file.relations.filter((relation) => isAbout(entry, relation))
    const begun = about.filter(({ since, endedAt }) => since === entry.at && endedAt === undefined)
    for (const personId of new Set(begun.map((relation) => relation.personId))) live.sendTo(`person:${personId}`, { type: 'cases_changed' })
    const out = about.filter(({ endedAt, personId }) => endedAt === entry.at && relationsOf(file, personId, clock.now().toISOString()).length === 0)
    for (const personId of new Set(out.map((relation) => relation.personId))) {
      live.sendTo(`person:${personId}`, { type: 'access_ended', caseId: file.caseId, personId })
    }
  }

  return (entries: SequencedEntry[]): void => {
    for (const entry of entries) {
      const isThread = entry.chain.startsWith('thread:')
      if (!isThread && !CHANGES_RELATIONS.has(entry.type)) continue
      const before = last.get(entry.chain) ?? Promise.resolve()
      const shown = before
        .then(() => (isThread ? show(entry) : tellWhoseCasesChanged(entry)))
        .catch((error: unknown) => logger.error({ err: error }, 'an entry could not be shown live'))
      last.set(entry.chain, shown)
      void shown.then(() => last.get(entry.chain) === shown && last.delete(entry.chain))
    }
  }
}

/** Whether an entry of a case's chain begins or ends just this relation. */
function isAbout({ type, body }: SequencedEntry, { relationId, partyId }: CaseRelation): boolean {
  if (type === 'case.registered') return true
  if (type === 'party.replaced' && body.partyId === partyId) return true
  return (beginsWith({ type, body }) ?? body.relationId) === relationId
}

/** Whom a hand-over, or another court, took the case from. They are told that it went, and nothing else. */
function formerOf({ type, body }: SequencedEntry): string[] {
  if (type === 'case.transferred_notice') return TransferredNoticeSchema.safeParse(body).data?.from.map(({ id }) => id) ?? []
  const changed = type === 'handler.changed' ? HandlerChangedSchema.safeParse(body).data : undefined
  return changed?.from.map(({ id }) => id) ?? []
}

/** Tells the staff of changed threads that their work list is no longer what they see. */
export async function workListChanged(hints: WorkListHints, hearers: Hearers, documents: ThreadDocument[]): Promise<void> {
  hints.changed((await Promise.all(documents.map((document) => hearers({ ...document, status: document.caseStatus })))).flat())
}
