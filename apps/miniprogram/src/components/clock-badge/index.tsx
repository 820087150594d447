import { Tag } from '../tag'

/** How pressing an answer is. 'none' draws nothing. */
export function ClockBadge({ urgency }: { urgency: 'late' | 'due' | 'open' | 'none' }) {
  if (urgency === 'late') return <Tag tone="late">已超时</Tag>
  if (urgency === 'due') return <Tag tone="warn">请尽快答复</Tag>
  if (urgency === 'open') return <Tag tone="ink">待答复</Tag>
  return null
}
