import { View } from '@tarojs/components'
import type { HelpNeedsView } from '@zhixin/shared/contract'
import { HelpLines } from '@/components/help-lines'

/** How to talk with the person of this thread, as they told it. Drawn for the court's side only: others are sent nothing. */
export function HelpNeedsLine({ helpNeeds }: { helpNeeds: HelpNeedsView }) {
  return (
    <View className="zx-note" aria-label="跟对方沟通时请注意">
      <HelpLines lines={helpNeeds.lines} />
    </View>
  )
}
