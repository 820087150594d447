import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Actor as EntryActor } from '@zhixin/shared/log'
import {
  decideAcknowledgement, decideFailure, decideSending, type FilingFailure, filingOf, type FilingReason, standsAt,
} from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import { randomPiece } from '../platform/random'
import { type CourtFile, CourtFileError, type CourtFileReceipt } from '../ports/court-file'
import { type Bundle, type BundleParts, makeBundle } from './bundle'
import { filingFold } from './fold'

export interface SendingParts extends BundleParts {
  courtFile: CourtFile
  clock: Clock
  logger: Logger
}

const system: EntryActor = { kind: 'system', id: 'filing', role: 'export' }
const TOKEN_BYTES = 12

/**
 * Hands threads to the court's electronic file. An attempt is an entry of the case's chain before the call; whoever's entry it is makes the call.
 * An attempt without a result, as after a crash, is made again in its time: the other end knows a document by its id.
 */
export function createSending(parts: SendingParts) {
  const { log, fold, courtFile, config, clock, logger } = parts
  const running = new Map<string, Promise<void>>()
  const now = (): string => clock.now().toISOString()

  async function fileNow(key: ThreadKey, why: FilingReason, actor: EntryActor): Promise<void> {
    const filing = filingOf(await log.state(filingFold, caseChain(key.caseId)), key.personId)
    const thread = await log.state(fold, threadChain(key))
    const upTo = thread.next - 1
    if (upTo < 0 || filing.filed?.upTo === upTo) return
    // An answer that left something open closed no matter.
    if (why === 'answered' && thread.matter) return
    // Before a long thread is put on paper: whether it is time for that.
    const stands = filing.sent?.upTo === upTo ? standsAt(filing, config, now()) : undefined
    if (stands?.is === 'under_way') return
    if (stands && why !== 'on_demand' && !(stands.is === 'failed' && stands.nextAt <= now())) return
    const file = await log.state(caseFold, caseChain(key.caseId))
    const bundle = await makeBundle(parts, key, file, filing.filed?.filingId)
    const attempt = bundle && (await begin(key, bundle, why, actor))
    if (!bundle || attempt === undefined) return
    try {
      const { caseNumber } = file
      const receipt = await courtFile.put({ filingId: bundle.filingId, caseNumber, volume: config.volume.name, digest: bundle.digest, files: bundle.files })
      if (receipt) await acknowledge(key, bundle.filingId, receipt)
    } catch (error) {
      if (!(error instanceof CourtFileError)) throw error
      await fail(key, bundle.filingId, attempt, error.reason)
      logger.warn({ err: error }, 'a thread could not be handed to the court’s file')
    }
  }

  /** Which attempt it is that this process has to make; undefined where there is none to make. */
  async function begin(key: ThreadKey, { filingId, upTo, digest }: Bundle, why: FilingReason, actor: EntryActor): Promise<number | undefined> {
    const chain = caseChain(key.caseId)
    const { personId } = key
    const by = randomPiece(TOKEN_BYTES).toString('hex')
    const { sent } = filingOf(await log.state(filingFold, chain), personId)
    const attempt = sent?.filingId === filingId ? sent.attempt + 1 : 1
    const entry = await log.append({
      chain,
      key: `filing/${filingId}/${attempt}`,
      async decide({ state, now: at }) {
        const draft = decideSending(await state(filingFold, chain), { filingId, personId, upTo, digest, why, via: courtFile.via, by }, config, at)
        return draft?.body.attempt === attempt ? { ...draft, actor } : undefined
      },
    })
    return entry?.body.by === by ? attempt : undefined
  }

  /** Takes what the court's file says to have; a receipt of another document than was handed in is no filing. */
  async function acknowledge({ caseId, personId }: ThreadKey, filingId: string, { digest, receipt, filingId: id }: CourtFileReceipt): Promise<void> {
    const chain = caseChain(caseId)
    // What is said of another document than the one that was handed in is not said of this one.
    const said = { filingId, personId, digest: id === filingId ? digest : '', receipt }
    const { known, sent } = filingOf(await log.state(filingFold, chain), personId)
    const fits = known[filingId]?.digest === said.digest
    await log.append({
      chain,
      key: `filing/${filingId}/${fits ? 'filed' : `${sent?.attempt ?? 0}/other`}`,
      async decide({ state }) {
        const draft = decideAcknowledgement(await state(filingFold, chain), said)
        return draft && { ...draft, actor: system }
      },
    })
  }

  async function fail({ caseId, personId }: ThreadKey, filingId: string, attempt: number, because: FilingFailure): Promise<void> {
    const chain = caseChain(caseId)
    await log.append({
      chain,
      key: `filing/${filingId}/${attempt}/failed`,
      async decide({ state }) {
        const draft = decideFailure(await state(filingFold, chain), { filingId, personId, attempt, because })
        return draft && { ...draft, actor: system }
      },
    })
  }

  return {
    acknowledge,
    /** One after the other for each thread. Resolves when the attempt, if there was one to make, is over; rejects where the store fails. */
    file(key: ThreadKey, why: FilingReason, actor: EntryActor = system): Promise<void> {
      const id = threadChain(key)
      const next = (running.get(id) ?? Promise.resolve()).catch(() => undefined).then(() => fileNow(key, why, actor))
      running.set(id, next)
      void next.catch(() => undefined).then(() => running.get(id) === next && running.delete(id))
      return next
    },
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.allSettled(running.values())
    },
  }
}
export type Sending = ReturnType<typeof createSending>
