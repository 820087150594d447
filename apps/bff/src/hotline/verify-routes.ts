import {
  AskCallBackSchema, CalledBackSchema, CallParamsSchema, CallViewSchema, CheckCallerSchema, SearchedSchema, SearchInCallSchema, TakeCallBackSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { caseChain, parseChain } from '@zhixin/shared/ids'
import {
  type BindingHelpConfig, type Calendar, caseNumberOf, dayOf, type HotlineConfig, instantOf, KNOWLEDGE, lastDay, participantsNow, type SearchedBy,
} from '@zhixin/shared/rules'
import { caseFold, type Cases, concerning } from '../cases'
import type { Identity } from '../identity'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk, type Calls } from './calls'
import { newCallId } from './ids'
import type { Kept } from './kept'
import { workHotline } from './policy'
import type { CallPresenter } from './present'

type Said = Record<'name' | 'caseNumber' | 'lastFour', string>
interface Parts {
  log: Log
  calls: Calls
  kept: Kept
  presenter: CallPresenter
  cases: Cases
  callers: Identity['callers']
  find: Identity['help']['find']
  /** Whether there is a complaint of this receipt number that is no report of misconduct. */
  hasReceipt(receipt: string): Promise<boolean>
  /** Not before a time that is the same for all answers. */
  evenly<T>(work: Promise<T>): Promise<T>
  config: HotlineConfig
  bindingHelp: BindingHelpConfig
  calendar: Calendar
  clock: Clock
}
const tag = '热线坐席 hotline'
/** No case: looking for the people of a number that is none goes the way that it goes with one that is. */
const NO_CASE = 'c_00000000'

/**
 * Who rings. Before that is settled no answer depends on whether there is such a person, case or receipt: a search says that the caller is to be
 * verified, a wrong answer and one about nobody are one refusal, taking one time, and whoever asks to be rung back hears the same words.
 */
