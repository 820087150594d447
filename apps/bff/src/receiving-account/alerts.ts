import { caseChain, parseChain, threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CaseRelation, isCurrent, isOwn, ReceivingAccountSetSchema } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Identity } from '../identity'
import type { Log } from '../log'

/** Names no case, no bank and no number: a phone lies about. */
export const ALERT = '您在法院登记的案款收款账户刚刚有变动。是您本人办理的，不用理会；不是您本人办理的，请马上拨打12368，或到法院执行接待窗口说明。'

interface Parts {
  log: Log
  identity: Pick<Identity, 'alertPhones' | 'people'>
}

/**
 * What follows from an account that was set: it stands in the threads of the party itself and of whoever represents it, and every
 * confirmed phone of theirs, and of whoever set it, is told. Idempotent in what it writes; after a crash a text may go twice.
 */
export async function tellOfAccounts({ log, identity }: Parts, entries: SequencedEntry[]): Promise<void> {
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (entry.type !== 'receiving_account.set' || place?.kind !== 'thread') continue
    const account = ReceivingAccountSetSchema.parse(entry.body)
    const file = await log.state(caseFold, caseChain(place.caseId))
    const isTheirs = (one: CaseRelation): boolean => one.partyId === account.partyId && isOwn(one) && isCurrent(one, entry.at)
    const own = new Set(file.relations.filter(isTheirs).map(({ personId }) => personId))
    const byName = (await identity.people.namesOf([place.personId])).get(place.personId) ?? ''
    for (const personId of own) {
      if (personId === place.personId) continue
      await log.append({
        chain: threadChain({ caseId: place.caseId, personId }),
        key: `from/${entry.seq}/receiving_account.changed/${personId}`,
        decide: async () => ({
          type: 'receiving_account.changed', actor: { kind: 'system', id: 'case-file', role: 'notice' }, body: { ...account, byName },
        }),
      })
    }
    await identity.alertPhones([...new Set([account.partyId, ...own, place.personId])], ALERT)
  }
}
