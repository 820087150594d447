import { CodedError, assertThat } from '../errors'
import type { EntryAttachment, JsonObject } from '../log'
import { isOfficeTime } from './calendar'
import { FULLY_ENTITLED, HANDLERS, JUDGES, LITIGANTS, type Relation, type Side, sideOf } from './case-file'
import type { Mark } from './court-config'
import { findSensitiveNumber } from './sensitive-numbers'
import type { ThreadContext, ThreadDraft } from './thread-part'
import { decidePart, type PartCommand } from './thread-parts'
import { markOf, type ThreadState } from './thread-state'
import type { ContactRecorded, MessageSent } from './thread-entries'

type CoreCommand =
  | { type: 'SendMessage'; message: MessageSent; attachments: EntryAttachment[] }
  | { type: 'RemarkMessage'; of: number; mark: Mark }
  | { type: 'MarkDelivered' | 'MarkRead'; upTo: number }
  | { type: 'DismissMatter'; reason: string }
  | { type: 'RecordContact'; contact: ContactRecorded }
/** What someone may want of a thread. */
export type ThreadCommand = CoreCommand | PartCommand

const mayWrite = (relation: Relation): boolean => LITIGANTS.includes(relation) || HANDLERS.includes(relation)
const mayHandle = (relation: Relation): boolean => HANDLERS.includes(relation)

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

const canSettle = (state: ThreadState, relation: Relation): boolean => !state.matter?.irregularSince || JUDGES.includes(relation)
const needsReason = (context: Pick<ThreadContext, 'rules' | 'calendar' | 'now'>): boolean =>
  context.rules.off_hours_reason_required.required && !isOfficeTime(context.calendar, context.now)

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
      return decidePart(command, state, context)
  }
}

function checkedMessage(message: MessageSent, side: Side, context: ThreadContext): MessageSent {
  const text = message.text.trim()
  if (text === '' && message.attachments.length === 0) throw new CodedError('messaging.empty', { field: 'body.text' })
  const found = findSensitiveNumber(text)
  if (found) throw new CodedError('messaging.sensitive_number', { field: 'body.text' })
  const { offHoursReason, ...rest } = message
  if (side === 'party') {
    const isEntitled = FULLY_ENTITLED.includes(context.relation) || !context.rules.needs_special_authority.marks.includes(message.mark)
    if (!isEntitled) throw new CodedError('messaging.special_authority_required', { field: 'body.mark' })
    return { ...rest, text }
  }
  // What a message of the court's is, the court does not mark; only the litigant side does.
  const ours: MessageSent = { ...rest, text, mark: 'ordinary' }
  if (!needsReason(context)) return ours
  if (!offHoursReason) throw new CodedError('messaging.off_hours_reason_required', { field: 'body.offHoursReason' })
  return { ...ours, offHoursReason }
}
