import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { More } from '@/components/more'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { usePages } from '@/hooks/use-pages'
import type { Reader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'
import { AbsenceRows } from '../../absence-rows'

const WHY = { left: '已离职或停用', away: '外出，没有人代为答复' } as const

/** What the director must see to: cases that nobody answers, and absences for which nobody was named. Nothing of what was written. */
export default function UncoveredPage() {
  return <ReaderPage title="没有人承办的案件">{(reader) => <Uncovered {...reader} />}</ReaderPage>
}

function Uncovered({ account: { staffing } }: Reader) {
  const found = usePages('uncovered', (pages) => staffing.uncovered(pages))
  return (
    <PageShell title="没有人承办的案件" wide>
      <ResourceView resource={found}>
        {({ data: { cases, hasMore, absences, onDuty }, can }) => (
          <View className="zx-stack zx-pad">
            <Section title={`没有人承办的案件（${cases.length}${hasMore ? '件以上' : ''}）`}>
              {cases.length === 0 ? <ListRow title="没有" note="每件案件都有人答复" /> : null}
              {cases.map(({ caseId, caseNumber, cause, department, missing }) => (
                <View key={caseId} className="zx-stack--tight zx-pad">
                  <Text className="zx-body-strong zx-number">{caseNumber}</Text>
                  <Text className="zx-caption">{cause} · {department}</Text>
                  {missing.map(({ name, title, why }) => <Text key={`${title}${name}`} className="zx-body zx-late">{title}{name}{WHY[why]}</Text>)}
                  {can.handOver ? <Button kind="plain" onTap={() => open('handOver', { caseId })}>移交给别人</Button> : null}
                </View>
              ))}
              {hasMore ? <View className="zx-pad"><More of={found} /></View> : null}
            </Section>
            <Section title="没有指定代理人的外出">
              {absences.length === 0 ? <ListRow title="没有" /> : null}
              <AbsenceRows named absences={absences} />
            </Section>
            <Section title="现在值班">
              {onDuty.length === 0 ? <ListRow title="现在没有人值班" /> : null}
              {onDuty.map(({ id, name }) => <ListRow key={id} title={name} />)}
            </Section>
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}
