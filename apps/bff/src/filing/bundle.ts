import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { canonicalBytes, type Entry, headerOf, type SequencedEntry } from '@zhixin/shared/log'
import {
  attachmentWithheld, type CaseState, type CourtProfile, type FilingConfig, isMark, type MessagingConfig, relationsOf, type ThreadState, type Withheld,
  withheldBecause,
} from '@zhixin/shared/rules'
import type { WithheldEntry } from '@zhixin/shared/verify'
import type { Attachments } from '../attachments'
import { participantTitle, titlesOf } from '../cases'
import { threadDocument, type ThreadDocumentRow } from '../documents'
import { type Fold, type Log, sm3Hex } from '../log'
import type { HandedFile } from '../ports/court-file'
import type { CourtSignature } from '../signature'
import { stamp, wordsOnPaper } from './words'

export interface BundleParts {
  log: Log
  fold: Fold<ThreadState>
  attachments: Attachments
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  court: Pick<CourtProfile, 'id' | 'name'>
  config: FilingConfig
  messaging: MessagingConfig
  signature: CourtSignature
}

export interface Bundle {
  filingId: string
  /** Index of the last entry in it. */
  upTo: number
  /** SM3 of the manifest, the first file. */
  digest: string
  /** manifest.json, document.pdf, entries.json, signature.json */
  files: HandedFile[]
}

const json = (value: unknown): Buffer => Buffer.from(canonicalBytes(value))
const ID_HEX = 32
const STAFF_ROLES: Readonly<Record<string, string>> = {
  officer: '执行人员', judge: '员额法官', deputy: '代班执行人员', deputy_judge: '代班员额法官', team_leader: '团队负责人', director: '执行局长',
}

/**
 * A whole thread as it goes to the court's electronic file: a document for people, its entries for machines, and a signed manifest with the
 * hashes of both. The file is read by people of whom nothing is known here: what is sealed, and what is for sender and handler alone, is in neither,
 * only its header with its hash, as for any reader who is neither (rules/visible). The same thread makes the same manifest. Undefined where the
 * thread has no entry. Does not ask whether it may be made.
 */
export async function makeBundle(parts: BundleParts, key: ThreadKey, file: CaseState, replaces?: string): Promise<Bundle | undefined> {
  const chain = threadChain(key)
  const entries = await parts.log.list(chain)
  const head = entries.at(-1)
  if (!head) return undefined
  // Asked after the entries were read: what has been sealed meanwhile is not in it.
  const state = await parts.log.state(parts.fold, chain)
  const withheld = new Map(entries.flatMap((entry): [number, Withheld][] => {
    const because = withheldBecause(entry, state, 'none', false)
    return because ? [[entry.index, because]] : []
  }))
  const person = await personOf(parts, key, file, head.at)
  const pdf = await threadDocument({
    court: parts.court.name, caseNumber: file.caseNumber, cause: file.cause, volume: parts.config.volume.name,
    person, head: head.entryHash, at: new Date(head.at),
    span: `共 ${entries.length} 条，${stamp(entries[0]!.at)} 至 ${stamp(head.at)}`,
    withheld: withheldWords([...withheld.values()]),
    rows: await rowsOf(parts, entries, withheld, state, file),
  })
  const record = json({
    format: 'zhixin-thread/1', court: parts.court.id, chain,
    entries: entries.map((entry): Entry | WithheldEntry => {
      const { entryHash, body, nonce } = entry
      return withheld.has(entry.index) ? { ...headerOf(entry), entryHash, body: null, nonce: null } : { ...headerOf(entry), entryHash, body, nonce }
    }),
  })
  const files: HandedFile[] = [
    { name: 'document.pdf', type: 'application/pdf', bytes: pdf },
    { name: 'entries.json', type: 'application/json', bytes: record },
  ]
  const manifest = json({
    format: 'zhixin-filing/1',
    court: parts.court, caseId: key.caseId, caseNumber: file.caseNumber, volume: parts.config.volume.name, chain, person,
    upTo: head.index, head: head.entryHash, lastAt: head.at, replaces: replaces ?? null,
    withheld: [...withheld].map(([index, because]) => ({ index, because })),
    attachments: entries.flatMap(({ index, attachments }) => attachments.map(({ id, sm3, size, type }) => ({ index, id, sm3, size, type }))),
    files: files.map(({ name, type, bytes }) => ({ name, type, size: bytes.length, sm3: sm3Hex(bytes) })),
  })
  const digest = sm3Hex(manifest)
  const signature = json({ signs: 'manifest.json', algorithm: 'SM2-SM3', publicKey: parts.signature.publicKey, signature: parts.signature.sign(manifest) })
  return {
    filingId: `f_${digest.slice(0, ID_HEX)}`,
    upTo: head.index,
    digest,
    files: [
      { name: 'manifest.json', type: 'application/json', bytes: manifest }, ...files, { name: 'signature.json', type: 'application/json', bytes: signature },
    ],
  }
}

