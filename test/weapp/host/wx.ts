import { randomBytes } from 'node:crypto'
import { type Callbacks, refuse, succeed } from './callbacks'
import type { Network } from './network'

/** What the phone under test is like. */
export const PHONE = {
  platform: 'android', system: 'Android 10', SDKVersion: '3.5.8', version: '8.0.50', model: 'invented', brand: 'invented',
  pixelRatio: 3, windowWidth: 390, windowHeight: 844, screenWidth: 390, screenHeight: 844, language: 'zh_CN', statusBarHeight: 47,
  fontSizeSetting: 16, fontSizeScaleFactor: 1, theme: 'light', environment: '',
  safeArea: { top: 47, bottom: 810, left: 0, right: 390, width: 390, height: 763 },
}

/** What the phone tells the app: the app comes and goes, the signal comes and goes. */
export interface PhoneEvents {
  on: (name: 'show' | 'hide' | 'network', listener: (event: object) => void) => void
  off: (name: 'show' | 'hide' | 'network', listener: (event: object) => void) => void
}

export interface Navigation {
  open: (url: string) => void
  closeTop: () => void
  closeAll: () => void
  back: (pages: number) => void
  first: () => string
}

type Call = [name: string, ...args: unknown[]]
type Listener = (event: object) => void
type Stored = Callbacks & { key: string; data?: unknown }
type Navigating = Callbacks & { url: string; delta?: number }

export interface Phone {
  network: Network
  files: Map<string, Buffer>
  storage: Map<string, string>
  navigation: Navigation
  events: PhoneEvents
  /** Gets every call that is made. */
  calls: Call[]
  /** What a test answers itself. */
  own: object
}

/**
 * The `wx` that the app service sees. What it does not know is undefined, as on an old base library, except for
 * listeners and for calls that only show something: those are recorded and succeed.
 */
export function createWx({ network, files, storage, navigation, events, calls, own }: Phone): object {
  const go = (name: string, options: Navigating, action: () => void) => {
    try {
      action()
      succeed(name, options)
    } catch (error) {
      refuse(name, options, error instanceof Error ? error.message : String(error))
    }
  }
  const known: Record<string, unknown> = {
    env: { USER_DATA_PATH: USER_FILES },
    getSystemInfoSync: () => PHONE,
    getWindowInfo: () => PHONE,
    getDeviceInfo: () => PHONE,
    getAppBaseInfo: () => PHONE,
    getSystemInfo: (options: Callbacks) => succeed('getSystemInfo', options, PHONE),
    getNetworkType: (options: Callbacks) => succeed('getNetworkType', options, { networkType: network.online ? '4g' : 'none' }),
    canIUse: () => true,
    nextTick: (then: () => void) => void Promise.resolve().then(then),
    getLaunchOptionsSync: () => ({ path: navigation.first(), query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: navigation.first(), query: {}, scene: 1001 }),
    getMenuButtonBoundingClientRect: () => ({ top: 51, bottom: 83, left: 296, right: 383, width: 87, height: 32 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),

    getStorageSync: (key: string) => (storage.has(key) ? JSON.parse(storage.get(key)!) : ''),
    setStorageSync: (key: string, value: unknown) => void storage.set(key, JSON.stringify(value)),
    removeStorageSync: (key: string) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 0, limitSize: 10240 }),
    getStorage: (options: Stored) =>
      storage.has(options.key)
        ? succeed('getStorage', options, { data: JSON.parse(storage.get(options.key)!) })
        : refuse('getStorage', options, 'data not found'),
    setStorage: (options: Stored) => {
      storage.set(options.key, JSON.stringify(options.data))
      succeed('setStorage', options)
    },
    removeStorage: (options: Stored) => {
      storage.delete(options.key)
      succeed('removeStorage', options)
    },

    request: network.request,
    uploadFile: network.uploadFile,
    downloadFile: network.downloadFile,
    connectSocket: network.connectSocket,

    navigateTo: (options: Navigating) => go('navigateTo', options, () => navigation.open(options.url)),
    redirectTo: (options: Navigating) => go('redirectTo', options, () => {
      navigation.closeTop()
      navigation.open(options.url)
    }),
    reLaunch: (options: Navigating) => go('reLaunch', options, () => {
      navigation.closeAll()
      navigation.open(options.url)
    }),
    navigateBack: (options: Navigating) => go('navigateBack', options ?? {}, () => navigation.back(options?.delta ?? 1)),

    // Taro copies only what `wx` owns: what the app uses has to stand here.
    onAppShow: (listener: Listener) => events.on('show', listener),
    offAppShow: (listener: Listener) => events.off('show', listener),
    onAppHide: (listener: Listener) => events.on('hide', listener),
    offAppHide: (listener: Listener) => events.off('hide', listener),
    onNetworkStatusChange: (listener: Listener) => events.on('network', listener),
    offNetworkStatusChange: (listener: Listener) => events.off('network', listener),
    getRandomValues: (options: Callbacks & { length: number }) =>
      succeed('getRandomValues', options, { randomValues: new Uint8Array(randomBytes(options.length)).buffer }),
    setNavigationBarTitle: (options: Callbacks) => succeed('setNavigationBarTitle', options),
    pageScrollTo: (options: Callbacks) => succeed('pageScrollTo', options),
    previewImage: (options: Callbacks) => succeed('previewImage', options),
    openDocument: (options: Callbacks) => succeed('openDocument', options),
    makePhoneCall: (options: Callbacks) => succeed('makePhoneCall', options),
    login: (options: Callbacks) => refuse('login', options, 'this test signs nobody in'),
    chooseMedia: (options: Callbacks) => refuse('chooseMedia', options, 'cancel'),
    chooseMessageFile: (options: Callbacks) => refuse('chooseMessageFile', options, 'cancel'),

    createSelectorQuery: selectorQuery,
    createIntersectionObserver: observer,
    getFileSystemManager: () => fileSystem(files),
    ...own,
  }
  return new Proxy(known, {
    get(target, name) {
      if (typeof name !== 'string') return undefined
      const value = target[name]
      if (typeof value === 'function') {
        return (...args: unknown[]) => {
          calls.push([name, ...args])
          return promising((own) => Reflect.apply(value, target, own) as unknown, args)
        }
      }
      if (value !== undefined) return value
      if (/^(on|off)[A-Z]/.test(name)) return () => {}
      if (/^(show|hide|set|start|stop|pageScroll)/.test(name)) {
        return (options?: Callbacks) => {
          calls.push([name, options])
          succeed(name, options)
        }
      }
      return undefined
    },
    has: () => true,
  })
}

