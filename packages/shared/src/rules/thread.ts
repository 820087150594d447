import { isAcknowledgement } from './acknowledgement'
import { JUDGES, type Side, sideOf } from './case-file'
import type { Mark, MessagingConfig } from './court-config'
import { valueAt, withValue } from './paged'
import { ApplicationSuppliedSchema } from './parts/application-entries'
import { FormSubmittedSchema } from './parts/forms'
import { UrgentRaisedSchema } from './parts/urgent'
import { ServiceConsentedSchema, ServiceConsentWithdrawnSchema, ServiceSentSchema } from './service/entries'
import { ContactRecordedSchema, MessageRemarkedSchema, messageOf, type MessageSent, type ThreadEntry, UpToSchema } from './thread-entries'
import { evolveParts, initialParts } from './thread-parts'
import type { Marks, OpenMatter, ThreadState } from './thread-state'

export const emptyThread: ThreadState = {
  next: 0, irregularities: [], party: { delivered: -1, read: -1 }, court: { delivered: -1, read: -1 }, received: {}, filed: {}, parts: initialParts,
}

/** State of a thread after one more entry. `acknowledgements` are the court's words that start no clock. */
export function evolveThread(state: ThreadState, entry: ThreadEntry, acknowledgements: MessagingConfig['acknowledgements']): ThreadState {
  return evolveParts(withReports(state, evolveMessages(state, entry, acknowledgements), entry.index), entry)
}

/** What the open matter forgets when it is settled: which reports of irregularity there were. */
function withReports(before: ThreadState, after: ThreadState, index: number): ThreadState {
  const [was, is] = [before.matter?.irregularSince, after.matter?.irregularSince]
  const known = before.irregularities
  if (is && !was) return { ...after, irregularities: [...known, { of: is.index, at: is.at, begunBy: index }] }
  if (was && !is) return { ...after, irregularities: known.map((one) => (one.settledBy === undefined ? { ...one, settledBy: index } : one)) }
  return after
}

function evolveMessages(state: ThreadState, entry: ThreadEntry, acknowledgements: MessagingConfig['acknowledgements']): ThreadState {
  const next: ThreadState = { ...state, next: entry.index + 1 }
  const side = sideOf(entry.actor)
  switch (entry.type) {
    case 'message.sent': {
      const message = messageOf(entry)
      const filed = withFiled(next, message)
      if (side === 'party') return received(filed, entry, message, acknowledgements)
      return message.settles === false ? filed : answered(filed, entry.actor.role)
    }
    case 'form.submitted': {
      const form = FormSubmittedSchema.parse(entry.body)
      const filed = withFiled(next, form)
      return form.asksReply ? { ...filed, matter: filed.matter ?? { since: entry.index, sinceAt: entry.at } } : filed
    }
    case 'application.supplied':
      return withFiled(next, ApplicationSuppliedSchema.parse(entry.body))
    case 'service.consented':
      return withFiled(next, ServiceConsentedSchema.parse(entry.body))
    case 'service.consent_withdrawn':
      return withFiled(next, ServiceConsentWithdrawnSchema.parse(entry.body))
    case 'service.sent':
      return withFiled(next, ServiceSentSchema.parse(entry.body))
    case 'urgent.raised':
      return withFiled(next, UrgentRaisedSchema.parse(entry.body))
    case 'message.remarked':
      return remarked(next, MessageRemarkedSchema.parse(entry.body))
    case 'message.delivered':
      return moved(next, side, 'delivered', UpToSchema.parse(entry.body).upTo)
    case 'message.read': {
      const { upTo } = UpToSchema.parse(entry.body)
      return moved(moved(next, side, 'delivered', upTo), side, 'read', upTo)
    }
    case 'clue.answered':
    case 'matter.no_reply_needed':
      return answered(next, entry.actor.role)
    case 'contact.recorded':
      return ContactRecordedSchema.parse(entry.body).settles ? answered(next, entry.actor.role) : next
    default:
      return next
  }
}

function withFiled(state: ThreadState, { attachments = [] }: Partial<Pick<MessageSent, 'attachments'>>): ThreadState {
  if (attachments.length === 0) return state
  return { ...state, filed: { ...state.filed, ...Object.fromEntries(attachments.map(({ id }) => [id, true as const])) } }
}

function received(
  state: ThreadState, entry: ThreadEntry, { text, mark, attachments }: MessageSent, acknowledgements: MessagingConfig['acknowledgements'],
): ThreadState {
  const known: ThreadState = { ...state, received: withValue(state.received, entry.index, { mark, at: entry.at }) }
  const asksNothing = mark === 'ordinary' && attachments.length === 0 && isAcknowledgement(text, acknowledgements)
  if (asksNothing) return known
  const matter: OpenMatter = state.matter ?? { since: entry.index, sinceAt: entry.at }
  return { ...known, matter: mark === 'irregularity' ? withIrregular(matter, entry.index, entry.at) : matter }
}

/** An answer settles what is open — except what only the judge may answer. */
function answered(state: ThreadState, role: string): ThreadState {
  const { matter, ...rest } = state
  if (!matter?.irregularSince || (JUDGES as string[]).includes(role)) return rest
  const { index, at } = matter.irregularSince
  return { ...rest, matter: { since: index, sinceAt: at, irregularSince: matter.irregularSince } }
}

/** A new mark never stops, restarts or lengthens a clock; towards 'irregular' it counts from receipt (rules X-14). */
function remarked(state: ThreadState, { of, mark }: { of: number; mark: Mark }): ThreadState {
  const before = valueAt(state.received, of)
  // What was never received cannot be marked; decideThread sees to that, and a fold leaves what it does not understand.
  if (!before) return state
  const marked: ThreadState = { ...state, received: withValue(state.received, of, { ...before, mark }) }
  if (mark !== 'irregularity' || before.mark === 'irregularity') return marked
  return { ...marked, matter: withIrregular(state.matter ?? { since: of, sinceAt: before.at }, of, before.at) }
}

const withIrregular = (matter: OpenMatter, index: number, at: string): OpenMatter =>
  matter.irregularSince && matter.irregularSince.index <= index ? matter : { ...matter, irregularSince: { index, at } }

const moved = (state: ThreadState, side: Side, mark: keyof Marks, upTo: number): ThreadState => ({
  ...state,
  [side]: { ...state[side], [mark]: Math.max(state[side][mark], upTo) },
})
