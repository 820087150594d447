import type { z } from 'zod'
import { assertThat } from '../../errors'
import type { Actor, JsonObject } from '../../log'
import { findSensitiveNumber } from '../sensitive-numbers'
import type { CallComplaintToldSchema, CallEndedSchema, CallOpenedSchema, CallRegistered, CallSearchedSchema, CallState, CallToldSchema, CallVerifiedSchema, VerifiedBy } from './call'
import type { CallKind, HotlineRules, Tellable } from './config'

export type CallCommand =
  | { type: 'OpenCall'; opened: z.infer<typeof CallOpenedSchema> }
  | { type: 'Search'; searched: z.infer<typeof CallSearchedSchema> }
  | { type: 'Verify'; verified: z.infer<typeof CallVerifiedSchema> }
  | { type: 'FailVerification'; by: VerifiedBy }
  | { type: 'AskCallBack' }
  | { type: 'Tell'; told: z.infer<typeof CallToldSchema> }
  | { type: 'TellComplaint'; told: z.infer<typeof CallComplaintToldSchema> }
  /** `registered`: what there is of it now; of a report of misconduct, and before there is anything, nothing. */
  | { type: 'Register'; kind: CallKind; registered?: CallRegistered }
  | { type: 'EndCall'; ended: z.infer<typeof CallEndedSchema> }
  /** By the court's own clock. */
  | { type: 'LetLapse' }

export interface CallDraft {
  type: string
  actor: Actor
  body: JsonObject
}
interface Circumstances {
  actor: Actor
  rules: HotlineRules
  now: string
}

const MINUTE_MS = 60_000
/** Ended, or left open for so long that it has ended by itself, whether or not anybody has written that down. */
export const isCallOver = (state: CallState, { open_at_most: most }: Pick<HotlineRules, 'open_at_most'>, now: string): boolean =>
  state.status === 'ended' || Date.parse(now) >= Date.parse(state.openedAt) + most.minutes * MINUTE_MS

/** What may be told to whoever was verified in this call. Nothing to anybody else, and nothing on a line where nothing is told. */
export function tellableIn({ verified, line }: Pick<CallState, 'verified' | 'line'>, { lines, knowledge, call_back }: HotlineRules): readonly Tellable[] {
  if (!verified || !lines[line].tells) return []
  return verified.by === 'call_back' ? call_back.shows : knowledge.shows
}

/** Whether this case may be told of: ringing back a number that its owner confirmed opens all of theirs, a knowledge check the one whose number was known. */
export const opensCase = ({ verified }: Pick<CallState, 'verified'>, caseId: string): boolean =>
  verified !== null && (verified.by === 'call_back' || verified.caseId === caseId)

/** Whether another answer to the questions is looked at in this call. */
export const mayTry = ({ failures, verified }: Pick<CallState, 'failures' | 'verified'>, { knowledge }: Pick<HotlineRules, 'knowledge'>): boolean =>
  verified === null && failures < knowledge.tries

/**
 * The one entry that a command becomes; undefined: there is nothing to write. Throws CodedError. A call is its clerk's: to anybody else there is
 * none. Does not check that the clerk may work here, nor that what is said of a person or a case is so.
 */
export function decideCall(command: CallCommand, state: CallState, circumstances: Circumstances): CallDraft | undefined {
  const { actor, rules, now } = circumstances
  const draft = (type: string, body: object): CallDraft => ({ type, actor, body: body as JsonObject })
  if (command.type === 'OpenCall') {
    assertThat(state.status === 'none', 'hotline.call_over')
    return draft('call.opened', command.opened)
  }
  assertThat(state.status !== 'none', 'input.not_found')
  if (command.type === 'LetLapse') {
    return state.status === 'open' && isCallOver(state, rules, now) ? draft('call.ended', { how: 'by_itself', note: '' }) : undefined
  }
  assertThat(state.clerk === actor.id, 'input.not_found')
  if (command.type === 'EndCall' && state.status === 'ended') return undefined
  // What is over can still be written down as over: by whom it was left.
  if (command.type !== 'EndCall') assertThat(!isCallOver(state, rules, now), 'hotline.call_over')
  return decideOpen(command, state, circumstances, draft)
}

type OpenCommand = Exclude<CallCommand, { type: 'OpenCall' | 'LetLapse' }>

function decideOpen(command: OpenCommand, state: CallState, { rules }: Circumstances, draft: (type: string, body: object) => CallDraft): CallDraft | undefined {
  switch (command.type) {
    case 'Search':
      return draft('call.searched', command.searched)
    case 'Verify':
      assertThat(rules.lines[state.line].tells, 'hotline.nothing_told_here')
      assertThat(command.verified.by !== 'knowledge' || mayTry(state, rules), 'hotline.no_more_tries')
      assertThat((command.verified.by === 'call_back') === (state.direction === 'out'), 'hotline.not_verified')
      return draft('call.verified', command.verified)
    case 'FailVerification':
      assertThat(rules.lines[state.line].tells, 'hotline.nothing_told_here')
      assertThat(command.by !== 'knowledge' || mayTry(state, rules), 'hotline.no_more_tries')
      return draft('call.verification_failed', { by: command.by })
    case 'AskCallBack':
      assertThat(rules.lines[state.line].tells, 'hotline.nothing_told_here')
      assertThat(state.direction === 'in' && state.callBacks < rules.call_back.most, 'hotline.no_more_tries')
      return draft('call.back_asked', {})
    case 'Tell': {
      assertThat(rules.lines[state.line].tells, 'hotline.nothing_told_here')
      assertThat(state.verified, 'hotline.not_verified')
      const may = tellableIn(state, rules)
      assertThat(command.told.what.every((one) => may.includes(one)), 'hotline.needs_call_back')
      // As of a case that is none.
      assertThat(opensCase(state, command.told.caseId), 'input.not_found')
      return draft('call.told', command.told)
    }
    case 'TellComplaint':
      assertThat(rules.lines[state.line].tells, 'hotline.nothing_told_here')
      assertThat(command.told.by === 'code' || state.verified, 'hotline.not_verified')
      return draft('call.complaint_told', command.told)
    case 'Register':
      assertThat(rules.lines[state.line].kinds.includes(command.kind), 'hotline.not_on_this_line')
      return command.registered && draft('call.registered', command.registered)
    case 'EndCall':
      assertThat(!findSensitiveNumber(command.ended.note), 'messaging.sensitive_number', { field: 'body.note' })
      return draft('call.ended', command.ended)
  }
}
