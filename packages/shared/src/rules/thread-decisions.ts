import { CodedError, assertThat } from '../errors'
import type { Actor, EntryAttachment, JsonObject } from '../log'
import { type Calendar, isOfficeTime } from './calendar'
import { type Relation, type Side, sideOf } from './case-file'
import type { Mark } from './court-config'
import { findSensitiveNumber } from './sensitive-numbers'
import { type ContactRecorded, markOf, type MessageSent, type ThreadState } from './thread'

/** What someone may want of a thread. */
export type ThreadCommand =
  | { type: 'SendMessage'; message: MessageSent; attachments: EntryAttachment[] }
  | { type: 'RemarkMessage'; of: number; mark: Mark }
  | { type: 'MarkDelivered' | 'MarkRead'; upTo: number }
  | { type: 'DismissMatter'; reason: string }
  | { type: 'RecordContact'; contact: ContactRecorded }

export interface ThreadDraft {
  type: string
  actor: Actor
  body: JsonObject
  attachments: EntryAttachment[]
}

export interface ThreadContext {
  actor: Actor
  /** What the actor is to the case at the head of its chain. */
  relation: Relation
  now: string
  calendar: Calendar
  offHoursReasonRequired: boolean
}

const mayWrite = (relation: Relation): boolean => ['principal', 'agent', 'officer', 'judge'].includes(relation)
const mayHandle = (relation: Relation): boolean => relation === 'officer' || relation === 'judge'

/** What someone may do in a thread now; sent with every answer so that the phone never derives rights itself. */
export function threadAbilities(state: ThreadState, context: Omit<ThreadContext, 'actor'> & { side: Side }) {
  const { relation, side } = context
  const handles = mayHandle(relation)
  return {
    send: mayWrite(relation),
    chooseMark: side === 'party' && mayWrite(relation),
    remark: handles,
    dismiss: handles && state.matter !== undefined && canSettle(state, relation),
    recordContact: handles,
    quickReply: handles,
    offHoursReason: handles && needsReason(context),
  }
}
export type ThreadAbilities = ReturnType<typeof threadAbilities>

const canSettle = (state: ThreadState, relation: Relation): boolean => !state.matter?.irregularSince || relation === 'judge'
const needsReason = (context: Pick<ThreadContext, 'offHoursReasonRequired' | 'calendar' | 'now'>): boolean =>
  context.offHoursReasonRequired && !isOfficeTime(context.calendar, context.now)

/**
 * The one entry a command becomes, or a CodedError. Undefined: there is nothing to write (a mark that is already reached).
 * Does not check who may see the thread at all: whoever is nothing to the case never gets here.
 */
export function decideThread(command: ThreadCommand, state: ThreadState, context: ThreadContext): ThreadDraft | undefined {
  const { actor, relation } = context
  const side = sideOf(actor)
  const draft = (type: string, body: object, attachments: EntryAttachment[] = []): ThreadDraft => ({ type, actor, body: body as JsonObject, attachments })
  switch (command.type) {
    case 'SendMessage': {
      assertThat(mayWrite(relation), side === 'court' ? 'messaging.not_handler' : 'access.forbidden')
      return draft('message.sent', checkedMessage(command.message, side, context), command.attachments)
    }
    case 'RemarkMessage':
      assertThat(mayHandle(relation), 'messaging.not_handler')
      assertThat(markOf(state, command.of) !== undefined, 'messaging.not_a_message', { field: 'params.index' })
      if (markOf(state, command.of) === command.mark) return undefined
      return draft('message.remarked', { of: command.of, mark: command.mark })
    case 'MarkDelivered':
    case 'MarkRead': {
      assertThat(mayWrite(relation), side === 'court' ? 'messaging.not_handler' : 'access.forbidden')
      assertThat(command.upTo < state.next, 'messaging.too_far', { field: 'body.upTo' })
      const mark = command.type === 'MarkRead' ? 'read' : 'delivered'
      if (state[side][mark] >= command.upTo) return undefined
      return draft(`message.${mark}`, { upTo: command.upTo })
    }
    case 'DismissMatter':
      assertThat(mayHandle(relation), 'messaging.not_handler')
      assertThat(state.matter, 'messaging.nothing_open')
      assertThat(canSettle(state, relation), 'messaging.judge_required')
      return draft('matter.no_reply_needed', { reason: command.reason })
    case 'RecordContact':
      assertThat(mayHandle(relation), 'messaging.not_handler')
      return draft('contact.recorded', command.contact)
    default:
      return unknownCommand(command)
  }
}

function checkedMessage(message: MessageSent, side: Side, context: ThreadContext): MessageSent {
  const text = message.text.trim()
  if (text === '' && message.attachments.length === 0) throw new CodedError('messaging.empty', { field: 'body.text' })
  const found = findSensitiveNumber(text)
  if (found) throw new CodedError('messaging.sensitive_number', { field: 'body.text' })
  const { offHoursReason, ...rest } = message
  if (side === 'party') return { ...rest, text }
  // What a message of the court's is, the court does not mark; only the litigant side does.
  const ours: MessageSent = { ...rest, text, mark: 'ordinary' }
  if (!needsReason(context)) return ours
  if (!offHoursReason) throw new CodedError('messaging.off_hours_reason_required', { field: 'body.offHoursReason' })
  return { ...ours, offHoursReason }
}

function unknownCommand(command: never): never {
  throw new TypeError(`unknown command ${JSON.stringify(command)}`)
}
