import { caseChain, pushChain, threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, type CaseState, type Catalogue, type EvidenceRef, evolveTermination, nothingSaid, type Sheet, type SheetFacts, sheetOf, type TerminationConfig,
  type TerminationState, type ThreadState,
} from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import { type Fold, type HeadView, type Log, sm3Hex } from '../../log'
import { papersFold } from '../../official-forms'
import { progressFold } from '../../progress'

export const terminationFold: Fold<TerminationState> = { name: 'case-termination', initial: nothingSaid, evolve: evolveTermination }

export const digest = (text: string): string => sm3Hex(new TextEncoder().encode(text))

export interface GatherParts {
  log: Log
  /** Of a thread, with all its parts. */
  fold: Fold<ThreadState>
  catalogue: Catalogue
  calendar: Calendar
  config: TerminationConfig
}

export interface Gathered {
  file: CaseState
  facts: SheetFacts
  said: TerminationState
  sheet: Sheet
  /** Of an entry that the sheet names. Throws TypeError of any other. */
  hashOf(ref: EvidenceRef): string
}

/** Looks through a case's chains and makes its sheet, on the heads that `state` gives. Does not check who asks. */
export function createGather({ log, fold, catalogue, calendar, config }: GatherParts) {
  const submits = [...catalogue.nodes.values()].filter(({ on, checks }) => on && checks.includes('evidence_sheet')).map(({ id }) => id)

  return async function gather(state: HeadView['state'], caseId: string, now: string): Promise<Gathered> {
    const chain = caseChain(caseId)
    const [file, progress, said, { papers }, ofCase] = await Promise.all([
      state(caseFold, chain), state(progressFold, chain), state(terminationFold, chain), state(papersFold, chain), log.list(chain),
    ])
    const corrected = new Set(papers.filter(({ replacedBy }) => replacedBy !== undefined).map(({ paperId }) => paperId))
    const personIds = [...new Set(file.relations.map(({ personId }) => personId))]
    const threads = await Promise.all(personIds.map(async (personId) => {
      const key = { caseId, personId }
      const [entries, thread, pushes] = await Promise.all([log.list(threadChain(key)), state(fold, threadChain(key)), log.list(pushChain(key))])
      return { personId, entries, state: thread, pushes }
    }))
    const facts: SheetFacts = { file, progress, threads, corrected, catalogue, holidays: calendar, submits, now }
    const listOf = ({ chain: kind, personId }: EvidenceRef): readonly SequencedEntry[] => {
      if (kind === 'case') return ofCase
      const thread = threads.find((one) => one.personId === personId)
      return (kind === 'thread' ? thread?.entries : thread?.pushes) ?? []
    }
    return {
      file, facts, said, sheet: sheetOf(facts, said, config, digest),
      hashOf(ref) {
        const found = listOf(ref).find(({ index }) => index === ref.index)
        if (!found) throw new TypeError(`no entry ${ref.chain} ${ref.index}`)
        return found.entryHash
      },
    }
  }
}
export type Gather = ReturnType<typeof createGather>
