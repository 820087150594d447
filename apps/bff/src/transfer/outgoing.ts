import { CodedError } from '@zhixin/shared/errors'
import type { TransferHitch } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { type CaseState, decideRecalled, decideReception, decideRefusal, type TransferConfig, type TransferredOut } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import { caseFold, type Cases } from '../cases'
import { sm3Hex, type Tail } from '../log'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { HandedFile } from '../ports/court-file'
import { progressFold } from '../progress'
import type { CourtSignature } from '../signature'
import { type BundleParts, makeBundle } from './bundle'
import type { Couriers } from './couriers'
import { signedFiles } from './manifest'
import { type Note, noteFiles, type Say } from './notes'
import { isDue, notTried, openOutStore, type OutDocument, type Sealing } from './on-the-way'
import type { Pieces } from './pieces'

export interface OutgoingParts extends Omit<BundleParts, 'pieceBytes'> {
  db: mongo.Db
  cases: Cases
  pieces: Pieces
  sealing: Sealing
  couriers: Couriers
  signature: CourtSignature
  config: TransferConfig
  /** What tells threads of what happens to their case. */
  tellers: Tail[]
  clock: Clock
  logger: Logger
}

const actor = { kind: 'system', id: 'transfer', role: 'export' } as const
const TOLD_WITHIN_MS = 5_000
const placeOf = (transferId: string): string => `out/${transferId}`
/** How the two files that go with each piece were kept. */
interface KeptFiles { manifest: string; signature: string }

