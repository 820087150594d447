import {
  CheckedNodeSchema, CheckNodeSchema, ExtendSchema, HoldCaseSchema, NodeParamsSchema, NodeRecordedAnswerSchema, NodeTemplatesSchema, ProgressAbilitiesSchema,
  ProgressDoneSchema, ProgressParamsSchema, ProgressViewSchema, RecordNodeSchema, ReleaseNodeSchema, ResumeSchema, SuspendSchema, SuspensionParamsSchema,
  WithdrawNodeSchema,
} from '@zhixin/shared/contract'
import { CodedError, sentence } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import { clocksOf, dayOf, evolveProgress, isLate, onTimeFrom, type Relation, startOf } from '@zhixin/shared/rules'
import type { Cases } from '../cases'
import type { Actor, StaffActor } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import type { ActParts } from './act'
import type { ProgressCommands } from './commands'
import { tellingFoldOf } from './fold'
import { changePeriods, holdCase, readProgress, recordNode, releaseNode } from './policy'
import { createProgressPresenter, type Names, type Shown } from './present'
import { templatesOf } from './templates'
import type { NodePapers } from './papers'
import { previewAfter } from './told-preview'

const tag = '流程节点 progress'
const base = '/cases/:caseId/progress'
/** For a try-out, which stores nothing: no command has it. */
const TRIED = 'm_0000000000000000000tried'

export interface ProgressRoutesParts {
  cases: Cases
  names: Names
  papers: NodePapers
}

