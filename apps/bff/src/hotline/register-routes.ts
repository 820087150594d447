import { CallParamsSchema, PhoneSchema, RegisteredInCallViewSchema, RegisterInCallSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { HotlineConfig } from '@zhixin/shared/rules'
import type { Complaints } from '../complaints'
import { type Identity, maskPhone } from '../identity'
import { actorKeyOf } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk, type Calls } from './calls'
import type { Kept } from './kept'
import { workHotline } from './policy'
import type { CallPresenter } from './present'
import { saidIn } from './registering'
import type { CallerCases } from './telling'

interface Parts {
  calls: Calls
  kept: Kept
  presenter: CallPresenter
  callerCases: CallerCases
  complaints: Pick<Complaints, 'register'>
  sendText: Identity['sendText']
  config: HotlineConfig
}
const tag = '热线坐席 hotline'
const ROLE = 'hotline_clerk'
const HALF = 4

/** What callers bring. */
export function createRegisterRoutes({ calls, kept, presenter, callerCases, complaints, sendText, config }: Parts): Route[] {
  return [
    defineRoute({
      method: 'post', path: '/hotline/calls/:callId/registration', tag, policy: workHotline, limit: 'write', params: CallParamsSchema,
      summary: 'Registers what the caller brings; the number and the code are to be read out', body: RegisterInCallSchema, answer: RegisteredInCallViewSchema,
      async handle({ actor, params: { callId }, body: { commandId, text, ...draft } }) {
        const clerk = asClerk(actor)
        const { kind } = draft
        const isRestricted = config.kinds[kind].stream === 'discipline'
        const { verified } = await calls.assertMay(clerk, callId, { type: 'Register', kind })
        const from = { config, callerCases, personId: isRestricted ? undefined : verified?.personId }
        const said = await saidIn(draft, from)
        const phone = PhoneSchema.safeParse(draft.fields.phone ?? '').data
        assertThat(!text || phone !== undefined, 'input.invalid', { field: 'body.fields.phone' })
        const { target, receipt, followUp, told, next, isNew } = await complaints.register({
          ...said, commandKey: `${actorKeyOf(clerk)}/${commandId}`, channel: 'hotline', staff: { id: clerk.staffId, role: ROLE }, textTo: text ? phone : undefined,
        })
        // A report of misconduct is tied to no call: with whom the caller was verified to be, even that there was one would say who reports.
        if (kind !== 'discipline' && target.stream !== 'discipline') {
          await calls.act(clerk, callId, commandId, { type: 'Register', kind, registered: { kind, stream: target.stream, complaintId: target.complaintId } })
        }
        if (text && isNew) sendText(phone!, 'complaint_receipt', { number_head: receipt.slice(0, HALF), number_tail: receipt.slice(-HALF) })
        await kept.dropDraft(callId)
        const call = await presenter.view(callId, await calls.mine(clerk, callId))
        return { data: { kind, receipt, followUp, told, next, textedTo: text ? maskPhone(phone!) : null, call } }
      },
    }),
  ] as Route[]
}
