import type { z } from 'zod'
import { assertThat } from '../../errors'
import type { EntryAttachment, JsonObject } from '../../log'
import { HANDLERS, LITIGANTS } from '../case-file'
import { findSensitiveNumber } from '../sensitive-numbers'
import type { AttachmentNote } from '../thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from '../thread-part'
import type { ThreadState } from '../thread-state'
import { attachmentWithheld } from '../visible'
import {
  ApplicationDocketedSchema, ApplicationRefusedSchema, ApplicationReturnedSchema, ApplicationSuppliedSchema, ClueAnsweredSchema, type ClueResultSchema,
  CorrectionAskedSchema, type CorrectionItemSchema, type SuppliedPartSchema,
} from './application-entries'
import { FormSubmittedSchema } from './forms'
import { isSealed } from './sealing'
import type { ThreadEntryType } from './sealable'

export type ApplicationEnd =
  | { how: 'answered'; result: z.infer<typeof ClueResultSchema>; words: string }
  | { how: 'docketed'; caseNumber: string; docketedOn: string }
  | { how: 'refused'; reason: string }
  | { how: 'returned'; reason: string }

export type CorrectionItem = z.infer<typeof CorrectionItemSchema>
export type SuppliedPart = z.infer<typeof SuppliedPartSchema>

/** 补正: what was missing, and what came. */
export interface Correction {
  index: number
  at: string
  items: readonly CorrectionItem[]
  node: string
  dueAt: string
  dueDay: string
  supplied?: { index: number; at: string; parts: readonly SuppliedPart[]; attachments: readonly AttachmentNote[] }
}

/** A form that has a clock of its own and must end in an answer. */
export interface Application {
  /** Of the form in the thread. */
  index: number
  at: string
  form: string
  title: string
  /** Who answers: whoever handles the case, or the filing window. */
  by: 'handlers' | 'window'
  /** The node of the catalogue whose period runs from its receipt. */
  node: string
  /** In the order in which they were asked for. */
  corrections: readonly Correction[]
  end?: ApplicationEnd & { index: number; at: string }
}
export type ApplicationsState = readonly Application[]

export type ApplicationsCommand =
  | { type: 'AnswerClue'; of: number; result: z.infer<typeof ClueResultSchema>; words: string }
  | { type: 'DocketApplication'; of: number; caseNumber: string; docketedOn: string }
  | { type: 'RefuseApplication'; of: number; reason: string }
  | { type: 'AskCorrection'; of: number; items: readonly CorrectionItem[]; node: string; dueAt: string; dueDay: string }
  | { type: 'SupplyApplication'; of: number; parts: readonly SuppliedPart[]; notes: AttachmentNote[]; attachments: EntryAttachment[] }
  | { type: 'ReturnApplication'; of: number; reason: string }

/** What the applicant is asked for and has not brought yet. */
export const openCorrection = ({ corrections, end }: Pick<Application, 'corrections' | 'end'>): Correction | undefined => {
  const last = corrections[corrections.length - 1]
  return end || last?.supplied ? undefined : last
}

/** From when the court's period counts: receipt, or the coming in of what had been missing (登记立案规定 第七条). */
export const countsFrom = ({ at, corrections }: Pick<Application, 'at' | 'corrections'>): string =>
  corrections.reduce((from, { supplied }) => supplied?.at ?? from, at)

/**
 * Clues to property, and what goes to the filing window: each has a clock from its receipt and one end. Seen by their sender, the handlers and
 * whoever answers. Of the window's commands it is not checked here that somebody of the window says it: whoever lets them in has.
 */
