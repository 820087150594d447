import type { IncomingStands } from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import type { TransferConfig } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import { caseFold } from '../cases'
import { type Log, sm3Hex } from '../log'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { CourtSignature } from '../signature'
import type { Couriers } from './couriers'
import { contentsOf, type GivenFile, type Manifest, readManifest } from './manifest'
import { type Note, noteFiles, type Say } from './notes'
import { isDue, notTried, type Sealed, type Sealing, type Tries } from './on-the-way'
import type { Pieces } from './pieces'

interface InDocument extends Tries {
  /** Court and transfer. */
  _id: string
  court: string
  transferId: string
  /** The court it comes from. */
  from: string
  digest: string
  receivedAt: string
  /** Null where it was asked back before anything of it had come. */
  manifest: Sealed | null
  stands: IncomingStands
  /** Which case of ours it is being joined with, or was. */
  ours: { caseId: string; caseNumber: string; at: string } | null
  /** Why it was not taken. */
  reason: Sealed | null
  by: string | null
  /** Something has come that has not been answered. */
  owesAnswer: boolean
  /** The court it comes from has said that it knows how it ended. */
  isTold: boolean
}

export interface Incoming extends Pick<InDocument, 'transferId' | 'receivedAt' | 'stands' | 'ours' | 'isTold' | 'hitch' | 'digest' | 'from' | 'tries' | 'nextAt'> {
  manifest: Manifest
  /** Which pieces are here. */
  here: number[]
  reason: string | null
}

export interface IncomingParts {
  log: Log
  db: mongo.Db
  court: { id: string; name: string }
  pieces: Pieces
  sealing: Sealing
  couriers: Couriers
  signature: CourtSignature
  config: TransferConfig
  clock: Clock
  logger: Logger
}

const LISTED = 50
/** Joining a case with one of ours takes seconds; after so long whoever did it was interrupted. */
const JOINING_MS = 10 * 60_000
const BROKEN = '材料没有通过校验，请核对后重新移送'
const placeOf = (transferId: string): string => `in/${transferId}`
/** Ways to end that the other court is told of until it says that it knows. */
const ENDED: readonly IncomingStands[] = ['taken', 'refused', 'broken']