async function personOf({ names }: BundleParts, { personId }: ThreadKey, file: CaseState, now: string): Promise<{ name: string; role: string }> {
  const current = relationsOf(file, personId, now)
  const all = current.length > 0 ? current : file.relations.filter((relation) => relation.personId === personId)
  return { name: (await names.people([personId])).get(personId) ?? '', role: titlesOf(all) }
}

function withheldWords(all: Withheld[]): string[] {
  const count = (because: Withheld): number => all.filter((one) => one === because).length
  return [
    ...(count('sealed') > 0 ? [`其中 ${count('sealed')} 条已封存，内容不在本文书中，由法院依法留存。`] : []),
    ...(count('confidential') > 0 ? [`其中 ${count('confidential')} 条只给承办人看，没有解除保密，内容不在本文书中。`] : []),
  ]
}

async function rowsOf(
  parts: BundleParts, entries: SequencedEntry[], withheld: Map<number, Withheld>, state: ThreadState, file: CaseState,
): Promise<ThreadDocumentRow[]> {
  const ids = (kind: string): string[] => [...new Set(entries.flatMap(({ actor }) => (actor.kind === kind ? [actor.id] : [])))]
  const [people, staff] = await Promise.all([parts.names.people(ids('person')), parts.names.staff(ids('staff'))])
  const who = ({ actor }: SequencedEntry): string => {
    if (actor.kind === 'system') return '法院'
    if (actor.kind === 'staff') return `${staff.get(actor.id) ?? ''}（${STAFF_ROLES[actor.role] ?? '工作人员'}）`
    const relation = file.relations.find(({ personId }) => personId === actor.id)
    return `${people.get(actor.id) ?? ''}${relation ? `（${participantTitle(relation)}）` : ''}`
  }
  const rows: ThreadDocumentRow[] = []
  for (const entry of entries) {
    const because = withheld.get(entry.index)
    const row = { number: entry.index + 1, when: stamp(entry.at), who: who(entry), hash: entry.entryHash, isMark: isMark(entry.type) }
    if (because) {
      const line = because === 'sealed' ? '［已封存，内容不在本文书中］' : '［只给承办人看，内容不在本文书中］'
      rows.push({ ...row, what: '记录', lines: [line], enclosed: [] })
    } else {
      rows.push({ ...row, ...wordsOnPaper(entry, parts.messaging), enclosed: await enclosedIn(parts, entry, state) })
    }
  }
  return rows
}

async function enclosedIn({ attachments, config }: BundleParts, entry: SequencedEntry, state: ThreadState): Promise<ThreadDocumentRow['enclosed']> {
  const enclosed: ThreadDocumentRow['enclosed'] = []
  for (const { id, sm3, size, type } of entry.attachments) {
    // Sealed, or confidential, by way of another entry that names it too.
    const mayShow = attachmentWithheld(id, state, 'none', false) === undefined
    const isSmallPicture = /^image\/(jpeg|png)$/.test(type) && size <= config.picture_max_bytes.value
    const stored = mayShow ? await attachments.read(entry.chain, id) : undefined
    enclosed.push({
      name: stored?.name ?? '附件', sm3, size: size < 1024 ? `${size} 字节` : `${Math.ceil(size / 1024)} KB`,
      ...(stored && isSmallPicture && { picture: stored.bytes }),
    })
  }
  return enclosed
}
