import { assertThat } from '@zhixin/shared/errors'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import type { AttachmentKind, Attachments, Redrawing } from '../../attachments'
import { ownerOf } from '../register'

interface Parts {
  attachments: Attachments
  redrawing: Redrawing
}
interface Upload {
  kind: AttachmentKind
  name: string
  bytes: Buffer
  anonymous: boolean
}

/** Uploads for one complaint, named or not: nine go with it, and as many again with what is added later and with what was taken back. */
const MOST = 30
const MARKS: readonly (readonly [string, Buffer])[] = [
  ['jpg', Buffer.from([0xff, 0xd8, 0xff])], ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47])], ['gif', Buffer.from('GIF8')], ['webp', Buffer.from('RIFF')],
]
const extensionOf = (bytes: Buffer): string => MARKS.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark))?.[0] ?? 'jpg'
/** What a picture of an anonymous report is called: its own name may be its owner's. */
const nameless = (bytes: Buffer): string => `图片.${extensionOf(bytes)}`

/**
 * What whoever complains brings along. Pictures are drawn anew; of a report without a name nothing else is taken, since of nothing else we can say
 * that it is clean.
 */
export function createComplaintUploads({ attachments, redrawing }: Parts) {
  return {
    async take(target: ComplaintKey, { kind, name, bytes, anonymous }: Upload) {
      assertThat(!anonymous || kind === 'picture', 'complaints.not_cleanable', { field: 'file' })
      const chain = complaintChain(target)
      assertThat((await attachments.countOf(chain)) < MOST, 'complaints.too_many_files', { field: 'file' })
      const isPicture = kind === 'picture' || (await attachments.typeOf(bytes))?.startsWith('image/') === true
      const clean = isPicture ? await redrawing.redraw(bytes) : bytes
      // Of reports no picture keeps its name: whether one is without a name is decided when it is sent.
      const called = isPicture && (anonymous || target.stream === 'discipline') ? nameless(clean) : name
      const stored = await attachments.store(chain, ownerOf(target.complaintId), { name: called, bytes: clean, kind: isPicture ? 'picture' : kind })
      return { attachmentId: stored.id, name: stored.name, size: stored.size, type: stored.type }
    },
    /** What an anonymous report names of its uploads: pictures that were drawn anew, called by numbers. Throws `complaints.not_cleanable`. */
    async namelessly<F extends { attachmentId: string; name: string }>(target: ComplaintKey, files: readonly F[]): Promise<F[]> {
      return Promise.all(files.map(async (file, i) => {
        const found = await attachments.describe(complaintChain(target), file.attachmentId)
        assertThat(!found || found.kind === 'picture', 'complaints.not_cleanable', { field: 'body.files' })
        return { ...file, name: `图片${i + 1}` }
      }))
    },
  }
}
export type ComplaintUploads = ReturnType<typeof createComplaintUploads>
