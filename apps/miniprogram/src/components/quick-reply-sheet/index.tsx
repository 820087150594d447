import { Text } from '@tarojs/components'
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
  replies: Reply[]
  onPick: (reply: Reply) => void
  onClose: () => void
}

/** Whole answers to pick from. Picking fills the composer; it does not send. */
export function QuickReplySheet({ open, replies, onPick, onClose }: Props) {
  return (
    <Sheet open={open} title="快捷回复" onClose={onClose}>
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
