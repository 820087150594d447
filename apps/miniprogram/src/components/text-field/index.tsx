import { Input, Text, Textarea, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import './index.less'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  hint?: string
  /** Shown in place of the hint, in words that say how to put it right. */
  error?: string
  kind?: 'text' | 'number' | 'idcard' | 'password' | 'long'
  maxLength?: number
  /** At the end of the line, such as "获取验证码". */
  aside?: ReactNode
  onConfirm?: () => void
}

/** A browser's number field drops digits and turns with the wheel; Taro hands a type it does not know through to the browser. */
const DIGITS = (process.env.TARO_ENV === 'h5' ? 'tel' : 'number') as 'number'
const inputType = (kind: Props['kind']) => (kind === 'number' ? DIGITS : kind === 'idcard' ? kind : 'text')

export function TextField({ label, value, onChange, placeholder, hint, error, kind = 'text', maxLength = 200, aside, onConfirm }: Props) {
  return (
    <View className="zx-field">
      <Text className="zx-body-strong">{label}</Text>
      <View className={`zx-field__line ${error ? 'zx-field__line--wrong' : ''}`}>
        {kind === 'long' ? (
          <Textarea className="zx-field__area" value={value} placeholder={placeholder} maxlength={maxLength} aria-label={label}
            placeholderClass="zx-field__placeholder" autoHeight cursorSpacing={120} onInput={(event) => onChange(event.detail.value)} />
        ) : (
          <Input className="zx-field__input" value={value} placeholder={placeholder} maxlength={maxLength} aria-label={label}
            placeholderClass="zx-field__placeholder" type={inputType(kind)} password={kind === 'password'} cursorSpacing={120}
            onInput={(event) => onChange(event.detail.value)} onConfirm={onConfirm} />
        )}
        {aside}
      </View>
      {error ? <Text className="zx-caption zx-late">{error}</Text> : hint ? <Text className="zx-caption">{hint}</Text> : null}
    </View>
  )
}
