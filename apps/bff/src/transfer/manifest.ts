import { CaseIdSchema, PersonIdSchema } from '@zhixin/shared/ids'
import type { Entry } from '@zhixin/shared/log'
import { CarriedProgressSchema, CourtIdSchema, LitigantSideSchema, type TransferConfig, TransferIdSchema, TransferKindSchema } from '@zhixin/shared/rules'
import { verifyChain, type WithheldEntry } from '@zhixin/shared/verify'
import { z } from 'zod'
import { sm3, sm3Hex } from '../log'
import { isSignedBy } from '../signature'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Court = z.object({ id: CourtIdSchema, name: z.string(), phone: z.string() })

/** What one court says to another of a case that it gives away. */
export const ManifestSchema = z.object({
  format: z.literal('zhixin-transfer/1'),
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
    ref: PersonIdSchema, chain: z.string().max(120), entries: z.number().int().positive(), head: Hash, file: z.string(),
    /** For sender and handler alone, as it stood there. */
    confidential: z.array(z.number().int()),
  })),
  /** Names of whoever wrote: their ids mean nothing elsewhere. */
  names: z.record(z.string(), z.string()),
  attachments: z.number().int(),
  files: z.array(z.object({ name: z.string(), sm3: Hash, size: z.number().int() })),
})
export type Manifest = z.infer<typeof ManifestSchema>

const SignatureSchema = z.object({ signs: z.literal('manifest.json'), algorithm: z.literal('SM2-SM3'), publicKey: z.string(), signature: z.string() })
const ThreadFileSchema = z.object({ format: z.literal('zhixin-thread/1'), court: z.string(), chain: z.string(), entries: z.array(z.custom<Entry | WithheldEntry>()) })

export interface GivenFile {
  name: string
  bytes: Buffer
}

/** A transfer that has been verified to the last entry. */
export interface WholeTransfer {
  manifest: Manifest
  digest: string
  progress: z.infer<typeof CarriedProgressSchema>
  threads: ReadonlyMap<string, (Entry | WithheldEntry)[]>
}

const parsed = <T>(schema: z.ZodType<T>, file: GivenFile | undefined): T => schema.parse(JSON.parse(file?.bytes.toString('utf8') ?? ''))

/**
 * What another court has sent, verified before anything of it is written: signed by a court of the list under its own key, meant for this one, every
 * file as the manifest says, every chain whole up to its last entry. Throws on anything else; the error says what, for operators.
 */
export function readTransfer(files: readonly GivenFile[], { courts }: TransferConfig, ownId: string): WholeTransfer {
  const file = (name: string): GivenFile | undefined => files.find((one) => one.name === name)
  const manifest = parsed(ManifestSchema, file('manifest.json'))
  const bytes = file('manifest.json')!.bytes
  const { signature } = parsed(SignatureSchema, file('signature.json'))
  const sender = courts.find(({ id }) => id === manifest.from.id)
  if (!sender) throw new Error(`unknown court ${manifest.from.id}`)
  if (!isSignedBy(sender.public_key, bytes, signature)) throw new Error('the manifest is not signed by the court that it names')
  if (manifest.to.id !== ownId) throw new Error(`meant for ${manifest.to.id}`)
  for (const { name, sm3: wanted } of manifest.files) {
    const found = file(name)
    if (!found || sm3Hex(found.bytes) !== wanted) throw new Error(`${name} is not the one that was signed`)
  }
  const listed = new Set(manifest.files.map(({ name }) => name))
  const named = (name: string): GivenFile | undefined => (listed.has(name) ? file(name) : undefined)
  const threads = new Map(manifest.threads.map(({ ref, chain, entries: count, head, file: name }) => {
    const thread = parsed(ThreadFileSchema, named(name))
    if (thread.court !== manifest.from.id || thread.chain !== chain || chain !== `thread:${manifest.caseId}/${ref}`) throw new Error(`${name} is another chain`)
    const end = verifyChain(sm3, chain, thread.entries, { index: count - 1, entryHash: head })
    if (end.next !== count || thread.entries.some(({ court }) => court !== manifest.from.id)) throw new Error(`${name} is not the chain that was signed`)
    return [ref, thread.entries] as const
  }))
  return { manifest, digest: sm3Hex(bytes), progress: parsed(CarriedProgressSchema, named('progress.json')), threads }
}

/** What a court says of a case that it has taken. */
export const ReceptionSchema = z.object({ transferId: TransferIdSchema, digest: Hash, newCaseNumber: z.string().min(4).max(60) })
export type Reception = z.infer<typeof ReceptionSchema>

/** Throws where it is not signed by that court. */
export function readReception(files: readonly GivenFile[]): { reception: Reception; bytes: Buffer; signature: string } {
  const file = (name: string): GivenFile | undefined => files.find((one) => one.name === name)
  const reception = parsed(ReceptionSchema, file('reception.json'))
  return { reception, bytes: file('reception.json')!.bytes, signature: parsed(z.object({ signature: z.string() }), file('signature.json')).signature }
}

