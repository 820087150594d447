import type { SequencedEntry } from '@zhixin/shared/log'
import { sideOf, type ThreadEntryType } from '@zhixin/shared/rules'

/** What the court, or its system, puts into a thread for the litigant to know. Their own writing, marks and what they agreed to are not in it. */
const TOLD: ReadonlySet<string> = new Set<ThreadEntryType>([
  'node.told', 'node.detail_told', 'node.taken_back', 'voice.summarised', 'seal.approved', 'seal.refused', 'message.released', 'contact.recorded',
  'clue.answered', 'application.docketed', 'application.refused', 'application.returned', 'application.correction_asked', 'matter.no_reply_needed',
  'handler.changed', 'case.closed_notice',
  'case.transferred_notice', 'case.transferred_number', 'case.transfer_undone_notice', 'case.taken_over_notice', 'standing.changed', 'urgent.taken', 'urgent.returned', 'urgent.said', 'urgent.settled',
  'urgent.unreached', 'urgent.rung_again', 'task.asked', 'task.done', 'payment.changed', 'receiving_account.changed', 'slow_mode.set', 'slow_mode.lifted',
  'settlement.consent_asked', 'settlement.passed_notice', 'service.sent', 'service.noted',
])

/** Written by either side: what one wrote oneself is no news. */
const BY_EITHER: ReadonlySet<string> = new Set<ThreadEntryType>(['message.sent', 'service.consented', 'service.consent_withdrawn'])

/** Whether an entry of a thread is something its litigant has not read until they have: it counts as unread, and stands in their inbox. */
export const tellsParty = ({ type, actor }: Pick<SequencedEntry, 'type' | 'actor'>): boolean =>
  BY_EITHER.has(type) ? sideOf(actor) === 'court' : TOLD.has(type)
