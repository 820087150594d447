import type { FailureReason, HttpAdapter } from '@/services/adapters'
import { keptBlob } from './files-browser'

/** HTTP by the browser. Nothing is retried here. */
export const browserHttp: HttpAdapter = {
  async request({ method, url, headers, body, timeoutMs }) {
    const response = await within(timeoutMs, (signal) => fetch(url, { method, headers, body, signal, cache: 'no-store' }))
    return { status: response.status, body: await response.text() }
  },
  async upload({ url, headers, filePath, name, fileName, fields, timeoutMs, onProgress }) {
    const form = new FormData()
    for (const [key, value] of Object.entries(fields)) form.append(key, value)
    form.append(name, await keptBlob(filePath), fileName)
    return send(url, headers, form, timeoutMs, onProgress)
  },
  async download({ url, headers, timeoutMs }) {
    const response = await within(timeoutMs, (signal) => fetch(url, { headers, signal, cache: 'no-store' }))
    if (response.status !== 200) return { status: response.status, body: await response.text(), path: '' }
    return { status: 200, body: undefined, path: URL.createObjectURL(await response.blob()) }
  },
}

const failure = (reason: FailureReason): Error => Object.assign(new Error(reason), { reason })

async function within<T>(timeoutMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), timeoutMs)
  try {
    return await ask(controller.signal)
  } catch {
    throw failure(controller.signal.aborted ? 'timeout' : 'offline')
  } finally {
    clearTimeout(timer)
  }
}

/** fetch cannot say how far an upload has got. */
function send(url: string, headers: Record<string, string>, form: FormData, timeoutMs: number, onProgress?: (percent: number) => void) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.timeout = timeoutMs
    for (const [key, value] of Object.entries(headers)) request.setRequestHeader(key, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(Math.round((loaded / total) * 100))
    request.onload = () => resolve({ status: request.status, body: request.responseText })
    request.onerror = () => reject(failure('offline'))
    request.ontimeout = () => reject(failure('timeout'))
    request.send(form)
  })
}
