import { Text, View } from '@tarojs/components'
import type { PropsWithChildren } from 'react'
import './index.less'

/** Nothing here, why, and what one can do. */
export function EmptyState({ title, hint, children }: PropsWithChildren<{ title: string; hint?: string }>) {
  return (
    <View className="zx-empty">
      <Text className="zx-title">{title}</Text>
      {hint ? <Text className="zx-body zx-empty__hint">{hint}</Text> : null}
      {children}
    </View>
  )
}
