import type { FilingItem } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import { type CaseState, type FilingConfig, filingOf, relationsOf, standsAt } from '@zhixin/shared/rules'
import { caseFold, titlesOf } from '../cases'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import { filingFold } from './fold'
import type { FilingDocument } from './model'

/** The only way out: how a thread stands with the court's file, as its read model and the case's chain say. */
export function createFilingPresenter({ log, config, clock }: { log: Pick<Log, 'state'>; config: FilingConfig; clock: Clock }) {
  return async function item(document: FilingDocument, personName: string): Promise<FilingItem> {
    const now = clock.now().toISOString()
    const { caseId, personId, pending, pendingSince, moment } = document
    const [file, filings] = await Promise.all([log.state(caseFold, caseChain(caseId)), log.state(filingFold, caseChain(caseId))])
    const filing = filingOf(filings, personId)
    const stands = standsAt(filing, config, now)
    const base = {
      caseId, personId, caseNumber: file.caseNumber, personName, personRole: roleIn(file, personId, now),
      filedTo: (filing.filed?.upTo ?? -1) + 1, filedAt: filing.filed?.at ?? null, pending, since: pendingSince,
      why: moment?.why ?? null, because: null, nextAt: null,
    }
    switch (stands.is) {
      case 'under_way': return { ...base, stands: 'under_way' }
      case 'failed': return { ...base, stands: 'failed', because: filing.failed?.because ?? 'unreachable', nextAt: stands.nextAt }
      case 'given_up': return { ...base, stands: 'given_up', because: filing.failed?.because ?? 'unreachable' }
      case 'none': return { ...base, stands: pending === 0 ? 'filed' : moment ? 'soon' : 'waits' }
    }
  }
}
export type FilingPresenter = ReturnType<typeof createFilingPresenter>

function roleIn(file: CaseState, personId: string, now: string): string {
  const current = relationsOf(file, personId, now)
  return titlesOf(current.length > 0 ? current : file.relations.filter((relation) => relation.personId === personId).slice(-1))
}
