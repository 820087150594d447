import { assertThat } from '@zhixin/shared/errors'
import type { SetReceivingAccountSchema, Stored } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Entry } from '@zhixin/shared/log'
import { type CaseState, isOwn, relationsOf } from '@zhixin/shared/rules'
import type { z } from 'zod'
import { comparableName, type Identity } from '../identity'
import { type Log, sm3Hex } from '../log'
import { keyOf, type Messaging, presentStored } from '../messaging'
import type { Clock } from '../platform/clock'
import type { PersonActor } from '../platform/http/actor'
import { type AccountNumbers, checkedAccount } from './numbers'
import { setReceivingAccount } from './policy'

export interface SetParts {
  log: Log
  messaging: Pick<Messaging, 'act' | 'threads'>
  identity: Pick<Identity, 'confirmations' | 'people'>
  numbers: AccountNumbers
  clock: Clock
}
type Wanted = z.output<typeof SetReceivingAccountSchema>

/** The parties for whose money somebody may speak now: their own, those they represent, and by special authority. */
export const entitledParties = (file: CaseState, personId: string, now: string): string[] => [
  ...new Set(relationsOf(file, personId, now).filter((one) => isOwn(one) || one.authority === 'special').map(({ partyId }) => partyId)),
]

/**
 * Sets a party's receiving account. What the form says is looked at before the code, so that a slip does not cost one; the code before
 * anything is kept. A repeat under the same command id needs no second code and changes nothing.
 */
export async function setAccount(parts: SetParts, actor: PersonActor, thread: ThreadKey, wanted: Wanted, address: string): Promise<Stored> {
  const { log, messaging, identity, numbers, clock } = parts
  const { commandId, partyId, holder, bank } = wanted
  const { chain, file } = await messaging.threads.open(actor, thread, setReceivingAccount)
  const form = file.parties.find((party) => party.partyId === partyId)?.form
  const mayFor = entitledParties(file, actor.personId, clock.now().toISOString())
  assertThat(form && relationsOf(file, actor.personId, clock.now().toISOString()).some((one) => one.partyId === partyId), 'input.invalid', { field: 'body.partyId' })
  assertThat(mayFor.includes(partyId), 'messaging.special_authority_required', { field: 'body.partyId' })

  const account = checkedAccount(wanted.account, form)
  const name = (await identity.people.namesOf([partyId])).get(partyId)
  assertThat(name !== undefined && comparableName(name) === comparableName(holder), 'receiving_account.name_mismatch', { field: 'body.holder' })
  const number = { account, holder: name, bank }
  const accountId = `b_${sm3Hex(Buffer.from(`${chain}/${commandId}`)).slice(0, 24)}`
  const body = { accountId, partyId, bank, last4: account.slice(-4), holderMatches: true as const }
  const isSame = (entry: Pick<Entry, 'type' | 'body'>): boolean =>
    entry.type === 'receiving_account.set' && Object.entries(body).every(([field, value]) => entry.body[field] === value)

  const before = await log.find(keyOf(actor, commandId))
  if (before) {
    const kept = await numbers.find(chain, accountId)
    assertThat(isSame(before) && kept?.account === account, 'log.key_conflict')
    return presentStored(before)
  }
  const proof = { personId: actor.personId, phone: wanted.phone }
  const isProven = await identity.confirmations.confirm(proof, wanted.code, 'receiving_account', { accountId: actor.accountId, address })
  assertThat(isProven, 'receiving_account.not_confirmed', { field: 'body.code' })
  await numbers.keep(chain, accountId, number)
  try {
    const entry = await messaging.act({
      actor, thread, policy: setReceivingAccount, commandId, isSame, command: { type: 'SetReceivingAccount', account: body },
    })
    return presentStored(entry!)
  } catch (error) {
    // What was refused stays nowhere; what may be stored yet stays, for the repeat that finds out.
    if (!(await log.find(keyOf(actor, commandId)).catch(() => true)) && isRefusal(error)) await numbers.drop(chain, accountId)
    throw error
  }
}

const isRefusal = (error: unknown): boolean => {
  const status = (error as { status?: unknown } | null)?.status
  return typeof status === 'number' && status >= 400 && status < 500
}