/** Hands cases to other courts, asks them back, and takes what those courts say of them. */
export function createOutgoing(parts: OutgoingParts) {
  const { log, cases, pieces, sealing, couriers, signature, config, tellers, clock, logger } = parts
  const store = openOutStore({ db: parts.db, court: parts.court.id })
  const contextOf = (transferId: string): string => `transfer-out/${parts.court.id}/${transferId}`

  /** Made once and kept: whatever is said in the thread meanwhile, a second sending is the same as the first. */
  async function make(file: CaseState, { transferId, to, at }: TransferredOut): Promise<OutDocument | undefined> {
    // Everybody's thread says where the case went before the thread goes along.
    const head = await log.courtHead()
    if (!(await Promise.all(tellers.map((tail) => tail.reached(head, TOLD_WITHIN_MS)))).every(Boolean)) return undefined
    const chain = caseChain(file.caseId)
    const place = placeOf(transferId)
    await pieces.drop(place)
    const keep = (n: number, piece: Buffer): Promise<void> => pieces.put(place, n, piece)
    const manifest = await makeBundle({ ...parts, pieceBytes: config.piece.bytes }, file, await log.state(progressFold, chain), keep)
    const [document, signed] = signedFiles('manifest.json', manifest, signature)
    const kept: KeptFiles = { manifest: document.bytes.toString('base64'), signature: signed.bytes.toString('base64') }
    const digest = sm3Hex(document.bytes)
    await store.put({
      transferId, caseId: file.caseId, to: to.courtId, digest, pieceCount: manifest.pieces.length, at, ...notTried(clock),
      files: await sealing.close(kept, contextOf(transferId)), missing: null, sends: 'case',
    })
    await append(file.caseId, `transfer/${transferId}/sent`, (now) =>
      (now.transferred?.transferId === transferId && !now.transferred.sent ? { type: 'case.transfer_sent', body: { transferId, digest } } : undefined))
    return (await store.find(transferId)) ?? undefined
  }

  async function append(caseId: string, key: string, decide: (file: CaseState) => { type: string; body: JsonObject } | undefined): Promise<void> {
    const chain = caseChain(caseId)
    await log.append({
      chain, key,
      async decide({ state }) {
        const draft = decide(await state(caseFold, chain))
        return draft && { ...draft, actor }
      },
    })
  }

  const note = ({ transferId, to, digest }: Pick<OutDocument, 'transferId' | 'to' | 'digest'>, say: Say): HandedFile[] =>
    noteFiles({ transferId, from: parts.court.id, to, digest, say }, signature)

  async function send(one: OutDocument, reason: string | undefined): Promise<TransferHitch | null> {
    const { transferId, to, files } = one
    if (reason !== undefined) return couriers.put(to, 'transfer_note', `${transferId}-recall`, note(one, { what: 'recall', reason }))
    const kept = await sealing.open<KeptFiles>(files, contextOf(transferId))
    const head = (['manifest', 'signature'] as const).map((name): HandedFile =>
      ({ name: `${name}.json`, type: 'application/json', bytes: Buffer.from(kept[name], 'base64') }))
    for (const n of one.missing ?? Array.from({ length: one.pieceCount }, (_, i) => i + 1)) {
      const bytes = await pieces.get(placeOf(transferId), n)
      if (!bytes) throw new Error(`piece ${n} of ${transferId} is not there any more`)
      const hitch = await couriers.put(to, 'transfer', `${transferId}-${n}`, [...head, { name: `piece-${n}`, type: 'application/octet-stream', bytes }])
      if (hitch) return hitch
    }
    return null
  }

  /** Whatever is due of a case that was given away: all of it, what the other court misses of it, or that it be let go of. */
  async function goOn(caseId: string): Promise<void> {
    const file = await log.state(caseFold, caseChain(caseId))
    const { transferred } = file
    if (!transferred || transferred.acknowledged || couriers.hitchOf(transferred.to.courtId)) return
    const { transferId, to, recall, sent } = transferred
    const known = await store.find(transferId)
    // Killed between keeping it and saying so: nothing has gone out, and it is made anew.
    const one = known && sent?.digest === known.digest ? known : sent ? undefined : await make(file, transferred)
    if (!one) return void (sent && logger.error({ transferId }, 'what was handed over of a transferred case is not there any more'))
    if (recall && one.sends === 'case') {
      await store.change(transferId, { sends: 'recall', ...notTried(clock) })
      return goOn(caseId)
    }
    const hasArrived = one.missing?.length === 0
    if (one.sends === 'over' || (one.sends === 'case' && hasArrived) || !isDue(one, clock)) return
    const hitch = await send(one, recall?.reason)
    const tries = one.tries + 1
    await store.change(transferId, { tries, hitch, nextAt: couriers.nextAt(to.courtId, tries) })
  }

  /** Nothing of a case is kept for its way once there is nothing more to send. */
  async function tidy(one: OutDocument): Promise<void> {
    const { transferred } = await log.state(caseFold, caseChain(one.caseId))
    if (transferred?.transferId === one.transferId && !transferred.acknowledged) return
    await pieces.drop(placeOf(one.transferId))
    await store.change(one.transferId, { sends: 'over', hitch: null })
  }

  return {
    find: store.find,
    latest: store.latest,
    /** What the court says that a case went to. Throws CodedError where it speaks of something else than it was given. */
    async hear({ transferId, from, digest, say }: Note): Promise<void> {
      const one = await store.find(transferId)
      if (!one || one.to !== from || one.digest !== digest) throw new CodedError('transfer.none')
      const key = (what: string): string => `transfer/${transferId}/${what}`
      switch (say.what) {
        case 'arrived':
          return store.change(transferId, { missing: say.missing })
        case 'recalled':
          return append(one.caseId, key('recalled'), (file) => decideRecalled(file, { transferId, digest }))
        case 'taken':
          await append(one.caseId, key('acknowledged'), (file) => decideReception(file, { transferId, digest, newCaseNumber: say.newCaseNumber }))
          break
        case 'refused':
          await append(one.caseId, key('refused'), (file) => decideRefusal(file, { transferId, digest, reason: say.reason }))
          break
        default:
          // Not for the court that a case went to to say.
          throw new CodedError('transfer.not_signed')
      }
      // Not repeated: whoever does not hear it says so again.
      await couriers.put(one.to, 'transfer_note', `${transferId}-noted-${say.what}`, note(one, { what: 'noted', of: say.what }))
    },
    async tick(): Promise<void> {
      for (const caseId of await cases.givenAway()) {
        // One that cannot be handed over keeps no other from going.
        await goOn(caseId).catch((error: unknown) => logger.error({ err: error, caseId }, 'a case could not be handed to another court'))
      }
      for (const one of await store.open()) await tidy(one)
    },
  }
}
export type Outgoing = ReturnType<typeof createOutgoing>
