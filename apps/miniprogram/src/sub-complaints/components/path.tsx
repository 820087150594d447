import type { ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { momentWords } from '@/services/format'
import './files.less'

const SIGN = { done: '✓', now: '●', ahead: '' } as const
const SAID = { done: '办过', now: '现在在这里', ahead: '以后' } as const

/** Where a file has been, is, and goes as a rule: each place says in words what its sign shows. */
export function Path({ path, now, isOver }: { path: ComplaintDetail['path']; now: string; isOver: boolean }) {
  return (
    <View className="zx-path" aria-label="办到哪一步">
      {path.map(({ state, label, at, where }, i) => (
        <View key={`${i}${state}`} className={`zx-path__place zx-path__place--${where}`}>
          <View className={`zx-path__line ${where === 'done' ? 'zx-path__line--done' : ''}`} />
          <View className={`zx-path__dot zx-path__dot--${where}`}><Text>{SIGN[where]}</Text></View>
          <View className="zx-path__words">
            <Text className={where === 'now' ? 'zx-body-strong' : 'zx-body'}>{label}</Text>
            <Text className="zx-caption">{where === 'now' && isOver ? '到此为止' : SAID[where]}{at ? ` · ${momentWords(at, now)}` : ''}</Text>
          </View>
        </View>
      ))}
      {path.some(({ where }) => where === 'ahead') ? <Text className="zx-caption">“以后”是一般的走法，实际怎么走看每一步办的结果。</Text> : null}
    </View>
  )
}
