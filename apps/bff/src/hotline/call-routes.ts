import {
  CallDraftKeptSchema, CallDraftSchema, CallParamsSchema, CallViewSchema, EndCallSchema, OpenCallSchema, OpenMisconductCallSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { parseChain } from '@zhixin/shared/ids'
import type { Line } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk, type Calls } from './calls'
import { newCallId } from './ids'
import type { Kept } from './kept'
import { takeMisconduct, workHotline } from './policy'
import type { CallPresenter } from './present'

interface Parts {
  calls: Calls
  kept: Kept
  presenter: CallPresenter
  clock: Clock
}
const tag = '热线坐席 hotline'
/** After these nobody is rung back for the call it was about; where nobody answered it waits for another try. */
const SETTLES = new Set(['somebody_else', 'no_number'])

/** A call from picking up to the end. */
export function createCallRoutes({ calls, kept, presenter, clock }: Parts): Route[] {
  const shown = async (actor: StaffActor, callId: string) => ({ data: await presenter.view(callId, await calls.mine(actor, callId)) })

  async function openCall(actor: StaffActor, commandId: string, line: Line, number?: string) {
    const place = parseChain((await calls.find(actor, commandId))?.chain ?? '')
    const callId = place?.kind === 'call' ? place.callId : newCallId()
    // The number first: a call whose number was lost would be one that showed none.
    if (place === undefined && number !== undefined) await kept.keepNumber(callId, number, clock.now())
    const stored = await calls.act(actor, callId, commandId, { type: 'OpenCall', opened: { line, direction: 'in', numberShown: number !== undefined } })
    const opened = parseChain(stored!.chain)
    assertThat(opened?.kind === 'call', 'log.key_conflict')
    return shown(actor, opened.callId)
  }
  const work = { tag, policy: workHotline, limit: 'write', answer: CallViewSchema } as const
  const one = { ...work, params: CallParamsSchema } as const

  return [
    defineRoute({
      ...work, method: 'post', path: '/hotline/calls', summary: 'Picks up: a call, its line, and the number that was shown', body: OpenCallSchema,
      handle: ({ actor, body: { commandId, line, number } }) => openCall(asClerk(actor), commandId, line, number),
    }),
    defineRoute({
      ...work, method: 'post', path: '/hotline/misconduct-calls', summary: 'Picks up on the line for reports of misconduct; no number is kept', policy: takeMisconduct, body: OpenMisconductCallSchema,
      handle: ({ actor, body: { commandId } }) => openCall(asClerk(actor), commandId, 'misconduct'),
    }),
    defineRoute({
      ...one, method: 'get', path: '/hotline/calls/:callId', limit: 'read', summary: 'One of the clerk’s own calls',
      handle: ({ actor, params: { callId } }) => shown(asClerk(actor), callId),
    }),
    defineRoute({
      ...one, method: 'put', path: '/hotline/calls/:callId/draft', summary: 'What the clerk has typed so far, sealed; gone once it is registered',
      body: CallDraftSchema, answer: CallDraftKeptSchema,
      async handle({ actor, params: { callId }, body }) {
        await calls.assertMay(asClerk(actor), callId, { type: 'Register', kind: body.kind })
        const at = clock.now()
        await kept.keepDraft(callId, body, at)
        return { data: { keptAt: at.toISOString() } }
      },
    }),
    defineRoute({
      ...one, method: 'post', path: '/hotline/calls/:callId/end', summary: 'Ends a call: how, and a note that names nobody', body: EndCallSchema,
      async handle({ actor, params: { callId }, body: { commandId, how, note } }) {
        const clerk = asClerk(actor)
        await calls.act(clerk, callId, commandId, { type: 'EndCall', ended: { how, note } })
        const { of } = await calls.mine(clerk, callId)
        if (of !== null && SETTLES.has(how)) await kept.done(of)
        await kept.dropSaid(callId)
        return shown(clerk, callId)
      },
    }),
  ] as Route[]
}
