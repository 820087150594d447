import { Clock, Warning } from '@nutui/icons-react-taro'
import { Text, View } from '@tarojs/components'
import { type ComplaintDue, complaintDueLine, complaintDueTag } from '@/services/complaint-file-words'
import './files.less'

/** Until when what: in words, by an icon, and in colour where it is late. */
export function DueMark({ due, now }: { due: ComplaintDue; now: string }) {
  const { tone } = complaintDueTag(due)
  const isLate = tone === 'late'
  return (
    <View className={`zx-due-mark ${isLate ? 'zx-late' : ''}`}>
      {isLate ? <Warning className="zx-due-mark__icon" /> : <Clock className="zx-due-mark__icon" />}
      <Text className={isLate ? 'zx-body-strong' : 'zx-body'}>{isLate ? '已超期 · ' : ''}{complaintDueLine(due, now)}</Text>
    </View>
  )
}
