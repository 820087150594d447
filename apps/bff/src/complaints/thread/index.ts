import { type ComplaintKey, parseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Actor as LogActor, SequencedEntry } from '@zhixin/shared/log'
import { type IrregularityReport, saidAfter, type ThreadState } from '@zhixin/shared/rules'
import type { Fold, Log } from '../../log'
import { COMPLAINANT, type ComplaintFiles } from '../files/files'
import type { Receipts } from '../receipts'

const RECORD: LogActor = { kind: 'system', id: 'complaint-clocks', role: 'thread' }
/** The words themselves stay in the thread, where they can be sealed. */
const MATTER = '当事人在会话里反映执行不规范、不合法，原话见会话。'
/** What was said, and what settled it. */
const CHANGES: ReadonlySet<string> = new Set(['message.sent', 'message.remarked', 'matter.no_reply_needed', 'contact.recorded', 'clue.answered'])
const SAID_MORE = '当事人在会话里又说了话，原话见会话。'

interface ReportedParts {
  log: Log
  files: ComplaintFiles
  receipts: Receipts
  fold: Fold<ThreadState>
}

/**
 * A report of irregularity that is made in a thread has a file of feedback as any other: counted, supervised, and turned into a petition where the
 * answer does not satisfy. It is answered in the thread and nowhere else, and its three days are counted there (rules X-14). What is said there
 * afterwards is said of it: it does not close by silence while the thread waits for an answer. One way: what happens in the thread is written into
 * the file, and nothing the other way.
 */
export function createReportedInThreads({ log, files, receipts, fold }: ReportedParts) {
  // The configuration is checked at start: there is one.
  const answered = files.rulesOf('feedback').workflow.steps.find(({ known_as: as }) => as === 'thread_answer')!
  const nameOf = ({ caseId, personId }: ThreadKey, { of }: IrregularityReport): string => `thread/${caseId}/${personId}/${of}`
  const targetOf = (name: string) => ({ stream: 'feedback', complaintId: files.idOf('feedback', name) }) as const

  async function receive(key: ThreadKey, report: IrregularityReport): Promise<void> {
    const name = nameOf(key, report)
    const target = targetOf(name)
    const { receipt } = await receipts.open(target, { key: name, content: name })
    const of = { personId: key.personId, index: report.of }
    await files.append(target, {
      key: `${name}/received`, actor: COMPLAINANT, says: { thread: of }, who: async () => ({ kind: 'complainant' }),
      command: {
        type: 'Receive', files: [], registeredByStaff: false,
        received: {
          receipt, channel: 'thread', by: 'person', personId: key.personId, matter: MATTER, caseId: key.caseId, about: [], fields: { said_at: report.at },
          files: [], thread: of,
        },
      },
    })
  }

  /** Nothing where it was turned into a petition, goes up or is over: the answer stands in the thread. */
  async function answer(target: ComplaintKey, key: string): Promise<void> {
    const { state } = await files.state(target)
    if (!answered.from.includes(state)) return
    await files.append(target, {
      key, actor: RECORD, says: { step: answered.id }, who: async () => ({ kind: 'clock' }),
      command: { type: 'TakeStep', step: answered.id, fields: {}, declared: [], papers: [] },
    })
  }

  /** What the thread says now of a report that was answered: somebody waits for more, or has had it. */
  async function goOn(key: ThreadKey, report: IrregularityReport, { matter, next }: ThreadState): Promise<void> {
    const name = nameOf(key, report)
    const target = targetOf(name)
    const file = await files.state(target)
    if (file.status === 'none' || files.rulesOf('feedback').workflow.states[file.state]!.over) return
    if (!matter && saidAfter([answered.id], file)) await answer(target, `${name}/answered/${next}`)
    if (!matter || matter.since < report.settledBy!) return
    await files.append(target, {
      key: `${name}/said/${matter.since}`, actor: COMPLAINANT, says: { text: SAID_MORE }, who: async () => ({ kind: 'complainant' }),
      command: { type: 'Supplement', said: { text: SAID_MORE, files: [] }, attachments: [] },
    })
  }

  return log.tailWith({
    name: 'feedback-of-threads',
    async handle(entries: SequencedEntry[]) {
      const touched = new Map<string, { key: ThreadKey; indices: Set<number> }>()
      for (const { chain, type, index } of entries) {
        const place = parseChain(chain)
        if (place?.kind !== 'thread' || !CHANGES.has(type)) continue
        const known = touched.get(chain) ?? { key: { caseId: place.caseId, personId: place.personId }, indices: new Set() }
        touched.set(chain, { ...known, indices: known.indices.add(index) })
      }
      for (const { key, indices } of touched.values()) {
        const thread = await log.state(fold, threadChain(key))
        for (const report of thread.irregularities) {
          // Entries come in order: what is settled here was received here or before.
          if (indices.has(report.begunBy)) await receive(key, report)
          const isSettled = report.settledBy !== undefined && indices.has(report.settledBy)
          if (isSettled) await answer(targetOf(nameOf(key, report)), `${nameOf(key, report)}/answered`)
        }
        const last = thread.irregularities[thread.irregularities.length - 1]
        if (last?.settledBy !== undefined) await goOn(key, last, thread)
      }
    },
  })
}
