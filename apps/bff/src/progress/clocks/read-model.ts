import { caseChain, parseChain, threadChain, type ThreadKey, watchChain } from '@zhixin/shared/ids'
import type { Entry, SequencedEntry } from '@zhixin/shared/log'
import { PROGRESS_ENTRIES, type WatchRules } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import { type mongo, trusted } from 'mongoose'
import { caseFold } from '../../cases'
import { type Log, putNewer } from '../../log'
import { documentOfCase, documentsOfThread } from './documents'
import { type ClocksState, watchedFold } from './fold'
import type { ClocksDocument, ClocksModel } from './model'
import type { SourceFolds } from './sources'

const KEPT = 2_000

/** Entries of a thread after which its matters may owe something else. */
const OF_MATTERS: ReadonlySet<string> = new Set([
  'form.submitted', 'clue.answered', 'application.docketed', 'application.refused', 'application.returned', 'application.correction_asked', 'application.supplied',
  'message.sent', 'message.remarked', 'matter.no_reply_needed', 'contact.recorded', 'seal.approved',
])

/**
 * Takes the court's entries, in order, into the documents. A case's document is folded from its chain up to the very entry, and no further: what the
 * head says meanwhile is for the page in which that comes. What a thread owes is asked of its chains as they are: what is newer by then comes again
 * and says the same.
 */
export function clocksProjection(log: Pick<Log, 'list' | 'state'>, { ofCase: fold, ofThread }: SourceFolds, rules: WatchRules) {
  const kept = new LRUCache<string, { index: number; state: ClocksState }>({ max: KEPT })

  async function upTo(caseId: string, entries: readonly Entry[]): Promise<ClocksState> {
    const first = entries[0]!
    const known = kept.get(caseId)
    const isNext = first.index === 0 || known?.index === first.index - 1
    const before = first.index === 0 ? fold.initial : isNext ? known!.state : await folded(caseId, first.index)
    const state = entries.reduce(fold.evolve, before)
    kept.set(caseId, { index: entries.at(-1)!.index, state })
    return state
  }
  const folded = async (caseId: string, before: number): Promise<ClocksState> =>
    (await log.list(caseChain(caseId), { before })).reduce(fold.evolve, fold.initial)

  /** What threads owe after these entries: their own, what was written of them, and who handles their case. */
  async function ofThreads(model: ClocksModel, entries: readonly SequencedEntry[]): Promise<ClocksDocument[]> {
    const touched = new Map<string, { key: ThreadKey; seq: number }>()
    const cases = new Map<string, number>()
    for (const { chain, type, seq } of entries) {
      const place = parseChain(chain)
      if (place?.kind === 'watch' || (place?.kind === 'thread' && OF_MATTERS.has(type))) {
        touched.set(`${place.caseId}/${place.personId}`, { key: { caseId: place.caseId, personId: place.personId }, seq })
      } else if (place?.kind === 'case' && !(type in PROGRESS_ENTRIES)) cases.set(place.caseId, seq)
    }
    if (touched.size === 0 && cases.size === 0) return []
    const caseIds = [...new Set([...cases.keys(), ...[...touched.values()].map(({ key }) => key.caseId)])]
    const known = await model.find({ caseId: trusted({ $in: caseIds }), personId: trusted({ $ne: null }) }).lean<ClocksDocument[]>()
    for (const { caseId, personId } of known) {
      const [id, seq] = [`${caseId}/${personId!}`, cases.get(caseId)]
      if (seq !== undefined) touched.set(id, { key: { caseId, personId: personId! }, seq: Math.max(seq, touched.get(id)?.seq ?? 0) })
    }
    const found = await Promise.all([...touched.values()].map(async ({ key, seq }) => {
      const [file, watch, watched] = await Promise.all([
        log.state(caseFold, caseChain(key.caseId)), log.state(ofThread, threadChain(key)), log.state(watchedFold, watchChain(key)),
      ])
      const before = known.flatMap(({ caseId, personId, who }) => (caseId === key.caseId && personId === key.personId ? [who] : []))
      return documentsOfThread(key, { file, watch, watched, before }, rules).map((document) => ({ ...document, upTo: seq }))
    }))
    return found.flat()
  }

  return async function project(model: ClocksModel, entries: SequencedEntry[]): Promise<void> {
    const ofCases = new Map<string, SequencedEntry[]>()
    for (const entry of entries) {
      const place = parseChain(entry.chain)
      if (place?.kind !== 'case') continue
      const known = ofCases.get(place.caseId)
      if (known) known.push(entry)
      else ofCases.set(place.caseId, [entry])
    }
    const documents: ClocksDocument[] = []
    for (const [caseId, own] of ofCases) {
      const state = await upTo(caseId, own)
      if (state.file.status !== 'none') documents.push({ ...documentOfCase(caseId, state, rules), upTo: own.at(-1)!.seq })
    }
    documents.push(...(await ofThreads(model, entries)))
    await putNewer(model.collection as unknown as mongo.Collection<ClocksDocument>, documents)
  }
}

