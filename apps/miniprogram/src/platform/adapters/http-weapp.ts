import Taro from '@tarojs/taro'
import type { FailureReason, HttpAdapter } from '@/services/adapters'
import { newPlace, unlink } from './fetched-weapp'

const OK = 200

/** HTTP by WeChat. Nothing is retried here. */
export const weappHttp: HttpAdapter = {
  async request({ method, url, headers, body, timeoutMs }) {
    const { statusCode, data } = await failing(Taro.request<unknown>({ method, url, header: headers, data: body, timeout: timeoutMs }))
    return { status: statusCode, body: data }
  },
  async upload({ url, headers, filePath, name, fileName, fields, timeoutMs, onProgress }) {
    // WeChat sends the name of its own temporary file and knows no other.
    const task = Taro.uploadFile({ url, header: headers, filePath, name, formData: { ...fields, fileName }, timeout: timeoutMs })
    if (onProgress) task.progress(({ progress }) => onProgress(progress))
    const { statusCode, data } = await failing(task)
    return { status: statusCode, body: data }
  },
  async download({ url, headers, timeoutMs, name }) {
    const place = await newPlace(name)
    try {
      const { statusCode } = await failing(Taro.downloadFile({ url, header: headers, timeout: timeoutMs, filePath: place }))
      // WeChat writes a refusal's body into the file as well: the status says enough.
      if (statusCode !== OK) await unlink(place)
      return { status: statusCode, body: undefined, path: place }
    } catch (error) {
      // Half of it may lie there.
      await unlink(place)
      throw error
    }
  },
}

async function failing<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw Object.assign(new Error(messageOf(error)), { reason: reasonOf(messageOf(error)) })
  }
}

const messageOf = (error: unknown): string => String((error as { errMsg?: string } | null)?.errMsg ?? error)

function reasonOf(message: string): FailureReason {
  if (/time ?out/i.test(message)) return 'timeout'
  if (/abort/i.test(message)) return 'cancelled'
  if (/no such file|file not (found|exist)|ENOENT/i.test(message)) return 'file_gone'
  return 'offline'
}
