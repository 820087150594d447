import Taro from '@tarojs/taro'
import type { DisplayInput } from '@zhixin/shared/contract'
import { createState } from '@/services/state'
import { services } from './services'

/** How this reader wants things drawn. `elder`: fewer blocks and larger targets, not only larger letters. */
export type Display = DisplayInput
export type TypeSize = Display['size']

const KEY = 'zhixin.display'
const OWN_SCALE: Record<TypeSize, number> = { standard: 1, large: 1.2, largest: 1.4 }
/** WeChat's own 关怀模式 draws 17 px text at 23.8 px. */
const ELDER_SCALE = 1.4
const LIMITS = { least: 1, most: 1.8 }
/** The sizes at which the system's setting is 'normal': WeChat's 16, a browser's 16. */
const NORMAL_SYSTEM_SIZE = 16

/** What was chosen last on this device, by whoever held it: counts before sign-in, and for who has chosen nothing of their own. */
const device = createState<Display>({ size: 'standard', elder: false })
/** What counts now. */
export const display = createState<Display>(device.getSnapshot())
const settle = (): void => display.set(services.display.getSnapshot() ?? device.getSnapshot())
services.display.subscribe(settle)
device.subscribe(settle)

const systemScale = createState(1)

const isSize = (value: unknown): value is TypeSize => typeof value === 'string' && value in OWN_SCALE

/** Reads what was chosen before on this device and what the system asks for. Call at launch and when the app comes back. */
export function readDisplay(): void {
  const stored: unknown = Taro.getStorageSync(KEY)
  if (stored && typeof stored === 'object') {
    const { size, elder } = stored as Partial<Display>
    if (isSize(size)) device.set({ size, elder: elder === true })
  }
  systemScale.set(scaleOfSystem())
}

/** At once on this phone, with or without a network; and for whoever is signed in on their other phones. */
export function chooseDisplay(change: Partial<Display>): void {
  const next = { ...display.getSnapshot(), ...change }
  services.display.choose(next)
  device.set(next)
  Taro.setStorageSync(KEY, next)
}

/** The factor on every type size: the larger of what the reader chose and what the system asks for, within limits. */
export function typeScale({ size, elder }: Display, system = systemScale.getSnapshot()): number {
  const own = Math.max(OWN_SCALE[size], elder ? ELDER_SCALE : 1)
  return Math.min(LIMITS.most, Math.max(LIMITS.least, own, system))
}

function scaleOfSystem(): number {
  if (process.env.TARO_ENV === 'h5') {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    return Number.isFinite(size) ? size / NORMAL_SYSTEM_SIZE : 1
  }
  // Taro's typings do not know the factor yet; old base libraries have only the size, or neither.
  const info = (Taro.getAppBaseInfo?.() ?? {}) as { fontSizeScaleFactor?: number; fontSizeSetting?: number }
  return info.fontSizeScaleFactor ?? (info.fontSizeSetting ? info.fontSizeSetting / NORMAL_SYSTEM_SIZE : 1)
}
