import type { ReceivingView } from '@zhixin/shared/contract'
import { type CaseState, isStanding, type ReceivingAccount } from '@zhixin/shared/rules'

type PartyView = ReceivingView['parties'][number]

/** A party's accounts, the one that counts first said. Last four digits: the number has a way of its own. */
export function partyView(file: Pick<CaseState, 'parties'>, partyId: string, name: string, accounts: readonly ReceivingAccount[]): PartyView {
  const party = file.parties.find((one) => one.partyId === partyId)
  const all = accounts
    .filter((one) => one.partyId === partyId)
    .map(({ accountId, bank, last4, at, byName }) => ({ accountId, bank, last4, at, byName: byName ?? null }))
  // Nobody is paid for a party that another has taken the place of, or that never was one.
  const current = party && !isStanding(party) ? null : (all.at(-1) ?? null)
  return { partyId, name, form: party?.form ?? 'natural', current, earlier: all.filter((one) => one !== current).reverse() }
}
