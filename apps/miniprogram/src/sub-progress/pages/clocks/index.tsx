import type { ClockScope } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Tappable } from '@/components/tappable'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { explain, overdueWords, SCOPE_WORDS } from '@/services'
import { CaseCard } from '../../case-card'
import './index.less'

/** What is due, the soonest on top, for whoever has to do it and whoever sees to it that it is done. */
export default function ClocksPage() {
  return <ReaderPage title="期限">{(reader) => <Due {...reader} />}</ReaderPage>
}

function Due({ account: { dueClocks } }: Reader) {
  const [scope, setScope] = useState<ClockScope>()
  const [overdue, setOverdue] = useState(false)
  const [pages, setPages] = useState(1)
  const found = useResource(`${scope}/${overdue}`, () => dueClocks.list({ ...(scope && { scope }), overdue }, pages))
  const { reload } = found
  useEffect(() => {
    if (pages > 1) reload()
  }, [pages, reload])
  const choose = (change: () => void): void => {
    setPages(1)
    change()
  }
  return (
    <PageShell title="期限" root wide foot={<MainNav current="clocks" />}>
      <ResourceView resource={found} what="正在看哪些快到期">
        {({ data: { cases, hasMore, overdueCases, asOf, scope: shown }, can: { scopes } }) => (
          <View className="zx-stack zx-pad">
            <Text className={`zx-title ${overdueCases > 0 ? 'zx-late' : ''}`}>{overdueWords(overdueCases)}</Text>
            {scopes.length > 1 ? (
              <View className="zx-due-tabs">
                {scopes.map((one) => (
                  <Tappable key={one} className={`zx-due-tab ${one === shown ? 'zx-due-tab--chosen' : ''}`} pressed={one === shown} onTap={() => choose(() => setScope(one))}>
                    <Text>{SCOPE_WORDS[one]}</Text>
                  </Tappable>
                ))}
              </View>
            ) : null}
            <Tappable className={`zx-due-filter ${overdue ? 'zx-due-filter--on' : ''}`} pressed={overdue} onTap={() => choose(() => setOverdue(!overdue))}>
              <Text className="zx-body">{overdue ? '✓ 只看有超期的' : '只看有超期的'}</Text>
            </Tappable>
            {cases.length === 0 ? (
              <EmptyState title={overdue ? '没有超期的' : '没有正在计算的期限'} hint="案件里记下一步，它引起的期限就会排在这里，最急的在最上面。" />
            ) : null}
            <View className="zx-cards">
              {cases.map((one) => <CaseCard key={one.key} item={one} now={asOf} />)}
            </View>
            {hasMore ? (
              <View className="zx-stack--tight">
                {found.error ? <Text className="zx-body zx-late">{explain(found.error)}</Text> : null}
                <Button kind="plain" busy={found.loading} onTap={() => (found.error ? reload() : setPages(pages + 1))}>再看更多</Button>
              </View>
            ) : null}
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}
