import type { PeriodView, ProgressView } from '@zhixin/shared/contract'
import { View } from '@tarojs/components'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type CaseProgress, knownWords, periodNote, recordedWords, recordMarks } from '@/services'

/** So many of each; the rest is on its own page. */
const SHOWN = 3

/** Staff: what is due in the case and what was done last. What is due is recorded from here in two taps. */
export function StaffProgress({ caseId, progress }: { caseId: string; progress: CaseProgress }) {
  const resource = useResource(`progress ${caseId}`, () => progress.ofCase(caseId))
  return (
    <Section title="办案节点">
      <ResourceView resource={resource} what="正在看办案节点">
        {({ data, can }) => (
          <View>
            {data.held ? <ListRow title="本案已暂停自动告知" note={data.held.reason} value={<Tag tone="warn">敏感</Tag>} /> : null}
            {data.periods.filter(({ means, recordable }) => means === 'duty' && recordable).slice(0, SHOWN).map((period) => <Due key={period.clockId} caseId={caseId} period={period} mayRecord={can.record} />)}
            {data.records.slice(0, SHOWN).map((record) => <Done key={record.recordId} record={record} />)}
            <View className="zx-stack zx-pad">
              {can.record ? <Button onTap={() => open('recordNode', { caseId })}>记录节点</Button> : null}
              <Button kind="plain" onTap={() => open('progress', { caseId })}>全部节点和期限（{data.records.length + data.periods.length}）</Button>
            </View>
          </View>
        )}
      </ResourceView>
    </Section>
  )
}

function Due({ caseId, period, mayRecord }: { caseId: string; period: PeriodView; mayRecord: boolean }) {
  const { what, label, object, overdue, recordable } = period
  const isTap = mayRecord && recordable
  return (
    <ListRow
      title={`待办：${label}`} note={periodNote(period, nowHere())} label={isTap ? `记录${label}` : undefined}
      value={isTap ? <View className="zx-row">{overdue ? <Tag tone="late">超期</Tag> : null}<Tag tone="ink">记录</Tag></View> : overdue ? <Tag tone="late">超期</Tag> : undefined}
      onTap={isTap ? () => open('recordNode', { caseId, what, ...(object ? { object } : {}) }) : undefined}
    />
  )
}

function Done({ record }: { record: ProgressView['records'][number] }) {
  const marks = recordMarks(record)
  return (
    <ListRow
      title={record.label} note={`${recordedWords(record, nowHere())}。${knownWords(record)}`}
      value={marks.length > 0 ? <View className="zx-row zx-row--wrap">{marks.map(({ word, tone }) => <Tag key={word} tone={tone}>{word}</Tag>)}</View> : undefined}
    />
  )
}
