import type { NumberView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Tappable } from '@/components/tappable'
import { open } from '@/platform/navigation'
import { statesWords } from '@/services'
import './supervision.less'

/** One number with what it counts; a tap opens the list of what it counts. `compact`: a phone says what on the list alone, so that five fit. */
export function NumberBlock({ number, compact = false }: { number: NumberView; compact?: boolean }) {
  const { measure, label, counts, total, states } = number
  const isAlarming = states.some(({ alarming }) => alarming)
  return (
    <Tappable
      className={`zx-supervision-block ${isAlarming ? 'zx-supervision-block--alarming' : ''} ${total === 0 ? 'zx-supervision-block--clear' : ''}`}
      label={`${label} ${total}，看名单`} onTap={() => open('supervised', { measure })}
    >
      <View className="zx-row zx-row--between">
        <Text className="zx-body-strong">{label}</Text>
        <Text className={`zx-headline zx-number ${isAlarming ? 'zx-late' : ''}`}>{total}</Text>
      </View>
      {states.length > 1 ? <Text className="zx-body">{statesWords(number)}</Text> : null}
      <Text className={`zx-caption ${compact ? 'zx-supervision-block__counts' : ''}`}>{counts}</Text>
    </Tappable>
  )
}
