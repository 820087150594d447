import type { ClockScope } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { More } from '@/components/more'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Tappable } from '@/components/tappable'
import { usePages } from '@/hooks/use-pages'
import type { Reader } from '@/hooks/use-reader'
import { overdueWords, SCOPE_WORDS } from '@/services'
import { CaseCard } from '../../case-card'
import './index.less'

/** What is due, the soonest on top, for whoever has to do it and whoever sees to it that it is done. */
export default function ClocksPage() {
  return <ReaderPage title="期限">{(reader) => <Due {...reader} />}</ReaderPage>
}

function Due({ account: { dueClocks } }: Reader) {
  const [scope, setScope] = useState<ClockScope>()
  const [overdue, setOverdue] = useState(false)
  const found = usePages(`${scope}/${overdue}`, (pages) => dueClocks.list({ ...(scope && { scope }), overdue }, pages))
  return (
    <PageShell title="期限" root wide foot={<MainNav current="clocks" />}>
      <ResourceView resource={found} what="正在看哪些快到期">
        {({ data: { cases, hasMore, overdueCases, asOf, scope: shown }, can: { scopes } }) => (
          <View className="zx-stack zx-pad">
            <Text className={`zx-title ${overdueCases > 0 ? 'zx-late' : ''}`}>{overdueWords(overdueCases)}</Text>
            {scopes.length > 1 ? (
              <View className="zx-due-tabs">
                {scopes.map((one) => (
                  <Tappable key={one} className={`zx-due-tab ${one === shown ? 'zx-due-tab--chosen' : ''}`} pressed={one === shown} onTap={() => setScope(one)}>
                    <Text>{SCOPE_WORDS[one]}</Text>
                  </Tappable>
                ))}
              </View>
            ) : null}
            <Tappable className={`zx-due-filter ${overdue ? 'zx-due-filter--on' : ''}`} pressed={overdue} onTap={() => setOverdue(!overdue)}>
              <Text className="zx-body">{overdue ? '✓ 只看有超期的' : '只看有超期的'}</Text>
            </Tappable>
            {cases.length === 0 ? (
              <EmptyState title={overdue ? '没有超期的' : '没有正在计算的期限'} hint="案件里记下一步，它引起的期限就会排在这里，最急的在最上面。" />
            ) : null}
            <View className="zx-cards">
              {cases.map((one) => <CaseCard key={one.key} item={one} now={asOf} />)}
            </View>
            {hasMore ? <More of={found} /> : null}
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}
