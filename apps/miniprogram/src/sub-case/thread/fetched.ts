import type { ThreadKey } from '@zhixin/shared/ids'
import { services } from '@/platform/services'
import { CodedError } from '@/services'

/** A path on this phone that shows or opens an attachment; fetched once while its reader is signed in. */
export function fetchAttachment(thread: ThreadKey, note: { id: string; name: string }, path?: string): Promise<string> {
  const account = services.account.getSnapshot()
  return account ? account.attachmentFiles.fetch(thread, note, path) : Promise.reject(new CodedError('auth.required'))
}
