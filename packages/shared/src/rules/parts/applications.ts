import { z } from 'zod'
import { assertThat } from '../../errors'
import type { JsonObject } from '../../log'
import { HANDLERS } from '../case-file'
import { findSensitiveNumber } from '../sensitive-numbers'
import type { ThreadDraft, ThreadPart } from '../thread-part'
import { FormSubmittedSchema } from './forms'
import { isSealed } from './sealing'
import type { ThreadEntryType } from './sealable'

const Of = { of: z.number().int().nonnegative() }

/** What came of a clue to property, for whoever gave it. */
export const CLUE_RESULTS = ['controlled', 'checked', 'not_found', 'cannot'] as const
export const ClueResultSchema = z.enum(CLUE_RESULTS)
export const ClueAnsweredSchema = z.object({ ...Of, result: ClueResultSchema, words: z.string().min(2).max(500) })
/** An application got a case number of its own, or was refused with reasons (有案必立、有诉必理). */
export const ApplicationDocketedSchema = z.object({ ...Of, caseNumber: z.string().min(5).max(60), docketedOn: z.iso.date() })
export const ApplicationRefusedSchema = z.object({ ...Of, reason: z.string().min(5).max(1000) })

export type ApplicationEnd =
  | { how: 'answered'; result: z.infer<typeof ClueResultSchema>; words: string }
  | { how: 'docketed'; caseNumber: string; docketedOn: string }
  | { how: 'refused'; reason: string }

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
  end?: ApplicationEnd & { index: number; at: string }
}
export type ApplicationsState = readonly Application[]

export type ApplicationsCommand =
  | { type: 'AnswerClue'; of: number; result: z.infer<typeof ClueResultSchema>; words: string }
  | { type: 'DocketApplication'; of: number; caseNumber: string; docketedOn: string }
  | { type: 'RefuseApplication'; of: number; reason: string }

/**
 * Clues to property, and what goes to the filing window: each has a clock from its receipt and one end. Seen by their sender, the handlers and
 * whoever answers. Of the window's commands it is not checked here that somebody of the window says it: whoever lets them in has.
 */
export const applications: ThreadPart<ApplicationsState, ApplicationsCommand> = {
  initial: [],
  commands: ['AnswerClue', 'DocketApplication', 'RefuseApplication'],
  evolve(state, { type, index, at, body }) {
    switch (type) {
      case 'form.submitted': {
        const { form, title, handled } = FormSubmittedSchema.parse(body)
        return handled ? [...state, { index, at, form, title, ...handled }] : state
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
      default:
        return state
    }
  },
  decide(command, thread, { actor, relation }) {
    assertThat(actor.kind === 'staff', 'access.forbidden')
    const one = thread.parts.applications.find(({ index }) => index === command.of)
    const by = command.type === 'AnswerClue' ? 'handlers' : 'window'
    if (by === 'handlers') assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    // What was sealed was handed in to the wrong case, say: nothing of it is answered here.
    assertThat(one?.by === by && !isSealed(thread.parts.sealing, one.index), 'applications.unknown', { field: 'params.index' })
    assertThat(!one.end, 'applications.ended')
    const draft = (type: ThreadEntryType, body: object): ThreadDraft => ({ type, actor, body: body as JsonObject, attachments: [], visibility: 'sender_and_handler' })
    switch (command.type) {
      case 'AnswerClue':
        return draft('clue.answered', { of: command.of, result: command.result, words: plain(command.words, 'body.words') })
      case 'DocketApplication':
        return draft('application.docketed', { of: command.of, caseNumber: command.caseNumber, docketedOn: command.docketedOn })
      case 'RefuseApplication':
        return draft('application.refused', { of: command.of, reason: plain(command.reason, 'body.reason') })
    }
  },
}

const ended = (state: ApplicationsState, of: number, end: NonNullable<Application['end']>): ApplicationsState =>
  state.map((one) => (one.index === of && !one.end ? { ...one, end } : one))

/** Words for whoever asked: no account, no identity number (rules X-40). */
function plain(words: string, field: string): string {
  const said = words.trim()
  assertThat(!findSensitiveNumber(said), 'messaging.sensitive_number', { field })
  return said
}