export function createProgressRoutes(parts: ActParts & ProgressRoutesParts & { commands: ProgressCommands }): Route[] {
  const { log, cases, catalogue, calendar, level, clock, commands, papers } = parts
  const presenter = createProgressPresenter(parts.names)
  const telling = tellingFoldOf(catalogue)

  /** The case as its reader has it; throws where they may not. */
  async function open(policy: Policy<Relation>, actor: Actor, caseId: string): Promise<{ by: StaffActor; relation: Relation }> {
    const { relation } = await cases.relation(actor, caseId)
    authorize(policy, actor, relation)
    // The policies let no party come here: every relation they name is staff's.
    return { by: actor as StaffActor, relation }
  }
  async function shownTo(actor: Actor, caseId: string): Promise<Shown> {
    const { state: file, relation } = await cases.relation(actor, caseId)
    const { progress, opened } = await log.state(telling, caseChain(caseId))
    const [entries, clocks] = [await log.list(caseChain(caseId)), clocksOf(progress, catalogue, calendar)]
    return { file, progress, opened, catalogue, calendar, level, acts: relation, now: clock.now().toISOString(), clocks, entries }
  }
  const done = (caseId: string) => ({ data: { caseId } })

  return [
    defineRoute({
      method: 'get', path: base, summary: 'What was done in a case, whom it is told, and what is due: the court’s own record', tag,
      policy: readProgress, limit: 'read', params: ProgressParamsSchema, answer: ProgressViewSchema, can: ProgressAbilitiesSchema,
      async handle({ actor, params: { caseId } }) {
        const { by, relation } = await open(readProgress, actor, caseId)
        await cases.noteOpening(by, relation, caseId, 'case')
        const may = ({ relations = [] }: Policy<Relation>): boolean => relations.includes(relation)
        const data = await presenter.view(await shownTo(actor, caseId))
        return { data, can: { record: may(recordNode), hold: may(holdCase), changePeriods: may(changePeriods) } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/templates`, summary: 'What can be recorded: what is probably next, and all the rest', tag,
      policy: recordNode, limit: 'read', params: ProgressParamsSchema, answer: NodeTemplatesSchema,
      async handle({ actor, params: { caseId } }) {
        await open(recordNode, actor, caseId)
        const { file, progress, clocks, now } = await shownTo(actor, caseId)
        const { day, time } = startOf(now)
        const templates = templatesOf({ file, progress, catalogue, clocks, level, now, names: await presenter.peopleOf(file) })
        return { data: { today: day, now: time, onTimeFrom: onTimeFrom(catalogue, calendar, now), ...templates } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/check`, summary: 'What recording would come to: a refusal, warnings, and who would be told which words. Stores nothing', tag,
      policy: recordNode, limit: 'read', params: ProgressParamsSchema, body: CheckNodeSchema, answer: CheckedNodeSchema,
      async handle({ actor, params: { caseId }, body }) {
        const { by } = await open(recordNode, actor, caseId)
        const now = clock.now().toISOString()
        const late = body.on <= dayOf(now) && isLate(catalogue, body.on, calendar, now)
        try {
          const { body: entry, type, warnings, file, progress } = await commands.check(by, caseId, {
            key: TRIED, ...body, attachments: await papers.claim(by, caseId, body.evidence),
          })
          const after = evolveProgress(progress, { index: (progress.records.at(-1)?.index ?? 0) + 1, at: now, type, body: entry })
          const { opened } = await log.state(telling, caseChain(caseId))
          const told = await presenter.told(previewAfter({ file, progress, opened }, after, catalogue, String(entry.recordId), now))
          return { data: { refused: null, late, warnings: [...warnings], told } }
        } catch (error) {
          if (!(error instanceof CodedError) || error.status >= 500) throw error
          const { code, detail, field } = error
          return { data: { refused: { code, message: detail ?? sentence(code), ...(field !== undefined && { field }) }, late, warnings: [], told: [] } }
        }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/nodes`, summary: 'Records that a node was done, or that an event happened; who is told follows from it', tag,
      policy: recordNode, limit: 'write', params: ProgressParamsSchema, body: RecordNodeSchema, answer: NodeRecordedAnswerSchema,
      async handle({ actor, params: { caseId }, body: { commandId: key, ...node } }) {
        const { by } = await open(recordNode, actor, caseId)
        const attachments = await papers.claim(by, caseId, node.evidence, key)
        const { recordId } = await commands.record(by, caseId, { key, ...node, attachments })
        return { data: { recordId } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/nodes/:recordId/withdrawal`, summary: 'Takes a record back: it stays readable, and whoever was told reads the reason', tag,
      policy: recordNode, limit: 'write', params: NodeParamsSchema, body: WithdrawNodeSchema, answer: ProgressDoneSchema,
      async handle({ actor, params: { caseId, recordId }, body: { commandId: key, reason } }) {
        const { by } = await open(recordNode, actor, caseId)
        await commands.withdraw(by, caseId, { key, recordId, reason })
        return done(caseId)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/nodes/:recordId/release`, summary: 'Lets what was held back go to a side; or says more of it to the applicant’s', tag,
      policy: releaseNode, limit: 'write', params: NodeParamsSchema, body: ReleaseNodeSchema, answer: ProgressDoneSchema,
      async handle({ actor, params: { caseId, recordId }, body: { commandId: key, side, detail, reason } }) {
        const { by } = await open(releaseNode, actor, caseId)
        await commands.release(by, caseId, { key, recordId, side, detail, reason })
        return done(caseId)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/hold`, summary: 'Nothing of the case goes out by itself from now on, or it does again', tag,
      policy: holdCase, limit: 'write', params: ProgressParamsSchema, body: HoldCaseSchema, answer: ProgressDoneSchema,
      async handle({ actor, params: { caseId }, body: { commandId: key, held, reason } }) {
        const { by } = await open(holdCase, actor, caseId)
        await commands.hold(by, caseId, { key, held, reason })
        return done(caseId)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/suspensions`, summary: 'Days that are not counted, for a cause that the rules name, with approval', tag,
      policy: changePeriods, limit: 'write', params: ProgressParamsSchema, body: SuspendSchema, answer: ProgressDoneSchema,
      async handle({ actor, params: { caseId }, body: { commandId: key, ...suspension } }) {
        const { by } = await open(changePeriods, actor, caseId)
        await commands.suspend(by, caseId, { key, ...suspension })
        return done(caseId)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/suspensions/:suspensionId/end`, summary: 'The cause has ended: days count again', tag,
      policy: changePeriods, limit: 'write', params: SuspensionParamsSchema, body: ResumeSchema, answer: ProgressDoneSchema,
      async handle({ actor, params: { caseId, suspensionId }, body: { commandId: key, to, reason } }) {
        const { by } = await open(changePeriods, actor, caseId)
        await commands.resume(by, caseId, { key, suspensionId, to, reason })
        return done(caseId)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/extensions`, summary: 'Makes one period longer, as far as its rule lets it, with approval', tag,
      policy: changePeriods, limit: 'write', params: ProgressParamsSchema, body: ExtendSchema, answer: ProgressDoneSchema,
      async handle({ actor, params: { caseId }, body: { commandId: key, ...extension } }) {
        const { by } = await open(changePeriods, actor, caseId)
        await commands.extend(by, caseId, { key, ...extension })
        return done(caseId)
      },
    }),
  ] as Route[]
}
