import { threadChain } from '@zhixin/shared/ids'
import { canonicalBytes, type Entry, headerOf } from '@zhixin/shared/log'
import {
  carriedProgress, type CaseState, type CourtProfile, isConfidential, participantsNow, type ProgressState, relationsOf, type ThreadState, withheldBecause,
} from '@zhixin/shared/rules'
import type { WithheldEntry } from '@zhixin/shared/verify'
import { titlesOf } from '../cases'
import { type Fold, type Log, sm3Hex } from '../log'
import type { HandedFile } from '../ports/court-file'
import type { CourtSignature } from '../signature'
import type { Manifest } from './manifest'

export interface TransferBundleParts {
  log: Log
  fold: Fold<ThreadState>
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  court: CourtProfile
  signature: CourtSignature
}

const json = (value: unknown): Buffer => Buffer.from(canonicalBytes(value))
const asFile = (name: string, value: unknown): HandedFile => ({ name, type: 'application/json', bytes: json(value) })

/**
 * What another court gets of a case: the threads with all that their handlers may read (what was sealed stays under seal here), what the case's
 * clocks are made of, and its people by reference. Left here: what the court noted for itself of what was said (conduct, urgent rings, pushes), who
 * opened what, and attachments' bytes, which the page says are to be asked for. The same case makes the same manifest.
 */
export async function makeTransfer(parts: TransferBundleParts, file: CaseState, progress: ProgressState): Promise<{ digest: string; files: HandedFile[] }> {
  const { log, fold, names, court, signature } = parts
  const { transferred } = file
  if (!transferred) throw new TypeError('this case goes nowhere')
  const refs = [...new Set(file.relations.map(({ personId }) => personId))].sort()
  const current = new Set(participantsNow(file, transferred.at))
  const known = await names.people(refs)
  const files: HandedFile[] = [asFile('progress.json', carriedProgress(progress))]
  const threads: Manifest['threads'] = []
  const writers = { staff: new Set<string>(), person: new Set<string>() }
  let attachments = 0
  for (const ref of refs) {
    const chain = threadChain({ caseId: file.caseId, personId: ref })
    const entries = await log.list(chain)
    const head = entries.at(-1)
    if (!head) continue
    const state = await log.state(fold, chain)
    const name = `thread-${threads.length + 1}.json`
    files.push(asFile(name, {
      format: 'zhixin-thread/1', court: court.id, chain,
      entries: entries.map((entry): Entry | WithheldEntry => {
        const { entryHash, body, nonce } = entry
        // As whoever handles it: the other court's handlers do from now on.
        const isWithheld = withheldBecause(entry, state, 'officer', false) !== undefined
        return { ...headerOf(entry), entryHash, ...(isWithheld ? { body: null, nonce: null } : { body, nonce }) }
      }),
    }))
    threads.push({
      ref, chain, entries: entries.length, head: head.entryHash, file: name,
      confidential: entries.filter(({ index }) => isConfidential(state.parts.confidence, index)).map(({ index }) => index),
    })
    for (const { actor, attachments: enclosed } of entries) {
      attachments += enclosed.length
      if (actor.kind !== 'system') writers[actor.kind].add(actor.id)
    }
  }
  const [staff, people] = await Promise.all([names.staff([...writers.staff]), names.people([...writers.person])])
  const manifest: Manifest = {
    format: 'zhixin-transfer/1', transferId: transferred.transferId, from: { id: court.id, name: court.name, phone: court.window.phone },
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
    threads, attachments, names: Object.fromEntries([...staff, ...people]),
    files: files.map(({ name, bytes }) => ({ name, sm3: sm3Hex(bytes), size: bytes.length })),
  }
  const bytes = json(manifest)
  const signed = { signs: 'manifest.json', algorithm: 'SM2-SM3', publicKey: signature.publicKey, signature: signature.sign(bytes) }
  return { digest: sm3Hex(bytes), files: [{ name: 'manifest.json', type: 'application/json', bytes }, ...files, asFile('signature.json', signed)] }
}
