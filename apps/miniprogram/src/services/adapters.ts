/**
 * All that services need of the phone. `src/platform` gives it by Taro, tests by fakes. Nothing here assumes a browser: on WeChat
 * there is no window, fetch, URL, crypto, TextEncoder or process.
 */

/** Why something did not get through. An adapter rejects with an error that carries one of these as `reason`; without one it counts as `offline`. */
export type FailureReason = 'offline' | 'timeout' | 'file_gone' | 'cancelled'

export interface HttpResponse {
  status: number
  /** Text, or what the platform has already parsed as JSON. */
  body: unknown
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Record<string, string>
  /** JSON text. */
  body?: string
  timeoutMs: number
}

export interface HttpUpload {
  url: string
  headers: Record<string, string>
  /** A path of this phone; on H5 a blob URL, or whatever `files.keep` returned. */
  filePath: string
  /** Name of the multipart part. */
  name: string
  fileName: string
  fields: Record<string, string>
  timeoutMs: number
  /** 0 to 100. */
  onProgress?: (percent: number) => void
}

export interface HttpAdapter {
  request(request: HttpRequest): Promise<HttpResponse>
  upload(upload: HttpUpload): Promise<HttpResponse>
  /**
   * Resolves with a path (H5: blob URL) that can be shown or opened, until `files.drop` or `files.sweep` removes it. `name` says by its
   * ending what it is. `body` is read only when the status is not 200.
   */
  download(request: { url: string; headers: Record<string, string>; timeoutMs: number; name: string }): Promise<HttpResponse & { path: string }>
}

export interface LiveConnection {
  send(text: string): void
  close(): void
}
export interface SocketEvents {
  onOpen(): void
  onMessage(text: string): void
  /** Called once, also after an error. `code` is the close code, 0 when none came. */
  onClose(code: number): void
}
export interface SocketAdapter {
  connect(url: string, events: SocketEvents): LiveConnection
}

/** WeChat: 1 MB a key, 10 MB in all; `set` rejects when there is no room. */
export interface StorageAdapter {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(): Promise<string[]>
}

export type Timer = unknown
export interface TimersAdapter {
  /** Milliseconds since 1970. */
  now(): number
  set(run: () => void, ms: number): Timer
  clear(timer: Timer): void
}

export interface RandomAdapter {
  bytes(length: number): Promise<Uint8Array>
  /** [0, 1), for spreading load only. */
  fraction(): number
}

/** Keeps a chosen file until its message is stored, so that it survives a restart of the app. */
export interface FilesAdapter {
  /** Returns the path under which `http.upload` finds it from now on. Rejects with `file_gone` when it cannot be read. */
  keep(path: string, name: string): Promise<string>
  /** Also of what was fetched. */
  drop(path: string): Promise<void>
  /** Removes all that was fetched until now and not dropped, by runs of the app before this one too. Never rejects. */
  sweep(): Promise<void>
}

/** A voice of the phone's own that reads aloud. */
export interface SpeechAdapter {
  /** Whether there is one for Chinese. A browser may find out late. */
  isAvailable(): boolean
  onChange(listener: () => void): void
  /** Says a few words. Resolves when they are said or were cut short, rejects when they cannot be said. */
  say(text: string): Promise<void>
  /** Cuts short what is being said. */
  stop(): void
}

export interface Adapters {
  http: HttpAdapter
  socket: SocketAdapter
  storage: StorageAdapter
  /** For the refresh token: on WeChat with `encrypt: true`. May be the same as `storage`. */
  secrets: Omit<StorageAdapter, 'keys'>
  timers: TimersAdapter
  random: RandomAdapter
  files: FilesAdapter
  network: { isOnline(): boolean; onChange(listener: (isOnline: boolean) => void): void }
  lifecycle: { onShow(listener: () => void): void; onHide(listener: () => void): void }
  /**
   * Only in browsers that can. WeChat gives mini-programs no speech of their own; its plugin (微信同声传译) sends every text to a service
   * outside the court, and its text is not ours to send.
   */
  speak?: SpeechAdapter
  /** Only on WeChat. */
  wechat?: {
    /** The code of wx.login. */
    loginCode(): Promise<string>
    /**
     * wx.requestSubscribeMessage: what was chosen, by template id (`accept`, `reject`, `ban`, `filter` …). Only in a tap. Rejects with
     * `{ errCode, errMsg }`.
     */
    askToAllow(templateIds: readonly string[]): Promise<Readonly<Record<string, string>>>
  }
}

export interface ServicesConfig {
  /** `https://host`, no slash at the end. */
  apiOrigin: string
  /** `wss://host`, no slash at the end. */
  liveOrigin: string
}

export function failureReason(error: unknown): FailureReason {
  const reason = typeof error === 'object' && error !== null && 'reason' in error ? error.reason : undefined
  return reason === 'timeout' || reason === 'file_gone' || reason === 'cancelled' ? reason : 'offline'
}
