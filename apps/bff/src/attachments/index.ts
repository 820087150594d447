import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import type { EntryAttachment } from '@zhixin/shared/log'
import type { AttachmentsConfig } from '@zhixin/shared/rules'
import mongoose, { type mongo } from 'mongoose'
import { type ChainKeys, sm3Hex } from '../log'
import type { Clock } from '../platform/clock'
import { open, seal } from '../platform/seal'
import { typeOf } from './detect'

export { createRedrawing, type Redrawing } from './redraw'
export { serveAttachment } from './serve'

export type AttachmentKind = 'picture' | 'file' | 'voice'

interface Metadata {
  court: string
  chain: string
  /** Actor key of whoever uploaded it. */
  owner: string
  sm3: string
  size: number
  type: string
  kind: AttachmentKind
  /** The name as given, sealed: it may say more than it should. */
  sealedName: string
  at: Date
  /** Came with a case from another court: named by an entry of that court's, so by none of ours. */
  isFormer?: true
}
type Stored = mongo.GridFSFile & { metadata: Metadata }

export interface AttachmentsParts {
  court: string
  db: mongo.Db
  keys: ChainKeys
  clock: Clock
  config: AttachmentsConfig
}

const DAY_MS = 86_400_000
/** An upload this near its end is no longer accepted into a message, so that none is removed under one. */
const MARGIN_MS = 3_600_000
const ID_BYTES = 12

/** In the place of an uploader: nobody's. */
const FORMER = 'former-court'
const formerId = (id: string): string => `former/${id}`
const newId = (): string => `a_${BigInt(`0x${randomBytes(ID_BYTES).toString('hex')}`).toString(36).padStart(19, '0')}`
const contextOf = (court: string, chain: string, id: string, part: string): string => `attachment/${court}/${chain}/${id}/${part}`

/**
 * Files and pictures, sealed under the key of the thread they belong to, in GridFS. An upload is not part of the file until a
 * message names it; one that none names is removed after a time. Does not scan for viruses.
 */
