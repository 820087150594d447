import { Text, View } from '@tarojs/components'
import type { PropsWithChildren, ReactNode } from 'react'
import './index.less'

/** A titled block on the page. */
export function Section({ title, aside, children }: PropsWithChildren<{ title?: string; aside?: ReactNode }>) {
  return (
    <View className="zx-section">
      {title ? (
        <View className="zx-row zx-row--between zx-section__head">
          <Text className="zx-body-strong">{title}</Text>
          {aside}
        </View>
      ) : null}
      <View className="zx-section__body">{children}</View>
    </View>
  )
}
