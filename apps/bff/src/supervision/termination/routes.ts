import {
  FileSheetSchema, GiveReasonSchema, ReviewCheckSchema, TerminationAbilitiesSchema, TerminationCheckParamsSchema, TerminationDoneSchema,
  TerminationParamsSchema, TerminationSheetSchema,
} from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import { EXPLAINS, type Relation, REVIEWS } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../../attachments'
import type { Cases } from '../../cases'
import { terminationDocument } from '../../documents'
import type { Log } from '../../log'
import type { Clock } from '../../platform/clock'
import type { Actor, StaffActor } from '../../platform/http/actor'
import { authorize, type Policy } from '../../platform/http/policy'
import { defineRoute, type Route } from '../../platform/http/route'
import type { TerminationAct } from './commands'
import { documentOf } from './document'
import type { Gather } from './gather'
import { explainCheck, fileSheet, readSheet, reviewCheck } from './policy'
import { type Names, presentSheet } from './present'

const tag = '终本证据清单 termination'
const base = '/cases/:caseId/termination'

export interface TerminationRoutesParts {
  log: Log
  cases: Cases
  names: Names
  court: { name: string }
  clock: Clock
  gather: Gather
  act: TerminationAct
}

/** The sheet of a case, what is said of its checks, and its filing. */
export function createTerminationRoutes({ log, cases, names, court, clock, gather, act }: TerminationRoutesParts): Route[] {
  /** Throws where the actor may not; no party gets past any of these policies. */
  async function open(policy: Policy<Relation>, actor: Actor, caseId: string): Promise<{ by: StaffActor; relation: Relation }> {
    const { relation } = await cases.relation(actor, caseId)
    authorize(policy, actor, relation)
    const by = actor as StaffActor
    // Whoever opens the sheet has seen something of every thread of the case.
    if (policy === readSheet) await cases.noteOpening(by, relation, caseId, 'termination')
    return { by, relation }
  }
  async function sheetFor(caseId: string) {
    const gathered = await gather(log.state, caseId, clock.now().toISOString())
    const { filed } = gathered.said
    const [entry] = filed ? await log.list(caseChain(caseId), { after: filed.index - 1, before: filed.index + 1 }) : []
    return { gathered, sheet: await presentSheet(names, gathered, entry?.entryHash) }
  }

  return [
    defineRoute({
      method: 'get', path: base, summary: 'What the file shows of each of the thirteen checks before a termination, and what is missing', tag,
      policy: readSheet, limit: 'read', params: TerminationParamsSchema, answer: TerminationSheetSchema, can: TerminationAbilitiesSchema,
      async handle({ actor, params: { caseId } }) {
        const { relation } = await open(readSheet, actor, caseId)
        const { gathered, sheet } = await sheetFor(caseId)
        const isHere = !gathered.file.transferred
        const isNew = sheet.filed === null || sheet.filed.stale
        const may = (relations: readonly Relation[]): boolean => isHere && relations.includes(relation)
        return { data: sheet, can: { explain: may(EXPLAINS), review: may(REVIEWS), file: may(EXPLAINS) && isNew } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/checks/:check/reason`, summary: 'Why a check that is red does not keep the termination back; a newer one takes its place', tag,
      policy: explainCheck, limit: 'write', params: TerminationCheckParamsSchema, body: GiveReasonSchema, answer: TerminationDoneSchema,
      async handle({ actor, params: { caseId, check }, body: { commandId, text } }) {
        const { by } = await open(explainCheck, actor, caseId)
        const { index } = await act(by, caseId, commandId, { type: 'GiveReason', check, text })
        return { data: { index } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/checks/:check/review`, summary: 'What a person found of a check that no machine can judge, on what they had before them', tag,
      policy: reviewCheck, limit: 'write', params: TerminationCheckParamsSchema, body: ReviewCheckSchema, answer: TerminationDoneSchema,
      async handle({ actor, params: { caseId, check }, body: { commandId, fine, note, seen } }) {
        const { by } = await open(reviewCheck, actor, caseId)
        const { index } = await act(by, caseId, commandId, { type: 'Review', check, fine, note, seen })
        return { data: { index } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/sheets`, summary: 'Files the sheet as it was seen, with the hashes of the entries it rests on', tag,
      policy: fileSheet, limit: 'write', params: TerminationParamsSchema, body: FileSheetSchema, answer: TerminationDoneSchema,
      async handle({ actor, params: { caseId }, body: { commandId, seen } }) {
        const { by } = await open(fileSheet, actor, caseId)
        const { index } = await act(by, caseId, commandId, { type: 'FileSheet', seen })
        return { data: { index } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/document`, summary: 'The sheet on paper (PDF), saying whether it is the one that was filed', tag,
      policy: readSheet, limit: 'write', params: TerminationParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { caseId }, ctx }) {
        await open(readSheet, actor, caseId)
        const { gathered, sheet } = await sheetFor(caseId)
        const bytes = await terminationDocument(documentOf(court.name, gathered.file, sheet))
        serveAttachment(ctx, { bytes, type: 'application/pdf', name: `终本证据清单-${sheet.caseNumber}.pdf` })
        return { data: {} }
      },
    }),
  ] as Route[]
}
