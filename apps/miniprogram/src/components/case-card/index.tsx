import { Text, View } from '@tarojs/components'
import { Tag } from '../tag'
import { Tappable } from '../tappable'
import './index.less'

interface Props {
  caseNumber: string
  cause: string
  role: string
  /** Who handles it, with titles. */
  handlers: string
  closed: boolean
  unread: number
  /** 今天 10:25, or nothing said yet. */
  lastAt: string | null
  /** Fewer lines: what it is about, and whether there is something new. */
  brief: boolean
  chosen?: boolean
  onTap: () => void
}

export function CaseCard({ caseNumber, cause, role, handlers, closed, unread, lastAt, brief, chosen = false, onTap }: Props) {
  return (
    <Tappable className={`zx-case-card ${chosen ? 'zx-case-card--chosen' : ''}`} onTap={onTap}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{cause}</Text>
        {unread > 0 ? <Tag tone="late">{`${unread > 99 ? '99+' : unread} 条未读`}</Tag> : closed ? <Tag>已结案</Tag> : null}
      </View>
      <Text className="zx-caption zx-number">{caseNumber}</Text>
      <Text className="zx-body">承办：{handlers}</Text>
      {brief ? null : (
        <View className="zx-row zx-row--between zx-row--wrap">
          <Text className="zx-caption">我是{role}</Text>
          <Text className="zx-caption">{lastAt ?? '还没有消息'}</Text>
        </View>
      )}
    </Tappable>
  )
}