export const applications: ThreadPart<ApplicationsState, ApplicationsCommand> = {
  initial: [],
  commands: ['AnswerClue', 'DocketApplication', 'RefuseApplication', 'AskCorrection', 'SupplyApplication', 'ReturnApplication'],
  evolve(state, { type, index, at, body }) {
    switch (type) {
      case 'form.submitted': {
        const { form, title, handled } = FormSubmittedSchema.parse(body)
        return handled ? [...state, { index, at, form, title, ...handled, corrections: [] }] : state
      }
      case 'clue.answered': {
        const { of, ...end } = ClueAnsweredSchema.parse(body)
        return ended(state, of, { how: 'answered', ...end, index, at })
      }
      case 'application.docketed': {
        const { of, ...end } = ApplicationDocketedSchema.parse(body)
        return ended(state, of, { how: 'docketed', ...end, index, at })
      }
      case 'application.refused': {
        const { of, ...end } = ApplicationRefusedSchema.parse(body)
        return ended(state, of, { how: 'refused', ...end, index, at })
      }
      case 'application.returned': {
        const { of, ...end } = ApplicationReturnedSchema.parse(body)
        return ended(state, of, { how: 'returned', ...end, index, at })
      }
      case 'application.correction_asked': {
        const { of, ...asked } = CorrectionAskedSchema.parse(body)
        return changed(state, of, (one) => ({ ...one, corrections: [...one.corrections, { index, at, ...asked }] }))
      }
      case 'application.supplied': {
        const { of, ...supplied } = ApplicationSuppliedSchema.parse(body)
        const open = (one: Application): Correction | undefined => openCorrection(one)
        return changed(state, of, (one) => ({
          ...one, corrections: one.corrections.map((asked) => (asked === open(one) ? { ...asked, supplied: { index, at, ...supplied } } : asked)),
        }))
      }
      default:
        return state
    }
  },
  decide(command, thread, context) {
    const { actor, relation } = context
    if (command.type === 'SupplyApplication') return supplying(command, thread, context)
    assertThat(actor.kind === 'staff', 'access.forbidden')
    const by = command.type === 'AnswerClue' ? 'handlers' : 'window'
    if (by === 'handlers') assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    const one = found(thread, command.of, by)
    const draft = draftOf(context)
    switch (command.type) {
      case 'AnswerClue':
        return draft('clue.answered', { of: command.of, result: command.result, words: plain(command.words, 'body.words') })
      case 'DocketApplication':
        return draft('application.docketed', { of: command.of, caseNumber: command.caseNumber, docketedOn: command.docketedOn })
      case 'RefuseApplication':
        // Who was given time to bring something has that time.
        assertThat(!isWaitedFor(one, context.now), 'applications.correction_running')
        return draft('application.refused', { of: command.of, reason: plain(command.reason, 'body.reason') })
      case 'ReturnApplication':
        assertThat(openCorrection(one), 'applications.nothing_asked')
        assertThat(!isWaitedFor(one, context.now), 'applications.correction_running')
        return draft('application.returned', { of: command.of, reason: plain(command.reason, 'body.reason') })
      case 'AskCorrection': {
        const { of, node, dueAt, dueDay } = command
        assertAskedOnce(one, command.items)
        const items = command.items.map(({ text, ...rest }, i) => ({ text: plain(text, `body.items.${i}.text`), ...rest }))
        return draft('application.correction_asked', { of, items, node, dueAt, dueDay })
      }
    }
  },
}

const draftOf = ({ actor }: ThreadContext) => (type: ThreadEntryType, body: object, attachments: EntryAttachment[] = []): ThreadDraft =>
  ({ type, actor, body: body as JsonObject, attachments, visibility: 'sender_and_handler' })

function found({ parts }: ThreadState, of: number, by: Application['by']): Application {
  const one = parts.applications.find(({ index }) => index === of)
  // What was sealed was handed in to the wrong case, say: nothing of it is answered here.
  assertThat(one?.by === by && !isSealed(parts.sealing, one.index), 'applications.unknown', { field: 'params.index' })
  assertThat(!one.end, 'applications.ended')
  return one
}

const isWaitedFor = (one: Application, now: string): boolean => (openCorrection(one)?.dueAt ?? '') > now

/** All that is missing is said at once (一次性告知). Once more only of what has come in since: each line names the one that it answered. */
function assertAskedOnce({ corrections }: Application, items: readonly CorrectionItem[]): void {
  const last = corrections[corrections.length - 1]
  if (!last) return assertThat(items.every(({ about }) => about === undefined), 'applications.asked_once', { field: 'body.items' })
  const came = last.supplied?.parts.map(({ item }) => item) ?? []
  assertThat(items.every(({ about }) => about !== undefined && came.includes(about)), 'applications.asked_once', { field: 'body.items' })
}

/** Whoever handed it in brings what was missing: once, something on each line. Late is better than never, as long as nothing was decided. */
function supplying(command: Extract<ApplicationsCommand, { type: 'SupplyApplication' }>, thread: ThreadState, context: ThreadContext): ThreadDraft {
  const { of, parts, notes, attachments } = command
  assertThat(context.actor.kind === 'person' && LITIGANTS.includes(context.relation), 'access.forbidden')
  const asked = openCorrection(found(thread, of, 'window'))
  assertThat(asked, 'applications.nothing_asked')
  assertThat(!attachments.some(({ id }) => attachmentWithheld(id, thread, context.relation, true)), 'messaging.attachment_unknown', { field: 'body.attachments' })
  const given = asked.items.map((_, i) => parts.filter(({ item }) => item === i + 1))
  const missing = given.findIndex((list) => list.length !== 1)
  assertThat(missing < 0 && parts.length === asked.items.length, 'applications.line_missing', { field: 'body.parts' })
  const said = given.map(([part]) => ({ item: part!.item, words: plain(part!.words, `body.parts.${part!.item - 1}.words`) }))
  return draftOf(context)('application.supplied', { of, parts: said, attachments: notes }, attachments)
}

const changed = (state: ApplicationsState, of: number, change: (one: Application) => Application): ApplicationsState =>
  state.map((one) => (one.index === of ? change(one) : one))
const ended = (state: ApplicationsState, of: number, end: NonNullable<Application['end']>): ApplicationsState =>
  changed(state, of, (one) => (one.end ? one : { ...one, end }))

/** Words for whoever asked: no account, no identity number (rules X-40). */
function plain(words: string, field: string): string {
  const said = words.trim()
  assertThat(!findSensitiveNumber(said), 'messaging.sensitive_number', { field })
  return said
}
