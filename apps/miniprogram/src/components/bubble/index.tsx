import { Text, View } from '@tarojs/components'
import type { PropsWithChildren, ReactNode } from 'react'
import { Tag } from '../tag'
import './index.less'

interface Props {
  side: 'mine' | 'theirs'
  /** Who wrote it, with their title. */
  name: string
  /** 10:25 */
  time: string
  text: string
  /** What the writer says it is, when not ordinary. */
  mark?: string
  /** Pictures, files, a voice. */
  attachments?: ReactNode
  /** Below the bubble: how far it has got, or what the officer can do with it. */
  foot?: ReactNode
}

/** One message. The sides differ by place, colour and the name, not by colour alone. */
export function Bubble({ side, name, time, text, mark, attachments, foot }: Props) {
  return (
    <View className={`zx-bubble zx-bubble--${side}`}>
      <View className="zx-row zx-row--wrap zx-bubble__head">
        <Text className="zx-caption">{name}</Text>
        <Text className="zx-caption zx-number">{time}</Text>
        {mark ? <Tag tone="warn">{mark}</Tag> : null}
      </View>
      <View className="zx-bubble__body">
        {text ? <Text className="zx-body zx-bubble__text" userSelect>{text}</Text> : null}
        {attachments}
      </View>
      {foot ? <View className="zx-bubble__foot">{foot}</View> : null}
    </View>
  )
}

/** Where a message stood that may not be read: in its place, on its side, saying why. */
export function WithheldBubble({ side, name, time, title, children }: PropsWithChildren<Pick<Props, 'side' | 'name' | 'time'> & { title: string }>) {
  return (
    <View className={`zx-bubble zx-bubble--${side}`}>
      <View className="zx-row zx-row--wrap zx-bubble__head">
        <Text className="zx-caption">{name}</Text>
        <Text className="zx-caption zx-number">{time}</Text>
      </View>
      <View className="zx-bubble__withheld">
        <View><Text className="zx-body-strong">{title}</Text></View>
        <View><Text className="zx-body">{children}</Text></View>
      </View>
    </View>
  )
}

interface SystemEntryProps {
  title: string
  time: string
  /** Below its first words, each as a paragraph. */
  lines?: readonly string[]
  foot?: ReactNode
}

/** What happened rather than what was said: a hand-over, a closing, a phone call written down. */
export function SystemEntry({ title, time, lines = [], foot, children }: PropsWithChildren<SystemEntryProps>) {
  return (
    <View className="zx-system-entry">
      <View className="zx-row zx-row--wrap zx-row--between">
        <Text className="zx-body-strong">{title}</Text>
        <Text className="zx-caption zx-number">{time}</Text>
      </View>
      {children ? <Text className="zx-body">{children}</Text> : null}
      {lines.map((line) => <Text key={line} className="zx-caption">{line}</Text>)}
      {foot}
    </View>
  )
}
