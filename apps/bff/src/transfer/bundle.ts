import { threadChain } from '@zhixin/shared/ids'
import { canonicalBytes, type Entry, type EntryAttachment, headerOf } from '@zhixin/shared/log'
import {
  attachmentWithheld, carriedProgress, type CaseState, type CourtProfile, isConfidential, participantsNow, type ProgressState, relationsOf, type ThreadState,
  withheldBecause,
} from '@zhixin/shared/rules'
import type { WithheldEntry } from '@zhixin/shared/verify'
import type { Attachments } from '../attachments'
import { titlesOf } from '../cases'
import { type Fold, type Log, sm3Hex } from '../log'
import type { CarriedAttachment, Manifest } from './manifest'
import { cut, type WayFile } from './pieces'

export interface BundleParts {
  log: Log
  fold: Fold<ThreadState>
  attachments: Attachments
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  court: CourtProfile
  pieceBytes: number
}

interface ToCarry extends WayFile {
  bytes(): Promise<Buffer>
}

const inMemory = (name: string, value: unknown): ToCarry => {
  const bytes = Buffer.from(canonicalBytes(value))
  return { name, sm3: sm3Hex(bytes), size: bytes.length, bytes: async () => bytes }
}

/**
 * What another court gets of a case: the threads with all that their handlers may read (what was sealed stays under seal here), what those entries
 * enclose, what the case's clocks are made of, and its people by reference. Left here: what the court noted for itself of what was said (conduct,
 * urgent rings, pushes), and who opened what. `keep` gets the pieces one after the other: no more than one enclosure is in memory at a time.
 */
export async function makeBundle(
  parts: BundleParts, file: CaseState, progress: ProgressState, keep: (n: number, piece: Buffer) => Promise<void>,
): Promise<Manifest> {
  const { log, fold, names, court, attachments: store } = parts
  const { transferred } = file
  if (!transferred) throw new TypeError('this case goes nowhere')
  const refs = [...new Set(file.relations.map(({ personId }) => personId))].sort()
  const current = new Set(participantsNow(file, transferred.at))
  const known = await names.people(refs)
  const files: ToCarry[] = [inMemory('progress.json', carriedProgress(progress))]
  const enclosed: ToCarry[] = []
  const threads: Manifest['threads'] = []
  const attachments: CarriedAttachment[] = []
  const writers = { staff: new Set<string>(), person: new Set<string>() }
  for (const ref of refs) {
    const chain = threadChain({ caseId: file.caseId, personId: ref })
    const entries = await log.list(chain)
    const head = entries.at(-1)
    if (!head) continue
    const state = await log.state(fold, chain)
    const name = `thread-${threads.length + 1}.json`
    const shown = entries.map((entry): Entry | WithheldEntry => {
      const { entryHash, body, nonce } = entry
      // As whoever handles it: the other court's handlers do from now on.
      const isWithheld = withheldBecause(entry, state, 'officer', false) !== undefined
      return { ...headerOf(entry), entryHash, ...(isWithheld ? { body: null, nonce: null } : { body, nonce }) }
    })
    files.push(inMemory(name, { format: 'zhixin-thread/1', court: court.id, chain, entries: shown }))
    threads.push({
      ref, chain, entries: entries.length, head: head.entryHash, file: name,
      confidential: entries.filter(({ index }) => isConfidential(state.parts.confidence, index)).map(({ index }) => index),
    })
    for (const { actor } of entries) if (actor.kind !== 'system') writers[actor.kind].add(actor.id)
    const goesAlong = shown.flatMap((entry) => (entry.body === null ? [] : entry.attachments))
    const each = [...new Map(goesAlong.map((one) => [one.id, one])).values()]
    for (const one of each.filter(({ id }) => attachmentWithheld(id, state, 'officer', false) === undefined)) {
      attachments.push(await carry(one, chain, ref))
    }
  }
  const all = [...files, ...enclosed]
  const pieces: Manifest['pieces'] = []
  for await (const piece of cut(contents(all), parts.pieceBytes)) {
    pieces.push({ sm3: sm3Hex(piece), size: piece.length })
    await keep(pieces.length, piece)
  }
  const [staff, people] = await Promise.all([names.staff([...writers.staff]), names.people([...writers.person])])
  return {
    format: 'zhixin-transfer/2', transferId: transferred.transferId, from: { id: court.id, name: court.name, phone: court.window.phone },
    to: { id: transferred.to.courtId, name: transferred.to.name },
    kind: transferred.kind, paper: transferred.paper, reason: transferred.reason, at: transferred.at,
    caseId: file.caseId, caseNumber: file.caseNumber, cause: file.cause, filedOn: file.filedOn,
    people: refs.map((ref) => {
      const own = relationsOf(file, ref, transferred.at)
      const last = file.relations.filter(({ personId }) => personId === ref)
      return {
        ref, name: known.get(ref) ?? '', side: (own[0] ?? last.at(-1)!).side,
        role: titlesOf(own.length > 0 ? own : last.slice(-1)), takesPart: current.has(ref),
      }
    }),
    threads, attachments, names: Object.fromEntries([...staff, ...people]), files: all.map(({ name, sm3, size }) => ({ name, sm3, size })), pieces,
  }

  /** What is lost or no longer what its entry says is named as lost: the case goes all the same. */
  async function carry({ id, sm3, size, type }: EntryAttachment, chain: string, ref: string): Promise<CarriedAttachment> {
    const is = await store.describe(chain, id)
    const isWhole = is !== undefined && (await store.storedSm3(chain, id)) === sm3
    const name = `attachment-${enclosed.length + 1}`
    if (isWhole) enclosed.push({ name, sm3, size, bytes: async () => (await store.read(chain, id))!.bytes })
    return { ref, id, name: is?.name ?? '附件', kind: is?.kind ?? 'file', type, sm3, size, file: isWhole ? name : null }
  }
}

async function* contents(files: readonly ToCarry[]): AsyncGenerator<Buffer> {
  for (const { bytes } of files) yield await bytes()
}
