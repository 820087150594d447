import { caseChain } from '@zhixin/shared/ids'
import { canonicalBytes } from '@zhixin/shared/log'
import { decideReception, type TransferConfig, type TransferredOut } from '@zhixin/shared/rules'
import { caseFold, type Cases } from '../cases'
import type { Tail } from '../log'
import type { Logger } from '../platform/logger'
import { progressFold } from '../progress'
import type { DropBox } from '../ports/court-file'
import { isSignedBy } from '../signature'
import { makeTransfer, type TransferBundleParts } from './bundle'
import type { IncomingStore } from './incoming'
import { readReception } from './manifest'

export interface OutgoingParts extends TransferBundleParts {
  cases: Cases
  drops: DropBox
  config: TransferConfig
  incoming: IncomingStore
  /** What tells threads of what happens to their case. */
  tellers: Tail[]
  logger: Logger
}

const actor = { kind: 'system', id: 'transfer', role: 'export' } as const
const TOLD_WITHIN_MS = 5_000

/** Hands cases to other courts, and takes what those say of them. */
export function createOutgoing(parts: OutgoingParts) {
  const { log, cases, drops, config, incoming, tellers, signature, logger } = parts
  /** Handed over by this process: a drop of the same id is one, but need not be made anew every time. */
  const handed = new Set<string>()

  async function handOver(caseId: string): Promise<void> {
    const chain = caseChain(caseId)
    const seen = await log.state(caseFold, chain)
    if (!seen.transferred || handed.has(seen.transferred.transferId)) return
    // Everybody's thread says where the case went before the thread goes along.
    const head = await log.courtHead()
    if (!(await Promise.all(tellers.map((tail) => tail.reached(head, TOLD_WITHIN_MS)))).every(Boolean)) return
    const { digest, files } = await makeTransfer(parts, seen, await log.state(progressFold, chain))
    const { transferId } = seen.transferred
    await log.append({
      chain,
      key: `transfer/${transferId}/sent`,
      async decide({ state }) {
        const now = (await state(caseFold, chain)).transferred
        return now?.transferId === transferId && !now.sent ? { type: 'case.transfer_sent', actor, body: { transferId, digest } } : undefined
      },
    })
    const sent = (await log.state(caseFold, chain)).transferred
    if (sent?.transferId !== transferId) return
    if (sent.sent?.digest !== digest) {
      logger.error({ transferId }, 'a transferred case is not what it was when it was handed over')
      return
    }
    await drops.put('transfer', transferId, files)
    handed.add(transferId)
  }

  async function takeReceptions(): Promise<void> {
    for (const { id, files, done } of await drops.take('transfer_ack')) {
      try {
        const { reception, bytes, signature: given } = readReception(files)
        const caseId = await cases.transferredAs(reception.transferId)
        const chain = caseChain(caseId ?? 'c_00000000')
        const to: TransferredOut['to'] | undefined = (await log.state(caseFold, chain)).transferred?.to
        const key = config.courts.find((court) => court.id === to?.courtId)?.public_key
        if (!key || !isSignedBy(key, bytes, given)) throw new Error('not signed by the court that the case went to')
        await log.append({
          chain,
          key: `transfer/${reception.transferId}/acknowledged`,
          async decide({ state }) {
            const draft = decideReception(await state(caseFold, chain), reception)
            return draft && { ...draft, actor }
          },
        })
      } catch (error) {
        logger.error({ err: error, id }, 'another court says to have taken a case that it was not given so')
      }
      await done()
    }
  }

  async function tellReceptions(): Promise<void> {
    for (const { transferId, whole: { digest }, taken } of await incoming.untold()) {
      const bytes = Buffer.from(canonicalBytes({ transferId, digest, newCaseNumber: taken!.caseNumber }))
      const signed = Buffer.from(canonicalBytes({ signature: signature.sign(bytes) }))
      await drops.put('transfer_ack', transferId, [
        { name: 'reception.json', type: 'application/json', bytes }, { name: 'signature.json', type: 'application/json', bytes: signed },
      ])
      await incoming.markTold(transferId)
    }
  }

  return {
    async tick(): Promise<void> {
      for (const caseId of await cases.givenAway()) await handOver(caseId)
      await incoming.take(drops)
      await takeReceptions()
      await tellReceptions()
    },
  }
}
export type Outgoing = ReturnType<typeof createOutgoing>
