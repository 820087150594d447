import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import path from 'node:path'
import WebSocket from 'ws'
import { type Callbacks, refuse, succeed } from './callbacks'

interface RequestOptions extends Callbacks {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  /** Of a download: where it is to lie, instead of among the temporary files. */
  filePath?: string
}

interface UploadOptions extends Callbacks {
  url: string
  filePath: string
  name: string
  formData?: Record<string, string>
  header?: Record<string, string>
}

interface SocketOptions extends Callbacks {
  url: string
}

/** wx.request, wx.uploadFile, wx.downloadFile and wx.connectSocket over the real network. */
export class Network {
  private readonly sockets = new Set<WebSocket>()
  /** While false everything fails as it does without a signal. */
  online = true

  constructor(
    /** Where the built-in API origin really is in this test. */
    private readonly rewrite: (url: string) => string,
    /** Contents of the temporary files the phone knows. */
    private readonly files: Map<string, Buffer>,
  ) {}

  request = (options: RequestOptions) => {
    const url = new URL(this.rewrite(options.url))
    const method = (options.method ?? 'GET').toUpperCase()
    if (method === 'GET' && options.data && typeof options.data === 'object') {
      for (const [key, value] of Object.entries(options.data)) url.searchParams.set(key, String(value))
    }
    const body = method === 'GET' || options.data === undefined ? undefined : asText(options.data)
    const headers = { 'content-type': 'application/json', ...options.header }
    return this.send('request', url, method, headers, body, options, (buffer) => ({ data: asJson(buffer.toString('utf8')) }))
  }

  uploadFile = (options: UploadOptions) => {
    const boundary = `----weapp${randomBytes(8).toString('hex')}`
    const content = this.files.get(options.filePath) ?? readFileSync(options.filePath)
    const fields = Object.entries(options.formData ?? {}).map(
      ([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
    )
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${options.name}"; filename="${path.basename(options.filePath)}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    const body = Buffer.concat([Buffer.from(fields.join('') + head), content, Buffer.from(`\r\n--${boundary}--\r\n`)])
    const headers = { ...options.header, 'content-type': `multipart/form-data; boundary=${boundary}` }
    // WeChat hands the answer of an upload over as text, whatever its type.
    return this.send('uploadFile', new URL(this.rewrite(options.url)), 'POST', headers, body, options, (buffer) => ({ data: buffer.toString('utf8') }))
  }

  downloadFile = (options: RequestOptions) =>
    this.send('downloadFile', new URL(this.rewrite(options.url)), 'GET', options.header ?? {}, undefined, options, (buffer) => {
      const place = options.filePath ?? `http://tmp/${randomBytes(8).toString('hex')}`
      this.files.set(place, buffer)
      return options.filePath ? { filePath: place } : { tempFilePath: place }
    })

  connectSocket = (options: SocketOptions) => {
    if (!this.online) {
      refuse('connectSocket', options, 'offline')
      return closedSocket()
    }
    const socket = new WebSocket(this.rewrite(options.url))
    const handlers: Record<string, (event: object) => void> = {}
    this.sockets.add(socket)
    socket.on('open', () => handlers.open?.({ header: {} }))
    socket.on('message', (data, isBinary) => handlers.message?.({ data: isBinary ? data : data.toString() }))
    socket.on('error', (error) => handlers.error?.({ errMsg: error.message }))
    socket.on('close', (code, reason) => {
      this.sockets.delete(socket)
      handlers.close?.({ code, reason: reason.toString() })
    })
    succeed('connectSocket', options, { socketTaskId: 1 })
    return {
      onOpen: (handler: (event: object) => void) => void (handlers.open = handler),
      onMessage: (handler: (event: object) => void) => void (handlers.message = handler),
      onError: (handler: (event: object) => void) => void (handlers.error = handler),
      onClose: (handler: (event: object) => void) => void (handlers.close = handler),
      send: (message: Callbacks & { data: string }) => {
        if (socket.readyState !== WebSocket.OPEN) return refuse('sendSocketMessage', message, 'SocketTask.readyState is not OPEN')
        socket.send(message.data)
        return succeed('sendSocketMessage', message)
      },
      close: (closing: Callbacks & { code?: number; reason?: string } = {}) => {
        socket.close(closing.code ?? 1000, closing.reason)
        succeed('closeSocket', closing)
      },
      get readyState() {
        return socket.readyState
      },
    }
  }

  /** Cuts what is open and refuses what comes, until the signal is back. */
  cut(): void {
    this.online = false
    for (const socket of this.sockets) socket.terminate()
  }

  restore(): void {
    this.online = true
  }

  dispose(): void {
    this.online = false
    for (const socket of this.sockets) socket.terminate()
  }

  private send(
    name: string, url: URL, method: string, headers: Record<string, string>, body: string | Buffer | undefined,
    callbacks: Callbacks, read: (buffer: Buffer) => object,
  ) {
    const task = { abort: () => {}, onHeadersReceived: () => {}, offHeadersReceived: () => {}, onProgressUpdate: () => {}, onChunkReceived: () => {} }
    if (!this.online) {
      refuse(name, callbacks, 'net::ERR_INTERNET_DISCONNECTED')
      return task
    }
    const request = httpRequest(url, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const result = { statusCode: response.statusCode, header: response.headers, cookies: [], ...read(Buffer.concat(chunks)) }
        succeed(name, callbacks, result)
      })
    })
    request.on('error', (error) => refuse(name, callbacks, error.message))
    request.end(body)
    return { ...task, abort: () => void request.destroy(new Error('abort')) }
  }
}

const asText = (data: unknown): string => (typeof data === 'string' ? data : JSON.stringify(data))

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const closedSocket = () => ({
  onOpen: () => {}, onMessage: () => {}, send: () => {}, close: () => {}, readyState: WebSocket.CLOSED,
  onClose: (handler: (event: object) => void) => void setTimeout(() => handler({ code: 1006, reason: '' })),
  onError: (handler: (event: object) => void) => void setTimeout(() => handler({ errMsg: 'offline' })),
})
