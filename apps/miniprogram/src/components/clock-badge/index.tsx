import { Tag } from '../tag'

interface Props {
  urgency: 'late' | 'due' | 'open' | 'none'
  /** When the answer is aimed for, as people read it: 今天、明天、7月5日 */
  by?: string
}

/** How pressing an answer is. 'none' draws nothing. */
export function ClockBadge({ urgency, by }: Props) {
  if (urgency === 'late') return <Tag tone="late">已超时</Tag>
  if (urgency === 'due') return <Tag tone="warn">今天须答复</Tag>
  if (urgency === 'open') return <Tag tone="ink">{by ? `${by}前答复` : '待答复'}</Tag>
  return null
}
