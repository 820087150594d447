import { CodedError } from '@zhixin/shared/errors'
import { AttachmentIdSchema, CaseIdSchema, PersonIdSchema } from '@zhixin/shared/ids'
import { canonicalBytes, type Entry } from '@zhixin/shared/log'
import {
  type CarriedProgress, CarriedProgressSchema, CourtIdSchema, LitigantSideSchema, type TransferConfig, TransferIdSchema, TransferKindSchema,
} from '@zhixin/shared/rules'
import { verifyChain, type WithheldEntry } from '@zhixin/shared/verify'
import { z } from 'zod'
import { sm3, sm3Hex } from '../log'
import type { HandedFile } from '../ports/court-file'
import { type CourtSignature, isSignedBy } from '../signature'
import { joined } from './pieces'

export const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Court = z.object({ id: CourtIdSchema, name: z.string(), phone: z.string() })
const Size = z.number().int().positive()

/** What one court says to another of a case that it gives away. It goes along with each piece, so that pieces may come in any order. */
export const ManifestSchema = z.object({
  format: z.literal('zhixin-transfer/2'),
  transferId: TransferIdSchema,
  from: Court,
  to: Court.omit({ phone: true }),
  kind: TransferKindSchema,
  paper: z.string(),
  reason: z.string(),
  at: z.iso.datetime({ precision: 3 }),
  caseId: CaseIdSchema,
  caseNumber: z.string().min(4).max(60),
  cause: z.string(),
  filedOn: z.iso.date(),
  /** By reference: identity numbers and telephone numbers stand in no entry, and the court that takes the case has its own. */
  people: z.array(z.object({ ref: PersonIdSchema, name: z.string(), side: LitigantSideSchema, role: z.string(), takesPart: z.boolean() })),
  threads: z.array(z.object({
    ref: PersonIdSchema, chain: z.string().max(120), entries: Size, head: Hash, file: z.string(),
    /** For sender and handler alone, as it stood there. */
    confidential: z.array(z.number().int()),
  })),
  /** What entries of those threads enclose and may be shown to who handles the case. `file` null: the bytes are lost there. */
  attachments: z.array(z.object({
    ref: PersonIdSchema, id: AttachmentIdSchema, name: z.string().max(200), kind: z.enum(['picture', 'file', 'voice']), type: z.string().max(120), sm3: Hash, size: Size,
    file: z.string().nullable(),
  })),
  /** Names of whoever wrote: their ids mean nothing elsewhere. */
  names: z.record(z.string(), z.string()),
  files: z.array(z.object({ name: z.string(), sm3: Hash, size: Size })),
  /** All files one after the other, cut. */
  pieces: z.array(z.object({ sm3: Hash, size: Size })).min(1).max(100_000),
})
export type Manifest = z.infer<typeof ManifestSchema>
export type CarriedAttachment = Manifest['attachments'][number]

const SignatureSchema = z.object({ signs: z.string(), algorithm: z.literal('SM2-SM3'), publicKey: z.string(), signature: z.string() })
const ThreadFileSchema = z.object({ format: z.literal('zhixin-thread/1'), court: z.string(), chain: z.string(), entries: z.array(z.custom<Entry | WithheldEntry>()) })

export interface GivenFile {
  name: string
  bytes: Buffer
}

const jsonFile = (name: string, value: unknown): HandedFile => ({ name, type: 'application/json', bytes: Buffer.from(canonicalBytes(value)) })

/** A document of this court's with its signature beside it. */
export function signedFiles(name: string, value: unknown, { publicKey, sign }: CourtSignature): [HandedFile, HandedFile] {
  const document = jsonFile(name, value)
  return [document, jsonFile('signature.json', { signs: name, algorithm: 'SM2-SM3', publicKey, signature: sign(document.bytes) })]
}

/** A document that another court has signed for this one. Throws CodedError `transfer.not_signed` on anything else. */
export function readSigned<T extends { from: unknown; to: unknown }>(
  name: string, schema: z.ZodType<T>, files: readonly GivenFile[], { courts, own }: { courts: TransferConfig['courts']; own: string },
): { document: T; bytes: Buffer } {
  const bytes = files.find((one) => one.name === name)?.bytes
  const document = schema.safeParse(jsonIn(bytes)).data
  const signed = SignatureSchema.safeParse(jsonIn(files.find((one) => one.name === 'signature.json')?.bytes)).data
  const idOf = (court: unknown): unknown => (typeof court === 'object' && court !== null ? (court as { id?: unknown }).id : court)
  const key = courts.find(({ id }) => document && id === idOf(document.from))?.public_key
  const isGood = bytes && document && signed && key && signed.signs === name && idOf(document.to) === own && isSignedBy(key, bytes, signed.signature)
  if (!isGood) throw new CodedError('transfer.not_signed')
  return { document, bytes }
}

