import { Text, View } from '@tarojs/components'
import './index.less'

export function DayLine({ day }: { day: string }) {
  return (
    <View className="zx-day-line">
      <Text className="zx-caption">{day}</Text>
    </View>
  )
}
