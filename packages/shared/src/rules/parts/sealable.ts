/**
 * Every type of entry that a thread holds, and what sealing (封存) has to do with it. `words`: somebody's own words, or pictures, are in
 * it, so it can be sealed. Any other says why there is nothing to seal: nobody wrote in it what they liked. What a command writes is checked
 * against this list as the code is compiled, what follows from other chains as it is appended in tests: a type that is in neither fails.
 */
export const THREAD_ENTRIES = {
  'message.sent': 'words',
  'contact.recorded': 'words',
  'matter.no_reply_needed': 'words',
  'message.released': 'words',
  'form.submitted': 'words',
  'voice.summarised': 'words',
  'clue.answered': 'words',
  'application.docketed': 'words',
  'application.refused': 'words',
  'application.correction_asked': 'words',
  'application.supplied': 'words',
  'application.returned': 'words',
  'task.asked': 'words',
  'task.done': 'words',
  'slow_mode.set': 'words',
  'slow_mode.lifted': 'words',
  'urgent.raised': 'words',
  'urgent.returned': 'words',
  'urgent.said': 'words',
  'urgent.settled': 'words',
  // The bank is written by hand, and the last digits are somebody's.
  'receiving_account.set': 'words',
  'receiving_account.changed': 'words',
  // The document, and the numbers of papers that are written by hand.
  'service.consented': 'words',
  'service.consent_withdrawn': 'words',
  'service.sent': 'words',
  'service.noted': 'words',

  'message.remarked': { none: 'an index and a kind of the court’s list' },
  'message.delivered': { none: 'an index' },
  'message.read': { none: 'an index' },
  'message.confined': { none: 'an index' },
  'seal.asked': { none: 'an index and a reason of the court’s list' },
  'seal.approved': { none: 'an index and a reason of the court’s list' },
  'seal.refused': { none: 'an index and a reason of the court’s list' },
  'settlement.consent_asked': { none: 'an index' },
  'settlement.consented': { none: 'an index' },
  'settlement.consent_withdrawn': { none: 'an index' },
  'settlement.passed_notice': { none: 'an index; the words stand in the other thread, as a message' },
  'urgent.taken': { none: 'who has it: name and title as the court has them' },
  'urgent.unreached': { none: 'an index and a round' },
  'urgent.reminded': { none: 'indexes' },
  'urgent.rung_again': { none: 'indexes and a step of the court’s list' },
  'handler.changed': { none: 'who answers: names as the court has them' },
  'standing.changed': { none: 'who stands for whom: a name as the court has it, kinds of its lists' },
  'node.told': { none: 'the catalogue’s own sentences, and a day' },
  'node.detail_told': 'words',
  'node.taken_back': 'words',
  'case.transferred_notice': { none: 'which court, its telephone and the paper’s number, from a list of courts' },
  'case.transferred_number': { none: 'the other court’s number of the case' },
  'case.transfer_undone_notice': 'words',
  'case.taken_over_notice': { none: 'which court, and its number of the case' },
  'case.closed_notice': { none: 'way, day and department, from the court’s own system' },
  'service.arrived': { none: 'an index, a moment and the catalogue’s own periods' },
  'service.opened': { none: 'an index' },
  'service.confirmed': { none: 'an index' },
  'payment.changed': { none: 'where the court’s own system says it comes from; the account stands in the case' },
} as const satisfies Record<string, 'words' | { none: string }>

export type ThreadEntryType = keyof typeof THREAD_ENTRIES

const known: Readonly<Record<string, 'words' | { none: string } | undefined>> = THREAD_ENTRIES

/** Whether an entry of that type can be sealed. */
export const isSealable = (type: string): boolean => known[type] === 'words'

/** Whether an entry of that type may repeat words of the one it is about; of a type that is not known it is taken that it may. */
export const mayRepeat = (type: string): boolean => known[type] === 'words' || known[type] === undefined
