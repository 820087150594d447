import { z } from 'zod'
import { assertThat } from '../../errors'
import { FULLY_ENTITLED, HANDLERS, LITIGANTS, sideOf } from '../case-file'
import { messageOf, MessageRemarkedSchema, type ThreadEntry } from '../thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from '../thread-part'
import type { ThreadEntryType } from './sealable'

/** What is said in a proposer's thread about one of their messages of settlement, by its index. */
export const OfMessageSchema = z.object({ of: z.number().int().nonnegative() })

/** Whether the other side may be told: nobody was asked, the handler asks, the proposer agrees, or no longer does. */
export type Consent = 'none' | 'asked' | 'given' | 'withdrawn'
export interface Proposal {
  consent: Consent
  /** Whether the other side was told, as far as this thread says so. */
  isPassedOn: boolean
}
/** Messages of settlement by index. */
export type SettlementState = Readonly<Record<number, Proposal>>

export type SettlementCommand =
  | { type: 'AskConsent'; of: number }
  | { type: 'GiveConsent'; of: number }
  | { type: 'WithdrawConsent'; of: number }

const CONSENT: Record<string, Consent> = {
  'settlement.consent_asked': 'asked', 'settlement.consented': 'given', 'settlement.consent_withdrawn': 'withdrawn',
}

/**
 * Talk of settlement, and the proposer's consent to its being passed on: only with it, and only in the handler's own words, does the other
 * side hear of it. What was passed on, and to whom, stands in the case's chain (see rules/conduct).
 */
export const settlement: ThreadPart<SettlementState, SettlementCommand> = {
  initial: {},
  commands: ['AskConsent', 'GiveConsent', 'WithdrawConsent'],
  evolve(state, entry, thread) {
    const began = proposedIn(entry)
    if (began !== undefined) return state[began] ? state : { ...state, [began]: { consent: 'none', isPassedOn: false } }
    if (entry.type === 'message.remarked') return withoutUnspoken(state, MessageRemarkedSchema.parse(entry.body).of)
    const consent = CONSENT[entry.type]
    if (consent === undefined && entry.type !== 'settlement.passed_notice') return state
    const { of } = OfMessageSchema.parse(entry.body)
    if (of >= thread.next) return state
    const before = state[of] ?? { consent: 'none', isPassedOn: false }
    return { ...state, [of]: consent === undefined ? { ...before, isPassedOn: true } : { ...before, consent } }
  },
  decide(command, thread, { actor, relation, passedOn = [] }: ThreadContext): ThreadDraft | undefined {
    const { of } = command
    const draft = (type: ThreadEntryType): ThreadDraft => ({ type, actor, body: { of }, attachments: [] })
    if (command.type === 'AskConsent') assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    else {
      assertThat(LITIGANTS.includes(relation) && actor.kind === 'person', 'access.forbidden')
      assertThat(FULLY_ENTITLED.includes(relation), 'messaging.special_authority_required')
    }
    const proposal = thread.parts.settlement[of]
    assertThat(proposal, 'settlement.not_a_proposal', { field: 'params.index' })
    switch (command.type) {
      case 'AskConsent':
        return proposal.consent === 'given' || proposal.consent === 'asked' ? undefined : draft('settlement.consent_asked')
      case 'GiveConsent':
        return proposal.consent === 'given' ? undefined : draft('settlement.consented')
      case 'WithdrawConsent':
        assertThat(proposal.consent === 'given', 'settlement.no_consent')
        assertThat(!proposal.isPassedOn && !passedOn.includes(of), 'settlement.already_passed_on')
        return draft('settlement.consent_withdrawn')
    }
  },
}

/** The index of the message that an entry makes talk of settlement. */
function proposedIn(entry: ThreadEntry): number | undefined {
  if (entry.type === 'message.sent') return sideOf(entry.actor) === 'party' && messageOf(entry).mark === 'settlement' ? entry.index : undefined
  if (entry.type !== 'message.remarked') return undefined
  const { of, mark } = MessageRemarkedSchema.parse(entry.body)
  return mark === 'settlement' ? of : undefined
}

/** One that is marked otherwise now is no talk of settlement; what was agreed to stays agreed to. */
function withoutUnspoken(state: SettlementState, index: number): SettlementState {
  if (state[index]?.consent !== 'none') return state
  const { [index]: _none, ...rest } = state
  return rest
}
