import { CallerCasesSchema, CallParamsSchema, TellInCallSchema, ToldInCallSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { opensCase, type Tellable } from '@zhixin/shared/rules'
import type { Cases } from '../cases'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk, type Calls } from './calls'
import { workHotline } from './policy'
import type { CallerCases, Telling } from './telling'

interface Parts {
  calls: Calls
  cases: Pick<Cases, 'noteOpening'>
  callerCases: CallerCases
  tell: Telling
}
const tag = '热线坐席 hotline'

/** What is read out to whoever was verified, as long as the call runs. Each showing stands in the call's chain and in the case's record of openings. */
export function createTellingRoutes({ calls, cases, callerCases, tell }: Parts): Route[] {
  const telling = (what: Tellable[], caseId = 'c_00000000', nodes: string[] = [], entries: number[] = []) =>
    ({ type: 'Tell', told: { caseId, what, nodes, entries } }) as const

  const work = { tag, policy: workHotline, params: CallParamsSchema } as const
  return [
    defineRoute({
      ...work, method: 'get', path: '/hotline/calls/:callId/cases', limit: 'read', summary: 'The cases of whoever was verified', answer: CallerCasesSchema,
      async handle({ actor, params: { callId } }) {
        const clerk = asClerk(actor)
        const { verified: of } = await calls.mine(clerk, callId)
        const known = await calls.assertMay(clerk, callId, telling(['progress'], of?.caseId ?? undefined))
        const all = await callerCases(known.verified!.personId)
        return { data: { cases: all.filter(({ caseId }) => opensCase(known, caseId)) } }
      },
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls/:callId/telling', limit: 'write', summary: 'What the caller’s own pages say of one of their cases', body: TellInCallSchema, answer: ToldInCallSchema,
      async handle({ actor, params: { callId }, body: { commandId, caseId, what } }) {
        const clerk = asClerk(actor)
        // On the state as it is now, also for a repeat: what was told before is not shown again once the call is over.
        const { verified } = await calls.assertMay(clerk, callId, telling(what, caseId))
        const told = await tell(verified!.personId, caseId, what)
        const nodes = (told.progress?.done ?? []).map(({ ref }) => ref)
        const entries = (told.inbox ?? []).map(({ entry }) => entry.index)
        const stored = await calls.act(clerk, callId, commandId, telling(what, caseId, nodes, entries))
        // Another case under an id that was used already is another command.
        assertThat(stored?.body.caseId === caseId, 'log.key_conflict')
        await cases.noteOpening(clerk, 'desk', caseId, `call/${callId}`)
        return { data: told }
      },
    }),
  ] as Route[]
}