/** Cases that other courts have sent: collected piece by piece, verified as a whole, decided on once; and the other court told how it stands. */
export async function openIncoming({ log, db, court, pieces, sealing, couriers, signature, config, clock, logger }: IncomingParts) {
  const collection = db.collection<InDocument>('transfers_arrived')
  await collection.createIndex({ court: 1, receivedAt: -1 })
  const idOf = (transferId: string): string => `${court.id}/${transferId}`
  const contextOf = (transferId: string, what: string): string => `transfer-in/${idOf(transferId)}/${what}`
  const now = (): string => clock.now().toISOString()

  const blank = (transferId: string, from: string, digest: string, stands: IncomingStands): Omit<InDocument, '_id'> => ({
    court: court.id, transferId, from, digest, receivedAt: now(), manifest: null, stands, ours: null, reason: null, by: null, owesAnswer: true, isTold: false,
    ...notTried(clock),
  })
  /** One step from where it may be taken from; false where somebody else was faster, or it stands elsewhere. */
  async function step(transferId: string, from: readonly IncomingStands[], change: Partial<InDocument>): Promise<boolean> {
    const where = { _id: idOf(transferId), stands: { $in: [...from] } }
    const { matchedCount } = await collection.updateOne(where, { $set: { ...change, owesAnswer: true, ...notTried(clock) } })
    return matchedCount > 0
  }
  const load = async (stored: InDocument): Promise<Incoming> => ({
    ...stored,
    manifest: await sealing.open<Manifest>(stored.manifest!, contextOf(stored.transferId, 'manifest')),
    here: await pieces.here(placeOf(stored.transferId)),
    reason: stored.reason && (await sealing.open<string>(stored.reason, contextOf(stored.transferId, 'reason'))),
  })
  const pieceOf = (transferId: string) => (n: number): Promise<Buffer | undefined> => pieces.get(placeOf(transferId), n)
  const words = (transferId: string, reason: string): Promise<Sealed> => sealing.close(reason, contextOf(transferId, 'reason'))

  async function find(transferId: string): Promise<Incoming | undefined> {
    const stored = await collection.findOne({ _id: idOf(transferId), manifest: { $ne: null } })
    return stored ? load(stored) : undefined
  }

  /** A piece with the manifest that it belongs to. Throws CodedError where it is not what another court has signed for this one. */
  async function takePiece(files: readonly GivenFile[]): Promise<void> {
    const { manifest, digest } = readManifest(files, config, court.id)
    const { transferId } = manifest
    const document = { ...blank(transferId, manifest.from.id, digest, 'arriving'), manifest: await sealing.close(manifest, contextOf(transferId, 'manifest')) }
    await collection.updateOne({ _id: idOf(transferId) }, { $setOnInsert: document }, { upsert: true })
    const stored = (await collection.findOne({ _id: idOf(transferId) }))!
    assertThat(stored.digest === digest && stored.from === manifest.from.id, 'transfer.other_digest')
    const piece = files.find(({ name }) => /^piece-\d{1,6}$/.test(name))
    const n = Number(piece?.name.slice('piece-'.length))
    const wanted = manifest.pieces[n - 1]
    assertThat(piece && wanted && piece.bytes.length === wanted.size && sm3Hex(piece.bytes) === wanted.sm3, 'transfer.piece_wrong')
    if (stored.stands === 'arriving') await pieces.put(placeOf(transferId), n, piece.bytes)
    // Whatever came is answered, also what was here before: the court that sends it has not heard.
    await collection.updateOne({ _id: idOf(transferId) }, { $set: { owesAnswer: true } })
  }

  /** What has come as a whole is looked through to the last entry before anybody here sees it as something to decide on. */
  async function verify(one: Incoming): Promise<void> {
    const { transferId, manifest, here } = one
    if (here.length < manifest.pieces.length) return
    let isReadable = true
    const piece = (n: number): Promise<Buffer | undefined> =>
      pieceOf(transferId)(n).catch((error: unknown) => {
        isReadable = false
        throw error
      })
    try {
      for await (const carried of contentsOf(manifest, piece)) void carried
    } catch (error) {
      // What could not be read here just now says nothing of what was sent: it is looked through again.
      if (!isReadable) throw error
      logger.error({ err: error, transferId }, 'a case that another court has signed is not what it says of itself, and was not taken')
      if (await step(transferId, ['arriving'], { stands: 'broken', reason: await words(transferId, BROKEN) })) await pieces.drop(placeOf(transferId))
      return
    }
    await step(transferId, ['arriving'], { stands: 'whole' })
  }

  /** Whoever joined it was interrupted: it is with our case, or to be decided on again. */
  async function settle({ transferId, ours }: InDocument): Promise<void> {
    if (!ours || clock.now().getTime() - Date.parse(ours.at) < JOINING_MS) return
    const { takenOver } = await log.state(caseFold, caseChain(ours.caseId))
    if (takenOver?.transferId === transferId) await step(transferId, ['taking'], { stands: 'taken' })
    else await step(transferId, ['taking'], { stands: 'whole', ours: null })
  }

  async function sayOf({ stands, transferId, ours, reason, manifest }: InDocument): Promise<Say> {
    switch (stands) {
      case 'taken': return { what: 'taken', newCaseNumber: ours!.caseNumber }
      case 'refused':
      case 'broken': return { what: 'refused', reason: await sealing.open<string>(reason!, contextOf(transferId, 'reason')) }
      case 'recalled': return { what: 'recalled' }
      default: {
        const { pieces: all } = await sealing.open<Manifest>(manifest!, contextOf(transferId, 'manifest'))
        const here = new Set(await pieces.here(placeOf(transferId)))
        return { what: 'arrived', missing: stands === 'arriving' ? all.flatMap((_, i) => (here.has(i + 1) ? [] : [i + 1])) : [] }
      }
    }
  }

  /** How it stands here, in answer to whatever came; how it ended is said again until the other court has heard. */
  async function answer(one: InDocument): Promise<void> {
    const { transferId, from, digest, stands, isTold } = one
    const isRepeated = ENDED.includes(stands) && !isTold
    if (!one.owesAnswer && !(isRepeated && isDue(one, clock))) return
    const say = await sayOf(one)
    const id = `${transferId}-${say.what}${say.what === 'arrived' ? `-${say.missing.length}` : ''}`
    const hitch = await couriers.put(from, 'transfer_note', id, noteFiles({ transferId, from: court.id, to: from, digest, say }, signature))
    const tries = one.tries + 1
    await collection.updateOne({ _id: one._id, stands }, { $set: { owesAnswer: false, tries, hitch, nextAt: couriers.nextAt(from, tries) } })
    // What is over and known needs no bytes any more.
    if (stands === 'taken' || stands === 'recalled' || stands === 'refused') await pieces.drop(placeOf(transferId))
  }

  return {
    takePiece,
    /** What the court says that a case comes from. Throws CodedError. */
    async hear({ transferId, from, digest, say }: Note): Promise<void> {
      const _id = idOf(transferId)
      const known = await collection.findOne({ _id })
      if (known && (known.from !== from || known.digest !== digest)) throw new CodedError('transfer.other_digest')
      if (say.what === 'noted') {
        await collection.updateOne({ _id, stands: { $in: say.of === 'taken' ? ['taken'] : ['refused', 'broken'] } }, { $set: { isTold: true, hitch: null } })
        return
      }
      if (say.what !== 'recall') throw new CodedError('transfer.not_signed')
      // Asked back before anything of it has come: what comes later is not taken.
      if (!known) await collection.updateOne({ _id }, { $setOnInsert: blank(transferId, from, digest, 'recalled') }, { upsert: true })
      const isLetGo = await step(transferId, ['arriving', 'whole'], { stands: 'recalled', reason: await words(transferId, say.reason) })
      if (!isLetGo) await collection.updateOne({ _id, stands: { $ne: 'taking' } }, { $set: { owesAnswer: true } })
    },
    async list(): Promise<Incoming[]> {
      const found = await collection.find({ court: court.id, manifest: { $ne: null } }).sort({ receivedAt: -1 }).limit(LISTED).toArray()
      return Promise.all(found.map(load))
    },
    find,
    pieceOf,
    /** From here on nobody else joins it, refuses it, or gets it back. Throws `transfer.not_here`. */
    async claim(transferId: string, ours: { caseId: string; caseNumber: string }): Promise<void> {
      const again = { _id: idOf(transferId), stands: { $in: ['taking', 'taken'] as IncomingStands[] }, 'ours.caseId': ours.caseId }
      const isClaimed = await step(transferId, ['whole'], { stands: 'taking', ours: { ...ours, at: now() } })
      assertThat(isClaimed || (await collection.findOne(again)), 'transfer.not_here')
    },
    unclaim: async (transferId: string): Promise<void> => void (await step(transferId, ['taking'], { stands: 'whole', ours: null })),
    markTaken: async (transferId: string): Promise<void> => void (await step(transferId, ['taking'], { stands: 'taken' })),
    /** Not taken. The same again changes nothing; throws `transfer.not_here` where it stands otherwise. */
    async refuse(transferId: string, reason: string, by: string): Promise<void> {
      const isRefused = await step(transferId, ['whole', 'arriving'], { stands: 'refused', reason: await words(transferId, reason), by })
      assertThat(isRefused || (await collection.findOne({ _id: idOf(transferId), stands: 'refused', by })), 'transfer.not_here')
    },
    async tick(): Promise<void> {
      for (const one of await collection.find({ court: court.id, stands: 'arriving', manifest: { $ne: null } }).toArray()) await verify(await load(one))
      for (const one of await collection.find({ court: court.id, stands: 'taking' }).toArray()) await settle(one)
      const open = { court: court.id, $or: [{ owesAnswer: true }, { isTold: false, stands: { $in: [...ENDED] } }] }
      for (const one of await collection.find(open).toArray()) await answer(one)
    },
  }
}
export type IncomingStore = Awaited<ReturnType<typeof openIncoming>>
