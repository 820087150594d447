import type { ToldPreview } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { NOBODY_TOLD, toldLines, toldOfRecord } from '@/services'

/** Who is told, in the very words; or why not yet. `own`: before it is recorded, the node's name beside others that it lets go. */
export function ToldLines({ told, own }: { told: readonly ToldPreview[]; own?: string }) {
  const lines = own === undefined ? toldOfRecord(told) : toldLines(told, own)
  if (lines.length === 0) return <View className="zx-note"><Text className="zx-body">{NOBODY_TOLD}</Text></View>
  return (
    <View className="zx-stack--tight">
      {lines.map(({ title, text, why }) => (
        <View key={title} className={`zx-note ${why ? 'zx-note--warn' : ''} zx-stack--tight`}>
          <View><Text className="zx-body-strong">{title}</Text></View>
          {why ? <View><Text className="zx-body">{why}</Text></View> : null}
          {text ? <View><Text className="zx-body">{why ? '到时告知：' : ''}“{text}”</Text></View> : null}
        </View>
      ))}
    </View>
  )
}
