import { CodedError } from '@zhixin/shared/errors'
import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { ApplicationDocketedSchema, countsFrom, dayOf, type FormsConfig, formOf, FormSubmittedSchema, type ThreadState } from '@zhixin/shared/rules'
import type { Fold, Log } from '../log'
import type { Logger } from '../platform/logger'
import type { ImportActor, ProgressCommands } from '../progress'

/** The filing window's own word for the case's record: a system that follows the log, not somebody who handles the case. */
export const filingWindow: ImportActor = { kind: 'system', id: 'filing-window', role: 'import' }

export interface DocketedParts {
  log: Log
  fold: Fold<ThreadState>
  forms: FormsConfig
  progress: Pick<ProgressCommands, 'record'>
  logger: Logger
}

/**
 * What docketing an application means for its case: the nodes and events that its form names are recorded there, and whoever the catalogue tells
 * reads of it. It follows from `application.docketed`, under keys that name that entry: after a crash in between it is done by the next look, and
 * never twice. What the case cannot take (its node is switched off, somebody recorded it by hand) is logged and left.
 */
export function createDocketed({ log, fold, forms, progress, logger }: DocketedParts) {
  async function follow({ chain, seq, at, body }: SequencedEntry, caseId: string): Promise<void> {
    const { of, caseNumber, docketedOn } = ApplicationDocketedSchema.parse(body)
    const { parts } = await log.state(fold, chain)
    const one = parts.applications.find(({ index }) => index === of)
    const [handedIn] = await log.list(chain, { after: of - 1, before: of + 1 })
    if (!one || !handedIn) return
    const { form, version } = FormSubmittedSchema.parse(handedIn.body)
    for (const { what, on, fields } of formOf(forms, form, version)?.handled?.records ?? []) {
      try {
        await progress.record(filingWindow, caseId, {
          key: `docketed/${seq}/${what}`, what, fields, object: caseNumber, papers: [caseNumber],
          on: on === 'docketed' ? docketedOn : dayOf(countsFrom(one)),
          lateReason: `立案窗口于${dayOf(at)}登记立案，由系统自动记录`,
        })
      } catch (error) {
        if (!(error instanceof CodedError) || error.status >= 500) throw error
        logger.warn({ caseId, what, code: error.code }, 'a docketed application was not recorded in its case')
      }
    }
  }

  return async function handle(entries: SequencedEntry[]): Promise<void> {
    for (const entry of entries) {
      const place = entry.type === 'application.docketed' ? parseChain(entry.chain) : undefined
      if (place?.kind === 'thread') await follow(entry, place.caseId)
    }
  }
}
