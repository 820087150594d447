import { CodedError, assertThat } from '../errors'
import type { EntryAttachment, JsonObject } from '../log'
import { isOfficeTime } from './calendar'
import { FULLY_ENTITLED, HANDLERS, JUDGES, LEADERS, LITIGANTS, type Relation, type Side, sideOf } from './case-file'
import type { Mark } from './court-config'
import { paceOf } from './parts/pace'
import type { ThreadEntryType } from './parts/sealable'
import { assertSummarised } from './parts/voice-summary'
import { findSensitiveNumber } from './sensitive-numbers'
import type { ThreadContext, ThreadDraft } from './thread-part'
import { decidePart, guardMessage, type PartCommand } from './thread-parts'
import { markOf, type ThreadState } from './thread-state'
import { attachmentWithheld } from './visible'
import type { ContactRecorded, MessageSent } from './thread-entries'

type CoreCommand =
  | { type: 'SendMessage'; message: MessageSent; attachments: EntryAttachment[]; confidential?: boolean }
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
    askSeal: mayWrite(relation),
    confine: side === 'party' && mayWrite(relation),
    release: handles,
    quickReply: handles,
    offHoursReason: handles && needsReason(context),
    /** How the thread is slowed now, null where it is not. */
    pace: paceOf(state.parts.pace, context.now),
    setPace: LEADERS.includes(relation) ? paceRange(context.rules) : null,
    flag: handles,
    consent: side === 'party' && FULLY_ENTITLED.includes(relation),
    passOn: handles,
    /** Only who has to pay or hand over is asked to do something. */
    askTask: handles && context.standing?.some(({ side: of }) => of === 'respondent') === true,
  }
}
export type ThreadAbilities = ReturnType<typeof threadAbilities>

const paceRange = ({ slow_mode: { max_days, messages_per_day } }: ThreadContext['rules']) => ({
  maxDays: max_days, least: messages_per_day.least, most: messages_per_day.most,
})
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
  const draft = (type: ThreadEntryType, body: object, attachments: EntryAttachment[] = []): ThreadDraft =>
    ({ type, actor, body: body as JsonObject, attachments })
  switch (command.type) {
    case 'SendMessage': {
      assertThat(mayWrite(relation), side === 'court' ? 'messaging.not_handler' : 'access.forbidden')
      assertThat(!command.attachments.some(({ id }) => attachmentWithheld(id, state, relation, true)), 'messaging.attachment_unknown', { field: 'body.attachments' })
      const message = checkedMessage(command.message, side, context)
      if (side === 'court' && message.settles !== false) assertSummarised(state, relation)
      else guardMessage(message, state, context)
      return { ...draft('message.sent', message, command.attachments), ...visibilityOf(message.mark, command.confidential, side, context) }
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
      assertSummarised(state, relation)
      return draft('matter.no_reply_needed', { reason: command.reason })
    case 'RecordContact':
      assertThat(mayHandle(relation), 'messaging.not_handler')
      if (command.contact.settles) assertSummarised(state, relation)
      return draft('contact.recorded', command.contact)
    default:
      return decidePart(command, state, context)
  }
}

/** The court's own words are for whose thread it is: there is nobody they could be kept from. */
function visibilityOf(mark: Mark, confidential: boolean | undefined, side: Side, { rules }: ThreadContext): Pick<ThreadDraft, 'visibility'> {
  assertThat(side === 'party' || confidential !== true, 'input.invalid', { field: 'body.confidential' })
  const isConfidential = side === 'party' && (confidential ?? rules.confidential_by_default.marks.includes(mark))
  return isConfidential ? { visibility: 'sender_and_handler' } : {}
}

/** What a message says once it is checked against what everybody's must hold to. Throws CodedError. */
export function checkedMessage(message: MessageSent, side: Side, context: ThreadContext): MessageSent {
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
