import Taro from '@tarojs/taro'
import { type Route, ROUTES } from '../routes'

/** What a browser knows of the app's pages: each is fetched when it is opened first. WeChat fetches packages by `preloadRule`. */
interface BrowserPages {
  routes?: { path: string; load(): unknown[] }[]
}

const isH5 = process.env.TARO_ENV === 'h5'
const OPENING = 'zx-opening'
/** After the page that is being looked at has got what it needs. */
const FETCH_AHEAD_AFTER_MS = 1_500

/** No page takes so long; whatever kept one from saying that it is there must not keep everybody where they are. */
const GIVE_UP_WAITING_MS = 5_000

let isOpening = false
let next: { open(): void; forgetsOthers: boolean } | undefined

/**
 * Opens a page once the one that is just being opened is there; of several asked for meanwhile the last, unless one forgets all others.
 * Taro's router for browsers mixes up two that are opened at once: a sign-in that ended while the first page was on its way left that page
 * standing for good.
 */
export function afterOpening(open: () => void, { forgetsOthers = false } = {}): void {
  if (!isOpening) return open()
  if (forgetsOthers || !next?.forgetsOthers) next = { open, forgetsOthers }
}

/** In a browser: says that a page is on its way until it is there, or that it cannot be had. See index.html for how that looks. */
export function followOpening(): void {
  if (!isH5) return
  const { classList } = document.body
  let giveUp: ReturnType<typeof setTimeout> | undefined
  const begin = (): void => {
    isOpening = true
    classList.add(OPENING)
    clearTimeout(giveUp)
    giveUp = setTimeout(end, GIVE_UP_WAITING_MS)
  }
  const end = (): void => {
    isOpening = false
    clearTimeout(giveUp)
    classList.remove(OPENING)
    const asked = next
    next = undefined
    asked?.open()
  }
  Taro.eventCenter.on('__taroRouterChange', begin)
  Taro.eventCenter.on('__afterTaroRouterChange', end)
  window.addEventListener('unhandledrejection', ({ reason }) => {
    if ((reason as Error | undefined)?.name !== 'ChunkLoadError') return
    end()
    void Taro.showToast({ title: '打不开，请检查网络后再试', icon: 'none' })
  })
}

/** In a browser: fetches pages that will be opened soon, one after another. What cannot be fetched now is fetched when it is opened. */
export function fetchAhead(ahead: Route[]): void {
  if (!isH5) return
  const { routes = [] } = (window as { __taroAppConfig?: BrowserPages }).__taroAppConfig ?? {}
  const pages = ahead.map((route) => routes.find(({ path }) => `/${path}` === ROUTES[route]))
  setTimeout(() => {
    void (async () => {
      for (const page of pages) await Promise.allSettled(page?.load() ?? [])
    })()
  }, FETCH_AHEAD_AFTER_MS)
}
