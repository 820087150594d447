import Taro from '@tarojs/taro'
import type { RandomAdapter } from '@/services/adapters'

const BYTE = 256

export const randomAdapter: RandomAdapter = {
  bytes: (length) => (process.env.TARO_ENV === 'h5' ? browserBytes(length) : weappBytes(length)),
  fraction: () => Math.random(),
}

const browserBytes = async (length: number): Promise<Uint8Array> => crypto.getRandomValues(new Uint8Array(length))

function weappBytes(length: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    // Base libraries before 2.15 have none. Names made here must be unlike each other, not secret.
    const weak = () => resolve(Uint8Array.from({ length }, () => Math.floor(Math.random() * BYTE)))
    const strong = (Taro as { getRandomValues?: typeof Taro.getRandomValues }).getRandomValues
    if (!strong) return weak()
    return void strong({ length, success: ({ randomValues }) => resolve(new Uint8Array(randomValues)), fail: weak })
  })
}
