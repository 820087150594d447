import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const writers: Relation[] = [...LITIGANTS, ...HANDLERS]
const handlers = HANDLERS
const everyRelation: Relation[] = [...writers, ...LEADERS, 'keeper']
const both = { audience: ['person', 'staff'] } as const

/** A participant has a relation to their own thread alone; to any other it is `none`, and the thread does not exist for them. */
export const readThread = definePolicy<Relation>({ action: 'thread.read', ...both, relations: everyRelation })
export const sendMessage = definePolicy<Relation>({ action: 'thread.send', ...both, relations: writers, seenBy: everyRelation })
export const uploadAttachment = definePolicy<Relation>({ action: 'thread.upload', ...both, relations: writers, seenBy: everyRelation })
export const markThread = definePolicy<Relation>({ action: 'thread.mark_progress', ...both, relations: writers, seenBy: everyRelation })
export const remarkMessage = definePolicy<Relation>({ action: 'thread.remark', ...both, relations: handlers, seenBy: everyRelation })
export const dismissMatter = definePolicy<Relation>({ action: 'thread.dismiss', ...both, relations: handlers, seenBy: everyRelation })
export const recordContact = definePolicy<Relation>({ action: 'thread.record_contact', ...both, relations: handlers, seenBy: everyRelation })

/** What somebody must do, where their side pays and what they may hand in: as whoever may read the thread. */
export const readToDo = definePolicy<Relation>({ action: 'thread.read_to_do', ...both, relations: everyRelation })
export const askTask = definePolicy<Relation>({ action: 'thread.ask_task', ...both, relations: handlers, seenBy: everyRelation })
/** Who of the litigants may is the form's own to say. */
export const submitForm = definePolicy<Relation>({ action: 'thread.submit_form', ...both, relations: LITIGANTS, seenBy: everyRelation })
/** Forms are the court's printed matter. */
export const readForm = definePolicy({ action: 'forms.read', audience: ['account', 'person', 'staff'] })

/** Whose message it is, or whether the asker handles the case, is decided on the thread. */
export const askSeal = definePolicy<Relation>({ action: 'seal.ask', ...both, relations: writers, seenBy: everyRelation })
/** Who of the court decides stands in roles.yaml; over which cases, in what they are to them. Never the asker. */
export const decideSeal = definePolicy<Relation>({ action: 'seal.decide', audience: ['staff'], granted: true, relations: LEADERS, seenBy: everyRelation })
export const confineMessage = definePolicy<Relation>({ action: 'thread.confine', audience: ['person'], relations: LITIGANTS, seenBy: everyRelation })
export const releaseMessage = definePolicy<Relation>({ action: 'thread.release', ...both, relations: handlers, seenBy: everyRelation })
/** Shows nothing of any thread but what its reader is no longer shown; of others' not even whether there is one. */
export const checkKept = definePolicy({ action: 'thread.check_kept', ...both })

const answering = { audience: ['staff'], granted: true } as const
export const readWorkList = definePolicy({ action: 'work_list.read', ...answering })
export const listSeals = definePolicy({ action: 'seals.list', ...answering })
export const useQuickReplies = definePolicy({ action: 'quick_replies.use', ...answering })

export const setPace = definePolicy<Relation>({ action: 'thread.set_pace', ...both, relations: LEADERS, seenBy: everyRelation })
export const readFlags = definePolicy<Relation>({ action: 'thread.read_flags', ...both, relations: [...HANDLERS, ...LEADERS], seenBy: everyRelation })
export const flagMessage = definePolicy<Relation>({ action: 'thread.flag', ...both, relations: handlers, seenBy: everyRelation })
export const withdrawFlag = definePolicy<Relation>({ action: 'thread.withdraw_flag', ...both, relations: [...HANDLERS, ...LEADERS], seenBy: everyRelation })
export const listFlags = definePolicy({ action: 'flags.list', ...answering })
export const askConsent = definePolicy<Relation>({ action: 'thread.ask_consent', ...both, relations: handlers, seenBy: everyRelation })
/** Of whom a special authority is needed is said with its own sentence, where it is decided. */
export const giveConsent = definePolicy<Relation>({ action: 'thread.consent', ...both, relations: LITIGANTS, seenBy: everyRelation })
export const passOn = definePolicy<Relation>({ action: 'thread.pass_on', ...both, relations: handlers, seenBy: everyRelation })
