import Taro from '@tarojs/taro'
import { createState } from '@/services/state'

export type TypeSize = 'standard' | 'large' | 'largest'

/** How this reader wants things drawn. Kept on the phone, not on the server: it belongs to the eyes in front of it. */
export interface Display {
  size: TypeSize
  /** Fewer blocks and larger targets, not only larger letters. */
  elder: boolean
}

const KEY = 'zhixin.display'
const OWN_SCALE: Record<TypeSize, number> = { standard: 1, large: 1.2, largest: 1.4 }
/** WeChat's own 关怀模式 draws 17 px text at 23.8 px. */
const ELDER_SCALE = 1.4
const LIMITS = { least: 1, most: 1.8 }
/** The sizes at which the system's setting is 'normal': WeChat's 16, a browser's 16. */
const NORMAL_SYSTEM_SIZE = 16

export const display = createState<Display>({ size: 'standard', elder: false })
const systemScale = createState(1)

const isSize = (value: unknown): value is TypeSize => typeof value === 'string' && value in OWN_SCALE

/** Reads what was chosen before and what the system asks for. Call at launch and when the app comes back. */
export function readDisplay(): void {
  const stored: unknown = Taro.getStorageSync(KEY)
  if (stored && typeof stored === 'object') {
    const { size, elder } = stored as Partial<Display>
    if (isSize(size)) display.set({ size, elder: elder === true })
  }
  systemScale.set(scaleOfSystem())
}

export function chooseDisplay(change: Partial<Display>): void {
  const next = { ...display.getSnapshot(), ...change }
  display.set(next)
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
