import { Text } from '@tarojs/components'
import './index.less'

export type Tone = 'plain' | 'ink' | 'warn' | 'late' | 'done'

/** A short word about a thing's state. The word says it, the colour only helps. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: string }) {
  return <Text className={`zx-tag zx-tag--${tone}`}>{children}</Text>
}
