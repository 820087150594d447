import { Button as NutButton } from '@nutui/nutui-react-taro'
import type { PropsWithChildren } from 'react'
import { asButton } from '../tappable'
import './index.less'

interface Props {
  onTap: () => void
  /** `main` once on a screen; `danger` for what cannot be taken back. */
  kind?: 'main' | 'plain' | 'danger'
  busy?: boolean
  disabled?: boolean
  /** As wide as its words instead of its column. */
  inline?: boolean
}

/** The product's button: NutUI's, in our sizes. While busy it takes no tap. */
export function Button({ onTap, kind = 'main', busy = false, disabled = false, inline = false, children }: PropsWithChildren<Props>) {
  const off = disabled || busy
  return (
    <NutButton
      className={`zx-button zx-button--${kind} ${inline ? 'zx-button--inline' : ''}`}
      type={kind === 'main' ? 'primary' : 'default'}
      block={!inline}
      loading={busy}
      disabled={off}
      {...asButton(onTap, off)}
      onClick={onTap}
    >
      {children}
    </NutButton>
  )
}
