import { View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import './index.less'

interface Props {
  onTap: () => void
  className?: string
  disabled?: boolean
  /** What a screen reader says when the content does not say it. */
  label?: string
  /** For things that are on or off. */
  pressed?: boolean
}

/** Anything one taps: never smaller than the tap size, reachable by keyboard on H5. Does not guard against a double tap. */
export function Tappable({ onTap, className = '', disabled = false, label, pressed, children }: PropsWithChildren<Props>) {
  const tap = () => {
    if (!disabled) onTap()
  }
  const keyboard = {
    ...asButton(tap, disabled),
    ...(label ? { 'aria-label': label } : {}),
    ...(pressed === undefined ? {} : { 'aria-pressed': pressed }),
  }
  return (
    <View
      className={`zx-tappable ${disabled ? 'zx-tappable--disabled' : ''} ${className}`}
      hoverClass={disabled ? 'none' : 'zx-tappable--pressed'}
      onClick={tap}
      {...keyboard}
    >
      {children}
    </View>
  )
}

/** What makes an element a button for a keyboard and a screen reader on H5; WeChat ignores it. */
export function asButton(tap: () => void, disabled: boolean) {
  return {
    role: 'button',
    tabIndex: disabled ? -1 : 0,
    'aria-disabled': disabled,
    onKeyDown: (event: { key?: string; preventDefault?: () => void }) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault?.()
      if (!disabled) tap()
    },
  }
}
