import { Checked, CheckNormal } from '@nutui/icons-react-taro'
import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Tappable } from '../tappable'
import './index.less'

export interface Choice<T extends string> {
  value: T
  title: string
  note?: string
  /** Says nothing that the title does not say. */
  icon?: ReactNode
}

interface Props<T extends string> {
  choices: Choice<T>[]
  chosen: T | readonly T[] | null
  onChoose: (value: T) => void
}

/** One of several, or several of several; each a whole row to tap. */
export function ChoiceList<T extends string>({ choices, chosen, onChoose }: Props<T>) {
  const isChosen = (value: T) => (Array.isArray(chosen) ? chosen.includes(value) : chosen === value)
  return (
    <View className="zx-choices">
      {choices.map(({ value, title, note, icon }) => (
        <Tappable key={value} className={`zx-choice ${isChosen(value) ? 'zx-choice--chosen' : ''}`} pressed={isChosen(value)} onTap={() => onChoose(value)}>
          {isChosen(value) ? <Checked className="zx-choice__mark" /> : <CheckNormal className="zx-choice__mark" />}
          {icon}
          <View className="zx-grow zx-stack--tight">
            <Text className="zx-body-strong">{title}</Text>
            {note ? <Text className="zx-caption">{note}</Text> : null}
          </View>
        </Tappable>
      ))}
    </View>
  )
}
