import { ArrowRight } from '@nutui/icons-react-taro'
import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Tappable } from '../tappable'
import './index.less'

interface Props {
  title: string
  /** Under the title, smaller. */
  note?: string
  /** At the right: a word, a switch, a badge. */
  value?: ReactNode
  onTap?: () => void
  label?: string
}

export function ListRow({ title, note, value, onTap, label }: Props) {
  const content = (
    <>
      <View className="zx-grow zx-list-row__words">
        <Text className="zx-body">{title}</Text>
        {note ? <Text className="zx-caption">{note}</Text> : null}
      </View>
      {value === undefined ? null : <View className="zx-list-row__value">{value}</View>}
      {onTap ? <ArrowRight className="zx-list-row__arrow" /> : null}
    </>
  )
  if (!onTap) return <View className="zx-list-row">{content}</View>
  return <Tappable className="zx-list-row" label={label} onTap={onTap}>{content}</Tappable>
}
