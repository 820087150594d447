import { Text, View } from '@tarojs/components'
import { Sheet } from '@/components/sheet'
import { DESK_KEYS } from '@/services'

/** Which key does what. */
export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} title="键盘怎么用" onClose={onClose}>
      <View className="zx-stack--tight">
        {DESK_KEYS.map(({ keys, does }) => (
          <View key={keys} className="zx-row"><View className="zx-hotline-key"><Text className="zx-body-strong">{keys}</Text></View><Text className="zx-body zx-grow">{does}</Text></View>
        ))}
      </View>
    </Sheet>
  )
}
