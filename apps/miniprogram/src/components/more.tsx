import { Text, View } from '@tarojs/components'
import type { Pages } from '@/hooks/use-pages'
import { explain } from '@/services'
import { Button } from './button'

/** At the end of a list of which there is more. What could not be read stands there, and what was read before stays. */
export function More({ of: { error, loading, more } }: { of: Pages<unknown> }) {
  return (
    <View className="zx-stack--tight">
      {error ? <Text className="zx-body zx-late">{explain(error)}</Text> : null}
      <Button kind="plain" busy={loading} onTap={more}>再看更多</Button>
    </View>
  )
}