function jsonIn(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '')
  } catch {
    return undefined
  }
}

/** A manifest, verified as far as it can be without the pieces. Throws CodedError. */
export function readManifest(files: readonly GivenFile[], config: TransferConfig, own: string): { manifest: Manifest; digest: string } {
  const { document: manifest, bytes } = readSigned('manifest.json', ManifestSchema, files, { courts: config.courts, own })
  const sum = (all: { size: number }[]): number => all.reduce((total, { size }) => total + size, 0)
  const refs = new Set(manifest.people.map(({ ref }) => ref))
  const ofPeople = [...manifest.threads, ...manifest.attachments].every(({ ref }) => refs.has(ref))
  // A piece that is larger than one may be would have to be kept first to see that it is.
  const isWell = ofPeople && sum(manifest.files) === sum(manifest.pieces) && manifest.pieces.every(({ size }) => size <= config.piece.most_request_bytes)
  if (!isWell) throw new CodedError('transfer.not_whole')
  return { manifest, digest: sm3Hex(bytes) }
}

export type Carried =
  | { what: 'progress'; progress: CarriedProgress }
  | { what: 'thread'; ref: string; entries: (Entry | WithheldEntry)[] }
  | { what: 'attachment'; attachment: CarriedAttachment; bytes: Buffer }

/**
 * What pieces hold, verified piece by piece as it is read: every file as its hash says, every chain whole up to its last entry, every enclosure one
 * that an entry of its own thread commits to. Throws on anything else; the error says what, for operators.
 */
export async function* contentsOf(manifest: Manifest, piece: (n: number) => Promise<Buffer | undefined>): AsyncGenerator<Carried> {
  const threads = new Map(manifest.threads.map((thread) => [thread.file, thread]))
  const attachments = new Map(manifest.attachments.flatMap((one) => (one.file === null ? [] : [[one.file, one] as const])))
  const committed = new Set<string>()
  const idOf = ({ ref, id, sm3: hash, size, type }: Omit<CarriedAttachment, 'name' | 'kind' | 'file'>): string => [ref, id, hash, size, type].join('/')
  const due = new Set(['progress.json', ...threads.keys(), ...attachments.keys()])
  for await (const { name, bytes } of joined(manifest.files, piece)) {
    if (!due.delete(name)) throw new Error(`${name} is nothing that the manifest says`)
    const thread = threads.get(name)
    const attachment = attachments.get(name)
    if (name === 'progress.json') yield { what: 'progress', progress: CarriedProgressSchema.parse(jsonIn(bytes)) }
    else if (thread) {
      const entries = entriesIn(bytes, manifest, thread)
      for (const entry of entries) if (entry.body !== null) for (const one of entry.attachments) committed.add(idOf({ ref: thread.ref, ...one }))
      yield { what: 'thread', ref: thread.ref, entries }
    } else if (attachment) {
      if (!committed.has(idOf(attachment)) || sm3Hex(bytes) !== attachment.sm3) throw new Error(`${attachment.id} is enclosed in no entry of its thread`)
      yield { what: 'attachment', attachment, bytes }
    }
  }
  if (due.size > 0) throw new Error(`${[...due].join(', ')} did not come`)
}

function entriesIn(bytes: Buffer, { from, caseId }: Manifest, { ref, chain, entries: count, head, file }: Manifest['threads'][number]): (Entry | WithheldEntry)[] {
  const thread = ThreadFileSchema.parse(jsonIn(bytes))
  if (thread.court !== from.id || thread.chain !== chain || chain !== `thread:${caseId}/${ref}`) throw new Error(`${file} is another chain`)
  const end = verifyChain(sm3, chain, thread.entries, { index: count - 1, entryHash: head })
  if (end.next !== count || thread.entries.some(({ court }) => court !== from.id)) throw new Error(`${file} is not the chain that was signed`)
  return thread.entries
}
