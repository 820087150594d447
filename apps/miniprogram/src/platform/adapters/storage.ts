import Taro from '@tarojs/taro'
import type { StorageAdapter } from '@/services/adapters'

const PREFIX = 'zhixin.'
const isH5 = process.env.TARO_ENV === 'h5'

/** Plain storage of this phone. */
export const storageAdapter: StorageAdapter = isH5 ? browserStorage() : weappStorage(false)

/** For the refresh token: encrypted by WeChat. A browser has nothing better than its storage; the token rotates on each use. */
export const secretsAdapter: Omit<StorageAdapter, 'keys'> = isH5 ? browserStorage() : weappStorage(true)

function browserStorage(): StorageAdapter {
  return {
    get: async (key) => localStorage.getItem(PREFIX + key) ?? undefined,
    set: async (key, value) => localStorage.setItem(PREFIX + key, value),
    remove: async (key) => localStorage.removeItem(PREFIX + key),
    keys: async () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)),
  }
}

function weappStorage(encrypt: boolean): StorageAdapter {
  return {
    async get(key) {
      try {
        const { data } = await Taro.getStorage<unknown>({ key: PREFIX + key, encrypt } as Taro.getStorage.Option<unknown>)
        return typeof data === 'string' ? data : undefined
      } catch {
        // WeChat rejects for a key that is not there.
        return undefined
      }
    },
    async set(key, value) {
      await Taro.setStorage({ key: PREFIX + key, data: value, encrypt } as Taro.setStorage.Option)
    },
    async remove(key) {
      await Taro.removeStorage({ key: PREFIX + key })
    },
    keys: async () => Taro.getStorageInfoSync().keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)),
  }
}
