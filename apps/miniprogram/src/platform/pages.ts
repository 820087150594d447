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

/** In a browser: says that a page is on its way until it is there, or that it cannot be had. See index.html for how that looks. */
export function followOpening(): void {
  if (!isH5) return
  const { classList } = document.body
  Taro.eventCenter.on('__taroRouterChange', () => classList.add(OPENING))
  Taro.eventCenter.on('__afterTaroRouterChange', () => classList.remove(OPENING))
  window.addEventListener('unhandledrejection', ({ reason }) => {
    if ((reason as Error | undefined)?.name !== 'ChunkLoadError') return
    classList.remove(OPENING)
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
