import {
  AskHelpSchema, HelpOptionsSchema, HelpPaperFieldsSchema, HelpSeenSchema, LookUpHelpSchema, MyHelpSchema, WithdrawHelpSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { Identity } from '../identity'
import type { Actor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { askHelp, lookUpHelp, readOptions, seeMyHelp } from './policy'
import type { HelpPresenter } from './present'
import type { Asker, HelpRequests } from './requests'

interface Parts {
  requests: HelpRequests
  presenter: HelpPresenter
  identity: Identity['help']
  maxUploadBytes: number
}
const tag = '绑定帮助 binding help'

/** What somebody does who cannot bind. Every answer is about their own request, never about whom the court knows. */
export function createAskerRoutes({ requests, presenter, identity, maxUploadBytes }: Parts): Route[] {
  const asker = (actor: Actor): Asker => {
    assertThat(actor.kind === 'account' || actor.kind === 'person', 'access.forbidden')
    return actor
  }
  async function mine(actor: Actor) {
    const found = await requests.mine(asker(actor).accountId)
    const state = found && (await requests.state(found.requestId))
    return { data: { request: found && state && state.status !== 'none' ? presenter.seen(found.receipt, state) : null } }
  }
  const own = { tag, answer: MyHelpSchema } as const

  return [
    defineRoute({
      method: 'get', path: '/binding-help/options', summary: 'Reasons, what to bring, and which identity documents there are', tag,
      policy: readOptions, limit: 'read', answer: HelpOptionsSchema,
      handle: async () => ({ data: presenter.options() }),
    }),
    defineRoute({
      ...own, method: 'post', path: '/binding-help', summary: 'Ask for help with binding; the answer is the same whoever is named', policy: askHelp, limit: 'sign_in', body: AskHelpSchema,
      async handle({ actor, body }) {
        const { caseNumber, note, helpNeeds, ...asked } = body
        await requests.ask(asker(actor), { ...asked, ...(helpNeeds && { helpNeeds }), caseNumber: caseNumber ?? null, note: note ?? null })
        return mine(actor)
      },
    }),
    defineRoute({
      ...own, method: 'get', path: '/binding-help/mine', summary: 'How my newest request stands', policy: seeMyHelp, limit: 'read',
      handle: ({ actor }) => mine(actor),
    }),
    defineRoute({
      ...own, method: 'post', path: '/binding-help/mine/papers', summary: 'A picture of a paper, for the desk', policy: askHelp, limit: 'upload',
      body: HelpPaperFieldsSchema, upload: { maxBytes: maxUploadBytes },
      async handle({ actor, body, file }) {
        await requests.addPaper(asker(actor), body.commandId, file!)
        return mine(actor)
      },
    }),
    defineRoute({
      ...own, method: 'post', path: '/binding-help/mine/withdrawal', summary: 'Take my request back; a code that is out ends', policy: askHelp, limit: 'write', body: WithdrawHelpSchema,
      async handle({ actor, body }) {
        await requests.withdraw(asker(actor), body.commandId)
        return mine(actor)
      },
    }),
    defineRoute({
      method: 'post', path: '/binding-help/lookup', summary: 'How a request stands, by its number and follow-up code', tag, policy: lookUpHelp, limit: 'sign_in',
      body: LookUpHelpSchema, answer: HelpSeenSchema,
      async handle({ body, address }) {
        const requestId = await identity.records.lookUp(body.receipt, body.followUp, address)
        const state = await requests.state(requestId)
        assertThat(state.status !== 'none', 'input.not_found')
        return { data: presenter.seen(body.receipt, state) }
      },
    }),
  ] as Route[]
}
