import type { NodeView } from '@zhixin/shared/contract'
import { View } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { Tag } from '@/components/tag'
import { nowHere } from '@/platform/now'
import { knownWords, recordedWords, recordMarks } from '@/services'

/** One record: what, when, by whom, who knows of it, and what is marked on it. */
export function RecordRow({ record, onTap }: { record: NodeView; onTap: () => void }) {
  const marks = recordMarks(record)
  return (
    <ListRow
      title={`${record.label}${record.object ? `（${record.object}）` : ''}`} note={`${recordedWords(record, nowHere())}。${knownWords(record)}`}
      value={marks.length > 0 ? <View className="zx-row zx-row--wrap">{marks.map(({ word, tone }) => <Tag key={word} tone={tone}>{word}</Tag>)}</View> : undefined}
      onTap={onTap}
    />
  )
}
