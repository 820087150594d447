import { Text, View } from '@tarojs/components'
import type { HelpNeedsView } from '@zhixin/shared/contract'

/** How to talk with the person of this thread, as they told it. Drawn for the court's side only: others are sent nothing. */
export function HelpNeedsLine({ helpNeeds }: { helpNeeds: HelpNeedsView }) {
  return (
    <View className="zx-note" aria-label="跟对方沟通时请注意">
      {helpNeeds.lines.map((line) => <View key={line}><Text className="zx-body">{line}</Text></View>)}
    </View>
  )
}