/** Where an app's own files lie, as WeChat's developer tools name it. */
export const USER_FILES = 'http://usr'

/** Temporary files become saved ones; what is saved and the app's own can be listed and can go. */
function fileSystem(files: Map<string, Buffer>) {
  return {
    saveFile: (options: Callbacks & { tempFilePath: string }) => {
      const content = files.get(options.tempFilePath)
      if (!content) return refuse('saveFile', options, 'tempFilePath file not exist')
      const savedFilePath = options.tempFilePath.replace('/tmp/', '/store/')
      files.set(savedFilePath, content)
      return succeed('saveFile', options, { savedFilePath })
    },
    mkdir: (options: Callbacks & { dirPath: string }) => succeed('mkdir', options),
    readdir: (options: Callbacks & { dirPath: string }) => {
      const under = `${options.dirPath}/`
      const found = [...files.keys()].filter((name) => name.startsWith(under)).map((name) => name.slice(under.length))
      if (found.length === 0) return refuse('readdir', options, 'no such file or directory')
      return succeed('readdir', options, { files: found })
    },
    unlink: (options: Callbacks & { filePath: string }) => {
      // A temporary file is WeChat's: the app does not remove it.
      if (options.filePath.startsWith('http://tmp/')) return refuse('unlink', options, 'permission denied')
      files.delete(options.filePath)
      return succeed('unlink', options)
    },
  }
}

/** Without callbacks WeChat answers with a promise, unless the call hands out a task or a value. */
function promising(call: (args: unknown[]) => unknown, args: unknown[]): unknown {
  const [options, ...rest] = args
  const isOptions = options === undefined || (typeof options === 'object' && options !== null)
  if (!isOptions || ['success', 'fail', 'complete'].some((name) => name in (options ?? {}))) return call(args)
  let returned: unknown
  const promise = new Promise((resolve, reject) => {
    returned = call([{ ...options, success: resolve, fail: reject }, ...rest])
  })
  if (returned === undefined) return promise
  promise.catch(() => undefined)
  return returned
}

// Nothing is laid out here: every measured node is the same box.
const BOX = { id: '', dataset: {}, left: 0, top: 0, right: 390, bottom: 48, width: 390, height: 48, scrollLeft: 0, scrollTop: 0, node: null }

function selectorQuery() {
  const asked: { result: unknown; then?: (result: unknown) => void }[] = []
  const measure = (result: unknown) => (first?: unknown, second?: unknown) => {
    const then = typeof first === 'function' ? first : second
    asked.push({ result, then: then as (result: unknown) => void })
    return query
  }
  const node = (result: unknown) => ({
    boundingClientRect: measure(result), scrollOffset: measure(result), fields: measure(result), node: measure(result), context: measure(result),
  })
  const query = {
    in: () => query,
    select: () => node(BOX),
    selectAll: () => node([BOX]),
    selectViewport: () => node(BOX),
    exec: (then?: (results: unknown[]) => void) => {
      setTimeout(() => {
        asked.forEach((one) => one.then?.(one.result))
        then?.(asked.map((one) => one.result))
      })
      return query
    },
  }
  return query
}

function observer(): object {
  const self: Record<string, unknown> = { observe: () => {}, disconnect: () => {} }
  self.relativeTo = () => self
  self.relativeToViewport = () => self
  return self
}
