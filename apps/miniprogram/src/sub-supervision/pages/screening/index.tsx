import { Text, View } from '@tarojs/components'
import type { ScreeningAbilities, ScreeningPeriod } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { type BulletinsService, explain, momentWords } from '@/services'
import { rowNote, reportedWords, spanWords } from '@/services/bulletin-words'
import { createBulletins } from '@/services/bulletins'
import { ScreeningForm } from '../../screening-form'
import '../../bulletin.less'

/** Weekly screening, and daily in sensitive periods: a liaison's own to report, or who has not reported. Nothing is a report too. */
export default function ScreeningPage() {
  return <ReaderPage title="排查报告">{(reader) => <Screening {...reader} />}</ReaderPage>
}

function Screening({ account }: Reader) {
  const bulletins = account.own(createBulletins)
  const found = useResource('screenings', bulletins.screenings)
  return (
    <PageShell title="排查报告" wide>
      <ResourceView resource={found} what="正在找">
        {({ data: { to, mine, periods }, can }) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-body">各庭室每周把涉本部门的执行信访和矛盾纠纷排查一遍，报{to}；敏感时期每天报。没有也要报（零报告）。</Text>
            {periods.length === 0 ? <EmptyState title="没有要报的" hint="每周一开始下一周的排查。" /> : null}
            {periods.map((period) => (
              <Period key={`${period.rhythm}${period.from}`} period={period} mine={mine} can={can} service={bulletins} onDone={found.reload} />
            ))}
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}

interface PeriodProps {
  period: ScreeningPeriod
  mine: string | null
  can: ScreeningAbilities
  service: BulletinsService
  onDone(): void
}

function Period({ period, mine, can, service, onDone }: PeriodProps) {
  const { rhythm, rows, dueAt, isOverdue, sensitive } = period
  const missing = rows.filter(({ reported }) => !reported).map(({ department }) => department)
  // Days that were reported of are there to be read.
  const isPast = rhythm === 'daily' && isOverdue
  const own = rows.find(({ department }) => department === mine)
  const remind = useAction(async () => {
    await service.remind(period, missing)
    onDone()
  })
  return (
    <Section title={`${rhythm === 'weekly' ? '周排查' : '日零报告'} ${spanWords(period)}`}>
      <View className="zx-stack zx-bulletin-part">
        <Text className={`zx-body ${isOverdue && missing.length > 0 ? 'zx-late' : ''}`}>{momentWords(dueAt, nowHere())}前报齐{sensitive ? `（${sensitive}）` : ''}；还有{missing.length}个庭室没有报。</Text>
        {can.report && own && !(own.reported && isPast) ? <ScreeningForm key={own.reported?.at ?? 'none'} period={period} row={own} service={service} onDone={onDone} /> : null}
      </View>
      {rows.map((row) => (
        <ListRow key={row.department} title={`${row.department}：${reportedWords(row)}`} note={rowNote(row, nowHere())} />
      ))}
      {can.remind && missing.length > 0 ? (
        <View className="zx-stack--tight zx-bulletin-part">
          <Button kind="plain" inline busy={remind.busy} onTap={() => remind.run()}>催报（{missing.length}个庭室）</Button>
          {remind.error ? <Text className="zx-body zx-late">{explain(remind.error)}</Text> : null}
        </View>
      ) : null}
    </Section>
  )
}
