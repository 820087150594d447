import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'

interface Props {
  goesOn: boolean
  onStop: () => void
  /** Reads this one and all that follow. */
  onGoOn: () => void
}

/** While something is read aloud: how to end it, and how to have the rest read too. */
export function ReadingBar({ goesOn, onStop, onGoOn }: Props) {
  return (
    <View className="zx-note zx-stack--tight">
      <Text className="zx-body-strong">{goesOn ? '正在往下朗读' : '正在朗读这一条'}</Text>
      <View className="zx-row">
        <View className="zx-grow"><Button onTap={onStop}>停止</Button></View>
        {goesOn ? null : <View className="zx-grow"><Button kind="plain" onTap={onGoOn}>往下读</Button></View>}
      </View>
    </View>
  )
}
