import Taro from '@tarojs/taro'
import { addressOf, type Route } from '../routes'
import { afterOpening } from './pages'

const MOST_PAGES = 10

/** Opens a page above this one; when WeChat's ten are reached, in place of it. */
export function open(route: Route, query?: Record<string, string>): void {
  const url = addressOf(route, query)
  afterOpening(() => void (Taro.getCurrentPages().length >= MOST_PAGES ? Taro.redirectTo({ url }) : Taro.navigateTo({ url })))
}

/** Opens a page in place of this one. */
export const replace = (route: Route, query?: Record<string, string>): void => afterOpening(() => void Taro.redirectTo({ url: addressOf(route, query) }))

/** Opens a page and forgets all others. */
export const restart = (route: Route, query?: Record<string, string>): void =>
  afterOpening(() => void Taro.reLaunch({ url: addressOf(route, query) }), { forgetsOthers: true })

export function back(): void {
  afterOpening(() => void (Taro.getCurrentPages().length > 1 ? Taro.navigateBack() : Taro.reLaunch({ url: addressOf('entry') })))
}

/** To the head of the page, where it says what has become of what was done below. */
export const toTop = (): void => void Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined)
