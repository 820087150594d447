import type { ThreadKey } from '@zhixin/shared/ids'
import { services } from '@/platform/services'
import { CodedError } from '@/services'

const fetched = new Map<string, Promise<string>>()

/** A path on this phone that shows or opens an attachment; fetched once for each reader while the app runs. */
export function fetchAttachment(thread: ThreadKey, attachmentId: string): Promise<string> {
  const account = services.account.getSnapshot()
  if (!account) return Promise.reject(new CodedError('auth.required'))
  const name = [services.session.getSnapshot().scope, thread.caseId, thread.personId, attachmentId].join('/')
  const known = fetched.get(name)
  if (known) return known
  const fetching = account.threadActions.attachment(thread, attachmentId)
  fetched.set(name, fetching)
  fetching.catch(() => fetched.delete(name))
  return fetching
}
