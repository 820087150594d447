import type { ThreadKey } from '@zhixin/shared/ids'
import type { FilesAdapter } from './adapters'
import type { Api } from './api'
import { threadName } from './outbox-item'

/** What is to be fetched; its name says by its ending what it is. */
export interface FetchedNote {
  id: string
  name: string
}

/**
 * Attachments that were fetched to be shown, played or opened: each once, until the page that shows it goes, it is sealed, or its reader
 * signs out. What a dead app left behind goes at the next start (`files.sweep`).
 */
export function createAttachmentFiles(api: Pick<Api, 'download'>, files: Pick<FilesAdapter, 'drop'>) {
  /** By thread, attachment, and the path it came by: `<case>/<person>/<id> <path>`. */
  const fetched = new Map<string, Promise<string>>()

  async function drop(fits: (name: string) => boolean): Promise<void> {
    const going = [...fetched].filter(([name]) => fits(name))
    going.forEach(([name]) => fetched.delete(name))
    await Promise.all(going.map(([, path]) => path.then(files.drop).catch(() => undefined)))
  }
  const ownPath = (key: ThreadKey, id: string): string => `/threads/${threadName(key)}/attachments/${id}`
  const nameOf = (key: ThreadKey, id: string, path: string): string => `${threadName(key)}/${id} ${path}`

  return {
    /** A path of this phone under which an attachment can be shown, played or opened. `path`: where it does not come by the thread itself. */
    fetch(key: ThreadKey, { id, name: file }: FetchedNote, path: string = ownPath(key, id)): Promise<string> {
      const name = nameOf(key, id, path)
      const known = fetched.get(name)
      if (known) return known
      const fetching = api.download(path, file)
      fetched.set(name, fetching)
      fetching.catch(() => fetched.get(name) === fetching && fetched.delete(name))
      return fetching
    },
    /** They were sealed, are no longer this reader's, or are not shown any more. */
    putAway: (key: ThreadKey, ids: readonly string[]): Promise<void> => drop((name) => ids.some((id) => name.startsWith(`${threadName(key)}/${id} `))),
    /** Of a thread, what came by another way than the thread itself: of an urgent clue, or for a leader to decide on. */
    putAwayBeside: (key: ThreadKey): Promise<void> =>
      drop((name) => name.startsWith(`${threadName(key)}/`) && !name.includes(` /threads/${threadName(key)}/attachments/`)),
    putAwayThread: (key: ThreadKey): Promise<void> => drop((name) => name.startsWith(`${threadName(key)}/`)),
    stop: (): void => void drop(() => true),
  }
}
export type AttachmentFiles = ReturnType<typeof createAttachmentFiles>
