import type { ComplainantStepSchema, SupplementComplaintSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { complaintChain } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { AttachmentKind, Attachments } from '../../attachments'
import type { ComplaintFiles } from '../files/files'
import { ownerOf } from '../register'
import type { Followed } from './follow-up'
import type { ComplaintUploads } from './uploads'

interface Parts {
  files: ComplaintFiles
  uploads: ComplaintUploads
  attachments: Pick<Attachments, 'claim'>
}
type Said = Pick<z.infer<typeof SupplementComplaintSchema>, 'commandId' | 'text' | 'files'>
type Decided = Pick<z.infer<typeof ComplainantStepSchema>, 'commandId' | 'step' | 'fields'>

/** What whoever complained says and decides afterwards. Whoever calls has made sure that it is theirs: by number and code, or by who they are. */
export function createFurther({ files, uploads, attachments }: Parts) {
  /** Where a command belongs: into the newest file, and a repeat of it to where it stands already. */
  async function placeOf({ row, current, file }: Followed, commandId: string) {
    const stand = await Promise.all(row.map((key) => files.hasOfComplainant(key, commandId)))
    const known = row[stand.indexOf(true)]
    return known ? { key: known, file: await files.state(known), isRepeat: true } : { key: current, file, isRepeat: false }
  }

  return {
    async add(followed: Followed, { commandId, text, files: named }: Said): Promise<void> {
      const { key, file, isRepeat } = await placeOf(followed, commandId)
      assertThat(isRepeat || !files.rulesOf(key.stream).workflow.states[file.state]!.over, 'complaints.over')
      assertThat(text !== '' || named.length > 0, 'input.invalid', { field: 'body.text' })
      const brought = file.by === 'anonymous' ? await uploads.namelessly(key, named) : named
      // What stands there already has claimed its own; uploads are let go of after some days.
      const claimed = isRepeat ? [] : await attachments.claim(complaintChain(key), ownerOf(key.complaintId), brought.map(({ attachmentId }) => attachmentId))
      await files.byComplainant(key, commandId, { type: 'Supplement', said: { text, files: brought }, attachments: claimed }, { text, files: brought })
    },
    /** To be named by what is added next. */
    upload: ({ current, file: { by } }: Followed, { kind, file }: { kind: AttachmentKind; file: { name: string; bytes: Buffer } }) =>
      uploads.take(current, { kind, name: file.name, bytes: file.bytes, anonymous: by === 'anonymous' }),
    async decide(followed: Followed, { commandId, step, fields }: Decided): Promise<void> {
      const { key } = await placeOf(followed, commandId)
      const spec = files.rulesOf(key.stream).workflow.steps.find(({ id }) => id === step)
      assertThat(spec, 'input.not_found')
      const opens = spec.opens && { stream: spec.opens, complaintId: files.idOf(spec.opens, `${key.complaintId}/${commandId}`) }
      await files.byComplainant(key, commandId, {
        type: 'TakeStep', step, fields, declared: Object.keys(spec.declares), papers: [], ...(opens && { opens }),
      }, { step })
    },
  }
}
export type Further = ReturnType<typeof createFurther>
