import {
  ReceivingAccountListSchema, ReceivingAccountNumberSchema, ReceivingViewSchema, RequestConfirmationSchema, SetReceivingAccountSchema, SmsCodeRequestedSchema,
  StoredSchema, ThreadParamsSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { CaseIdSchema, ReceivingAccountIdSchema, threadChain } from '@zhixin/shared/ids'
import type { CaseState, ReceivingAccount } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { Cases } from '../cases'
import type { Messaging } from '../messaging'
import type { Actor, PersonActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { readReceivingAccounts, setReceivingAccount } from './policy'
import { partyView } from './present'
import { entitledParties, setAccount, type SetParts } from './set'

const tag = '收款账户 receiving account'
const base = '/threads/:caseId/:personId/receiving-account'
const CaseParams = z.strictObject({ caseId: CaseIdSchema })
const AccountParams = CaseParams.extend({ accountId: ReceivingAccountIdSchema })

export interface ReceivingRoutesParts extends SetParts {
  cases: Cases
  messaging: Pick<Messaging, 'act' | 'threads' | 'stateOf'>
  resendAfterSeconds: number
}

export function createReceivingRoutes(parts: ReceivingRoutesParts): Route[] {
  const { messaging, identity, cases, numbers, clock } = parts

  /** Every account that was set in a case, in the order in which they were set, each with the thread it stands in. */
  async function accountsOf(file: CaseState): Promise<(ReceivingAccount & { chain: string; personId: string })[]> {
    const people = [...new Set(file.relations.map(({ personId }) => personId))]
    const all = await Promise.all(
      people.map(async (personId) => {
        const key = { caseId: file.caseId, personId }
        const { parts: { receiving } } = await messaging.stateOf(key)
        // What was derived into a thread stands as its own in another.
        return receiving.filter(({ byName }) => byName === undefined).map((account) => ({ ...account, chain: threadChain(key), personId }))
      }),
    )
    return all.flat().sort((a, b) => a.at.localeCompare(b.at) || a.index - b.index)
  }

  async function opened(actor: Actor, caseId: string, what: string) {
    const { state, relation } = await cases.relation(actor, caseId)
    authorize(readReceivingAccounts, actor, relation)
    if (actor.kind === 'staff') await cases.noteOpening(actor, relation, caseId, what)
    return { file: state, accounts: await accountsOf(state) }
  }

  return [
    defineRoute({
      method: 'get', path: base, summary: 'For whom the reader may set an account, what stands, and to which phones a code can go', tag,
      policy: setReceivingAccount, limit: 'read', params: ThreadParamsSchema, answer: ReceivingViewSchema,
      async handle({ actor, params }) {
        const { file } = await messaging.threads.open(actor, params, setReceivingAccount)
        const { personId } = own(actor)
        const parties = entitledParties(file, personId, clock.now().toISOString())
        const [names, state, phones] = await Promise.all([
          identity.people.namesOf(parties), messaging.stateOf(params), identity.confirmations.phonesOf(personId),
        ])
        return { data: { parties: parties.map((partyId) => partyView(file, partyId, names.get(partyId) ?? '', state.parts.receiving)), phones } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/codes`, summary: 'Asks for a code to one of one’s own confirmed phones', tag,
      policy: setReceivingAccount, limit: 'sms', params: ThreadParamsSchema, body: RequestConfirmationSchema, answer: SmsCodeRequestedSchema,
      async handle({ actor, params, body: { phone } }) {
        await messaging.threads.open(actor, params, setReceivingAccount)
        const { personId } = own(actor)
        assertThat(await identity.confirmations.request({ personId, phone }, 'receiving_account'), 'receiving_account.no_phone', { field: 'body.phone' })
        return { data: { retryAfterSeconds: parts.resendAfterSeconds } }
      },
    }),
    defineRoute({
      method: 'post', path: base, summary: 'Sets the account that a party is paid into: by the form, the name and a code, never in a message', tag,
      policy: setReceivingAccount, limit: 'sign_in', params: ThreadParamsSchema, body: SetReceivingAccountSchema, answer: StoredSchema,
      handle: async ({ actor, params, body, address }) => {
        await messaging.threads.open(actor, params, setReceivingAccount)
        return { data: await setAccount(parts, own(actor), params, body, address) }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId/receiving-accounts', summary: 'Handlers: of each party the account that counts, and those before it', tag,
      policy: readReceivingAccounts, limit: 'read', params: CaseParams, answer: ReceivingAccountListSchema,
      async handle({ actor, params: { caseId } }) {
        const { file, accounts } = await opened(actor, caseId, 'receiving_accounts')
        const [parties, people] = [[...new Set(accounts.map(({ partyId }) => partyId))], accounts.map(({ personId }) => personId)]
        const names = await identity.people.namesOf([...parties, ...people])
        const named = accounts.map((account) => ({ ...account, byName: names.get(account.personId) ?? '' }))
        return { data: { parties: parties.map((partyId) => partyView(file, partyId, names.get(partyId) ?? '', named)) } }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId/receiving-accounts/:accountId/number', summary: 'Handlers: the full number; its opening is on record', tag,
      policy: readReceivingAccounts, limit: 'read', params: AccountParams, answer: ReceivingAccountNumberSchema,
      async handle({ actor, params: { caseId, accountId } }) {
        const { file, accounts } = await opened(actor, caseId, `receiving_account/${accountId}`)
        const account = accounts.find((one) => one.accountId === accountId)
        const number = account && (await numbers.find(account.chain, accountId))
        assertThat(account && number, 'input.not_found')
        const isCurrent = partyView(file, account.partyId, '', accounts).current?.accountId === accountId
        return { data: { ...number, isCurrent } }
      },
    }),
  ] as Route[]
}

/** The policy names relations of litigants alone. */
function own(actor: Actor): PersonActor {
  if (actor.kind !== 'person') throw new CodedError('access.forbidden')
  return actor
}
