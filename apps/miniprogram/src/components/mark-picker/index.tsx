import { Text, View } from '@tarojs/components'
import { type ReactNode, useState } from 'react'
import { Button } from '../button'
import { ChoiceList } from '../choice-list'
import { Sheet } from '../sheet'

export interface MarkChoice<T extends string> {
  mark: T
  label: string
  hint: string
  /** For what is not a filing: what it is not, and what is. Read before it can be chosen. */
  notice: string | null
}

interface Props<T extends string> {
  open: boolean
  title?: string
  marks: MarkChoice<T>[]
  chosen: T
  onChoose: (mark: T) => void
  onClose: () => void
  /** What else must be read before a kind is chosen, and what choosing it all the same is called. */
  door?: (mark: T) => { title: string; confirm: string; content: ReactNode } | null
}

/** What kind of message it is. What looks like a legal step says that it is none before it is chosen. */
export function MarkPicker<T extends string>({ open, title = '这是什么事', marks, chosen, onChoose, onClose, door }: Props<T>) {
  const [asked, setAsked] = useState<MarkChoice<T> | null>(null)
  const close = () => {
    setAsked(null)
    onClose()
  }
  const choose = (mark: T) => {
    setAsked(null)
    onChoose(mark)
  }
  const first = asked && door?.(asked.mark)
  if (asked) {
    const footer = (
      <View className="zx-stack">
        <Button onTap={() => choose(asked.mark)}>{first ? first.confirm : `我知道了，仍作为${asked.label}发送`}</Button>
        <Button kind="plain" onTap={() => setAsked(null)}>返回</Button>
      </View>
    )
    return (
      <Sheet open={open} title={first ? first.title : `${asked.label}：请先看清`} onClose={close} footer={footer}>
        {asked.notice ? <View className="zx-note zx-note--warn"><Text className="zx-body">{asked.notice}</Text></View> : null}
        {first?.content}
      </Sheet>
    )
  }
  return (
    <Sheet open={open} title={title} onClose={close}>
      <ChoiceList
        choices={marks.map(({ mark, label, hint }) => ({ value: mark, title: label, note: hint }))}
        chosen={chosen}
        onChoose={(mark) => {
          const choice = marks.find((one) => one.mark === mark)
          if (choice && (choice.notice || door?.(mark))) setAsked(choice)
          else choose(mark)
        }}
      />
    </Sheet>
  )
}
