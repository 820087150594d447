import type { StorageAdapter } from './adapters'

const ROOT = 'zx/of/'
/** What can be fetched again: goes first when there is no more room. */
const CACHE = 'cache/'

export type AccountStorage = ReturnType<typeof createAccountStorage>

/**
 * Storage of one account: keys of different people never meet, and a sign-out removes all of one person's. JSON values only;
 * what does not parse counts as absent. When a phone is full, caches make room for what people wrote.
 */
export function createAccountStorage(storage: StorageAdapter, scope: string) {
  const prefix = `${ROOT}${scope}/`

  const keys = async (under = ''): Promise<string[]> =>
    (await storage.keys()).filter((key) => key.startsWith(prefix + under)).map((key) => key.slice(prefix.length))

  async function get(key: string): Promise<unknown> {
    const text = await storage.get(prefix + key)
    if (text === undefined) return undefined
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }

  const put = (key: string, value: unknown): Promise<void> => storage.set(prefix + key, JSON.stringify(value))
  const remove = (key: string): Promise<void> => storage.remove(prefix + key)
  const drop = async (under: string): Promise<void> => void (await Promise.all((await keys(under)).map(remove)))

  return {
    scope,
    keys,
    get,
    remove,
    drop,
    /** Rejects when there is no room even without caches. */
    async set(key: string, value: unknown): Promise<void> {
      try {
        await put(key, value)
      } catch {
        await drop(CACHE)
        await put(key, value)
      }
    },
    /** Whether it could be kept; a cache makes no room for itself. */
    async cache(key: string, value: unknown): Promise<boolean> {
      return put(CACHE + key, value).then(() => true, () => false)
    },
    cached: (key: string): Promise<unknown> => get(CACHE + key),
    forget: (key: string): Promise<void> => remove(CACHE + key),
    cachedKeys: async (under: string): Promise<string[]> => (await keys(CACHE + under)).map((key) => key.slice(CACHE.length)),
  }
}

/** Removes what others who used this phone could have left to read; what they wrote and did not send stays theirs. */
export async function dropCachesOfOthers(storage: StorageAdapter, scope: string): Promise<void> {
  for (const key of await storage.keys()) {
    if (!key.startsWith(ROOT)) continue
    const [owner, kind] = key.slice(ROOT.length).split('/')
    if (owner !== scope && `${kind}/` === CACHE) await storage.remove(key)
  }
}
