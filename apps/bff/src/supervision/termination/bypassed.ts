import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CaseState, NodeRecordedSchema, TerminationBypassedSchema, type TerminationConfig } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Log } from '../../log'

export interface BypassedParts {
  log: Log
  config: TerminationConfig
  /** Who leads a case, by what they are to it. */
  leaders(file: CaseState, as: TerminationConfig['bypassed']['tell']): Promise<string[]>
}

const actor = { kind: 'system', id: 'termination', role: 'notice' } as const

/**
 * The court's own system states what has happened: a termination that it brings is recorded, whatever the sheet says. Whoever leads hears of it by an
 * entry of the case, one for each record; after a crash the next look writes it.
 */
export function createBypassed({ log, config, leaders }: BypassedParts) {
  return async function handle(entries: SequencedEntry[]): Promise<void> {
    for (const entry of entries) {
      const place = entry.type === 'node.recorded' ? parseChain(entry.chain) : undefined
      if (place?.kind !== 'case') continue
      const { recordId, unexplained } = NodeRecordedSchema.parse(entry.body)
      if (!unexplained) continue
      await log.append({
        chain: entry.chain,
        key: `bypassed/${entry.chain}/${recordId}`,
        async decide({ state }) {
          const staffIds = await leaders(await state(caseFold, entry.chain), config.bypassed.tell)
          return { type: 'termination.bypassed', actor, body: { recordId, checks: unexplained, staffIds } }
        },
      })
    }
  }
}

/** Whom such an entry tells. */
export const toldOfBypass = ({ type, body }: Pick<SequencedEntry, 'type' | 'body'>): string[] =>
  type === 'termination.bypassed' ? TerminationBypassedSchema.parse(body).staffIds : []
