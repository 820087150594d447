import type { ComplaintItem } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { open } from '@/platform/navigation'
import { complaintDueTag, CHANNEL_WORDS, markWords, receiptWords, STREAM_WORDS } from '@/services/complaint-file-words'
import { momentWords } from '@/services/format'
import { DueMark } from './due-mark'
import './files.less'

/** One file in a list: what it is about first, then where it is and what is due. */
export function ComplaintRow({ item, now }: { item: ComplaintItem; now: string }) {
  const { stream, complaintId, receipt, about, stateLabel, isOver, department, responsible, marks, due, receivedAt, channel } = item
  const tag = due && complaintDueTag(due)
  return (
    <Tappable className={`zx-file-row ${due?.state === 'overdue' ? 'zx-file-row--late' : ''}`} label={`打开 ${about}`} onTap={() => open('complaintFile', { stream, complaintId })}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-caption zx-number zx-grow">{STREAM_WORDS[stream]} · {receiptWords(receipt) || '由别件转来'}</Text>
        {tag && tag.tone !== 'plain' ? <Tag tone={tag.tone}>{tag.word}</Tag> : null}
      </View>
      <Text className="zx-body-strong">{about}</Text>
      <View className="zx-row zx-row--wrap">
        <Tag tone={isOver ? 'done' : 'ink'}>{stateLabel}</Tag>
        {marks.map((mark) => <Tag key={mark.mark} tone="warn">{markWords(mark)}</Tag>)}
      </View>
      {due ? <DueMark due={due} now={now} /> : null}
      <Text className="zx-caption">
        {[department, responsible && `经办 ${responsible}`, channel && CHANNEL_WORDS[channel], `${momentWords(receivedAt, now)} 收到`].filter(Boolean).join(' · ')}
      </Text>
    </Tappable>
  )
}
