import { Text, View } from '@tarojs/components'
import '../empty-state/index.less'

export function LoadingState({ what = '正在加载' }: { what?: string }) {
  return (
    <View className="zx-empty">
      <Text className="zx-body zx-empty__hint">{what}…</Text>
    </View>
  )
}
