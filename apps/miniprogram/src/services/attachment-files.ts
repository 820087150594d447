import type { ThreadKey } from '@zhixin/shared/ids'
import type { FilesAdapter } from './adapters'
import type { Api } from './api'
import { threadName } from './outbox-item'

/** Attachments that were fetched to be shown, played or opened: each once while its reader is signed in. */
export function createAttachmentFiles(api: Pick<Api, 'download'>, files: Pick<FilesAdapter, 'drop'>) {
  const fetched = new Map<string, Promise<string>>()

  async function drop(names: string[]): Promise<void> {
    const paths = names.flatMap((name) => fetched.get(name) ?? [])
    names.forEach((name) => fetched.delete(name))
    await Promise.all(paths.map((path) => path.then(files.drop).catch(() => undefined)))
  }

  return {
    /** A path of this phone under which an attachment can be shown, played or opened. */
    fetch(key: ThreadKey, id: string): Promise<string> {
      const name = `${threadName(key)}/${id}`
      const known = fetched.get(name)
      if (known) return known
      const fetching = api.download(`/threads/${threadName(key)}/attachments/${id}`)
      fetched.set(name, fetching)
      fetching.catch(() => fetched.get(name) === fetching && fetched.delete(name))
      return fetching
    },
    /** They were sealed, or are no longer this reader's. */
    putAway: (key: ThreadKey, ids: readonly string[]): Promise<void> => drop(ids.map((id) => `${threadName(key)}/${id}`)),
    putAwayThread: (key: ThreadKey): Promise<void> => drop([...fetched.keys()].filter((name) => name.startsWith(`${threadName(key)}/`))),
    stop: (): void => void drop([...fetched.keys()]),
  }
}
export type AttachmentFiles = ReturnType<typeof createAttachmentFiles>
