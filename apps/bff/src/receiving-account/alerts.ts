import { caseChain, parseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CaseRelation, isCurrent, isOwn, ReceivingAccountSetSchema, SealApprovedSchema, type ThreadEntryType, type ThreadState } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Identity } from '../identity'
import type { Fold, Log } from '../log'

interface Parts {
  log: Log
  /** The threads' own. */
  fold: Fold<ThreadState>
  identity: Pick<Identity, 'alertPhones' | 'people'>
}

/**
 * What follows from an account that was set, or sealed: it stands in the threads of the party itself and of whoever represents it, and every
 * confirmed phone of theirs, and of whoever set it, is told. Idempotent in what it writes; after a crash a text may go twice.
 */
export async function tellOfAccounts({ log, fold, identity }: Parts, entries: SequencedEntry[]): Promise<void> {
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (entry.type === 'seal.approved' && place?.kind === 'thread') await sealCopies({ log, fold }, place, entry)
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
    await identity.alertPhones([...new Set([account.partyId, ...own, place.personId])], 'receiving_account_changed')
  }
}

/** An account that is sealed where it was set is sealed wherever it was told of, by the same decision. */
async function sealCopies({ log, fold }: Pick<Parts, 'log' | 'fold'>, { caseId, personId: from }: ThreadKey, entry: SequencedEntry): Promise<void> {
  const { of, reason, words } = SealApprovedSchema.parse(entry.body)
  const [sealed] = await log.list(entry.chain, { after: of - 1, before: of + 1 })
  if (sealed?.type !== 'receiving_account.set') return
  const { accountId } = ReceivingAccountSetSchema.parse(sealed.body)
  const { relations } = await log.state(caseFold, caseChain(caseId))
  for (const personId of new Set(relations.map((one) => one.personId))) {
    const chain = threadChain({ caseId, personId })
    const copy = personId === from ? undefined : (await log.state(fold, chain)).parts.receiving.find((one) => one.accountId === accountId)
    if (!copy) continue
    const type: ThreadEntryType = 'seal.approved'
    await log.append({
      chain, key: `from/${entry.seq}/${type}/${personId}`, decide: async () => ({ type, actor: entry.actor, body: { of: copy.index, reason, words } }),
    })
  }
}
