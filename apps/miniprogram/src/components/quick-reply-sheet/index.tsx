import { Text, View } from '@tarojs/components'
import { Tappable } from '../tappable'
import { Sheet } from '../sheet'
import './index.less'

export interface Reply {
  id: string
  title: string
  text: string
  owner: 'court' | 'mine'
}

interface Props {
  open: boolean
  title?: string
  /** What is being answered. */
  quote?: string
  replies: readonly Reply[]
  onPick: (reply: Reply) => void
  onClose: () => void
}

/** Whole answers to pick from. What picking does is its caller's to say, in the title. */
export function QuickReplySheet({ open, title = '快捷回复', quote, replies, onPick, onClose }: Props) {
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      {quote ? <View className="zx-note"><Text>对方说：{quote}</Text></View> : null}
      {replies.length === 0 ? <Text className="zx-body">还没有快捷回复。</Text> : null}
      {replies.map((reply) => (
        <Tappable key={reply.id} className="zx-quick-reply" onTap={() => onPick(reply)}>
          <Text className="zx-body-strong">{reply.owner === 'mine' ? `${reply.title}（我的）` : reply.title}</Text>
          <Text className="zx-body">{reply.text}</Text>
        </Tappable>
      ))}
    </Sheet>
  )
}
