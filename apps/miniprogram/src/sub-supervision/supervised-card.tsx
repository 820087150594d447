import type { EntryBehind, SupervisedItemView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { open } from '@/platform/navigation'
import { explain, momentWords, type SupervisionService, urgedWords, whenWords } from '@/services'
import './supervision.less'

interface Props {
  item: SupervisedItemView
  now: string
  supervision: SupervisionService
  onUrged: () => void
}

/** One of those that a number counts: whose, since when, what stands behind it in the log, and urging. */
export function SupervisedCard({ item, now, supervision, onUrged }: Props) {
  const { title, what, department, handlers, stateLabel, ageLabel, alarming, urged, can, opens } = item
  const [entries, setEntries] = useState<EntryBehind[] | null>(null)
  const look = useAction(async () => setEntries(entries ? null : await supervision.entries(item)))
  const urge = useAction(async () => {
    await supervision.urge(item)
    onUrged()
  })
  const names = handlers.map(({ name }) => name).join('、')
  const when = whenWords(item, now)
  return (
    <View className={`zx-supervised ${alarming ? 'zx-supervised--alarming' : ''}`}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-number zx-grow">{title}</Text>
        <Tag tone={alarming ? 'late' : 'plain'}>{stateLabel}</Tag>
      </View>
      {what === stateLabel ? null : <Text className="zx-body">{what}</Text>}
      {when ? <Text className={`zx-body ${alarming ? 'zx-late' : ''}`}>{when}</Text> : null}
      <Text className="zx-caption">{department}{names ? ` · ${names}` : ''}{ageLabel ? ` · ${ageLabel}` : ''}</Text>
      {urged.length > 0 ? <Text className="zx-body">{urgedWords(urged, now)}</Text> : null}
      {urge.error ? <Text className="zx-body zx-late">{explain(urge.error)}</Text> : null}
      {look.error ? <Text className="zx-body zx-late">{explain(look.error)}</Text> : null}
      {entries ? <Entries entries={entries} now={now} /> : null}
      <View className="zx-row zx-row--wrap">
        {can.urge ? <Button inline busy={urge.busy} onTap={urge.run}>催办</Button> : null}
        <Button kind="plain" inline busy={look.busy} onTap={look.run}>{entries ? '收起记录' : '看背后的记录'}</Button>
        {opens ? <Button kind="plain" inline onTap={() => openPage(opens)}>打开</Button> : null}
      </View>
    </View>
  )
}

function Entries({ entries, now }: { entries: readonly EntryBehind[]; now: string }) {
  if (entries.length === 0) return <Text className="zx-caption">没有记录。</Text>
  return (
    <View className="zx-stack--tight">
      {entries.map(({ record, kind, index, at, sentence }) => (
        <View key={`${kind}${index}${at}`} className="zx-stack--tight zx-supervised__entry">
          <Text className="zx-body">{sentence}</Text>
          <Text className="zx-caption">{record}记录第 {index + 1} 条 · {momentWords(at, now)}</Text>
        </View>
      ))}
    </View>
  )
}

function openPage(opens: NonNullable<SupervisedItemView['opens']>): void {
  switch (opens.page) {
    case 'case': return open('case', { caseId: opens.caseId })
    case 'thread': return open('thread', { caseId: opens.caseId, personId: opens.personId })
    case 'absences': return open('absences')
    case 'complaint': return open('complaintFile', { stream: opens.stream, complaintId: opens.complaintId })
  }
}