export function createVerifyRoutes(parts: Parts): Route[] {
  const { log, calls, kept, presenter, cases, callers, find, evenly, config, bindingHelp, calendar, clock } = parts
  const now = (): string => clock.now().toISOString()
  const shown = async (actor: StaffActor, callId: string) => ({ data: await presenter.view(callId, await calls.mine(actor, callId)) })
  const caseOf = (actor: StaffActor, number: string): Promise<string | undefined> =>
    log.reading([cases.list], concerning(log, actor), () => cases.idOfNumber(caseNumberOf(number)))

  /** How many there are, for the call's chain; the clerk is not told. */
  async function found(actor: StaffActor, by: SearchedBy, words: string): Promise<number> {
    if (by === 'case_number') return (await caseOf(actor, words)) === undefined ? 0 : 1
    if (by === 'receipt') return (await parts.hasReceipt(words)) ? 1 : 0
    return callers.found(by, words)
  }

  /** Who it is, and the case whose number they knew. */
  async function who(actor: StaffActor, said: Said): Promise<{ personId: string; caseId: string } | undefined> {
    const caseNumber = caseNumberOf(said.caseNumber)
    const caseId = (await caseOf(actor, caseNumber)) ?? NO_CASE
    const file = await log.state(caseFold, caseChain(caseId))
    const personId = await callers.who({ ...said, caseNumber }, participantsNow(file, now()), actor.staffId)
    return personId === undefined ? undefined : { personId, caseId }
  }

  const untilOf = (at: string): Date => {
    const last = lastDay(config.call_back.open_for, dayOf(at), calendar)
    return new Date(instantOf(last, 24 * 60))
  }

  /** The call back that was taken before is over, or never began: another one may be made. */
  async function isFree(takenBy: string | null): Promise<boolean> {
    if (takenBy === null) return true
    const taken = await calls.state(takenBy)
    return taken.status === 'none' || calls.isOver(taken)
  }

  async function takeCallBack(actor: StaffActor, callId: string, commandId: string) {
    const before = parseChain((await calls.find(actor, commandId))?.chain ?? '')
    if (before?.kind === 'call') return shown(actor, before.callId)
    const asked = await calls.state(callId)
    const waits = (await kept.waiting(clock.now())).find((one) => one.callId === callId)
    assertThat(asked.status !== 'none' && waits, 'hotline.call_back_taken')
    // As long as they are on the line nobody learns whether there is a number to ring.
    assertThat(calls.isOver(asked), 'hotline.still_on_line')
    const out = newCallId()
    const taken = (await isFree(waits.takenBy)) && (await kept.take(callId, out, waits.takenBy, clock.now()))
    assertThat(taken, 'hotline.call_back_taken')
    await calls.act(actor, out, commandId, { type: 'OpenCall', opened: { line: asked.line, direction: 'out', of: callId, numberShown: false } })
    return shown(actor, out)
  }

  const work = { tag, policy: workHotline, limit: 'write', params: CallParamsSchema } as const
  return [
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/search', summary: 'What comes next; of whoever was not verified always the same', body: SearchInCallSchema, answer: SearchedSchema,
      async handle({ actor, params: { callId }, body: { commandId, by, words } }) {
        const clerk = asClerk(actor)
        await calls.assertMay(clerk, callId, { type: 'Search', searched: { by, found: 0 } })
        await calls.act(clerk, callId, commandId, { type: 'Search', searched: { by, found: await evenly(found(clerk, by, words)) } })
        const { verified } = await calls.mine(clerk, callId)
        return { data: { next: verified ? ('cases' as const) : ('verify' as const) } }
      },
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/check', summary: 'What the caller said of themselves: right, or one refusal for all that is wrong', body: CheckCallerSchema, answer: CallViewSchema,
      async handle({ actor, params: { callId }, body: { commandId, ...said } }) {
        const clerk = asClerk(actor)
        const stored = await calls.find(clerk, commandId)
        await calls.assertMay(clerk, callId, stored ? { type: 'Search', searched: { by: 'name', found: 0 } } : { type: 'FailVerification', by: 'knowledge' })
        if (stored?.type === 'call.verified') return shown(clerk, callId)
        const known = stored ? undefined : await evenly(who(clerk, said))
        if (!known) {
          await calls.act(clerk, callId, commandId, { type: 'FailVerification', by: 'knowledge' })
          throw new CodedError('hotline.verification_wrong')
        }
        await calls.act(clerk, callId, commandId, { type: 'Verify', verified: { by: 'knowledge', ...known, checks: [...KNOWLEDGE] } })
        return shown(clerk, callId)
      },
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/call-back', summary: 'To be rung back on a number one has confirmed; the answer is the same where there is none', body: AskCallBackSchema, answer: CallViewSchema,
      async handle({ actor, params: { callId }, body: { commandId, name, documentKind, identityNumber } }) {
        const clerk = asClerk(actor)
        const kind = bindingHelp.documents.find((one) => one.kind === documentKind)
        assertThat(kind && new RegExp(kind.pattern).test(identityNumber), 'help.document_unknown', { field: 'body.identityNumber' })
        if (!(await calls.find(clerk, commandId))) {
          await calls.assertMay(clerk, callId, { type: 'AskCallBack' })
          await callers.asksCallBack({ name, documentKind, identityNumber }, clerk.staffId)
          await kept.want(callId, { name, documentKind, identityNumber }, { at: clock.now(), until: untilOf(now()) })
        }
        await calls.act(clerk, callId, commandId, { type: 'AskCallBack' })
        return shown(clerk, callId)
      },
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/call-backs/:callId', summary: 'Takes somebody to ring back, once they have hung up: a call of its own', body: TakeCallBackSchema, answer: CallViewSchema,
      handle: ({ actor, params: { callId }, body: { commandId } }) => takeCallBack(asClerk(actor), callId, commandId),
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/called-back', summary: 'Whoever answered on their own number, and knew what they must', body: CalledBackSchema, answer: CallViewSchema,
      async handle({ actor, params: { callId }, body: { commandId, number, checks } }) {
        const clerk = asClerk(actor)
        const { of, direction, verified } = await calls.mine(clerk, callId)
        assertThat(direction === 'out' && of !== null, 'hotline.not_verified')
        if (!verified) {
          const papers = await kept.wanted(of)
          const known = papers && (await find(papers))
          const called = known?.phones.find((phone) => phone.number === number)
          assertThat(known && called, 'hotline.no_such_number', { field: 'body.number' })
          assertThat(bindingHelp.required_checks.call_back.every((check) => checks.includes(check)), 'hotline.checks_missing', { field: 'body.checks' })
          const calledNumber = { source: called.source, since: called.since }
          await calls.act(clerk, callId, commandId, { type: 'Verify', verified: { by: 'call_back', personId: known.personId, checks, calledNumber } })
        }
        // Also where the first answer was lost in between: whoever was reached waits no longer.
        await kept.done(of)
        return shown(clerk, callId)
      },
    }),
  ] as Route[]
}
