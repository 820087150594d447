import { Text, View } from '@tarojs/components'
import type { ApplicationView } from '@zhixin/shared/contract'
import { clockLine, correctionLine, endWords, ruleLine } from '@/services'

/** By when a clue or an application is answered, with the rule behind the day; or how it was. */
export function ApplicationState({ application }: { application: ApplicationView }) {
  const { clock, end, waiting, corrections } = application
  if (end) {
    const { title, text, tone } = endWords(end)
    return (
      <View className={`zx-note zx-note--${tone}`}>
        <View><Text className="zx-body-strong">{title}</Text></View>
        <Text className="zx-body" userSelect>{text}</Text>
      </View>
    )
  }
  if (waiting !== null) {
    return (
      <View className={`zx-note zx-note--${waiting === 'over' ? 'late' : 'warn'}`}>
        <View><Text className="zx-body-strong">立案窗口告知补材料</Text></View>
        <Text className="zx-body">{correctionLine(corrections[corrections.length - 1]!)}</Text>
      </View>
    )
  }
  if (!clock) return null
  return (
    <View className={`zx-note ${clock.late ? 'zx-note--late' : ''}`}>
      <View><Text className="zx-body-strong">{clockLine(application)}</Text></View>
      <Text className="zx-caption">{ruleLine(clock)}</Text>
    </View>
  )
}
