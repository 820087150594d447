import { parseChain, requestChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { PartyAddedSchema, PartyReplacedSchema, RelationBeganSchema, RelationEndedSchema, requestOf } from '@zhixin/shared/rules'
import type { Log } from '../log'
import { requestFold } from './fold'

/** Who says it: the court's system, following from an entry of the case's chain. */
const actor = { kind: 'system', id: 'case-file', role: 'notice' } as const

/**
 * Whoever grants a request writes one entry, into the case's chain, where rights are decided. That it was granted follows from it here, in
 * the request's own chain: always, since nothing said there can stand against it. So there is never the one without the other for long, and
 * no relation that nobody asked for. Idempotent: an entry's key is what it follows from.
 */
export async function tellRequests(log: Log, entries: SequencedEntry[]): Promise<void> {
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (place?.kind !== 'case') continue
    const granted = grantedBy(entry)
    if (!granted) continue
    const chain = requestChain(granted.requestId)
    const { relationId } = granted
    await log.append({
      chain,
      key: `from/${entry.seq}/standing.granted/${granted.requestId}`,
      async decide({ state }) {
        if ((await state(requestFold, chain)).status === 'granted') return undefined
        return { type: 'standing.granted', actor, body: { caseId: place.caseId, ...(relationId !== undefined && { relationId }) } }
      },
    })
  }
}

function grantedBy({ type, body }: SequencedEntry): { requestId: string; relationId?: string | undefined } | undefined {
  const said =
    type === 'relation.began' ? RelationBeganSchema.parse(body)
      : type === 'relation.ended' ? RelationEndedSchema.parse(body)
        : type === 'party.replaced' ? PartyReplacedSchema.parse(body)
          : type === 'party.added' ? PartyAddedSchema.parse(body)
            : undefined
  const requestId = said && requestOf(said)
  return requestId === undefined ? undefined : { requestId, relationId: said && 'relationId' in said ? said.relationId : undefined }
}
