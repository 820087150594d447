import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Tappable } from '../tappable'
import './index.less'

export interface NavItem {
  key: string
  title: string
  icon: ReactNode
  /** A number beside the word; 0 draws nothing. */
  count?: number
  onTap: () => void
}

export function BottomNav({ items, current }: { items: NavItem[]; current: string }) {
  return (
    <View className="zx-nav">
      {items.map(({ key, title, icon, count = 0, onTap }) => (
        <Tappable key={key} className={`zx-nav__item ${key === current ? 'zx-nav__item--current' : ''}`} pressed={key === current} onTap={onTap}>
          {icon}
          <Text className="zx-nav__word">{count > 0 ? `${title} ${count}` : title}</Text>
        </Tappable>
      ))}
    </View>
  )
}
