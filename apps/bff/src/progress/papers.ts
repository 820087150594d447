import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { EntryAttachment, SequencedEntry } from '@zhixin/shared/log'
import { type AttachmentNote, attachmentWithheld, type CaseState, isSealed, type ThreadState } from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import type { Fold, HeadView, Log } from '../log'
import { actorKeyOf, type StaffActor } from '../platform/http/actor'
import { keyOf } from './act'

/** Entries in which somebody files a paper. */
const FILES: ReadonlySet<string> = new Set(['message.sent', 'form.submitted', 'application.supplied'])
/** So many of a case's papers are offered, the newest. */
const MOST = 30
const SHOWS = /^(image\/|application\/pdf$)/

export interface FiledPaper {
  personId: string
  index: number
  at: string
  /** What the files are called. */
  names: string[]
}

export interface NodePapersParts {
  log: Log
  fold: Fold<ThreadState>
  attachments: Attachments
}

/** The signed papers that a node rests on: uploaded for the case, or in one of its threads already. */
export function createNodePapers({ log, fold, attachments }: NodePapersParts) {
  const shows = ({ type, attachments: named }: Pick<SequencedEntry, 'type' | 'attachments'>): boolean =>
    FILES.has(type) && named.some((one) => SHOWS.test(one.type))

  return {
    store: (by: StaffActor, caseId: string, upload: { name: string; bytes: Buffer; kind: 'picture' | 'file' }) =>
      attachments.store(caseChain(caseId), actorKeyOf(by)!, upload),
    /** What a record commits to of its uploads. Of a repeat what it committed to then: by now the upload may be too old to be claimed. */
    async claim(by: StaffActor, caseId: string, notes: readonly AttachmentNote[] | undefined, commandId?: string): Promise<EntryAttachment[]> {
      if (!notes || notes.length === 0) return []
      const before = commandId === undefined ? undefined : await log.find(keyOf(by, caseId, commandId))
      return before?.attachments ?? attachments.claim(caseChain(caseId), actorKeyOf(by)!, notes.map(({ id }) => id))
    },
    /** An upload's bytes: of one that a record names, for whoever reads the record; before, for whoever uploaded it. */
    async read(by: StaffActor, caseId: string, id: string) {
      const found = await attachments.read(caseChain(caseId), id)
      if (!found || found.owner === actorKeyOf(by)) return found
      const isNamed = (await log.list(caseChain(caseId))).some(({ attachments: named }) => named.some((one) => one.id === id))
      return isNamed ? found : undefined
    },
    /** The hash of an entry of a thread that holds papers; undefined where there is none to be named. */
    async filed(state: HeadView['state'], thread: ThreadKey, index: number): Promise<string | undefined> {
      const chain = threadChain(thread)
      const { parts } = await state(fold, chain)
      const [entry] = await log.list(chain, { after: index - 1, before: index + 1 })
      return entry && shows(entry) && !isSealed(parts.sealing, index) ? entry.entryHash : undefined
    },
    /** Papers that stand in the case's threads, the newest first; what was sealed is not offered. */
    async offered(caseId: string, file: CaseState): Promise<FiledPaper[]> {
      const people = [...new Set(file.relations.map(({ personId }) => personId))]
      const found = await Promise.all(people.map(async (personId): Promise<FiledPaper[]> => {
        const chain = threadChain({ caseId, personId })
        const thread = await log.state(fold, chain)
        const entries = (await log.list(chain)).filter((entry) => shows(entry) && !isSealed(thread.parts.sealing, entry.index))
        return entries.map(({ index, at, body, attachments: named }) => ({
          personId, index, at,
          names: namesIn(body).filter(({ id }) => named.some((one) => one.id === id) && attachmentWithheld(id, thread, 'officer', false) === undefined).map(({ name }) => name),
        }))
      }))
      return found.flat().sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST)
    },
  }
}
export type NodePapers = ReturnType<typeof createNodePapers>

const namesIn = (body: object): AttachmentNote[] => {
  const { attachments: notes } = body as { attachments?: AttachmentNote[] }
  return Array.isArray(notes) ? notes : []
}
