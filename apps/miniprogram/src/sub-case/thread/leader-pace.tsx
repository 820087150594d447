import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { lastDayWords } from '@/services/conduct-words'
import type { ThreadAbilities } from '@/services'

/** Whoever leads reads on; they can slow the thread down, and let it go on. */
export function LeaderPace({ pace, onSlowDown, onLift }: { pace: ThreadAbilities['pace']; onSlowDown: () => void; onLift: () => void }) {
  return (
    <View className="zx-pad zx-stack--tight">
      {pace ? <Text className="zx-body">慢速沟通，到{lastDayWords(pace.until)}为止，每天 {pace.perDay} 条。理由：{pace.reason}</Text> : null}
      <Button kind="plain" onTap={pace ? onLift : onSlowDown}>{pace ? '恢复正常沟通' : '设为慢速沟通'}</Button>
    </View>
  )
}
