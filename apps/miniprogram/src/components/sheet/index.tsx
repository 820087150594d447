import { Popup } from '@nutui/nutui-react-taro'
import { Close } from '@nutui/icons-react-taro'
import { ScrollView, Text, View } from '@tarojs/components'
import type { PropsWithChildren, ReactNode } from 'react'
import { Tappable } from '../tappable'
import './index.less'

interface Props {
  open: boolean
  title: string
  onClose: () => void
  /** Stays in view below what scrolls. */
  footer?: ReactNode
}

/** A sheet from the bottom with one question in it; a centred box at desk width. Nothing inside is kept when it closes. */
export function Sheet({ open, title, onClose, footer, children }: PropsWithChildren<Props>) {
  if (!open) return null
  return (
    <Popup visible={open} position="bottom" className="zx-sheet" onClose={onClose} onOverlayClick={() => { onClose(); return true }}>
      <View className="zx-sheet__head">
        <Text className="zx-title zx-grow">{title}</Text>
        <Tappable className="zx-sheet__close" label="关闭" onTap={onClose}><Close /></Tappable>
      </View>
      <ScrollView scrollY className="zx-sheet__body">
        <View className="zx-sheet__content">{children}</View>
      </ScrollView>
      {footer ? <View className="zx-sheet__foot">{footer}</View> : null}
    </Popup>
  )
}
