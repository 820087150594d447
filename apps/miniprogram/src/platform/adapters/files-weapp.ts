import Taro from '@tarojs/taro'
import type { FilesAdapter } from '@/services/adapters'
import { sweepFetched, unlink } from './fetched-weapp'

/** WeChat keeps a temporary file only while the app runs; a saved one stays until it is removed. */
export const weappFiles: FilesAdapter = {
  keep: (path) =>
    new Promise((resolve, reject) => {
      Taro.getFileSystemManager().saveFile({
        tempFilePath: path,
        success: ({ savedFilePath }) => resolve(String(savedFilePath)),
        fail: ({ errMsg }) => reject(Object.assign(new Error(errMsg), { reason: 'file_gone' })),
      })
    }),
  drop: unlink,
  sweep: sweepFetched,
}
