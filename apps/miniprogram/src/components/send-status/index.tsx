import { Text } from '@tarojs/components'
import { Tappable } from '../tappable'
import './index.less'

export type Sending = 'sending' | 'uploading' | 'waiting' | 'put_off' | 'failed' | 'stored' | 'delivered' | 'read'

const WORDS: Record<Exclude<Sending, 'failed' | 'put_off'>, string> = {
  sending: '发送中',
  uploading: '正在上传附件',
  waiting: '等网络恢复后发出',
  stored: '已存入案卷',
  // Not 已送达: that is what service of a document is called, which no message is (rules X-34).
  delivered: '已到对方',
  read: '已读',
}

/** How far one's own message has got, in words. */
export function SendStatus({ status, onRetry }: { status: Sending; onRetry?: () => void }) {
  if (status !== 'failed' && status !== 'put_off') return <Text className={`zx-caption zx-send-status zx-send-status--${status}`}>{WORDS[status]}</Text>
  return (
    <Tappable className={`zx-send-status zx-send-status--${status}`} onTap={() => onRetry?.()}>
      <Text>{status === 'failed' ? '未发出 · 点这里重试' : '到时候自动发 · 点这里更改'}</Text>
    </Tappable>
  )
}