export function createAttachments({ court, db, keys, clock, config }: AttachmentsParts) {
  const bucket = new mongoose.mongo.GridFSBucket(db, { bucketName: 'attachments' })

  async function find(chain: string, id: string): Promise<Stored | undefined> {
    const [found] = await bucket.find({ filename: id, 'metadata.court': court, 'metadata.chain': chain }).limit(1).toArray()
    return found as Stored | undefined
  }

  async function bytesOf(file: Stored): Promise<Buffer> {
    const { chain } = file.metadata
    const sealed = Buffer.from(await text(bucket.openDownloadStream(file._id).setEncoding('latin1')), 'latin1')
    return open(await keys.of(chain), sealed, contextOf(court, chain, file.filename, 'bytes'))
  }

  async function nameOf({ filename, metadata: { chain, sealedName } }: Stored): Promise<string> {
    return open(await keys.of(chain), Buffer.from(sealedName, 'base64'), contextOf(court, chain, filename, 'name')).toString()
  }

  async function read(chain: string, id: string): Promise<{ bytes: Buffer; type: string; name: string; owner: string } | undefined> {
    const file = await find(chain, id)
    if (!file) return undefined
    const { owner, type } = file.metadata
    return { bytes: await bytesOf(file), type, name: await nameOf(file), owner }
  }

  return {
    /** Keeps an upload for a thread. Throws `input.too_large` or `input.unsupported_type`. */
    async store(chain: string, owner: string, upload: { name: string; bytes: Buffer; kind: AttachmentKind }) {
      const { bytes, kind } = upload
      assertThat(bytes.length > 0, 'input.invalid', { field: 'file', detail: '文件是空的。' })
      assertThat(bytes.length <= config.max_bytes, 'input.too_large', { field: 'file' })
      const type = await typeOf(bytes)
      assertThat(type && config.types[kind].includes(type), 'input.unsupported_type', { field: 'file' })
      const id = newId()
      const key = await keys.forWriting(chain)
      const name = cleanName(upload.name)
      const metadata: Metadata = {
        court, chain, owner, kind, type,
        sm3: sm3Hex(bytes),
        size: bytes.length,
        sealedName: seal(key, Buffer.from(name), contextOf(court, chain, id, 'name')).toString('base64'),
        at: clock.now(),
      }
      const sealed = seal(key, bytes, contextOf(court, chain, id, 'bytes'))
      await pipeline(Readable.from([sealed]), bucket.openUploadStream(id, { metadata: { ...metadata } }))
      return { id, sm3: metadata.sm3, size: metadata.size, type, name, kind }
    },

    /** What a message of this owner's commits to. Throws `messaging.attachment_unknown` unless all were uploaded for this thread by them. */
    async claim(chain: string, owner: string, ids: string[]): Promise<EntryAttachment[]> {
      const newest = clock.now().getTime() - config.unsent_kept_days * DAY_MS + MARGIN_MS
      return Promise.all(
        ids.map(async (id) => {
          const file = await find(chain, id)
          const usable = file && file.metadata.owner === owner && file.metadata.at.getTime() > newest
          if (!usable) throw new CodedError('messaging.attachment_unknown', { field: 'body.attachments' })
          const { sm3, size, type } = file.metadata
          return { id, sm3, size, type }
        }),
      )
    },

    /** How many uploads a chain has, whether an entry names them or not. */
    countOf: (chain: string): Promise<number> => db.collection('attachments.files').countDocuments({ 'metadata.court': court, 'metadata.chain': chain }),
    /** MIME type by content; undefined when it cannot be told. */
    typeOf,

    /** What an attachment is, without its bytes; undefined when this thread has none by that id. */
    async describe(chain: string, id: string): Promise<{ name: string; kind: AttachmentKind } | undefined> {
      const file = await find(chain, id)
      return file && { name: await nameOf(file), kind: file.metadata.kind }
    },

    /**
     * Keeps what came with a case from another court, beside this thread's own and under its key; `id` is that court's. The same again changes
     * nothing. What it is has been checked by whoever took it; that it is of a kind that this court takes as an upload is not asked.
     */
    async adopt(chain: string, of: { id: string; name: string; kind: AttachmentKind; type: string; bytes: Buffer }): Promise<void> {
      const { bytes, kind, type } = of
      const id = formerId(of.id)
      if (await find(chain, id)) return
      const key = await keys.forWriting(chain)
      const sealedName = seal(key, Buffer.from(cleanName(of.name)), contextOf(court, chain, id, 'name')).toString('base64')
      const size = bytes.length
      const metadata: Metadata = { court, chain, owner: FORMER, kind, type, sm3: sm3Hex(bytes), size, sealedName, at: clock.now(), isFormer: true }
      await pipeline(Readable.from([seal(key, bytes, contextOf(court, chain, id, 'bytes'))]), bucket.openUploadStream(id, { metadata: { ...metadata } }))
    },

    /** The same as `read`, of what came with the case: by the other court's id. */
    readFormer: (chain: string, id: string) => read(chain, formerId(id)),

    /** An attachment's bytes and what they are; undefined when this thread has none by that id. */
    read,

    /** SM3 of the bytes as stored now; undefined when they are missing or do not open. For recomputation. */
    async storedSm3(chain: string, id: string): Promise<string | undefined> {
      try {
        const file = await find(chain, id)
        return file && sm3Hex(await bytesOf(file))
      } catch {
        return undefined
      }
    },

    /** Removes uploads that no message has named in time. `isFiled` decides on the thread's chain. Returns how many went. */
    async removeUnsent(isFiled: (chain: string, id: string) => Promise<boolean>): Promise<number> {
      const before = new Date(clock.now().getTime() - config.unsent_kept_days * DAY_MS)
      let removed = 0
      for await (const file of bucket.find({ 'metadata.court': court, 'metadata.at': { $lt: before }, 'metadata.isFormer': { $ne: true } })) {
        const { metadata, filename, _id } = file as Stored
        if (await isFiled(metadata.chain, filename)) continue
        await bucket.delete(_id)
        removed++
      }
      return removed
    },
  }
}
export type Attachments = ReturnType<typeof createAttachments>

/** A name for people: no path, no control characters, at most 120 characters. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const clean = last.replace(/[\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g, '').trim()
  const dot = clean.lastIndexOf('.')
  const extension = dot > 0 && clean.length - dot <= 8 ? clean.slice(dot) : ''
  return clean.length <= 120 ? clean || '附件' : clean.slice(0, 120 - extension.length) + extension
}
